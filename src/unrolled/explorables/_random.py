"""Random numbers from a seed, the same here and in `_kit/random.ts`."""

from __future__ import annotations

import math
from collections.abc import Iterator

_WORD = 0xFFFFFFFF  # 32 bits


def uniform(seed: int) -> Iterator[float]:
    """Yield numbers from 0 to below 1, for ever.

    Source
    ------
    mulberry32 by Tommy Ettinger, public domain.

    Examples
    --------
    >>> numbers = uniform(1)
    >>> [round(next(numbers), 6) for _ in range(3)]
    [0.627074, 0.002736, 0.527447]
    """
    state = seed & _WORD
    while True:
        state = (state + 0x6D2B79F5) & _WORD
        t = ((state ^ (state >> 15)) * (state | 1)) & _WORD
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & _WORD
        yield ((t ^ (t >> 14)) & _WORD) / 2**32


def normal(seed: int) -> Iterator[float]:
    """Yield numbers of mean 0 and standard deviation 1, for ever.

    They are rounded to nine decimals: logarithm and cosine of two languages differ in the last bit,
    which a long computation could blow up.

    Source
    ------
    Box, Muller, A note on the generation of random normal deviates (1958).

    Examples
    --------
    >>> numbers = normal(1)
    >>> [round(next(numbers), 4) for _ in range(2)]
    [1.4043, 0.0241]
    """
    numbers = uniform(seed)
    while True:
        radius = math.sqrt(-2 * math.log(1 - next(numbers)))
        turn = 2 * math.pi * next(numbers)
        for part in (math.cos(turn), math.sin(turn)):
            yield math.floor(radius * part * 1e9 + 0.5) / 1e9
