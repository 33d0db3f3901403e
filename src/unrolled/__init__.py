"""Unrolled: deep-learning exams, executed.

`ask(id)` shows a question card, each explorable is a class such as `RnnUnroller`; `nn`, `optim`,
`autodiff` and `calc` hold the reference that the solutions call, `bank` the questions. Everything
is imported when it is first used, so that `import unrolled` is quick and needs neither torch nor
matplotlib.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unrolled import autodiff, bank, calc, explorables, nn, optim, plotting
    from unrolled.card import ask
    from unrolled.explorables.digit_lab import DigitLab
    from unrolled.explorables.latent_lab import LatentLab
    from unrolled.explorables.rnn_unroller import RnnUnroller
    from unrolled.plotting import Picture

__version__ = "0.1.0"
__all__ = [
    "DigitLab",
    "LatentLab",
    "Picture",
    "RnnUnroller",
    "ask",
    "autodiff",
    "bank",
    "calc",
    "explorables",
    "nn",
    "optim",
    "plotting",
]

_MODULES = frozenset({"autodiff", "bank", "calc", "explorables", "nn", "optim", "plotting"})
_HOMES = {"ask": "unrolled.card", "Picture": "unrolled.plotting"}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"unrolled.{name}")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name[:1].isupper():
        # An explorable: RnnUnroller lives in explorables/rnn_unroller/.
        from unrolled.explorables import by_class_name

        found = by_class_name(name)
        if found is not None:
            return found
    raise AttributeError(f"module 'unrolled' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
