"""What pooling layers share: where the windows lie, and how to reduce over them axis by axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn._arrays import Array, as_float
from unrolled.nn._layout import Layout, four_axes
from unrolled.nn._options import IntOrInts, ints
from unrolled.nn._windows import Pair, Step, span


class Pool(NamedTuple):
    """A pooling in two dimensions with a batch, whatever was asked for."""

    x: Array  # (N, C, H, W)
    kernel: Pair
    step: Step
    padding: Pair
    out: Pair  # (oh, ow)
    layout: Layout  # of x as it was given

    def padded(self, inside: float, beyond: float) -> Array:
        """Return x in a frame that no window leaves: values of the padding and of the beyond."""
        (ph, pw), (height, width) = self.padding, self.x.shape[2:]
        size = self.reach()
        if size == (height, width) and self.padding == (0, 0):
            return self.x
        out = np.full((*self.x.shape[:2], *size), beyond, self.x.dtype)
        out[:, :, : height + 2 * ph, : width + 2 * pw] = inside
        out[:, :, ph : ph + height, pw : pw + width] = self.x
        return out

    def reach(self) -> Pair:
        """Return the size of the padded image, long enough for the last window."""
        reach = span(self.kernel, self.step.dilation)
        steps = zip(self.x.shape[2:], self.padding, self.out, self.step.stride, reach, strict=True)
        return tuple(max(n + 2 * p, (o - 1) * s + k) for n, p, o, s, k in steps)

    def crop(self, frame: Array) -> Array:
        """Undo `padded`."""
        (ph, pw), (height, width) = self.padding, self.x.shape[2:]
        return frame[:, :, ph : ph + height, pw : pw + width]

    def gradient(self, grad_output: ArrayLike) -> Array:
        """Return `grad_output` as (N, C, oh, ow)."""
        return self.layout.gradient(grad_output, (*self.x.shape[:2], *self.out), self.x.dtype)


def _length(n: int, p: int, k: int, s: int, ceil_mode: bool) -> int:
    count = (n + 2 * p - k + (s - 1 if ceil_mode else 0)) // s + 1
    # The last window has to start inside the input or its left padding.
    return count - 1 if ceil_mode and (count - 1) * s >= n + p else count


def read(
    axes: int,
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None,
    padding: IntOrInts,
    dilation: IntOrInts,
    ceil_mode: bool,
) -> Pool:
    """Read and check the arguments of a pooling layer."""
    x = as_float(input)
    kernel = ints("kernel_size", kernel_size, axes, 1)
    steps = kernel if stride is None else ints("stride", stride, axes, 1)
    pads, holes = ints("padding", padding, axes, 0), ints("dilation", dilation, axes, 1)
    reach = span(kernel, holes)
    if any(p > k // 2 for p, k in zip(pads, kernel, strict=True)):
        raise ValueError(f"padding is {padding}; it may be at most half of the kernel {kernel}")
    four, layout = four_axes(x, axes)
    sizes = zip(four.shape[-axes:], pads, reach, steps, strict=True)
    out = tuple(_length(*size, ceil_mode) for size in sizes)
    if min(out) < 1:
        raise ValueError(f"the window {reach} is larger than the padded input of shape {x.shape}")
    if axes == 1:
        kernel, steps, holes, out = (1, *kernel), (1, *steps), (1, *holes), (1, *out)
        pads = (0, *pads)
    return Pool(four, kernel, Step(steps, holes), pads, out, layout)


def slide(p: Pool, frame: Array, op: Callable[..., Array]) -> Array:
    """Reduce all windows with a ufunc: first down the rows, then along them."""
    return slide_along(p, 1, slide_along(p, 0, frame, op), op)


def slide_along(p: Pool, axis: int, frame: Array, op: Callable[..., Array]) -> Array:
    """Reduce windows along the rows' axis (0) or the columns' (1) only."""
    first, *others = parts(p, axis)
    out = frame[first].copy()
    for part in others:
        op(out, frame[part], out=out)
    return out


def unslide(p: Pool, grad: Array) -> Array:
    """Undo `slide` with addition: every entry of a window gets the gradient of its sum."""
    for axis in (1, 0):
        shape = list(grad.shape)
        shape[axis + 2] = p.reach()[axis]
        frame = np.zeros(shape, grad.dtype)
        for part in parts(p, axis):
            frame[part] += grad
        grad = frame
    return grad


def parts(p: Pool, axis: int) -> list[tuple[slice, ...]]:
    """Return what every entry of the kernel meets, along one axis, of a frame."""
    k, s, d, n = p.kernel[axis], p.step.stride[axis], p.step.dilation[axis], p.out[axis]
    lead = (slice(None),) * (axis + 2)
    return [(*lead, slice(u * d, u * d + s * (n - 1) + 1, s)) for u in range(k)]
