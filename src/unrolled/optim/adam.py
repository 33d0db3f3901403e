"""Adam: momentum and a step size per parameter; AdamW: with weight decay apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from unrolled.nn._arrays import Array
from unrolled.optim._base import Optimiser, Row
from unrolled.optim._checks import real
from unrolled.optim.adaptive import lerp


@dataclass(frozen=True, kw_only=True)
class Adam(Optimiser):
    """Running means of the gradient (m) and of its square (v), both corrected for starting at 0.

    Parameters
    ----------
    learning_rate, weight_decay, maximize
        As for all optimisers.
    betas : tuple of two floats
        Shares of the old m and of the old v that are kept, each from 0 to below 1.
    eps : float
        Added to the root of the corrected v, at least 0.
    amsgrad : bool
        Divide by the root of the largest v so far.
    bias_correction : bool
        Off: m and v are taken as they are, and the first steps are too long or too short.

    Raises
    ------
    ValueError
        If a setting is out of its range.
    TypeError
        If `betas` is not a pair of numbers.

    Source
    ------
    `torch.optim.Adam`; Kingma, Ba, Adam (2015), algorithm 1; Reddi et al., On the convergence of
    Adam and beyond (2018), whose maximum torch takes before the correction.

    Examples
    --------
    BITS end-semester, question 4a: whatever the gradient, the first step is as long as η.

    >>> adam = Adam(learning_rate=0.1, betas=(0.9, 0.99))
    >>> row = adam.step(adam.start(-2.0), -0.493)
    >>> round(row["m"], 4), round(row["m_hat"], 4), round(row["v_hat"], 4)
    (-0.0493, -0.493, 0.243)
    >>> round(row["parameter"], 6)
    -1.9
    """

    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    amsgrad: bool = False
    bias_correction: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.betas, tuple | list) or len(self.betas) != 2:
            raise TypeError(f"betas is {self.betas!r}; it must be a pair of numbers")
        for i, beta in enumerate(self.betas):
            real(f"betas[{i}]", beta, below=1.0)
        real("eps", self.eps)

    def _accumulators(self) -> dict[str, float]:
        return dict.fromkeys(["m", "v", *["v_max"] * self.amsgrad], 0.0)

    def _update(self, row: Row, g: Array, rate: float, new: Row) -> None:
        beta1, beta2 = self.betas
        t = int(new["step"])
        new["m"] = lerp(row["m"], g, 1 - beta1)
        new["v"] = v = beta2 * row["v"] + (1 - beta2) * (g * g)
        if self.amsgrad:
            new["v_max"] = v = np.maximum(row["v_max"], v)
        if self.bias_correction:
            new["m_correction"], new["v_correction"] = 1 - beta1**t, 1 - beta2**t
        new["m_hat"] = new["m"] / new.get("m_correction", 1.0)
        new["v_hat"] = v / new.get("v_correction", 1.0)
        new["denominator"] = np.sqrt(new["v_hat"]) + self.eps
        new["learning_rate"] = rate
        new["step_size"] = rate / new["denominator"]
        new["update"] = rate * (new["m_hat"] / new["denominator"])
        kept = 1 - rate * self.weight_decay if self._decoupled else 1.0
        new["parameter"] = kept * row["parameter"] - new["update"]


@dataclass(frozen=True, kw_only=True)
class AdamW(Adam):
    """Adam whose weight decay shrinks the parameter itself, past m and v.

    Parameters
    ----------
    learning_rate, weight_decay, maximize, betas, eps, amsgrad, bias_correction
        As for `Adam`; the parameter is multiplied by 1 - learning_rate · weight_decay before
        the update is subtracted.

    Raises
    ------
    ValueError
        If a setting is out of its range.

    Source
    ------
    `torch.optim.AdamW`; Loshchilov, Hutter, Decoupled weight decay regularization (2019).

    Examples
    --------
    Without a gradient only the decay is left: 1 - 0.1 · 0.5.

    >>> adamw = AdamW(learning_rate=0.1, weight_decay=0.5)
    >>> adamw.step(adamw.start(2.0), 0.0)["parameter"]
    1.9
    """

    weight_decay: float = 0.01

    _decoupled: ClassVar[bool] = True
