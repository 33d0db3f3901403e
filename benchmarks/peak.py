"""Peak memory of one call, whoever allocates it: how far the process grows at most.

`VmHWM` of `/proc/self/status`, reset through `/proc/self/clear_refs`, less `VmRSS` before the call.
These are pages in use, so NumPy and torch are measured alike, with what their libraries allocate on
the quiet: tracemalloc does not see BLAS's buffers, nor torch's profiler the scratch of oneDNN. What
a call returns is part of it, what was there before is not. What is made once is there from a call
before; free memory has gone back to the system, lest the call find some. Linux only.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

RESET = Path("/proc/self/clear_refs")
STATUS = Path("/proc/self/status")
LITTLE = 0.25  # MB; the kernel counts pages in batches, so less than this says nothing


def peak(call: Callable[[], Any]) -> float | None:
    """Return by how many megabytes (10⁶ bytes) a call makes this process grow; None if unknown."""
    if not os.access(RESET, os.W_OK):
        return None
    call()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):  # glibc
        libc.malloc_trim(0)
    RESET.write_text("5", encoding="ascii")
    before = _status("VmRSS")
    call()
    return max(0.0, _status("VmHWM") - before)


def larger(ours: float | None, torch: float | None) -> float | None:
    """Return how many times torch's memory ours is; None where neither needs any to speak of."""
    if ours is None or torch is None or max(ours, torch) < LITTLE:
        return None
    return ours / max(torch, LITTLE)


def _status(field: str) -> float:
    for line in STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise OSError(f"{STATUS} has no {field}")
