"""Optimisers and learning-rate schedules, simplest first, with every intermediate value kept.

An optimiser holds nothing but its settings. `start` makes row 0 of a ledger, `step` the next row
from the last one and a gradient, `run` all of them; a row is a dictionary that names every
value in the order in which it was computed, so the state and the worked solution are one thing.
"""

from unrolled.optim._base import Ledger, Optimiser, Row
from unrolled.optim.adam import Adam, AdamW
from unrolled.optim.adaptive import AdaGrad, RMSProp
from unrolled.optim.ledger import as_data, markdown_table
from unrolled.optim.schedules import (
    cosine_annealing_lr,
    exponential_lr,
    multistep_lr,
    step_lr,
)
from unrolled.optim.sgd import SGD

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Ledger",
    "Optimiser",
    "RMSProp",
    "Row",
    "as_data",
    "cosine_annealing_lr",
    "exponential_lr",
    "markdown_table",
    "multistep_lr",
    "step_lr",
]
