"""How large the output of a pooling is; with ceil_mode the last window may hang over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from unrolled.calc.sizes import Extent, per_axis


def _room(size: int, kernel: int, stride: int, padding: int, dilation: int) -> tuple[int, int]:
    """How far the window can move, and the step: what floor and ceil mode share."""
    reach = dilation * (kernel - 1) + 1
    if padding > kernel // 2:
        raise ValueError(f"padding is {padding}; it must be at most half of kernel {kernel}")
    return size + 2 * padding - reach, stride


def _floor(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    room, step = _room(size, kernel, stride, padding, dilation)
    return _positive(room // step + 1, size, kernel)


def _ceil(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    room, step = _room(size, kernel, stride, padding, dilation)
    count = -(-room // step) + 1
    # A window must start inside the input or its left padding: one in the right padding is dropped.
    if (count - 1) * stride >= size + padding:
        count -= 1
    return _positive(count, size, kernel)


def _positive(count: int, size: int, kernel: int) -> int:
    if count < 1:
        raise ValueError(f"kernel {kernel} does not fit into the padded input of size {size}")
    return count


@overload
def pool_output_size(
    size: int,
    kernel: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    *,
    ceil_mode: bool = False,
) -> int: ...
@overload
def pool_output_size(
    size: Sequence[int],
    kernel: Extent,
    stride: Extent | None = None,
    padding: Extent = 0,
    dilation: Extent = 1,
    *,
    ceil_mode: bool = False,
) -> tuple[int, ...]: ...
def pool_output_size(
    size: Extent,
    kernel: Extent,
    stride: Extent | None = None,
    padding: Extent = 0,
    dilation: Extent = 1,
    *,
    ceil_mode: bool = False,
) -> int | tuple[int, ...]:
    """Size of the output of max or average pooling.

    Parameters
    ----------
    size : int or tuple of int
        Input, at least 1.
    kernel : int or tuple of int
        At least 1.
    stride : int or tuple of int, optional
        At least 1; the kernel's size when left out: windows side by side.
    padding : int or tuple of int
        On either side, at most half of the kernel.
    dilation : int or tuple of int
        At least 1; average pooling has none.
    ceil_mode : bool
        Round up instead of down, but drop a window that would start in the right padding.

    Returns
    -------
    int or tuple of int
        ⌊(size + 2 · padding - dilation · (kernel - 1) - 1) / stride⌋ + 1, or ⌈ ⌉.

    Raises
    ------
    ValueError
        If an argument is out of its range, or no window fits.
    TypeError
        If an argument is not an integer.

    Source
    ------
    `torch.nn.MaxPool2d` and `AvgPool2d`.

    Examples
    --------
    >>> pool_output_size(7, 2), pool_output_size(7, 2, ceil_mode=True)
    (3, 4)
    """
    return per_axis(
        size,
        _ceil if ceil_mode else _floor,
        {"kernel": 1, "stride": 1, "padding": 0, "dilation": 1},
        kernel=kernel,
        stride=kernel if stride is None else stride,
        padding=padding,
        dilation=dilation,
    )
