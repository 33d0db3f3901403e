"""Which part of the input a unit sees, along one axis, through a stack of windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from unrolled.calc._checks import natural
from unrolled.calc.sizes import conv_output_size


class Window(NamedTuple):
    """A convolution or a pooling along one axis.

    Attributes
    ----------
    kernel, stride, dilation : int
        At least 1.
    padding : int
        On either side, at least 0.

    Source
    ------
    Arguments as those of `conv_output_size`.

    Examples
    --------
    >>> Window(7, stride=2, padding=3)
    Window(kernel=7, stride=2, padding=3, dilation=1)
    """

    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1


class Field(NamedTuple):
    """The receptive field of the units of one layer, as if the input had no border.

    Attributes
    ----------
    size : int
        Pixels from the first that a unit sees to the last, both included.
    jump : int
        Pixels of the input between two neighbouring units; the product of the strides.
    start : int
        First pixel that unit 0 sees, counted from 0; negative where that is padding.

    Source
    ------
    Araujo, Norris, Sim, Computing receptive fields of convolutional neural networks (2019).

    Examples
    --------
    >>> field = Field(size=5, jump=2, start=-2)
    >>> field.centre, field.span(3)
    (Fraction(0, 1), (4, 8))
    """

    size: int
    jump: int
    start: int

    @property
    def centre(self) -> Fraction:
        """Middle of what unit 0 sees; between two pixels for even sizes."""
        return self.start + Fraction(self.size - 1, 2)

    def span(self, unit: int) -> tuple[int, int]:
        """First and last pixel that a unit sees, as if the input had no border.

        Parameters
        ----------
        unit : int
            Counted from 0.

        Returns
        -------
        first, last : int
            Both included.

        Raises
        ------
        ValueError
            If `unit` is negative.
        TypeError
            If `unit` is not an integer.

        Examples
        --------
        >>> Field(size=5, jump=2, start=-2).span(3)
        (4, 8)
        """
        first = self.start + natural("unit", unit) * self.jump
        return first, first + self.size - 1


def _checked(layers: Iterable[Window]) -> list[Window]:
    least = Window(1, 1, 0, 1)
    windows = []
    for i, layer in enumerate(layers):
        window = Window(*layer)
        values = zip(Window._fields, window, least, strict=True)
        windows.append(Window(*(natural(f"layers[{i}].{n}", v, least=low) for n, v, low in values)))
    return windows


def receptive_fields(layers: Iterable[Window]) -> list[Field]:
    """Receptive fields after each layer of a stack.

    Parameters
    ----------
    layers : iterable of Window
        From the input on; plain tuples (kernel, stride, padding, dilation) will do.

    Returns
    -------
    list of Field
        One per layer: size grows by (kernel - 1) · dilation · jump, jump by the factor stride,
        and start moves by -padding · jump.

    Raises
    ------
    ValueError
        If a number is too small.
    TypeError
        If a number is not an integer.

    Source
    ------
    Araujo, Norris, Sim, Computing receptive fields of convolutional neural networks (2019).

    Examples
    --------
    TUM 2019, problem 4a: three 3x3 convolutions.

    >>> receptive_fields([Window(3), Window(3), Window(3)])[-1].size
    7
    >>> receptive_fields([Window(7, stride=2, padding=3), Window(3, stride=2, padding=1)])
    [Field(size=7, jump=2, start=-3), Field(size=11, jump=4, start=-5)]
    """
    size, jump, start = 1, 1, 0
    fields = []
    for window in _checked(layers):
        size += (window.kernel - 1) * window.dilation * jump
        start -= window.padding * jump
        jump *= window.stride
        fields.append(Field(size, jump, start))
    return fields


def seen_pixels(layers: Iterable[Window], size: int, unit: int) -> list[int]:
    """Pixels of an input of that size which a unit depends on, cut off at the border.

    A unit that looks at the padding of a layer in between sees nothing there, so this can be less
    than the field of `receptive_fields` cut off at the input's own border; and strides larger than
    kernels, or dilation, leave gaps.

    Parameters
    ----------
    layers : iterable of Window
        From the input on.
    size : int
        Pixels of the input, at least 1.
    unit : int
        Of the last layer, counted from 0.

    Returns
    -------
    list of int
        Rising; empty for a unit that sees nothing but padding.

    Raises
    ------
    ValueError
        If a number is too small, a kernel does not fit, or there is no such unit.
    TypeError
        If a number is not an integer.

    Source
    ------
    Definition of the convolution, followed back layer by layer.

    Examples
    --------
    >>> seen_pixels([Window(3, padding=1), Window(3, padding=1)], size=6, unit=0)
    [0, 1, 2]
    >>> seen_pixels([Window(2, dilation=3)], size=6, unit=1)
    [1, 4]
    """
    windows = _checked(layers)
    sizes = _sizes(windows, size)
    if natural("unit", unit) >= sizes[-1]:
        raise ValueError(f"unit is {unit}; the last layer has {sizes[-1]}, counted from 0")
    seen = {unit}
    for window, below in zip(reversed(windows), reversed(sizes[:-1]), strict=True):
        taps = [tap * window.dilation - window.padding for tap in range(window.kernel)]
        wanted = {position * window.stride + tap for position in seen for tap in taps}
        seen = {position for position in wanted if 0 <= position < below}
    return sorted(seen)


def field_cut_off(layers: Sequence[Window], size: int, unit: int) -> tuple[int, int] | None:
    """First and last pixel that a unit depends on, cut off at the border.

    Parameters
    ----------
    layers, size, unit
        As for `seen_pixels`.

    Returns
    -------
    first, last : int
        Both included; None for a unit that sees nothing but padding.

    Raises
    ------
    ValueError
        If a number is too small, a kernel does not fit, or there is no such unit.
    TypeError
        If a number is not an integer.

    Source
    ------
    As for `seen_pixels`.

    Examples
    --------
    >>> field_cut_off([Window(5, padding=2)], size=9, unit=1)
    (0, 3)
    """
    seen = seen_pixels(layers, size, unit)
    return (seen[0], seen[-1]) if seen else None


def _sizes(windows: list[Window], size: int) -> list[int]:
    """Sizes from the input to the last layer."""
    sizes = [natural("size", size, least=1)]
    for window in windows:
        sizes.append(conv_output_size(sizes[-1], *window))
    return sizes
