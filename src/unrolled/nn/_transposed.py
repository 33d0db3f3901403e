"""A convolution's input gradient as a forward pass, in two dimensions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array
from unrolled.nn._convolution import Arguments, Gradients
from unrolled.nn._correlate import correlate, correlate_grad_input, correlate_grad_weight
from unrolled.nn._options import IntOrInts, ints
from unrolled.nn._windows import Pair, crop, span, zero_pad


def _sizes(
    a: Arguments, padding: IntOrInts, output_padding: IntOrInts
) -> tuple[tuple[Pair, Pair], Pair, Pair]:
    """Return what is cut off, the extra rows and columns, and the size before cutting."""
    axes = a.layout.axes
    cut = ints("padding", padding, axes, 0)
    extra = ints("output_padding", output_padding, axes, 0)
    if axes == 1:
        cut, extra = (0, *cut), (0, *extra)
    for more, s, d in zip(extra, a.step.stride, a.step.dilation, strict=True):
        if more >= max(s, d):
            raise ValueError(
                f"output_padding is {output_padding}; it must be smaller than stride or dilation"
            )
    reach = span(a.weight.shape[2:], a.step.dilation)
    full = tuple(
        (n - 1) * s + k + more
        for n, s, k, more in zip(a.x.shape[2:], a.step.stride, reach, extra, strict=True)
    )
    if any(n <= 2 * p for n, p in zip(full, cut, strict=True)) or 0 in a.x.shape[2:]:
        raise ValueError(
            f"padding {padding} leaves nothing of the output of {full[-axes:]} for input of "
            f"shape {a.layout.shape(a.x.shape)}"
        )
    return ((cut[0], cut[0]), (cut[1], cut[1])), extra, full


def forward(a: Arguments, padding: IntOrInts, output_padding: IntOrInts) -> Array:
    """Scatter the input: what a convolution does backward."""
    cut, _, full = _sizes(a, padding, output_padding)
    y = crop(correlate_grad_input(a.x, a.weight, full, a.step, a.groups), cut)
    return np.ascontiguousarray(a.output(y))


def backward(
    grad_output: ArrayLike, a: Arguments, padding: IntOrInts, output_padding: IntOrInts
) -> Gradients:
    """Correlate the gradient: what a convolution does forward."""
    cut, extra, full = _sizes(a, padding, output_padding)
    size = tuple(n - sum(p) for n, p in zip(full, cut, strict=True))
    output = (len(a.x), a.weight.shape[1] * a.groups, *size)
    grad = a.layout.gradient(grad_output, output, a.x.dtype)
    # The extra rows and columns hold nothing but the bias.
    whole = crop(zero_pad(grad, cut), ((0, extra[0]), (0, extra[1])))
    kernel = a.weight.shape[2:]
    grad_x = correlate(whole, a.weight, a.step, a.groups)
    grad_weight = correlate_grad_weight(a.x, whole, kernel, a.step, a.groups)
    return a.gradients(grad, grad_x, grad_weight)
