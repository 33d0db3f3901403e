"""FAU 1.5: how much the generator learns from a discriminator that was trained ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.questions.generative.small_nets import seeded

if TYPE_CHECKING:
    from torch import Tensor

DISTANCE, SPREAD = 4.0, 0.5  # real N(4, 0.5²), generated N(0, 0.5²)


def experiment() -> dict[str, float]:
    """The generator's gradient after more and more steps of the discriminator."""
    found = gradients(10, 100, 1000)
    minimax = [found[steps][0] for steps in found]
    assert minimax[0] > 3 * minimax[1] > 9 * minimax[2]
    assert found[1000][1] > 100 * minimax[2]
    return {
        **{f"after_{steps}": float(f"{pair[0]:.1g}") for steps, pair in found.items()},
        "saturating": float(f"{minimax[2]:.1g}"),
        "non_saturating": round(found[1000][1], 2),
    }


def gradients(*marks: int) -> dict[int, tuple[float, float]]:
    """Size of the gradient of the generator's mean after so many steps of the discriminator.

    It is a logistic regression that climbs the value by plain gradient steps with the rate 1. For
    each mark the gradient is given of the minimax loss and of the non-saturating one.
    """
    import torch

    with seeded(0):
        z = torch.linspace(-8, 8, 1601, dtype=torch.float64)
        share = torch.softmax(-z.square() / 2, dim=0)  # of each z in an expectation over N(0, 1)
        weights = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        mean = torch.zeros((), dtype=torch.float64, requires_grad=True)

        def logs() -> tuple[Tensor, Tensor, Tensor]:
            real, fake = (
                weights[0] * x + weights[1] for x in (DISTANCE + SPREAD * z, mean + SPREAD * z)
            )
            ln = torch.nn.functional.logsigmoid
            return share @ ln(real), share @ ln(-fake), share @ ln(fake)

        found = {}
        for step in range(1, max(marks) + 1):
            sure, caught, _ = logs()
            (up,) = torch.autograd.grad(sure + caught, weights)
            with torch.no_grad():
                weights += up
            if step in marks:
                _, caught, fooled = logs()
                (minimax,) = torch.autograd.grad(caught, mean, retain_graph=True)
                (other,) = torch.autograd.grad(fooled, mean)
                found[step] = abs(minimax.item()), abs(other.item())
    return found
