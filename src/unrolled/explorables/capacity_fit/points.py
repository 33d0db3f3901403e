"""Points around a true curve, drawn with a seed; to three decimals, so that one can copy them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from unrolled.explorables._random import normal, uniform

Array = NDArray[np.float64]

CURVES: dict[str, Callable[[float], float]] = {
    "wave": lambda x: math.sin(3 * x + 0.5),
    "line": lambda x: 0.8 * x,
    "step": lambda x: 0.7 if x > 0 else -0.7,
}
WORDS = {"wave": "a wave, sin(3x + ½)", "line": "a line, 0.8 x", "step": "a step of height 1.4"}


def draw(curve: str, noise: float, stream: int, count: int, *, apart: bool) -> tuple[Array, Array]:
    """Return x, uniform from -1 to 1, and y, the curve at x plus normal noise.

    Parameters
    ----------
    curve : str
        One of `CURVES`.
    noise : float
        Standard deviation.
    stream : int
        Seed; with it and the next one the same points come in the same order.
    count : int
        How many.
    apart : bool
        Whether no x may come twice: through two points above each other no curve passes.
    """
    places, bells = uniform(stream), normal(stream + 1)
    x: list[float] = []
    while len(x) < count:
        place = _thousandths(2 * next(places) - 1)
        if not (apart and place in x):
            x.append(place)
    f = CURVES[curve]
    y = [_thousandths(f(place) + noise * next(bells)) for place in x]
    return np.array(x), np.array(y)


def _thousandths(value: float) -> float:
    return math.floor(value * 1000 + 0.5) / 1000
