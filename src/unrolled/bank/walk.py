"""Check many questions, on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context

from unrolled.bank.check import SEEDS, Report, check
from unrolled.bank.load import load


def walk(ids: Sequence[str], seeds: int = SEEDS) -> Iterator[Report]:
    """Check questions one after the other, or several at a time where there are several.

    Parameters
    ----------
    ids : sequence of str
        Questions, such as "recurrent/relu_rnn_unroll".
    seeds : int
        How many variants to walk of each.

    Yields
    ------
    Report
        In the order of `ids`.
    """
    one = partial(_check, seeds=seeds)
    workers = min(os.cpu_count() or 1, len(ids))
    if workers <= 1:
        yield from map(one, ids)
        return
    # Fresh processes: a copy of one that has started torch's threads may hang.
    with ProcessPoolExecutor(workers, get_context("spawn"), _one_thread) as pool:
        yield from pool.map(one, ids)


def _check(question_id: str, seeds: int) -> Report:
    return check(load(question_id), seeds)


def _one_thread() -> None:
    """Keep torch from using all cores in each process; the arrays are tiny anyway."""
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
