"""How large the output of a convolution is.

A size may be one axis (an int) or several (a tuple, height before width); the other arguments are
an int for all axes or a tuple with one entry per axis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, overload

from unrolled.calc._checks import extents, natural

Extent = int | Sequence[int]
Padding = Extent | Literal["same", "valid"]


def per_axis(
    size: Extent, f: Callable[..., int], least: dict[str, int], **options: Extent
) -> int | tuple[int, ...]:
    """Apply `f` axis by axis; `least` holds the smallest value of each option."""
    axes = len(size) if isinstance(size, Sequence) and not isinstance(size, str) else 1
    sizes = extents("size", size, axes, least=1)
    columns = [extents(name, options[name], axes, least=least[name]) for name in options]
    results = tuple(f(*row) for row in zip(sizes, *columns, strict=True))
    return results if isinstance(size, Sequence) else results[0]


def _conv(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    reach, padded = dilation * (kernel - 1) + 1, size + 2 * padding
    if reach > padded:
        raise ValueError(
            f"kernel {kernel} with dilation {dilation} covers {reach}; "
            f"it must not be more than the padded size, {size} + 2 · {padding} = {padded}"
        )
    return (padded - reach) // stride + 1


@overload
def conv_output_size(
    size: int, kernel: int, stride: int = 1, padding: int | str = 0, dilation: int = 1
) -> int: ...
@overload
def conv_output_size(
    size: Sequence[int],
    kernel: Extent,
    stride: Extent = 1,
    padding: Extent | str = 0,
    dilation: Extent = 1,
) -> tuple[int, ...]: ...
def conv_output_size(
    size: Extent,
    kernel: Extent,
    stride: Extent = 1,
    padding: Extent | str = 0,
    dilation: Extent = 1,
) -> int | tuple[int, ...]:
    """Size of the output of a convolution.

    Parameters
    ----------
    size : int or tuple of int
        Input, at least 1.
    kernel, stride, dilation : int or tuple of int
        At least 1 each.
    padding : int, tuple of int, "valid" or "same"
        Zeros on either side. "valid" is none; "same" is as many as keep the size when the stride
        is 1. For larger strides "same" follows Keras, ⌈size / stride⌉; torch refuses it.

    Returns
    -------
    int or tuple of int
        ⌊(size + 2 · padding - dilation · (kernel - 1) - 1) / stride⌋ + 1

    Raises
    ------
    ValueError
        If an argument is too small, or the kernel does not fit into the padded input.
    TypeError
        If an argument is not an integer.

    Source
    ------
    `torch.nn.Conv2d`; Dumoulin, Visin, A guide to convolution arithmetic (2016), relation 6.

    Examples
    --------
    TUM, CNN and receptive field, 4b: ⌊(26 + 2 - 7) / 3⌋ + 1.

    >>> conv_output_size(26, 7, stride=3, padding=1)
    8
    >>> conv_output_size((28, 32), 3, padding="same")
    (28, 32)
    """
    least = {"kernel": 1, "stride": 1, "dilation": 1, "padding": 0}
    if padding == "same":
        return per_axis(
            size,
            lambda n, _kernel, s, _dilation: -(-n // s),
            least,
            kernel=kernel,
            stride=stride,
            dilation=dilation,
        )
    if isinstance(padding, str) and padding != "valid":
        raise ValueError(f"padding is {padding!r}; it may be 'same', 'valid' or integers")
    return per_axis(
        size,
        _conv,
        least,
        kernel=kernel,
        stride=stride,
        padding=0 if isinstance(padding, str) else padding,
        dilation=dilation,
    )


def same_padding(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """How many zeros padding="same" puts before and after one axis.

    Parameters
    ----------
    size, kernel, stride, dilation : int
        At least 1 each.

    Returns
    -------
    before, after : int
        `after` is larger by one if their sum is odd, as with an even kernel.

    Raises
    ------
    ValueError
        If an argument is below 1.
    TypeError
        If an argument is not an integer.

    Source
    ------
    `torch.nn.Conv2d` for stride 1, Keras' `Conv2D` for all strides.

    Examples
    --------
    >>> same_padding(28, 5), same_padding(28, 4), same_padding(28, 3, stride=2)
    ((2, 2), (1, 2), (0, 1))
    """
    n, k = natural("size", size, least=1), natural("kernel", kernel, least=1)
    s, d = natural("stride", stride, least=1), natural("dilation", dilation, least=1)
    total = max(0, (-(-n // s) - 1) * s + d * (k - 1) + 1 - n)
    return total // 2, total - total // 2


def _conv_transpose(
    size: int, kernel: int, stride: int, padding: int, output_padding: int, dilation: int
) -> int:
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"output_padding is {output_padding}; it must be smaller than stride {stride} "
            f"or dilation {dilation}"
        )
    result = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1
    if result < 1:
        raise ValueError(f"padding is {padding}; it leaves an output of size {result}")
    return result


@overload
def conv_transpose_output_size(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int: ...
@overload
def conv_transpose_output_size(
    size: Sequence[int],
    kernel: Extent,
    stride: Extent = 1,
    padding: Extent = 0,
    output_padding: Extent = 0,
    dilation: Extent = 1,
) -> tuple[int, ...]: ...
def conv_transpose_output_size(
    size: Extent,
    kernel: Extent,
    stride: Extent = 1,
    padding: Extent = 0,
    output_padding: Extent = 0,
    dilation: Extent = 1,
) -> int | tuple[int, ...]:
    """Size of the output of a transposed convolution.

    Parameters
    ----------
    size : int or tuple of int
        Input, at least 1.
    kernel, stride, dilation : int or tuple of int
        At least 1 each.
    padding : int or tuple of int
        What the convolution in the other direction would pad; here it is cut off on either side.
    output_padding : int or tuple of int
        Rows added at the end, for the sizes that the stride's rounding made equal; smaller than
        the stride or the dilation.

    Returns
    -------
    int or tuple of int
        (size - 1) · stride - 2 · padding + dilation · (kernel - 1) + output_padding + 1

    Raises
    ------
    ValueError
        If an argument is too small, `output_padding` too large, or nothing is left.
    TypeError
        If an argument is not an integer.

    Source
    ------
    `torch.nn.ConvTranspose2d`; Dumoulin, Visin (2016), relation 14.

    Examples
    --------
    >>> conv_transpose_output_size(7, 4, stride=2, padding=1)
    14
    """
    least = {"kernel": 1, "stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
    return per_axis(
        size,
        _conv_transpose,
        least,
        kernel=kernel,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
    )
