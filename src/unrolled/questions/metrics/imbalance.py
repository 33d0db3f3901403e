"""A network that tells a rare class from a frequent one, trained in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unrolled import calc
from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch import Tensor

Way = Literal["ordinary", "weighted", "balanced", "focal"]
WAYS: tuple[Way, ...] = ("ordinary", "weighted", "balanced", "focal")
HIDDEN, STEPS, BATCH = 16, 300, 64


class Run(NamedTuple):
    """Share of training examples that are misclassified in the end; counts on new ones."""

    training_error: float
    new: calc.Confusion


@one_thread()
def train(
    frequent: int,
    rare: int,
    how: Way = "ordinary",
    dropout: float = 0.0,
) -> Run:
    """Mini-batch training on two overlapping normal clouds; 1 is the rare class.

    `weighted` weights the loss by class, `balanced` draws both classes equally often, `focal`
    scales each loss by the squared probability that is missing.
    """
    import torch

    generator = torch.manual_seed(0)
    x, y = _clouds(frequent, rare)
    weight = (frequent + rare) / (2 * torch.tensor([frequent, rare]))
    net = torch.nn.Sequential(
        torch.nn.Linear(2, HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(dropout),
        torch.nn.Linear(HIDDEN, 1),
    )
    optimiser = torch.optim.Adam(net.parameters(), 0.01)
    chances = weight[y] if how == "balanced" else torch.ones(len(y))
    for _ in range(STEPS):
        batch = torch.multinomial(chances, BATCH, replacement=True, generator=generator)
        logits, target = net(x[batch])[:, 0], y[batch].float()
        losses = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, target, reduction="none"
        )
        if how == "weighted":
            losses = weight[y[batch]] * losses
        if how == "focal":
            losses = (target - torch.sigmoid(logits)) ** 2 * losses
        optimiser.zero_grad()
        losses.mean().backward()
        optimiser.step()
    net.eval()
    error = float(((net(x)[:, 0] > 0) != (y == 1)).double().mean())
    new_x, new_y = _clouds(4000, 4000)
    counts = calc.confusion(new_y.tolist(), (net(new_x)[:, 0] > 0).int().tolist())
    return Run(round(error, 3), counts)


def _clouds(frequent: int, rare: int) -> tuple[Tensor, Tensor]:
    """Points (N, 2) around (0, 0) and, for the rare class, around (1.5, 1.5); labels (N,)."""
    import torch

    y = torch.cat([torch.zeros(frequent, dtype=torch.long), torch.ones(rare, dtype=torch.long)])
    return torch.randn(len(y), 2) + 1.5 * y[:, None], y
