"""ConvArithmetic: a stack of layers, what it costs, and how far each of its units sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Int

from unrolled import calc
from unrolled.explorables import _lists
from unrolled.explorables._base import Explorable
from unrolled.explorables.conv_arithmetic.stack import Stack
from unrolled.explorables.conv_arithmetic.state import LISTS, MOST_LAYERS, checked

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Controls in sight of a layer, and px of so many worked lines on a narrow screen, for `heights`.
CONTROLS = {"conv": 4, "pool": 3, "transposed": 4, "linear": 1, "global": 0, "norm": 0}
LINES = {2: 105, 3: 107, 4: 150, 5: 213}


class ConvArithmetic(Explorable):
    """Sizes, weights, parameters, multiply-adds and receptive fields of a stack of layers.

    What is said per layer may be one number for all layers or a list with one for each. Units and
    pixels are counted from 0.

    Parameters
    ----------
    axes : int
        2 for images, 1 for sequences.
    size, width : int
        Of the input, in pixels from 1 to 512: its height and width, or its length. A width of 0
        makes it square.
    channels : int
        Of the input, from 1 to 16384.
    kind : list of str
        1 to 8 layers: conv, pool, transposed (a transposed convolution), linear (flattens what
        reaches it), global (pooling over the whole map) or norm (batch normalisation).
    filters : int or list of int
        Output channels of a convolution, units of a linear layer; from 1 to 16384.
    kernel, kernel_width : int or list of int
        Sides of the window, from 1 to 256; a kernel_width of 0 makes it square.
    stride, dilation : int or list of int
        From 1 to 16.
    padding : int or list of int
        On either side, from 0 to 128.
    groups : int or list of int
        Of a convolution; they have to divide both numbers of channels.
    bias : int or list of int
        1 with, 0 without.
    output_padding : int or list of int
        Of a transposed convolution, from 0 to 15.
    layer : int
        The one that is looked at, from 1 to 8; where there is none, the last.
    row, column : int
        Its unit, from 0; -1 is the one in the middle, and where there is none, the last. A
        sequence has columns only.

    Raises
    ------
    StateError
        If a value is not possible. A layer that does not fit is no error: see `compute`.

    Source
    ------
    BITS end-semester 2022-23, 1a to 1d and 3a; TUM 2019, problems 1d and 4a to 4d; TUM, CNN sheet,
    4b to 4e; TUM, digits, segmentation and 256x256 sheets; FAU 2.1; Osnabrück 9 and 12.2.

    Examples
    --------
    TUM 2019, 4a and 4b: three convolutions on an image of 224 by 224.

    >>> found = ConvArithmetic(size=224, filters=5).compute()
    >>> found["sizes"][-1].tolist(), found["field"][-1].tolist()
    ([218, 218], [7, 7])
    """

    presets_height = 60, 60  # they have a line of their own

    axes = Int(2).tag(sync=True)
    size = Int(16).tag(sync=True)
    width = Int(0).tag(sync=True)
    channels = Int(3).tag(sync=True)
    kind = AnyTrait(["conv", "conv", "conv"]).tag(sync=True)
    filters = AnyTrait(8).tag(sync=True)
    kernel = AnyTrait(3).tag(sync=True)
    kernel_width = AnyTrait(0).tag(sync=True)
    stride = AnyTrait(1).tag(sync=True)
    padding = AnyTrait(0).tag(sync=True)
    dilation = AnyTrait(1).tag(sync=True)
    groups = AnyTrait(1).tag(sync=True)
    bias = AnyTrait(1).tag(sync=True)
    output_padding = AnyTrait(0).tag(sync=True)
    layer = Int(MOST_LAYERS).tag(sync=True)
    row = Int(-1).tag(sync=True)
    column = Int(-1).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state, with lists for all that is said per layer."""
        return checked(super().check(state))

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return `state` after `changes`; with another number of layers the lists end or go on."""
        return _lists.merged(state, changes, "kind", LISTS)

    def compute(self) -> dict[str, Any]:
        """Follow the input through the stack, and a unit back to the input.

        Returns
        -------
        dict
            fits, the number of layers before the first that does not fit; layer, the one that is
            looked at. With the input first: sizes (layers + 1, axes), maps (layers + 1,), and the
            receptive field without a border, field, jump and start (layers + 1, axes), 0 behind a
            transposed convolution, where it depends on the unit. Per layer: weights
            (layers, axes + 2), the weight's shape in PyTorch's order; biases, parameters, running
            and multiply_adds (layers,), and their totals. All of these are 0 where nothing fits.
            Of the unit, per axis, or None where its layer does not fit: unit; seen, the first and
            last pixel and how many it depends on (-1, -1, 0 for none); span, first and last
            without a border.
        """
        stack, layers, axes = Stack(self.state()), len(self.kind), self.axes
        fits = len(stack.rows) - 1
        rows = [row[2:5] for row in stack.rows[1:]] + [(0, 0, 0)] * (layers - fits)
        parameters, running, multiply_adds = (list(column) for column in zip(*rows, strict=True))
        sizes = np.zeros((layers + 1, axes), int)
        sizes[: fits + 1] = [stack.sizes(i) for i in range(fits + 1)]
        weights = np.zeros((layers, axes + 2), int)
        biases = np.zeros(layers, int)
        for i in range(fits):
            shape = stack.weight(i)
            weights[i, : len(shape)] = shape
            biases[i] = self.filters[i] * self.bias[i] if shape else 0
        return {
            "fits": fits,
            "layer": min(self.layer, layers),
            "sizes": sizes,
            "maps": [row.shape[0] for row in stack.rows] + [0] * (layers - fits),
            "weights": weights,
            "biases": biases,
            "parameters": parameters,
            "running": running,
            "multiply_adds": multiply_adds,
            "total_parameters": sum(parameters),
            "total_running": sum(running),
            "total_multiply_adds": sum(multiply_adds),
            **self._fields(stack, fits),
        }

    def _fields(self, stack: Stack, fits: int) -> dict[str, Any]:
        """Receptive fields of all layers, and what the unit that is looked at sees."""
        layers, layer = len(self.kind), min(self.layer, len(self.kind))
        plain = min(fits, [*self.kind, "transposed"].index("transposed"))
        fields = np.zeros((3, layers + 1, self.axes), int)
        for axis in range(self.axes):
            windows = [stack.window(i, axis) for i in range(plain)]
            fields[:, : plain + 1, axis] = np.transpose(
                [(1, 1, 0), *calc.receptive_fields(windows)]
            )
        found: dict[str, Any] = dict(zip(("field", "jump", "start"), fields, strict=True))
        found.update(unit=None, seen=None, span=None)
        if layer > fits:
            return found
        wanted = [self.row, self.column][-self.axes :]
        unit = [
            n // 2 if one < 0 else min(one, n - 1)
            for one, n in zip(wanted, stack.sizes(layer), strict=True)
        ]
        pixels = [stack.seen(layer, axis, one)[0] for axis, one in enumerate(unit)]
        found["unit"] = unit
        found["seen"] = [(p[0], p[-1], len(p)) if p else (-1, -1, 0) for p in pixels]
        if layer <= plain:
            found["span"] = [
                calc.Field(*map(int, fields[:, layer, axis])).span(one)
                for axis, one in enumerate(unit)
            ]
        return found

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured part by part."""
        below = self.kind[: self.layer]
        lines = self._lines(below)
        stack = 50 * (len(self.kind) + 1)
        panel = 65 + 48 * CONTROLS[below[-1]]
        image = self.axes == 2
        if {"linear", "global"} & set(below):  # no sliders for the unit
            unit = (156, 200) if image else (126, 150)
        else:
            unit = (140, 272) if image else (110, 174)
        wide = (
            max(stack, 243 if image else 0) + unit[0] + max(panel, 209) + round(20 + 23.75 * lines)
        )
        narrow = (
            stack + (209 if image else 0) + unit[1] + panel + 196 + LINES.get(lines, 41 * lines)
        )
        return wide + 255, narrow + 291

    def _lines(self, below: list[str]) -> int:
        """Count the worked lines of the last of these layers."""
        axes = (
            2
            if self.axes == 2 and (self.width not in (0, self.size) or np.any(self.kernel_width))
            else 1
        )
        kind, flat = below[-1], bool({"linear", "global"} & set(below[:-1]))
        size = axes if kind in ("conv", "pool", "transposed") else int(kind != "norm" and not flat)
        weights = 3 if kind in ("conv", "transposed", "linear") else 1
        return size + weights + (1 if "transposed" in below else axes)

    def figure(self) -> Figure:
        """Draw the stack from the side, and what the unit sees."""
        from unrolled.explorables.conv_arithmetic.figure import draw

        return draw(Stack(self.state()), self.compute())

    def alt(self) -> str:
        """Say the sizes, the parameters and what the unit sees."""
        found, stack = self.compute(), Stack(self.state())
        shapes = [" × ".join(map(str, (*row.shape[1:], row.shape[0]))) for row in stack.rows]
        words = [
            f"{kind} makes {shape}" for kind, shape in zip(self.kind, shapes[1:], strict=False)
        ]
        said = f"A stack of layers on an input of {shapes[0]}: {', '.join(words) or 'none fits'}."
        if stack.problem:
            said += f" Layer {found['fits'] + 1} does not fit: {stack.problem}."
        said += f" It has {found['total_parameters']:,} parameters."
        if found["seen"] is not None:
            size = " × ".join(
                str(last - first + 1) if n else "0" for first, last, n in found["seen"]
            )
            said += f" Unit {found['unit']} of layer {found['layer']} sees {size} pixels."
        return said
