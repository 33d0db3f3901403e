"""Each expression is written once and computed twice: on Values and on torch's tensors."""

from __future__ import annotations

import gc
import math
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled import autodiff as ad
from unrolled.autodiff import Value
from unrolled.autodiff.rules import RULES


def tensor(x):
    return torch.tensor(float(x), dtype=torch.float64, requires_grad=True)


NAMES = ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "maximum", "minimum")
OURS = SimpleNamespace(**{name: getattr(ad, name) for name in NAMES})
TORCHS = SimpleNamespace(**{name: getattr(torch, name) for name in NAMES})


def check(f, *numbers):
    """Compare value, gradient and Hessian of `f(library, *x)` with torch's."""
    ours, theirs = [Value(x) for x in numbers], [tensor(x) for x in numbers]
    y, t = f(OURS, *ours), f(TORCHS, *theirs)
    close(y.data, t.item())
    first = torch.autograd.grad(t, theirs, create_graph=True, materialize_grads=True)
    close(ad.grad(y, ours), [g.item() for g in first])
    close([g.data for g in ad.grad_values(y, ours)], [g.item() for g in first])
    y.backward()
    close([x.grad for x in ours], [g.item() for g in first])
    close(ad.hessian(y, ours), [torchs_row(g, theirs) for g in first])


def torchs_row(g, inputs):
    if not g.requires_grad:
        return [0.0] * len(inputs)
    rows = torch.autograd.grad(g, inputs, retain_graph=True, materialize_grads=True)
    return [r.item() for r in rows]


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


numbers = st.floats(-3.0, 3.0)
positive = st.floats(0.1, 3.0)

EXPRESSIONS = {
    "+": lambda f, x, y: x + y,
    "- const": lambda f, x, y: 2 - x - y - 1.5,
    "*": lambda f, x, y: x * y,
    "square": lambda f, x, y: x * x + 0 * y,
    "const * ": lambda f, x, y: 3 * x * y * 0.5,
    "neg": lambda f, x, y: -x * +y,
    "/": lambda f, x, y: x / (y * y + 1),
    "const /": lambda f, x, y: 1 / (x * x + 2) + y / 4,
    "** 3": lambda f, x, y: x**3 + y**2,
    "** 0": lambda f, x, y: x**0 + y**1,
    "exp": lambda f, x, y: f.exp(x * y),
    "log": lambda f, x, y: f.log(x * x + y * y + 1),
    "sqrt": lambda f, x, y: f.sqrt(x * x + y * y + 0.25),
    "sin cos": lambda f, x, y: f.sin(x) * f.cos(x * y),
    "tanh": lambda f, x, y: f.tanh(x + y) * y,
    "sigmoid": lambda f, x, y: f.sigmoid(x * y - 1),
    "relu": lambda f, x, y: f.relu(x) * f.relu(y + 0.5),
    "max": lambda f, x, y: f.maximum(x * y, x + y),
    "min": lambda f, x, y: f.minimum(x * x, f.sin(y)),
    "a neuron": lambda f, x, y: (f.tanh(x * 0.7 - y * 1.3 + 0.2) - 1) ** 2,
    "cross-entropy": lambda f, x, y: f.log(f.exp(x) + f.exp(y)) - x,
}


@pytest.mark.parametrize("name", EXPRESSIONS)
@given(x=numbers, y=numbers)
def test_expressions(name, x, y):
    check(EXPRESSIONS[name], x, y)


@given(x=positive, y=positive)
def test_powers_and_logarithms_of_positive_numbers(x, y):
    check(lambda f, x, y: x**y, x, y)
    check(lambda f, x, y: x**-1.5 + y**0.5, x, y)
    check(lambda f, x, y: 2**x + f.log(y) / f.sqrt(x), x, y)


UNARY = [
    lambda f, a: -a,
    lambda f, a: f.sin(a),
    lambda f, a: f.cos(a),
    lambda f, a: f.tanh(a),
    lambda f, a: f.sigmoid(a),
    lambda f, a: f.relu(a),
    lambda f, a: f.exp(f.tanh(a)),
    lambda f, a: f.log(a * a + 1),
    lambda f, a: f.sqrt(a * a + 1),
    lambda f, a: f.tanh(a) ** 3,
]
BINARY = [
    lambda f, a, b: a + b,
    lambda f, a, b: a - b,
    lambda f, a, b: f.tanh(a) * b,
    lambda f, a, b: a / (b * b + 1),
    lambda f, a, b: f.maximum(a, b),
    lambda f, a, b: f.minimum(a, b),
    lambda f, a, b: (a * a + 1) ** f.sigmoid(b),
]

# A recipe draws operations and which of the results so far they take; results are shared freely.
recipes = st.lists(
    st.tuples(st.sampled_from(UNARY + BINARY), st.integers(0, 50), st.integers(0, 50)),
    min_size=1,
    max_size=10,
)


@given(recipe=recipes, x=numbers, y=numbers, z=numbers)
def test_random_expressions(recipe, x, y, z):
    def expression(f, *inputs):
        results = list(inputs)
        for op, i, j in recipe:
            a, b = results[i % len(results)], results[j % len(results)]
            results.append(op(f, a) if op in UNARY else op(f, a, b))
        return results[-1] + 0.1 * sum(results[:-1])

    check(expression, x, y, z)


ZERO_INF = [0.0, -1.0, 1.0, 800.0, -800.0, math.inf, -math.inf, math.nan]


