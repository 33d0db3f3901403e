"""Stochastic gradient descent, plain, with momentum, and Nesterov's."""

from __future__ import annotations

from dataclasses import dataclass

from unrolled.nn._arrays import Array
from unrolled.optim._base import Optimiser, Row
from unrolled.optim._checks import real


@dataclass(frozen=True, kw_only=True)
class SGD(Optimiser):
    """Gradient descent: parameter - learning_rate · gradient.

    With momentum the gradient is replaced by a velocity, in torch's convention:
    velocity = momentum · velocity + (1 - dampening) · gradient, and the first velocity is the
    first gradient, undampened. Papers often put the learning rate and the sign into the velocity;
    as long as the learning rate stays the same, the parameters are the same.

    Parameters
    ----------
    learning_rate, weight_decay, maximize
        As for all optimisers.
    momentum : float
        0 is without; at least 0.
    dampening : float
        Share of the gradient that does not enter the velocity.
    nesterov : bool
        Step along gradient + momentum · velocity: the slope as if momentum had been followed.

    Raises
    ------
    ValueError
        If a setting is out of its range, or `nesterov` is asked for without momentum or with
        dampening.

    Source
    ------
    `torch.optim.SGD`; Sutskever et al., On the importance of initialization and momentum (2013).

    Examples
    --------
    >>> sgd = SGD(learning_rate=0.1, momentum=0.5)
    >>> first = sgd.step(sgd.start(1.0), 2.0)
    >>> sgd.step(first, 4.0)["velocity"]
    5.0
    """

    momentum: float = 0.0
    dampening: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        real("momentum", self.momentum)
        real("dampening", self.dampening, least=float("-inf"))
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise ValueError(
                f"nesterov is True with momentum {self.momentum} and dampening {self.dampening}; "
                "it needs momentum above 0 and dampening 0"
            )

    def _update(self, row: Row, g: Array, rate: float, new: Row) -> None:
        direction = g
        if self.momentum:
            # Row 0 has no velocity: the first one is the gradient itself, whatever the dampening.
            velocity = g
            if "velocity" in row:
                velocity = self.momentum * row["velocity"] + (1 - self.dampening) * g
            new["velocity"] = direction = velocity
            if self.nesterov:
                new["direction"] = direction = g + self.momentum * velocity
        new["learning_rate"] = rate
        new["update"] = rate * direction
        new["parameter"] = row["parameter"] - new["update"]
