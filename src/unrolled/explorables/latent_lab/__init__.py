"""LatentLab: an autoencoder and a variational one, with codes of two numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Float, Int, Unicode

from unrolled import autodiff, nn
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import several, show
from unrolled.explorables._random import normal
from unrolled.explorables.latent_lab.networks import (
    BETA,
    EACH,
    HELD_OUT,
    IMAGES,
    RADIUS,
    Array,
    decode,
    decode_backward,
    encode,
)
from unrolled.explorables.latent_lab.state import checked

SIDE = 8
# What only the variational autoencoder has.
DRAW = "log_var", "sigma", "eps", "noise", "mu_squared", "sigma_squared", "kl", "kl_total"


class LatentLab(Explorable):
    """A digit, its code, and what is decoded from it; every number on the way.

    Both were trained on 1200 handwritten digits. The variational one has the loss ‖x - x̂‖² + β KL.

    Parameters
    ----------
    network : {"variational", "plain"}
    digit : int
        0 to 99: ten new digits of each class, those of 0 first.
    source : {"encoder", "hand"}
        Mean and standard deviation are the encoder's, or `mu` and `sigma`. For the plain
        autoencoder `mu` is the code itself.
    mu, sigma : list of 2 floats
        From -10 to 10, and from 0.001 to 10.
    seed : int
        Of the draw ε, from 0 to 9999.
    epsilon : list of 2 floats, optional
        The draw, from -9 to 9 each, in place of the seed's.
    free : list of 2 floats, optional
        A code put anywhere, from -50 to 50 each, in place of the digit's.
    loss : {"reconstruction", "target"}
        ‖x - x̂‖² over the pixels, or (z - t)² over the code.
    target : list of 2 floats
        t, from -10 to 10.
    beta : float
        Weight of the divergence in the loss, from 0 to 10. The networks were trained with 0.2.
    penalty : {"none", "l1", "l2"}
        On the plain autoencoder's code: it becomes the h that makes ½‖h - z‖² + λ Σ|h| or
        ½‖h - z‖² + λ Σh² smallest.
    strength : float
        λ, from 0 to 50.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    Osnabrück 2023/24, task 15; FAU, question 1.4. Kingma, Welling, Auto-encoding variational Bayes
    (2014). The digits are scikit-learn's.

    Examples
    --------
    >>> lab = LatentLab(source="hand", mu=[1.5, 0.1], sigma=[0.5, 0.9])
    >>> lab.compute()["kl"].round(6).tolist()
    [1.443147, 0.015361]
    >>> lab.update(mu=[0.5, 0], sigma=[0.8, 1], epsilon=[-1.5, 0], loss="target", target=[1, 0])
    >>> lab.beta = 0
    >>> found = lab.compute()
    >>> [round(float(found[name][0]), 6) for name in ("z", "dL_dmu", "dL_dsigma")]
    [-0.7, -3.4, 5.1]
    """

    network = Unicode("variational").tag(sync=True)
    digit = Int(60).tag(sync=True)
    source = Unicode("encoder").tag(sync=True)
    mu = AnyTrait([0, 0]).tag(sync=True)
    sigma = AnyTrait([1, 1]).tag(sync=True)
    seed = Int(1).tag(sync=True)
    epsilon = AnyTrait(None).tag(sync=True)
    free = AnyTrait(None).tag(sync=True)
    loss = Unicode("reconstruction").tag(sync=True)
    target = AnyTrait([0, 0]).tag(sync=True)
    beta = Float(BETA).tag(sync=True)
    penalty = Unicode("none").tag(sync=True)
    strength = Float(1).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        return checked(super().check(state))

    def compute(self) -> dict[str, Any]:
        """Encode, draw, decode, and go back to mean and standard deviation.

        Returns
        -------
        dict
            codes (100, 2) of all digits, of the variational network the means, and inside, the
            share of them in the disc of radius 2.45; mu, z and code (2,), of which code is what is
            decoded; image, decoded and error (8, 8), the squared differences; reconstruction, their
            sum; distance, the target's loss, or None; added, β KL or λ times the penalty; total;
            dL_dz (2,), by what is decoded; for the variational network log_var, sigma, eps, noise
            (σ ε), mu_squared, sigma_squared and kl (2,), kl_total, dL_dmu and dL_dsigma (2,), which
            do not exist for a code put freely; held_error and held_inside (2,), of the plain and
            the variational network on 597 digits that training never saw, though whoever settled
            the sizes did. What does not exist is None.
        """
        variational = self.network == "variational"
        image = IMAGES[self.digit]
        codes = encode(self.network, IMAGES)
        mu = np.array(self.mu, float) if self.source == "hand" else codes[self.digit, :2]
        draw: dict[str, Any] = dict.fromkeys(DRAW)
        if variational:
            draw = self._draw(mu, codes[self.digit, 2:])
        drawn = mu + draw["noise"] if variational else mu
        z = drawn if self.free is None else np.array(self.free, float)
        code, penalty = (z, 0.0) if variational else self._shrunk(z)
        decoded = decode(self.network, code)
        reconstruction = float(nn.mse_loss(decoded, image, reduction="sum"))
        added = self.beta * draw["kl_total"] if variational else penalty
        if self.loss == "target":
            distance: float | None = float(nn.mse_loss(code, self.target, reduction="sum"))
            slope = np.asarray(nn.mse_loss_backward(1.0, code, self.target, reduction="sum")[0])
        else:
            distance = None
            by_pixel = nn.mse_loss_backward(1.0, decoded, image, reduction="sum")[0]
            slope = decode_backward(self.network, np.asarray(by_pixel), code)
        back = self._back(slope, mu, draw) if variational and self.free is None else (None, None)
        return {
            "codes": codes[:, :2],
            "inside": float(np.mean(np.linalg.norm(codes[:, :2], axis=1) < RADIUS)),
            "mu": mu,
            **draw,
            "z": z,
            "code": code,
            "image": image.reshape(SIDE, SIDE),
            "decoded": decoded.reshape(SIDE, SIDE),
            "error": ((decoded - image) ** 2).reshape(SIDE, SIDE),
            "reconstruction": reconstruction,
            "distance": distance,
            "added": added,
            "total": (reconstruction if distance is None else distance) + added,
            "dL_dz": slope,
            "dL_dmu": back[0],
            "dL_dsigma": back[1],
            "held_error": HELD_OUT["error"],
            "held_inside": HELD_OUT["inside"],
        }

    def _draw(self, mu: Array, log_var: Array) -> dict[str, Any]:
        """The distribution, a draw from it apart from its mean, and its divergence, in parts."""
        by_hand = self.source == "hand"
        sigma = np.array(self.sigma, float) if by_hand else np.exp(log_var / 2)
        log_var = 2 * np.log(sigma) if by_hand else log_var
        eps = np.array(seeded(self.seed) if self.epsilon is None else self.epsilon, float)
        kl = (mu**2 + sigma**2 - 1 - log_var) / 2
        parts = log_var, sigma, eps, sigma * eps, mu**2, sigma**2, kl, float(kl.sum())
        return dict(zip(DRAW, parts, strict=True))

    def _shrunk(self, z: Array) -> tuple[Array, float]:
        """The code under the penalty, and λ times the penalty."""
        if self.penalty == "l1":
            h = np.sign(z) * np.maximum(np.abs(z) - self.strength, 0)
            return h, float(self.strength * np.abs(h).sum())
        if self.penalty == "l2":
            h = z / (1 + 2 * self.strength)
            return h, float(self.strength * (h**2).sum())
        return z, 0.0

    def _back(self, slope: Array, mu: Array, draw: Mapping[str, Any]) -> tuple[Array, Array]:
        """From the code to mean and standard deviation, ε held; and what the divergence adds."""
        found = []
        for g, m, s, e in zip(slope, mu, draw["sigma"], draw["eps"], strict=True):
            mean, deviation = autodiff.Value(float(m)), autodiff.Value(float(s))
            z = mean + deviation * float(e)
            kl = (mean**2 + deviation**2 - 1 - autodiff.log(deviation**2)) / 2
            found.append(autodiff.grad(float(g) * z + self.beta * kl, [mean, deviation]))
        by_mean, by_deviation = np.array(found).T
        return by_mean, by_deviation

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1551, 2361

    def alt(self) -> str:
        """Say where the code is, and what is lost."""
        found = self.compute()
        spread = (
            f", standard deviation {several(found['sigma'])}" if found["kl"] is not None else ""
        )
        loss = f", the divergence {show(found['kl_total'])}" if found["kl"] is not None else ""
        return (
            f"The codes of a hundred digits in the plane of the {self.network} autoencoder. A "
            f"{self.digit // EACH} has the mean {several(found['mu'])}{spread}; the code "
            f"{several(found['code'])} is decoded. The squared error over all pixels is "
            f"{show(found['reconstruction'])}{loss}."
        )


def seeded(seed: int) -> list[float]:
    """A draw in hundredths: one is to compute with it by hand."""
    return [math.floor(100 * value + 0.5) / 100 for value in islice(normal(seed), 2)]
