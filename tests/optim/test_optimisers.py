"""Every optimiser and setting against torch.optim, to the last digit over 100 steps."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled import optim

STEPS = 100
TORCH = {
    optim.SGD: torch.optim.SGD,
    optim.AdaGrad: torch.optim.Adagrad,
    optim.RMSProp: torch.optim.RMSprop,
    optim.Adam: torch.optim.Adam,
    optim.AdamW: torch.optim.AdamW,
}


def torchs_path(kind, start, gradients, learning_rate, **settings):
    """The parameter after each of torch's steps, on the same gradients."""
    w = torch.tensor(start, requires_grad=True)
    optimiser = TORCH[kind]([w], lr=learning_rate, foreach=False, **settings)
    path = [w.detach().clone().numpy()]
    for g in gradients:
        w.grad = torch.tensor(g)
        optimiser.step()
        path.append(w.detach().clone().numpy())
    return np.array(path)


def our_path(kind, start, gradients, **settings):
    given_gradients = iter(gradients)
    rows = kind(**settings).run(start, lambda _: next(given_gradients), len(gradients))
    return np.array([row["parameter"] for row in rows])


def compare(kind, seed=0, shape=(3, 2), **settings):
    rng = np.random.default_rng(seed)
    start, gradients = rng.normal(size=shape), rng.normal(size=(STEPS, *shape))
    ours, theirs = (f(kind, start, gradients, **settings) for f in (our_path, torchs_path))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-14)


def grid(**options):
    return [
        dict(zip(options, values, strict=True)) for values in itertools.product(*options.values())
    ]


SGDS = [
    s
    for s in grid(
        momentum=[0.0, 0.9],
        dampening=[0.0, 0.3],
        nesterov=[False, True],
        weight_decay=[0.0, 0.1],
        maximize=[False, True],
    )
    if not s["nesterov"] or (s["momentum"] and not s["dampening"])
]


@pytest.mark.parametrize("settings", SGDS, ids=str)
def test_sgd(settings):
    compare(optim.SGD, learning_rate=0.05, **settings)


@pytest.mark.parametrize(
    "settings",
    grid(
        lr_decay=[0.0, 0.1],
        initial_accumulator_value=[0.0, 0.5],
        weight_decay=[0.0, 0.1],
        maximize=[False, True],
    ),
    ids=str,
)
def test_adagrad(settings):
    compare(optim.AdaGrad, learning_rate=0.05, **settings)


@pytest.mark.parametrize(
    "settings",
    grid(
        alpha=[0.99, 0.3],
        momentum=[0.0, 0.9],
        centered=[False, True],
        weight_decay=[0.0, 0.1],
        maximize=[False, True],
    ),
    ids=str,
)
def test_rmsprop(settings):
    compare(optim.RMSProp, learning_rate=0.02, **settings)


@pytest.mark.parametrize("kind", [optim.Adam, optim.AdamW])
@pytest.mark.parametrize(
    "settings",
    grid(
        betas=[(0.9, 0.999), (0.3, 0.5)],
        amsgrad=[False, True],
        weight_decay=[0.0, 0.1],
        maximize=[False, True],
    ),
    ids=str,
)
def test_adam(kind, settings):
    compare(kind, learning_rate=0.02, **settings)


@pytest.mark.parametrize("kind", TORCH)
def test_defaults_are_torchs(kind):
    torchs = TORCH[kind]([torch.zeros(1)]).defaults
    ours = dataclasses.asdict(kind())
    assert ours.pop("learning_rate") == torchs["lr"]
    ours.pop("bias_correction", None)  # torch always corrects
    assert ours == {name: torchs[name] for name in ours}


rates = st.floats(0.0, 2.0)


@settings(max_examples=60)
@given(
    kind=st.sampled_from(list(TORCH)),
    seed=st.integers(0, 2**32 - 1),
    shape=st.sampled_from([(), (0,), (1,), (4,), (2, 3)]),
    learning_rate=rates,
    weight_decay=rates,
    maximize=st.booleans(),
)
def test_any_shape_and_rate(kind, **options):
    compare(kind, **options)


@pytest.mark.parametrize("kind", TORCH)
def test_on_a_loss(kind):
    # A ravine, 0.5 (x^2 + 25 y^2): here each gradient depends on the step before it.
    scale = np.array([1.0, 25.0])
    rows = kind(learning_rate=0.03).run([3.0, -2.0], lambda w: scale * w, STEPS)
    w = torch.tensor([3.0, -2.0], dtype=torch.float64, requires_grad=True)
    optimiser = TORCH[kind]([w], lr=0.03)
    for row in rows:
        np.testing.assert_allclose(row["parameter"], w.detach().numpy(), rtol=1e-12, atol=1e-14)
        optimiser.zero_grad()
        (0.5 * (torch.tensor(scale) * w * w).sum()).backward()
        optimiser.step()


