"""A network that overfits a few handwritten digits, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch import Tensor

HIDDEN, EXAMPLES, WRONG, EPOCHS = 64, 150, 0.2, 150  # WRONG: share of labels drawn at random


class Run(NamedTuple):
    """Losses after each epoch, if they were watched; accuracies in per cent at the end."""

    train_loss: list[float]
    validation_loss: list[float]
    train_accuracy: int
    test_accuracy: int


@one_thread()
def train(
    *,
    examples: int = EXAMPLES,
    wrong: float = WRONG,
    epochs: int = EPOCHS,
    weight_decay: float = 0.0,
    dropout: float = 0.0,
    moved: bool = False,
    drop_learning_rate: int | None = None,
    watch: bool = False,
) -> Run:
    """Train with Adam on all examples at once; 300 digits validate, 597 others test.

    `moved` shifts each digit by up to a pixel, anew in each epoch; `drop_learning_rate` divides the
    rate by ten after that many epochs. The true labels are used for validation and test.
    """
    import torch

    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    x, y = _digits(rng)
    labels = y[:examples].clone()
    spoilt = torch.tensor(rng.random(examples) < wrong)
    labels[spoilt] = torch.tensor(rng.integers(0, 10, size=int(spoilt.sum())))
    net = torch.nn.Sequential(
        torch.nn.Linear(64, HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(dropout),
        torch.nn.Linear(HIDDEN, 10),
    )
    optimiser = torch.optim.Adam(net.parameters(), 0.01, weight_decay=weight_decay)
    cross_entropy = torch.nn.functional.cross_entropy
    losses: tuple[list[float], list[float]] = ([], [])
    for epoch in range(epochs):
        if epoch == drop_learning_rate:
            optimiser.param_groups[0]["lr"] /= 10
        optimiser.zero_grad()
        seen = _moved(x[:examples], rng) if moved else x[:examples]
        cross_entropy(net.train()(seen), labels).backward()
        optimiser.step()
        if watch:
            with torch.no_grad():
                net.eval()
                losses[0].append(cross_entropy(net(x[:examples]), labels).item())
                losses[1].append(cross_entropy(net(x[900:1200]), y[900:1200]).item())
    net.eval()
    hits = (net(x).argmax(1) == torch.cat([labels, y[examples:]])).double()
    parts = (float(hits[:examples].mean()), float(hits[1200:].mean()))
    return Run(*losses, *(round(100 * share) for share in parts))


def _digits(rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """All 1797 digits of 8 x 8 pixels as vectors, in random order."""
    import torch
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    order = rng.permutation(len(x))
    return torch.tensor(x[order] / 16, dtype=torch.float32), torch.tensor(y[order])


def _moved(x: Tensor, rng: np.random.Generator) -> Tensor:
    """Each digit shifted by -1, 0 or 1 pixels along each axis."""
    import torch

    padded = torch.nn.functional.pad(x.view(-1, 8, 8), (1, 1, 1, 1))
    down, right = torch.tensor(rng.integers(0, 3, size=(2, len(x), 1, 1)))
    rows, columns = torch.arange(8).view(1, 8, 1), torch.arange(8).view(1, 1, 8)
    example = torch.arange(len(x)).view(-1, 1, 1)
    return padded[example, rows + down, columns + right].flatten(1)
