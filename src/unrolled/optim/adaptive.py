"""A step size per parameter: AdaGrad sums squared gradients, RMSProp averages them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unrolled.nn._arrays import Array
from unrolled.optim._base import Optimiser, Row
from unrolled.optim._checks import Number, real


def lerp(old: Number, new: Array, weight: float) -> Array:
    """Move from `old` towards `new`, rounded as `torch.lerp` rounds."""
    if weight < 0.5:
        return np.asarray(old + weight * (new - old))
    return np.asarray(new - (new - old) * (1 - weight))


@dataclass(frozen=True, kw_only=True)
class AdaGrad(Optimiser):
    """Divide each gradient by the root of the sum of all its squares so far.

    Parameters
    ----------
    learning_rate, weight_decay, maximize
        As for all optimisers.
    lr_decay : float
        The learning rate of step t is learning_rate / (1 + (t - 1) · lr_decay); at least 0.
    initial_accumulator_value : float
        Where the sum of squares starts; at least 0.
    eps : float
        Added to the root, at least 0.

    Raises
    ------
    ValueError
        If a setting is out of its range.

    Source
    ------
    `torch.optim.Adagrad`; Duchi, Hazan, Singer, Adaptive subgradient methods (2011).

    Examples
    --------
    The first step is as long as the learning rate, the same gradient again makes it shorter by √2.

    >>> rows = AdaGrad(learning_rate=0.1, eps=0.0).run(1.0, lambda w: 7.0, steps=2)
    >>> [round(row["update"], 4) for row in rows[1:]]
    [0.1, 0.0707]
    """

    learning_rate: float = 0.01
    lr_decay: float = 0.0
    initial_accumulator_value: float = 0.0
    eps: float = 1e-10

    def __post_init__(self) -> None:
        super().__post_init__()
        real("lr_decay", self.lr_decay)
        real("initial_accumulator_value", self.initial_accumulator_value)
        real("eps", self.eps)

    def _accumulators(self) -> dict[str, float]:
        return {"sum_of_squares": self.initial_accumulator_value}

    def _update(self, row: Row, g: Array, rate: float, new: Row) -> None:
        new["sum_of_squares"] = row["sum_of_squares"] + g * g
        new["denominator"] = np.sqrt(new["sum_of_squares"]) + self.eps
        new["learning_rate"] = rate / (1 + (new["step"] - 1) * self.lr_decay)
        new["update"] = new["learning_rate"] * (g / new["denominator"])
        new["parameter"] = row["parameter"] - new["update"]


@dataclass(frozen=True, kw_only=True)
class RMSProp(Optimiser):
    """Divide each gradient by the root of a running mean of its squares.

    Parameters
    ----------
    learning_rate, weight_decay, maximize
        As for all optimisers.
    alpha : float
        Share of the old mean that is kept; papers call it ρ or β. From 0 to 1.
    eps : float
        Added to the root, at least 0.
    momentum : float
        0 is without; at least 0.
    centered : bool
        Subtract the squared running mean of the gradient: divide by its standard deviation.

    Raises
    ------
    ValueError
        If a setting is out of its range.

    Source
    ------
    `torch.optim.RMSprop`; Tieleman, Hinton, Lecture 6.5 (2012); centred: Graves, Generating
    sequences with recurrent neural networks (2013), with eps outside the root as torch has it.

    Examples
    --------
    >>> rms = RMSProp(learning_rate=0.1, alpha=0.75, eps=0.0)
    >>> row = rms.step(rms.start(1.0), 4.0)
    >>> row["v"], row["denominator"], row["update"]
    (4.0, 2.0, 0.2)
    """

    learning_rate: float = 0.01
    alpha: float = 0.99
    eps: float = 1e-8
    momentum: float = 0.0
    centered: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        real("alpha", self.alpha, most=1.0)
        real("eps", self.eps)
        real("momentum", self.momentum)

    def _accumulators(self) -> dict[str, float]:
        names = ["v", *["mean_gradient"] * self.centered, *["velocity"] * (self.momentum > 0)]
        return dict.fromkeys(names, 0.0)

    def _update(self, row: Row, g: Array, rate: float, new: Row) -> None:
        new["v"] = variance = self.alpha * row["v"] + (1 - self.alpha) * (g * g)
        if self.centered:
            new["mean_gradient"] = lerp(row["mean_gradient"], g, 1 - self.alpha)
            new["variance"] = variance = variance - new["mean_gradient"] ** 2
        new["denominator"] = np.sqrt(variance) + self.eps
        new["direction"] = g / new["denominator"]
        if self.momentum:
            new["velocity"] = self.momentum * row["velocity"] + new["direction"]
        new["learning_rate"] = rate
        new["update"] = rate * new["velocity" if self.momentum else "direction"]
        new["parameter"] = row["parameter"] - new["update"]
