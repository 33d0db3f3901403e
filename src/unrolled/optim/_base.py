"""What all optimisers share: rows of the ledger, checks, the loop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.optim._checks import Number, copied, plain, real, whole

#: One line of a ledger: every value of a step by name, in the order of its computation.
Row = dict[str, Number]
#: What `Optimiser.run` returns: row 0, and a row for each step.
Ledger = list[Row]


@dataclass(frozen=True, kw_only=True)
class Optimiser(ABC):
    """Settings of an optimiser, and how it gets from one row of the ledger to the next.

    All arithmetic is elementwise: parameters that are trained together may be put into one array.

    Parameters
    ----------
    learning_rate : float
        At least 0. As in torch it is 0.001 unless given, and 0.01 for AdaGrad and RMSProp.
    weight_decay : float
        Factor of the squared-norm penalty; its gradient `weight_decay · parameter` is added to
        the gradient. At least 0.
    maximize : bool
        Climb instead of descend.

    Raises
    ------
    ValueError
        If a setting is out of its range.
    TypeError
        If a setting is no number.

    Source
    ------
    Semantics of `torch.optim`.

    Examples
    --------
    >>> from unrolled import optim
    >>> optim.Adam()
    Adam(learning_rate=0.001, weight_decay=0.0, maximize=False, betas=(0.9, 0.999), ...)
    """

    learning_rate: float = 0.001
    weight_decay: float = 0.0
    maximize: bool = False

    _decoupled: ClassVar[bool] = False  # AdamW shrinks the parameter and leaves the gradient alone

    def __post_init__(self) -> None:
        real("learning_rate", self.learning_rate)
        real("weight_decay", self.weight_decay)

    def start(self, parameter: ArrayLike) -> Row:
        """Row 0 of the ledger.

        Parameters
        ----------
        parameter : array_like
            Start value, any shape.

        Returns
        -------
        dict
            `step` (0), `parameter`, and the accumulators where they start from a number. To go
            on from known values put them in: `adam.start(w) | {"m": 0.3}`.

        Raises
        ------
        TypeError
            If `parameter` is not made of real numbers.

        Examples
        --------
        >>> from unrolled import optim
        >>> optim.Adam(learning_rate=0.1).start(-2.0)
        {'step': 0, 'parameter': -2.0, 'm': 0.0, 'v': 0.0}
        """
        value = copied("parameter", parameter)
        zeros = {name: np.full_like(value, start) for name, start in self._accumulators().items()}
        rows: Row = {"step": 0, "parameter": value, **zeros}
        return {name: number if name == "step" else plain(number) for name, number in rows.items()}

    def step(self, row: Row, gradient: ArrayLike, *, learning_rate: float | None = None) -> Row:
        """One update, with every value on the way.

        Parameters
        ----------
        row : dict
            The last row of the ledger; it is left as it is.
        gradient : array_like
            Gradient of the loss at `row["parameter"]`, of its shape.
        learning_rate : float, optional
            Replaces the optimiser's own, as a schedule does.

        Returns
        -------
        dict
            The next row, values in the order of computation.

        Raises
        ------
        ValueError
            If the shape of `gradient` is not that of the parameter, or `learning_rate` is
            negative.
        TypeError
            If `gradient` is not made of real numbers.

        Examples
        --------
        >>> from unrolled import optim
        >>> sgd = optim.SGD(learning_rate=0.5)
        >>> sgd.step(sgd.start(3.0), 2.0)
        {'step': 1, 'gradient': 2.0, 'learning_rate': 0.5, 'update': 1.0, 'parameter': 2.0}
        """
        parameter = np.asarray(row["parameter"])
        g = copied("gradient", gradient)
        if g.shape != parameter.shape:
            raise ValueError(
                f"gradient has shape {g.shape}; it must be that of the parameter, {parameter.shape}"
            )
        rate = self.learning_rate if learning_rate is None else learning_rate
        real("learning_rate", rate)
        new: Row = {"step": int(row["step"]) + 1, "gradient": g.astype(parameter.dtype)}
        # As in torch, 0/0 is a NaN in the numbers and not a warning.
        with np.errstate(all="ignore"):
            self._update(row, self._effective(parameter, new), float(rate), new)
        return {name: number if name == "step" else plain(number) for name, number in new.items()}

    def run(
        self,
        parameter: ArrayLike,
        gradient: Callable[[Number], ArrayLike],
        steps: int,
        schedule: Callable[[int], float] | None = None,
    ) -> Ledger:
        """Repeat `step`.

        Parameters
        ----------
        parameter : array_like
            Start value.
        gradient : callable
            Gradient of the loss at a parameter.
        steps : int
            How many updates, at least 0.
        schedule : callable, optional
            Learning rate after that many updates: `schedule(0)` is that of the first.

        Returns
        -------
        list of dict
            Row 0 and one row per update.

        Raises
        ------
        ValueError
            If `steps` is negative, or as `step`.
        TypeError
            If `steps` is not an integer, or as `step`.

        Examples
        --------
        Gradient descent on w^2 with learning rate 0.25 halves w each time.

        >>> from unrolled import optim
        >>> rows = optim.SGD(learning_rate=0.25).run(8.0, lambda w: 2 * w, steps=3)
        >>> [row["parameter"] for row in rows]
        [8.0, 4.0, 2.0, 1.0]
        """
        rows = [self.start(parameter)]
        for t in range(whole("steps", steps)):
            rate = None if schedule is None else schedule(t)
            slope = gradient(rows[-1]["parameter"])
            rows.append(self.step(rows[-1], slope, learning_rate=rate))
        return rows

    def _accumulators(self) -> dict[str, float]:
        """Names and start values of what is carried from row to row."""
        return {}

    @abstractmethod
    def _update(self, row: Row, g: Array, rate: float, new: Row) -> None:
        """Write the rest of the `new` row, its parameter last."""

    def _effective(self, parameter: Array, new: Row) -> Array:
        """The gradient with its sign and weight decay; a line of the ledger where it differs."""
        g = np.asarray(new["gradient"])
        if self.maximize:
            g = -g
        if self.weight_decay and not self._decoupled:
            g = g + self.weight_decay * parameter
        if self.maximize or (self.weight_decay and not self._decoupled):
            new["effective_gradient"] = g
        return g
