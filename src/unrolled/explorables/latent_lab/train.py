"""Train the autoencoders of the latent lab: ``python -m unrolled.explorables.latent_lab.train``.

Both learn the same 1200 digits, with the same seed and number of steps; each has one hidden layer
before the code and one behind it. Their weights go to weights.json, in hundredths: the networks of
the lab are the rounded ones. A hundred of the digits that training never saw go to digits.json, the
first ten of each class, one character per pixel.

The width of the hidden layer and the number of passes were settled in a few trial runs, whose error
on the 597 other digits was looked at; the smaller and shorter was taken. The seed is 0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled.explorables import _trained
from unrolled.nn import Array
from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

WEIGHTS, DIGITS = (Path(__file__).with_name(f"{name}.json") for name in ("weights", "digits"))
NETWORKS = "plain", "variational"
TRAINED_ON, EACH = 1200, 10
HIDDEN, EPOCHS, BATCH, RATE = 24, 60, 32, 1e-2
BETA = 0.2  # weight of the divergence; with 1 the codes of most digits would lie on each other
RADIUS = 2.45  # of the disc that holds 95 % of the prior


def data() -> tuple[Array, Any]:
    """scikit-learn's 1797 digits (1797, 64) from 0 to 1, and their classes."""
    from sklearn.datasets import load_digits

    found = load_digits()
    return found.data / 16, found.target


def network(name: str) -> tuple[Module, Module]:
    """Encoder and decoder that have learned nothing yet."""
    from torch import nn

    out = 4 if name == "variational" else 2  # mean and logarithm of the variance, or the code
    return (
        nn.Sequential(nn.Linear(64, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, out)),
        nn.Sequential(nn.Linear(2, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 64), nn.Sigmoid()),
    )


def trained(name: str, seed: int = 0) -> list[Tensor]:
    """Weights and biases after 60 passes over the digits, the learning rate falling to 0."""
    import torch

    x, _ = data()
    images = torch.tensor(x[:TRAINED_ON], dtype=torch.float32)
    torch.manual_seed(seed)
    encoder, decoder = network(name)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=RATE, weight_decay=1e-5)
    fading = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 1e-2, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(TRAINED_ON).split(BATCH):
            z, divergence = encoder(images[batch]), torch.zeros(())
            if name == "variational":
                mu, log_var = z.chunk(2, dim=1)
                z = mu + (log_var / 2).exp() * torch.randn_like(mu)
                divergence = (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean() / 2
            error = (decoder(z) - images[batch]).square().sum(dim=1).mean()
            optimiser.zero_grad()
            (error + BETA * divergence).backward()
            optimiser.step()
        fading.step()
    return parameters


def filled(name: str, weights: list[Any]) -> tuple[Module, Module]:
    """Encoder and decoder with such weights, in double precision."""
    encoder, decoder = (part.double() for part in network(name))
    _trained.fill([*encoder.parameters(), *decoder.parameters()], weights)
    return encoder, decoder


def quality(name: str, weights: list[Any]) -> dict[str, float]:
    """On the 597 new digits: mean reconstruction error, share of the codes in the disc."""
    import torch

    x, _ = data()
    images = torch.tensor(x[TRAINED_ON:])
    encoder, decoder = filled(name, weights)
    with torch.no_grad():
        codes = encoder(images)[:, :2]
        error = (decoder(codes) - images).square().sum(dim=1).mean()
        inside = (codes.norm(dim=1) < RADIUS).double().mean()
    return {"error": round(error.item(), 6), "inside": round(inside.item(), 6)}


def results() -> dict[str, Any]:
    """What belongs into weights.json."""
    with one_thread():
        weights = {name: _trained.rounded(trained(name)) for name in NETWORKS}
    found = {name: quality(name, values) for name, values in weights.items()}
    return {"beta": BETA, "found": found, "weights": weights}


def digits() -> list[str]:
    """What belongs into digits.json: ten new digits of each class, 64 characters each."""
    x, y = data()
    images = np.rint(16 * x[TRAINED_ON:]).astype(int)
    places = [p for digit in range(10) for p in np.flatnonzero(y[TRAINED_ON:] == digit)[:EACH]]
    return [_trained.row(images[place]) for place in places]


if __name__ == "__main__":
    WEIGHTS.write_text(json.dumps(results(), separators=(",", ":")) + "\n", encoding="utf-8")
    DIGITS.write_text(json.dumps(digits(), indent=1) + "\n", encoding="utf-8")
