"""States in which the RNN unroller is tried, and what it is to show."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.reference import outputs, vector_outputs
from unrolled import bank

EXAM = {"V": 1, "W": 2, "h0": -3, "x": [1, 2, 0], "activation": "relu"}
PER_STEP = {
    "V": [0.2, 0.3, 0.8],
    "W": [0.5, 0.6, 0.2],
    "h0": 0,
    "x": [1, 1, 0],
    "activation": "sigmoid",
}
VECTOR = {
    "V": [[0.2, -0.3], [0.4, 0.1]],
    "W": [[0.5], [-0.6]],
    "b": [0.1, -0.2],
    "h0": [0.3, 0.4],
    "x": [[1], [-2], [0.5]],
    "activation": "tanh",
}
STATES = [
    {**EXAM, "V": 2, "x": [1, -1, 2, 0], "activation": "tanh"},
    {**EXAM, "b": -0.5, "x": [0.25]},
    {**EXAM, "x": [0.5] * 20, "V": 1.2},
    PER_STEP,
]
SHOWABLE = [
    question
    for question in map(bank.load, bank.ids())
    if question.id.startswith("recurrent/") and question.explorable and question.exam.state
]


def expected_of(state: dict[str, Any]) -> dict[str, float]:
    """The numbers of a question's state, by torch."""
    if isinstance(state["x"][0], list):
        return vector_outputs(state)
    found = outputs({"h0": 0, **state})
    kept = re.compile(r"h_\d+|dh_T/dx_\d+")
    return {k: v for k, v in found.items() if kept.fullmatch(k)}
