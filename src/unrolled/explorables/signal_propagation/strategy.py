"""States for property tests. Only tests import this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from unrolled import nn
from unrolled.explorables.signal_propagation import (
    ACTIVATIONS,
    BIASES,
    RULES,
    SHOWS,
    STARTS,
    deepest,
)


def states() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a valid state, not all fields of it; small networks mostly, and gentle training."""
    size = st.one_of(st.integers(1, 24), st.sampled_from([60, 120]))
    fields: dict[str, st.SearchStrategy[Any]] = {
        "activation": st.sampled_from(ACTIVATIONS),
        "rule": st.sampled_from(RULES),
        "depth": st.one_of(st.integers(1, 4), st.integers(1, 20)),
        "width": size,
        "inputs": size,
    }
    optional: dict[str, st.SearchStrategy[Any]] = {
        "show": st.sampled_from(SHOWS),
        "factor": st.floats(0.1, 3),
        "bound": st.floats(0.01, 1),
        "constant": st.one_of(st.sampled_from([0, 0.5]), st.floats(-1, 1)),
        "mean": st.floats(-3, 3),
        "deviation": st.floats(0.1, 3),
        "samples": st.integers(1, 64),
        "biases": st.sampled_from(BIASES),
        "centre": st.floats(-3, 3),
        "seed": st.integers(0, 20),
        "start": st.sampled_from(STARTS),
        "x": st.lists(st.floats(-2, 2), min_size=2, max_size=2),
        "target": st.floats(-2, 2),
        "units": st.integers(2, 4),
        "learning_rate": st.floats(0, 0.1),
        "updates": st.integers(0, 20),
    }

    def fitted(s: dict[str, Any]) -> dict[str, Any]:
        return {**s, "depth": min(s["depth"], deepest(s["inputs"], s["width"]))}

    return st.fixed_dictionaries(fields, optional=optional).map(fitted)


@contextmanager
def rounded_otherwise() -> Iterator[None]:
    """Let sums, tanh and sigmoid err in their last bits, as they do from one language to another.

    Where a unit is saturated its slope is a difference of nearly equal numbers, and so is what
    centring leaves of samples that hardly differ, or of values that have exploded: rounding.
    Whether results are determined shows when they are computed again.
    """
    rng = np.random.default_rng(1)
    linear, sigmoid = nn.linear, nn.sigmoid

    def near(values: Any) -> Any:
        return values * (1 + rng.choice([-2, 2], np.shape(values)) * 2.0**-53)

    def tanh_backward(grad: Any, z: Any) -> Any:
        return grad * (1 - near(np.tanh(z)) ** 2)

    def sigmoid_backward(grad: Any, z: Any) -> Any:
        value = near(sigmoid(z))
        return grad * value * (1 - value)

    otherwise: dict[str, Any] = {
        "linear": lambda *inputs: near(linear(*inputs)),
        "tanh": lambda z: near(np.tanh(z)),
        "sigmoid": lambda z: near(sigmoid(z)),
        "tanh_backward": tanh_backward,
        "sigmoid_backward": sigmoid_backward,
    }
    with patch.multiple(nn, **otherwise):
        yield