@pytest.mark.parametrize("kind", [optim.Adam, optim.AdamW])
@pytest.mark.parametrize("amsgrad", [False, True])
def test_without_bias_correction(kind, amsgrad):
    # torch has no such switch, but its learning rate and eps can undo the correction step by step.
    rng = np.random.default_rng(3)
    start, gradients = rng.normal(size=4), rng.normal(size=(STEPS, 4))
    betas, lr, eps = (0.8, 0.95), 0.02, 1e-3
    settings = {"betas": betas, "eps": eps, "amsgrad": amsgrad, "weight_decay": 0.0}
    ours = our_path(kind, start, gradients, learning_rate=lr, bias_correction=False, **settings)
    w = torch.tensor(start, requires_grad=True)
    optimiser = TORCH[kind]([w], lr=lr, **settings)
    for t, g in enumerate(gradients, start=1):
        c1, c2 = (1 - beta**t for beta in betas)
        optimiser.param_groups[0].update(lr=lr * c1 / c2**0.5, eps=eps / c2**0.5)
        w.grad = torch.tensor(g)
        optimiser.step()
        np.testing.assert_allclose(ours[t], w.detach().numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", TORCH)
def test_no_division_warns_and_nan_goes_where_torch_sends_it(kind):
    eps = {} if kind is optim.SGD else {"eps": 0.0}
    gradients = np.array([[0.0, np.inf, np.nan, 1e200], [0.0, 1.0, 1.0, 1e200]])
    ours, theirs = (
        f(kind, np.ones(4), gradients, learning_rate=0.1, **eps) for f in (our_path, torchs_path)
    )
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@pytest.mark.parametrize("kind", TORCH)
def test_float32_stays(kind):
    start = np.ones(3, dtype=np.float32)
    row = kind(learning_rate=0.1).run(start, lambda w: w, 2)[-1]
    for name in ("gradient", "update", "parameter"):
        assert row[name].dtype == np.float32, name


@pytest.mark.parametrize("kind", TORCH)
def test_float32_is_torchs(kind):
    rng = np.random.default_rng(7)
    start, gradients = rng.normal(size=5), rng.normal(size=(STEPS, 5))
    single = start.astype(np.float32), gradients.astype(np.float32)
    ours, theirs = (f(kind, *single, learning_rate=0.02) for f in (our_path, torchs_path))
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", TORCH)
def test_nothing_is_changed_in_place(kind):
    start, gradient = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    optimiser = kind(learning_rate=0.1)
    row = optimiser.start(start)
    before = {name: np.copy(value) for name, value in row.items()}
    first, again = optimiser.step(row, gradient), optimiser.step(row, gradient)
    kept = first["gradient"].copy()
    gradient[:] = start[:] = 99.0
    for name, value in before.items():
        np.testing.assert_array_equal(row[name], value)
    np.testing.assert_array_equal(first["gradient"], kept)
    np.testing.assert_array_equal(first["parameter"], again["parameter"])


def test_a_start_can_be_given():
    sgd = optim.SGD(learning_rate=0.1, momentum=0.5)
    row = sgd.step(sgd.start(1.0) | {"velocity": 4.0}, 2.0)
    assert row["velocity"] == 4.0
    assert row["parameter"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: optim.SGD(learning_rate=-1.0), ValueError, "learning_rate is -1.0; it must be"),
        (lambda: optim.SGD(learning_rate=float("nan")), ValueError, "learning_rate is nan"),
        (lambda: optim.SGD(learning_rate="fast"), TypeError, "learning_rate is 'fast'"),
        (lambda: optim.SGD(learning_rate=0.1, momentum=-0.1), ValueError, "momentum is -0.1"),
        (lambda: optim.SGD(learning_rate=0.1, nesterov=True), ValueError, "nesterov is True with"),
        (lambda: optim.AdaGrad(eps=-1.0), ValueError, "eps is -1.0; it must be at least 0"),
        (lambda: optim.RMSProp(alpha=1.5), ValueError, "alpha is 1.5; .* at most 1"),
        (lambda: optim.Adam(betas=(0.9, 1.0)), ValueError, r"betas\[1\] is 1.0; .* below 1"),
        (lambda: optim.Adam(betas=0.9), TypeError, "betas is 0.9; it must be a pair"),
        (lambda: optim.Adam(weight_decay=-0.1), ValueError, "weight_decay is -0.1"),
        (
            lambda: optim.Adam().start("w"),
            TypeError,
            "parameter: expected numbers, got an array of dtype <U1",
        ),
        (
            lambda: optim.Adam().start(1j),
            TypeError,
            "parameter: expected numbers, got an array of dtype complex128",
        ),
        (lambda: optim.Adam().run(1.0, lambda w: w, -1), ValueError, "steps is -1"),
        (lambda: optim.Adam().run(1.0, lambda w: w, 1.5), TypeError, "steps is 1.5"),
        (lambda: optim.Adam().run(1.0, lambda _: [1.0], 1), ValueError, r"gradient has shape \(1,"),
        (lambda: optim.Adam().run(1.0, lambda w: w, 1, lambda _: -1), ValueError, "learning_rate"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
