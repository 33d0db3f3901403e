"""Osnabrück 15.1: the divergence from the prior, and where codes lie with it and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed
from unrolled.questions.generative.small_nets import digits, minimise, seeded

if TYPE_CHECKING:
    from torch import Tensor

EXAM = {"mu_1": 1.5, "sigma_1": 0.5, "mu_2": 0.1, "sigma_2": 0.9}  # ours: the paper has words
EXPECTED = (1.443147181, 0.01536051566)
RADIUS, BETA = 2.45, 0.2


def solve(mu_1: float, sigma_1: float, mu_2: float, sigma_2: float) -> tuple[float, float]:
    """The definition: both densities on a fine grid."""
    z, width = np.linspace(-15, 15, 6001, retstep=True)
    prior = -(z**2) / 2 - np.log(2 * np.pi) / 2

    def divergence(mu: float, sigma: float) -> float:
        density = np.exp(-(((z - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        return float(width * nn.kl_div(prior, density, reduction="sum"))

    return divergence(mu_1, sigma_1), divergence(mu_2, sigma_2)


def verify(mu_1: float, sigma_1: float, mu_2: float, sigma_2: float) -> tuple[float, float]:
    """torch knows the divergence of two normal distributions."""
    import torch
    from torch.distributions import Normal, kl_divergence

    mu = torch.tensor([mu_1, mu_2], dtype=torch.float64)
    sigma = torch.tensor([sigma_1, sigma_2], dtype=torch.float64)
    prior = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    first, second = kl_divergence(Normal(mu, sigma), prior).tolist()
    return first, second


def steps(mu_1: float, sigma_1: float, mu_2: float, sigma_2: float) -> list[str]:
    """The numbers in the formula."""
    f = format_value
    pairs = (mu_1, sigma_1), (mu_2, sigma_2)
    lines = []
    for k, kl in enumerate(solve(mu_1, sigma_1, mu_2, sigma_2)):
        mu, sigma = pairs[k]
        lines.append(
            rf"$\mathrm{{KL}}_{k + 1} = \tfrac12 \bigl( {signed(mu)}^2 + {f(sigma)}^2 - 1 - "
            rf"\ln {f(sigma**2)} \bigr) = \tfrac12 \bigl( {f(mu**2)} + {f(sigma**2)} - 1 - "
            rf"{signed(float(np.log(sigma**2)))} \bigr) = {f(kl)}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """A coordinate that is used, and one that is hardly used."""
    return {
        "mu_1": rng.choice([-2, -1.5, -1, 1, 1.5, 2]),
        "sigma_1": rng.choice([0.1, 0.2, 0.4, 0.5]),
        "mu_2": rng.choice([-0.2, -0.1, 0.1, 0.2, 0.3]),
        "sigma_2": rng.choice([0.7, 0.8, 0.9]),
    }


def mistakes(
    mu_1: float, sigma_1: float, mu_2: float, sigma_2: float
) -> dict[str, tuple[float | None, ...]]:
    """Half, square, sign and direction."""
    mu, sigma = np.array([mu_1, mu_2]), np.array([sigma_1, sigma_2])
    log = np.log(sigma**2)
    return {
        "You forgot the factor one half.": tuple(mu**2 + sigma**2 - 1 - log),
        "You took the logarithm of σ: it is that of σ².": tuple(
            (mu**2 + sigma**2 - 1 - log / 2) / 2
        ),
        "You added the logarithm: it is subtracted.": tuple((mu**2 + sigma**2 - 1 + log) / 2),
        "You left out the 1: the divergence has to vanish for μ = 0 and σ = 1.": tuple(
            (mu**2 + sigma**2 - log) / 2
        ),
        "You exchanged the two distributions: the prior comes second.": tuple(
            ((1 + mu**2) / sigma**2 - 1 + log) / 2
        ),
    }


def preset(mu_1: float, sigma_1: float, mu_2: float, sigma_2: float) -> dict[str, Any]:
    """Both coordinates in the explorable's lists."""
    return {"mu": [mu_1, mu_2], "sigma": [sigma_1, sigma_2]}


def experiment() -> dict[str, float]:
    """Where the codes of 1000 digits lie, with the divergence in the loss and without."""
    plain, varied = codes(variational=False), codes(variational=True)
    found = {
        "beta": BETA,
        "inside_plain": round(100 * float((plain.norm(dim=1) < RADIUS).double().mean())),
        "inside_vae": round(100 * float((varied.norm(dim=1) < RADIUS).double().mean())),
        "centre_plain": round(float(plain.mean(dim=0).norm()), 1),
        "centre_vae": round(float(varied.mean(dim=0).norm()), 1),
    }
    assert found["inside_vae"] > found["inside_plain"] + 20
    assert found["centre_plain"] > 5 * found["centre_vae"]
    return found


def codes(*, variational: bool) -> Tensor:
    """Train on 1000 digits; a code for each (1000, 2): of a VAE a draw."""
    import torch
    from torch import nn as layers

    x = digits()[0][:1000]
    with seeded(0):
        encoder = layers.Sequential(layers.Linear(64, 64), layers.ReLU(), layers.Linear(64, 4))
        decoder = layers.Sequential(layers.Linear(2, 64), layers.ReLU(), layers.Linear(64, 64))

        def code(images: Tensor) -> tuple[Tensor, Tensor]:
            mu, log_var = encoder(images).chunk(2, dim=1)
            if not variational:
                return mu, torch.zeros(())
            kl = (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean() / 2
            return mu + (log_var / 2).exp() * torch.randn_like(mu), kl

        def loss() -> Tensor:
            images = x[torch.randint(1000, (128,))]
            z, kl = code(images)
            return (decoder(z).sigmoid() - images).square().sum(dim=1).mean() + BETA * kl

        minimise(loss, encoder, decoder, steps=500, learning_rate=0.01)
        return code(x)[0].detach()
