"""A process of its own in which NumPy's BLAS and torch have two threads each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

THREADS = 2
NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

Found = TypeVar("Found")


def each(names: Sequence[str], measure: Callable[[str], Found]) -> Iterator[tuple[str, Found]]:
    """Yield what `measure` finds there for each name; say on the terminal how far it is."""
    said = ""
    with ProcessPoolExecutor(1, get_context("spawn"), _begin) as pool:
        for number, name in enumerate(names, 1):
            said = progress(f"  {number} of {len(names)}: {name}", said)
            yield name, pool.submit(measure, name).result()
    progress("", said)


def progress(text: str, before: str) -> str:
    """Write a line over the one before, or under it where that cannot be done; return it."""
    if sys.stderr.isatty():
        print(f"\r{'':{len(before)}}\r{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)
    return text


def _begin() -> None:
    """Say how many threads there are, before the libraries are loaded and look."""
    if "numpy" in sys.modules:
        raise RuntimeError("NumPy came with the main module, and has its threads already")
    os.environ.update(dict.fromkeys(NAMES, str(THREADS)))
    import torch

    torch.set_num_threads(THREADS)
