"""What one- and two-dimensional convolutions share: reading the arguments, checking shapes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float, optional
from unrolled.nn._layout import Layout, four_axes
from unrolled.nn._options import IntOrInts, ints
from unrolled.nn._windows import Pair, Step, span

Gradients = tuple[Array, Array, Array | None]  # of input, weight and bias


class Arguments(NamedTuple):
    """A convolution in two dimensions with a batch, whatever was asked for."""

    x: Array  # (N, C, H, W)
    weight: Array  # (O, C / groups, kh, kw), transposed: (C, O / groups, kh, kw)
    bias: Array | None
    step: Step
    groups: int
    layout: Layout  # of x as it was given

    def output(self, y: Array) -> Array:
        """Add the bias to y, and give it the layout of the input."""
        return self.layout.restore(y if self.bias is None else y + self.bias[:, None, None])

    def gradients(self, grad: Array, grad_x: Array, grad_weight: Array) -> Gradients:
        """Return the gradients as they are asked for; that of the bias is a sum."""
        return (
            self.layout.restore(grad_x),
            grad_weight if self.layout.axes == 2 else grad_weight[:, :, 0],
            None if self.bias is None else np.asarray(grad.sum(axis=(0, 2, 3))),
        )


def read(
    axes: int,
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None,
    stride: IntOrInts,
    dilation: IntOrInts,
    groups: int,
    transposed: bool = False,
) -> Arguments:
    """Read and check everything but the padding."""
    x, w, b = as_float(input), as_float(weight, "weight"), optional(bias, "bias")
    if w.ndim != axes + 2:
        raise ValueError(f"weight has shape {w.shape}; it must have {axes + 2} axes")
    (g,) = ints("groups", groups, 1, 1)
    steps = (ints("stride", stride, axes, 1), ints("dilation", dilation, axes, 1))
    four, layout = four_axes(x, axes)
    taken = w.shape[0] if transposed else w.shape[1] * g
    if four.shape[1] != taken or w.shape[0] % g:
        raise ValueError(
            f"input of shape {x.shape}, weight of shape {w.shape} and groups={g} do not fit: "
            f"the weight takes {taken} channels, and its first axis must divide into the groups"
        )
    made = w.shape[1] * g if transposed else w.shape[0]
    if b is not None and b.shape != (made,):
        raise ValueError(f"bias has shape {b.shape}; for {made} channels it must be {(made,)}")
    if axes == 1:
        w, steps = w[:, :, None], ((1, *steps[0]), (1, *steps[1]))
    return Arguments(four, w, b, Step(*steps), g, layout)


def read_padding(a: Arguments, padding: IntOrInts | str) -> tuple[Pair, Pair]:
    """Return the zeros before and after, for height and width."""
    if isinstance(padding, str):
        return _named_padding(a, padding)
    before = ints("padding", padding, a.layout.axes, 0)
    height, width = before if a.layout.axes == 2 else (0, *before)
    return (height, height), (width, width)


def _named_padding(a: Arguments, padding: str) -> tuple[Pair, Pair]:
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding != "same":
        raise ValueError(f"padding is {padding!r}; it may be numbers, 'same' or 'valid'")
    if max(a.step.stride) > 1:
        raise ValueError(f"padding='same' needs stride 1, but stride is {a.step.stride}")
    height, width = (n - 1 for n in span(a.weight.shape[2:], a.step.dilation))
    # An odd number of zeros leaves the extra one at the end.
    return (height // 2, height - height // 2), (width // 2, width - width // 2)


def check_reach(a: Arguments, pads: tuple[Pair, Pair]) -> None:
    """Refuse an image that is smaller than the kernel."""
    padded = tuple(n + sum(p) for n, p in zip(a.x.shape[2:], pads, strict=True))[-a.layout.axes :]
    reach = span(a.weight.shape[2:], a.step.dilation)[-a.layout.axes :]
    if any(n < k for n, k in zip(padded, reach, strict=True)):
        raise ValueError(f"the kernel spans {reach}, more than the padded input of {padded}")
