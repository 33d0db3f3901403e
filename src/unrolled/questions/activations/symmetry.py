"""A small network on real digits, started in different ways: do its hidden units differ?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import torch

HIDDEN, STEPS, DIGITS = 8, 100, 200
Start = Literal["random", "constant", "first constant", "zero"]


class Outcome(NamedTuple):
    """After training: units that differ, the largest weight, the share of digits recognised."""

    distinct: int
    largest: float
    accuracy: float


def train(start: Start, activation: str = "relu", constant: float = 0.1) -> Outcome:
    """Train a network with one hidden layer by full-batch gradient descent.

    Parameters
    ----------
    start : {"random", "constant", "first constant", "zero"}
        PyTorch's own start; the same constant in both layers; in the first only; zero everywhere.
    activation : {"relu", "tanh", "sigmoid"}
    constant : float

    Returns
    -------
    Outcome
        Units are the same if their incoming and outgoing weights agree to six decimals.
    """
    import torch
    from sklearn.datasets import load_digits

    torch.manual_seed(0)
    digits = load_digits()
    x = torch.tensor(digits.data[:DIGITS] / 16, dtype=torch.float64)
    y = torch.tensor(digits.target[:DIGITS])
    first, last = (
        torch.nn.Linear(*sizes, dtype=torch.float64) for sizes in ((64, HIDDEN), (HIDDEN, 10))
    )
    _start(first, last, start, constant)
    parameters = [*first.parameters(), *last.parameters()]
    optimiser = torch.optim.SGD(parameters, 0.5)
    for _ in range(STEPS):
        optimiser.zero_grad()
        scores = last(getattr(torch, activation)(first(x)))
        torch.nn.functional.cross_entropy(scores, y).backward()
        optimiser.step()
    units = torch.cat([first.weight, first.bias[:, None], last.weight.T], dim=1).detach()
    distinct = len(torch.unique(units.round(decimals=6), dim=0))
    largest = max(float(layer.weight.detach().abs().max()) for layer in (first, last))
    return Outcome(distinct, largest, float((scores.argmax(1) == y).double().mean()))


def _start(first: torch.nn.Linear, last: torch.nn.Linear, start: Start, constant: float) -> None:
    value = 0.0 if start == "zero" else constant
    constants = {"random": (), "first constant": (first,)}.get(start, (first, last))
    for layer in constants:
        layer.weight.data.fill_(value)
    for layer in (first, last):
        layer.bias.data.zero_()
