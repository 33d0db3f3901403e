"""Third derivations of the recurrent answers by bare arithmetic; the facts behind the errata."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from unrolled import bank


def sigma(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def question(slug: str) -> bank.Question:
    return bank.load(f"recurrent/{slug}")


def last_state(V: float, W: float, h: float, x: list[float]) -> float:
    for x_t in x:
        h = max(0.0, V * h + W * x_t)
    return h


def difference(f, at: float, step: float = 1e-6) -> float:
    return (f(at + step) - f(at - step)) / (2 * step)


def printed_expansion(
    V: float, W: float, h0: float, x: list[float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return what TUM 6d's printed sums give, and the derivatives by finite differences."""
    h, r = [h0], []
    for x_t in x:
        z = V * h[-1] + W * x_t
        r.append(float(z > 0))
        h.append(max(0.0, z))
    printed = (
        r[2] * h[2] + r[1] * V * h[1] + r[0] * V**2 * h[0],
        r[2] * x[2] + r[1] * V * x[1] + r[0] * V**2 * x[0],
        r[1] * V * r[1] * V * r[0] * W,
    )
    true = (
        difference(lambda v: last_state(v, W, h0, x), V),
        difference(lambda w: last_state(V, w, h0, x), W),
        difference(lambda first: last_state(V, W, h0, [first, *x[1:]]), x[0]),
    )
    return printed, true


def test_parameter_count_is_that_of_two_tables() -> None:
    rows = [[0] * 12 for _ in range(12)], [[0] * 4 for _ in range(12)]
    assert question("rnn_parameter_count").expected == (sum(len(r) for t in rows for r in t),)


def test_only_zero_is_a_fixed_point_unless_v_exceeds_one() -> None:
    h = np.linspace(-2, 2, 40_000)  # an even number of points: 0 is not among them
    for V, crossings in ((0.5, 1), (1.0, 1), (-1.0, 1), (-3.0, 1), (1.2, 3), (3.0, 3)):
        signs = np.sign(np.tanh(V * h) - h)
        assert sum(a != b for a, b in pairwise(signs)) == crossings
    assert question("zero_input_state").expected == (False, pytest.approx(math.tanh(1), rel=1e-12))


@pytest.mark.parametrize("V", [-3.0, -1.5])
def test_a_negative_weight_swings_between_the_fixed_points_of_its_size(V: float) -> None:
    h, fixed = 0.3, 1.0
    for _ in range(400):
        h, fixed = math.tanh(V * h), math.tanh(-V * fixed)
    assert abs(h) == pytest.approx(fixed)
    assert math.tanh(V * h) == pytest.approx(-h)


def test_relu_states_by_hand() -> None:
    states = [last_state(1, 2, -3, [1, 2, 0][:t]) for t in (1, 2, 3)]
    assert question("relu_rnn_unroll").expected == tuple(states)


def test_relu_derivatives_by_finite_differences() -> None:
    printed, true = printed_expansion(1, 2, -3, [1, 2, 0])
    assert question("relu_rnn_backprop").expected == pytest.approx(true)
    assert printed == pytest.approx(true)  # on the exam's numbers the printed sums do no harm


@pytest.mark.parametrize(
    ("x", "printed", "true"),
    [([1, -4, 2], (3, 3, 0), (0, 2, 0)), ([1, 2, -9], (8, 3, 2), (0, 0, 0))],
)
def test_the_printed_expansion_is_not_the_chain_rule(x, printed, true) -> None:
    found = printed_expansion(1, 2, 3, x)
    assert found == (pytest.approx(printed), pytest.approx(true, abs=1e-9))


def test_two_units_reading_by_reading() -> None:
    asked = question("tanh_rnn_two_units")
    y = {
        reading: sigma(0.2 * math.tanh(first) + 0.2 * math.tanh(second) + 0.2)
        for reading, first, second in (
            ("full", 0.56, 0.56),
            ("entrywise", 0.36, 0.4),
            ("two biases", 0.76, 0.76),
        )
    }
    full = math.tanh(0.56)
    assert asked.expected == pytest.approx((full, full, y["full"]), rel=1e-12)
    recomputed = (math.tanh(0.06), math.tanh(0.08), sigma(0.2 * (0.059964 + 0.079995) + 0.2))
    for number, printed in zip(recomputed, asked.key, strict=True):
        assert abs(number - printed) > 1e-5  # wrong even as continuations of what they follow from
    text = asked.erratum
    for value in (*y.values(), full, math.tanh(0.36), math.tanh(0.4), sigma(0.225993)):
        assert f"{value:.6f}" in text


def test_per_step_key_at_its_own_precision() -> None:
    asked = question("per_step_weights")
    s, values = 0.0, []
    for u, w, v, x in ((0.5, 0.2, 0.4, 1), (0.6, 0.3, 0.2, 1), (0.2, 0.8, 0.1, 0)):
        s = sigma(u * x + w * s)
        values += [s, v * s]
    assert asked.expected == pytest.approx(values, rel=1e-12)
    decimals = [1, 2, 2, 3, 2, 3]
    survives = [round(v, d) == k for v, d, k in zip(values, decimals, asked.key, strict=True)]
    assert survives == [True, False, False, False, True, True]
    # How the key comes to 0.68: from its own 0.6, cut off.
    assert math.floor(100 * sigma(0.6 + 0.3 * 0.6)) / 100 == 0.68


def test_shared_weights_reading_of_the_per_step_question() -> None:
    text = question("per_step_weights").erratum
    states = [0.0, 0.0, 0.0]
    for x in (1, 1, 0):
        pairs = zip((0.5, 0.6, 0.2), (0.2, 0.3, 0.8), states, strict=True)
        states = [sigma(u * x + w * s) for u, w, s in pairs]
        y = sum(v * s for v, s in zip((0.4, 0.2, 0.1), states, strict=True))
        assert f"{y:.6f}" in text
    assert all(f"{s:.6f}" in text for s in states)


def test_memory_doubles_with_the_batch() -> None:
    measured = question("sequence_batch_memory").measured
    assert measured["kept_doubled"] == 2 * measured["kept"] == 2 * 4 * 4 * 16 * 51


def test_output_length_does_not_follow_the_input_length() -> None:
    measured = question("sequence_output_patterns").measured
    assert measured["frames_long"] > measured["frames_short"]
    assert measured["words_long"] < measured["words_short"]


def shown(computed: dict[str, np.ndarray], slug: str) -> list[float]:
    """What the explorable shows of a question's answers."""
    if slug == "relu_rnn_unroll":
        return list(computed["h"][1:])
    if slug == "relu_rnn_backprop":
        return [computed["dV"], computed["dW"], computed["dx"][0]]
    if slug == "zero_input_state":
        return [computed["h"][1] == computed["h"][0], computed["h"][1]]
    if slug == "tanh_rnn_two_units":
        return [*computed["h"][1], *computed["y"][0]]
    return [v for pair in zip(computed["h"][1:], computed["y"], strict=True) for v in pair]


@pytest.mark.parametrize(
    "slug",
    [
        "relu_rnn_unroll",
        "relu_rnn_backprop",
        "zero_input_state",
        "tanh_rnn_two_units",
        "per_step_weights",
    ],
)
def test_the_explorable_opened_on_a_question_shows_its_answer(slug: str) -> None:
    from unrolled import RnnUnroller

    asked = question(slug)
    for instance in (asked.exam, *asked.variants(8)):
        values = shown(RnnUnroller(**instance.state).compute(), slug)
        assert np.ravel(values) == pytest.approx([float(v) for v in instance.values])
