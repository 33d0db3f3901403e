"""FAU 1.5: how much the generator learns from a discriminator that was trained ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.questions.generative.small_nets import minimise, seeded

if TYPE_CHECKING:
    from torch import Tensor


def experiment() -> dict[str, float]:
    """The generator's gradient after more and more steps of the discriminator."""
    found = {steps: gradients(steps) for steps in (10, 100, 1000)}
    minimax = [found[steps][0] for steps in found]
    assert minimax[0] > 10 * minimax[1] > 100 * minimax[2]
    assert found[1000][1] > 100 * minimax[2]
    return {
        **{f"after_{steps}": float(f"{pair[0]:.1g}") for steps, pair in found.items()},
        "saturating": float(f"{minimax[2]:.1g}"),
        "non_saturating": round(found[1000][1], 2),
    }


def gradients(steps: int) -> tuple[float, float]:
    """Size of the gradient of the generator's mean: minimax loss, non-saturating loss."""
    import torch

    with seeded(0):
        hidden = torch.nn.Linear(1, 16), torch.nn.Tanh()
        logit = torch.nn.Sequential(*hidden, torch.nn.Linear(16, 1))  # of being real

        def loss() -> Tensor:
            real, fake = 4 + 0.5 * torch.randn(256, 1), 0.5 * torch.randn(256, 1)
            softplus = torch.nn.functional.softplus
            return softplus(-logit(real)).mean() + softplus(logit(fake)).mean()

        minimise(loss, logit, steps=steps, learning_rate=0.02)
        mean = torch.zeros(1, requires_grad=True)
        score = logit(mean + 0.5 * torch.randn(256, 1))
        sure = torch.nn.functional.logsigmoid(-score).mean()  # ln(1 - D)
        fooled = torch.nn.functional.logsigmoid(score).mean()  # ln D
        found = [torch.autograd.grad(v, mean, retain_graph=True)[0].item() for v in (sure, fooled)]
    return abs(found[0]), abs(found[1])
