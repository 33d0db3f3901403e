"""States for property tests. Only tests import this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from unrolled import nn
from unrolled.explorables.mlp_stepper import MlpStepper
from unrolled.explorables.mlp_stepper.state import (
    ACTIVATIONS,
    LOSSES,
    MOST_INPUTS,
    MOST_LAYERS,
    MOST_UNITS,
    last_stage,
)

FLAT = 8.0  # where tanh is that flat, its slope 1 - tanh² has few digits left to compare


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; every shape, and up to 30 updates."""
    return _drawn().filter(_steep)


@st.composite
def _drawn(draw: st.DrawFn) -> dict[str, Any]:
    sizes = [draw(st.integers(1, MOST_INPUTS))]
    sizes += draw(st.lists(st.integers(1, MOST_UNITS), min_size=1, max_size=MOST_LAYERS))
    layers = len(sizes) - 1
    # Eighths: a sum of their products is exact, so a net input of 0 is 0 on both sides.
    number = st.one_of(st.sampled_from([0, 1, -1, 0.5]), st.integers(-16, 16).map(lambda n: n / 8))

    def numbers(size: int) -> st.SearchStrategy[list[float]]:
        return st.lists(number, min_size=size, max_size=size)

    matrices = [
        draw(st.lists(numbers(columns), min_size=rows, max_size=rows))
        for rows, columns in pairwise(sizes)
    ]
    loss = draw(st.sampled_from(list(LOSSES)))
    names = draw(st.lists(st.sampled_from(ACTIVATIONS), min_size=layers, max_size=layers))
    if loss.endswith("binary"):
        names[-1] = "sigmoid"
    share = st.sampled_from([0, 1, 0.25])
    target = share if loss.endswith(("binary", "categorical")) else number
    return {
        "x": draw(numbers(sizes[0])),
        "weights": matrices,
        "activations": names,
        "loss": loss,
        "target": draw(st.lists(target, min_size=sizes[-1], max_size=sizes[-1])),
        "biases": draw(st.one_of(st.none(), st.tuples(*map(numbers, sizes[1:])).map(list))),
        "stage": draw(st.integers(0, last_stage(layers))),
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "penalty": st.sampled_from([0, 0.01, 0.5]),
                    "learning_rate": st.sampled_from([0, 0.01, 0.1, 0.5]),
                    "momentum": st.sampled_from([0, 0.5, 0.9]),
                    "updates": st.one_of(st.just(0), st.integers(1, 30)),
                },
            )
        ),
    }


def _steep(state: dict[str, Any]) -> bool:
    found = MlpStepper(**state).compute()
    layers = range(1, len(state["weights"]) + 1)
    return all(np.max(np.abs(found[f"d{i}"])) < FLAT for i in layers)


@contextmanager
def rounded_otherwise() -> Iterator[None]:
    """Let sums and sigmoids err in their last bits.

    Where terms cancel, a rounding is all that is left, and a ReLU asks for nothing but its sign.
    """
    rng = np.random.default_rng(1)

    def wrong(name: str) -> Any:
        exact = getattr(nn, name)

        def value(*arguments: Any) -> Any:
            found = exact(*arguments)
            terms = exact(*(None if a is None else np.abs(a) for a in arguments))
            return found + terms * rng.uniform(-8, 8, np.shape(found)) * 2.0**-52

        return patch.object(nn, name, value)

    with wrong("linear"), wrong("sigmoid"), wrong("tanh"):
        yield
