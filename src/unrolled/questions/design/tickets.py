"""A small network on handwritten digits that is trained, pruned and rewound."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from unrolled.threads import one_thread

if TYPE_CHECKING:
    from torch import Tensor

SIZES, STEPS = (64, 100, 10), 40


def initial(seed: int) -> list[Tensor]:
    """Fresh random weights, Xavier's; the network has no biases."""
    import torch

    torch.manual_seed(seed)
    return [torch.nn.init.xavier_normal_(torch.empty(b, a)) for a, b in pairwise(SIZES)]


def train(start: list[Tensor], mask: list[Tensor]) -> tuple[list[Tensor], float]:
    """Train what the mask leaves; the trained weights, and the accuracy on new digits in %."""
    import torch

    x, y = _digits()
    w = [(a * m).requires_grad_() for a, m in zip(start, mask, strict=True)]
    optimiser = torch.optim.SGD(w, lr=0.2, momentum=0.9)

    def scores(x: Tensor) -> Tensor:
        return (x @ (w[0] * mask[0]).T).relu() @ (w[1] * mask[1]).T

    with one_thread():
        for _ in range(STEPS):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(scores(x[:1000]), y[:1000]).backward()
            optimiser.step()
    right = (scores(x[1000:]).argmax(dim=1) == y[1000:]).double().mean()
    return [a.detach() for a in w], 100 * float(right)


def prune(trained: list[Tensor], mask: list[Tensor], share: float) -> list[Tensor]:
    """Take from each layer the given share of its weights that are left, the smallest in size."""
    pruned = []
    for w, m in zip(trained, mask, strict=True):
        sizes = w[m > 0].abs()
        threshold = sizes.kthvalue(round(share * len(sizes))).values
        pruned.append(m * (w.abs() > threshold))
    return pruned


def find(start: list[Tensor], shares: list[float]) -> list[Tensor]:
    """The mask of the winning ticket: train, prune and rewind, once for each share."""
    mask = [a.new_ones(a.shape) for a in start]
    for share in shares:
        mask = prune(train(start, mask)[0], mask, share)
    return mask


@cache
def _digits() -> tuple[Tensor, Tensor]:
    import torch
    from sklearn.datasets import load_digits

    digits = load_digits()
    return torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
