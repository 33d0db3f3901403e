"""FAU 1.4: one overcomplete autoencoder, four penalties."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from unrolled.questions.generative.small_nets import digits, minimise, seeded

if TYPE_CHECKING:
    from torch import Tensor

UNITS, STRENGTH, ON_WEIGHTS = 100, 0.1, 0.003


def experiment() -> dict[str, float]:
    """Count the units that are active per digit, and the mean squared error."""
    free, error_free = train(lambda h, w: 0 * h.sum())
    l1, error_l1 = train(lambda h, w: STRENGTH * h.abs().sum(dim=1).mean())
    l2, _ = train(lambda h, w: STRENGTH * h.square().sum(dim=1).mean())
    weights, _ = train(lambda h, w: ON_WEIGHTS * w.abs().sum())
    assert l1 < l2 / 2 < free / 2
    assert weights > l2
    assert error_l1 > 2 * error_free
    return {
        "units": UNITS,
        "inputs": 64,
        "free": free,
        "l1": l1,
        "l2": l2,
        "weights": weights,
        "error_free": error_free,
        "error_l1": error_l1,
    }


def train(penalty: Callable[[Tensor, Tensor], Tensor]) -> tuple[int, float]:
    """Fit the network to 500 digits; active units per image, mean squared error."""
    import torch

    x = digits()[0][:500]
    with seeded(0):
        encoder, decoder = torch.nn.Linear(64, UNITS), torch.nn.Linear(UNITS, 64)

        def loss() -> Tensor:
            h = encoder(x).relu()
            weights = torch.cat([encoder.weight.flatten(), decoder.weight.flatten()])
            return (decoder(h) - x).square().sum(dim=1).mean() + penalty(h, weights)

        minimise(loss, encoder, decoder, steps=250, learning_rate=0.005)
        h = encoder(x).relu()
        active, error = (h > 0).sum(dim=1).double().mean(), (decoder(h) - x).square().mean()
    return round(active.item()), float(f"{error.item():.2g}")