@pytest.mark.parametrize("x", ZERO_INF)
@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu"])
def test_at_the_edges_of_the_domain(name, x):
    ours, theirs = Value(x), tensor(x)
    y, t = getattr(ad, name)(ours), getattr(torch, name)(theirs)
    y.backward()
    t.backward()
    np.testing.assert_allclose([y.data, ours.grad], [t.item(), theirs.grad.item()], rtol=1e-12)


@pytest.mark.parametrize("x", [0.0, -8.0, 2.0])
@pytest.mark.parametrize("n", [0.0, 1.0, 2.0, 3.0, -1.0, 0.5, 1 / 3])
def test_powers_at_zero_and_below(x, n):
    for f in (lambda x, n: x**n, lambda x, _: x**n, lambda _, n: x**n):
        ours, theirs = (Value(x), Value(n)), (tensor(x), tensor(n))
        t = f(*theirs)
        first = torch.autograd.grad(t, theirs, materialize_grads=True)
        np.testing.assert_allclose(f(*ours).data, t.item(), rtol=1e-12)
        np.testing.assert_allclose(ad.grad(f(*ours), ours), [g.item() for g in first], rtol=1e-12)


@pytest.mark.parametrize("numerator", [0.0, 1.0, -1.0])
def test_division_by_zero(numerator):
    (a, b), (c, d) = (Value(numerator), Value(0.0)), (tensor(numerator), tensor(0.0))
    t = c / d
    expected = [t.item(), *(g.item() for g in torch.autograd.grad(t, (c, d)))]
    np.testing.assert_array_equal([(a / b).data, *ad.grad(a / b, [a, b])], expected)


@pytest.mark.parametrize("xs", [(1.0, 1.0), (2.0, 1.0, 2.0), (3.0, 3.0, 3.0, 0.0), (1.0, math.nan)])
def test_equal_maxima_share_as_in_torch(xs):
    values, stacked = [Value(x) for x in xs], torch.tensor(xs, requires_grad=True)
    torch.amax(stacked, 0).backward()
    np.testing.assert_allclose(ad.grad(ad.maximum(*values), values), stacked.grad, rtol=1e-6)


def test_every_primitive_has_been_compared():
    seen = set()
    for f in EXPRESSIONS.values():
        seen |= {node.op for node in ad.topological(f(OURS, Value(1.0), Value(2.0)))}
    assert seen == {"", *RULES}


def test_backward_accumulates_as_in_torch():
    x, t = Value(3.0), tensor(3.0)
    y, u = x * x, t * t
    for _ in range(2):
        y.backward()
        u.backward(retain_graph=True)
    (x + 1).backward()
    (t + 1).backward()
    assert x.grad == t.grad.item() == 13.0


def test_grad_leaves_no_trace():
    x = Value(3.0)
    y = x * x
    ad.grad(y, [x]), ad.hessian(y, [x]), ad.replay(y), ad.graph(y)
    assert x.grad == y.grad == 0.0


def test_ten_thousand_nodes_deep():
    x, t = Value(1.0, "x"), tensor(1.0)
    y, u = x, t
    for _ in range(5_000):
        y, u = y * 0.999 + x, u * 0.999 + t
    assert len(ad.topological(y)) > 10_000
    u.backward()
    assert ad.grad(y, [x])[0] == pytest.approx(t.grad.item(), rel=1e-9)
    assert ad.hessian(y, [x]) == [[0.0]]
    y.backward()
    assert x.grad == pytest.approx(t.grad.item(), rel=1e-9)
    assert len(ad.graph(y)["nodes"]) > 10_000
    del y
    gc.collect()  # taking the chain down must not recurse either


def test_wide_sharing_visits_each_node_once():
    # 60 doublings: 2^60 paths, 61 nodes.
    y = x = Value(1.0)
    for _ in range(60):
        y = y + y
    assert ad.grad(y, [x]) == [2.0**60]


def test_the_fourth_derivative():
    x = Value(0.3)
    y = ad.sin(x)
    for expected in (math.cos, lambda a: -math.sin(a), lambda a: -math.cos(a), math.sin):
        (y,) = ad.grad_values(y, [x])
        assert y.data == pytest.approx(expected(0.3), rel=1e-12)


def test_numpys_numbers_and_fractions_join_in():
    x = Value(np.float32(0.5))
    assert (np.float64(2.0) * x).data == (x * np.int64(2)).data == 1.0
    assert (Fraction(1, 2) + x).data == 1.0
    total = np.array([1.0, 2.0]) @ np.array([x, x * x], dtype=object)
    assert ad.grad(total, [x]) == [3.0]


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Value("1"), TypeError, "data is '1'; it must be a real number"),
        (lambda: Value(True), TypeError, "data is True"),
        (lambda: Value(1j), TypeError, "data is 1j"),
        (lambda: Value(1.0) + "1", TypeError, "unsupported operand .* 'Value' and 'str'"),
        (lambda: [] * Value(1.0), TypeError, "'Value'"),
        (lambda: ad.exp("1"), TypeError, "data is '1'"),
        (lambda: Value.apply("mod", 1.0), ValueError, "op is 'mod'; it may be one of"),
        (lambda: ad.maximum(), ValueError, "maximum has no arguments"),
        (lambda: ad.grad(1.0, []), TypeError, "output is 1.0; it must be a Value"),
        (lambda: ad.grad(Value(1.0), [2.0]), TypeError, r"inputs\[0\] is 2.0; it must be a Value"),
        (lambda: ad.hessian(Value(1.0), [2.0]), TypeError, r"inputs\[0\] is 2.0"),
        (lambda: ad.graph(1.0), TypeError, "output is 1.0"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
