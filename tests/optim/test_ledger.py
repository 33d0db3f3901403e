"""The ledger: what it names, that its lines add up, how it prints."""

from __future__ import annotations

import json

import numpy as np
import pytest

from unrolled import optim

ADAM = [
    "step", "gradient", "m", "v", "m_correction", "v_correction", "m_hat", "v_hat",
    "denominator", "learning_rate", "step_size", "update", "parameter",
]  # fmt: skip


@pytest.mark.parametrize(
    ("optimiser", "names"),
    [
        (
            optim.SGD(learning_rate=0.1),
            ["step", "gradient", "learning_rate", "update", "parameter"],
        ),
        (
            optim.SGD(learning_rate=0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
            ["step", "gradient", "effective_gradient", "velocity", "direction", "learning_rate",
             "update", "parameter"],
        ),
        (
            optim.RMSProp(centered=True, momentum=0.5),
            ["step", "gradient", "v", "mean_gradient", "variance", "denominator", "direction",
             "velocity", "learning_rate", "update", "parameter"],
        ),
        (optim.Adam(), ADAM),
        (optim.AdamW(), ADAM),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, optim.Optimiser) else "",
)  # fmt: skip
def test_names_in_the_order_of_computation(optimiser, names):
    rows = optimiser.run([1.0, -2.0], lambda w: w, 2)
    assert list(rows[1]) == list(rows[2]) == names


def test_the_adam_step_of_the_exam():
    # BITS end-semester 4(a): one sigmoid neuron, x = 3.5, y = 0.5, w = b = -2; by hand:
    # z = -9, p = 1 / (1 + e^9) = 0.000123395, g_b = p - 0.5, g_w = 3.5 g_b.
    g = np.array([3.5, 1.0]) * (1 / (1 + np.exp(9.0)) - 0.5)
    row = optim.Adam(learning_rate=0.1, betas=(0.9, 0.99)).run([-2.0, -2.0], lambda _: g, 1)[1]
    np.testing.assert_allclose(row["m"], [-0.1749568, -0.04998766], rtol=1e-6)
    np.testing.assert_allclose(row["v"], [0.03060989, 0.002498766], rtol=1e-6)
    np.testing.assert_allclose(row["m_hat"], g, rtol=1e-12)
    np.testing.assert_allclose(row["v_hat"], g * g, rtol=1e-12)
    np.testing.assert_allclose(row["parameter"], [-1.9, -1.9], rtol=1e-7)


def test_the_columns_add_up():
    for row in optim.Adam(learning_rate=0.3).run([3.0, -1.0], lambda w: w**3, 5)[1:]:
        np.testing.assert_allclose(row["m_hat"], row["m"] / row["m_correction"])
        np.testing.assert_allclose(row["v_hat"], row["v"] / row["v_correction"])
        np.testing.assert_allclose(row["update"], row["step_size"] * row["m_hat"])


def test_a_scalar_run_is_made_of_floats():
    for row in optim.RMSProp(centered=True, momentum=0.9).run(1.0, lambda w: 2 * w, 3):
        assert {type(value) for value in row.values()} <= {int, float}
        assert type(row["step"]) is int


def test_as_data_is_json():
    rows = optim.Adam().run([[1.0, 2.0]], lambda w: w, 2)
    data = json.loads(json.dumps(optim.as_data(rows)))
    assert data[0]["parameter"] == [[1.0, 2.0]]
    assert [row["step"] for row in data] == [0, 1, 2]


def test_the_table_prints_vectors_and_digits():
    rows = optim.SGD(learning_rate=1 / 3).run([1.0, 2.0], lambda w: w, 1)
    table = optim.markdown_table(rows, ["step", "parameter"], digits=3)
    assert table.splitlines()[2:] == ["| 0 | [1, 2] |", "| 1 | [0.667, 1.33] |"]
    assert optim.markdown_table(rows).startswith("| step | gradient | learning_rate | update |")


def test_an_unknown_column_is_named():
    rows = optim.SGD(learning_rate=0.1).run(1.0, lambda w: w, 1)
    with pytest.raises(ValueError, match="names contains 'm'; it may contain step, gradient"):
        optim.markdown_table(rows, ["m"])
    with pytest.raises(ValueError, match="digits is 0"):
        optim.markdown_table(rows, digits=0)
