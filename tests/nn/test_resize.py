"""Unfolding, folding, padding and resizing against torch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.nn import strategies as draw
from tests.nn.helpers import checks_out, same_as_torch
from unrolled import nn

pairs = lambda s: s | st.tuples(s, s)  # noqa: E731 - a word for the lines below


@st.composite
def windows(draw_):
    options = {
        "kernel_size": draw_(pairs(draw.kernels)),
        "dilation": draw_(pairs(draw.dilations)),
        "padding": draw_(pairs(draw.paddings)),
        "stride": draw_(pairs(draw.strides)),
    }
    size = [draw_(draw.lengths), draw_(draw.lengths)]
    wide = {k: np.broadcast_to(v, 2) for k, v in options.items()}
    reach = wide["dilation"] * (wide["kernel_size"] - 1) + 1
    assume((np.array(size) + 2 * wide["padding"] >= reach).all())
    counts = (np.array(size) + 2 * wide["padding"] - reach) // wide["stride"] + 1
    return size, options, int(np.prod(wide["kernel_size"])), int(np.prod(counts))


@draw.some
@given(case=windows(), seed=draw.seeds, lead=st.sampled_from([(2,), (0, 1), (2, 3)]))
def test_unfold_and_fold(case, seed, lead):
    size, options, entries, count = case
    same_as_torch("unfold", draw.normal(seed, *lead, *size), **options)
    columns = draw.normal(seed, *lead[:-1], lead[-1] * entries, count)
    if 0 not in lead:  # torch folds no empty batch
        same_as_torch("fold", columns, tuple(size), **options)


@draw.some
@given(
    seed=draw.seeds,
    shape=st.lists(draw.sizes_or_none, min_size=1, max_size=3),
    data=st.data(),
    value=st.sampled_from([None, -1.5]),
)
def test_constant_padding(seed, shape, data, value):
    pad = data.draw(st.lists(st.integers(-2, 3), max_size=2 * len(shape)).map(tuple))
    assume(len(pad) % 2 == 0)
    sides = [(pad[2 * i], pad[2 * i + 1]) for i in range(len(pad) // 2)]
    after = [n + sum(side) for n, side in zip(shape[::-1], sides, strict=False)]
    assume(all(n > 0 for n in after))
    same_as_torch("pad", draw.normal(seed, *shape), pad, mode="constant", value=value)


@draw.some
@given(
    seed=draw.seeds,
    shape=st.lists(st.integers(3, 5), min_size=3, max_size=4),
    mode=st.sampled_from(["reflect", "replicate"]),
    data=st.data(),
)
def test_mirrored_and_replicated_padding(seed, shape, mode, data):
    axes = data.draw(st.integers(len(shape) - 2, 2))
    limit = 2 if mode == "reflect" else 6
    pad = tuple(data.draw(st.integers(0, limit)) for _ in range(2 * axes))
    same_as_torch("pad", draw.normal(seed, *shape), pad, mode=mode)


@draw.some
@given(
    seed=draw.seeds,
    space=st.lists(draw.lengths, min_size=1, max_size=2),
    wanted=draw.lengths,
    factor=st.sampled_from([None, 0.5, 0.7, 1.0, 1.5, 2.0, 2.3, 3.0]),
    linear=st.booleans(),
    align=st.booleans(),
)
@pytest.mark.filterwarnings("ignore:The default behavior")
def test_interpolate(seed, space, wanted, factor, linear, align):
    options = {"size": wanted} if factor is None else {"scale_factor": factor}
    assume(factor is None or min(space) * factor >= 1)
    if linear:
        options |= {"mode": "linear" if len(space) == 1 else "bilinear", "align_corners": align}
    same_as_torch("interpolate", draw.normal(seed, 2, 1, *space), **options)


@draw.some
@given(
    seed=draw.seeds,
    space=st.tuples(draw.lengths, draw.lengths),
    wanted=st.tuples(draw.lengths, draw.lengths),
    factor=st.sampled_from([None, 0.4, 0.7, 1.0, 1.6, 2.3]),
    align=st.booleans(),
    recompute=st.booleans(),
    antialias=st.booleans(),
)
def test_interpolate_with_antialias_and_recomputed_factor(
    seed, space, wanted, factor, align, recompute, antialias
):
    assume(factor is None or min(space) * factor >= 1)
    if factor is None:
        options = {"size": wanted}
    else:
        options = {"scale_factor": factor, "recompute_scale_factor": recompute}
    options |= {"mode": "bilinear", "align_corners": align, "antialias": antialias}
    same_as_torch("interpolate", draw.normal(seed, 2, 1, *space), **options)


def test_central_differences_agree():
    x = draw.normal(0, 1, 2, 4, 3)
    checks_out("unfold", x, 2, padding=1, stride=2)
    checks_out("fold", draw.normal(0, 1, 8, 6), (3, 4), 2)
    checks_out("pad", x, (1, -1, 2, 0))
    checks_out("pad", x, (1, 2, 2, 0), mode="reflect")
    checks_out("interpolate", x, scale_factor=1.5)
    checks_out("interpolate", x, size=(3, 5), mode="bilinear")


def test_float32_stays_float32_and_infinity_stays_where_it_is():
    x = draw.normal(0, 1, 2, 4, 3).astype(np.float32)
    same_as_torch("interpolate", x, 5, mode="bilinear", rtol=1e-4, atol=1e-5)
    same_as_torch("pad", x[0], (1, 1), mode="replicate")
    same_as_torch("unfold", x, 2)
    x = np.where(x > 1, np.inf, x)
    same_as_torch("interpolate", x, 7, backward=False)


@pytest.mark.parametrize("kernel", [1, (1, 3), (3, 1)])
def test_columns_are_a_copy_that_can_be_written(kernel):
    x = draw.normal(0, 1, 2, 3, 3).copy()
    columns = nn.unfold(x, kernel)
    assert columns.flags.writeable
    assert not np.shares_memory(columns, x)
    grad = nn.fold_backward(x, columns, 3, kernel)
    assert grad.flags.writeable
    assert not np.shares_memory(grad, x)


def test_replicated_on_one_side_and_cut_on_the_other():
    same_as_torch("pad", draw.normal(0, 2, 1), (3, -2), mode="replicate")
    same_as_torch("pad", draw.normal(0, 2, 1), (-2, 3), mode="replicate")


def test_padding_by_nothing_is_a_copy():
    x = np.ones(3)
    y = nn.pad(x, ())
    y[0] = 5.0
    assert x[0] == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: nn.unfold(x, 5), r"the kernel spans \(5, 5\), more than the padded image"),
        (lambda x: nn.fold(x[0], (3, 4), 2), r"input has shape \(2, 3, 4\); it must be \(N, C · 4"),
        (lambda x: nn.pad(x, (1, 1, 1)), r"pad is \(1, 1, 1\); .* up to 4 pairs"),
        (lambda x: nn.pad(x, (4, 0), mode="reflect"), r"that is too much for input of shape"),
        (lambda x: nn.pad(x, (1, 1), mode="wrap"), "mode is 'wrap'; it may be one of 'constant'"),
        (lambda x: nn.pad(x, (1, 1), "reflect", 1.0), "value is 1.0; mode 'reflect' takes none"),
        (lambda x: nn.interpolate(x), "size is None and scale_factor is None; give one of them"),
        (lambda x: nn.interpolate(x, 2, mode="linear"), "mode is 'linear'; it may be one of 'near"),
        (lambda x: nn.interpolate(x, 2, align_corners=True), "align_corners goes with mode"),
        (lambda x: nn.interpolate(x, scale_factor=0.1), "scale_factor is 0.1; nothing of"),
        (lambda x: nn.interpolate(x, 2, antialias=True), "antialias goes with mode 'bilinear'"),
        (
            lambda x: nn.interpolate(x, 2, recompute_scale_factor=True),
            "recompute_scale_factor goes with scale_factor",
        ),
        (lambda x: nn.interpolate(x[0, 0], 2), r"it may be \(N, C, L\) or \(N, C, H, W\)"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((1, 2, 3, 4)))


@pytest.mark.parametrize("pad", [3, (1.0, 1.0), None])
def test_padding_is_a_list_of_integers(pad):
    with pytest.raises(TypeError, match=r"pad is .*; it must hold integers, two for each axis"):
        nn.pad(np.ones(3), pad)
