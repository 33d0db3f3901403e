"""The stack as `unrolled.calc` sees it: how far it fits, and what a unit of it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unrolled import calc
from unrolled.calc import Row, Window
from unrolled.explorables.conv_arithmetic.state import LAST_PLACE

State = Mapping[str, Any]
FLAT = (calc.Linear, calc.GlobalPool)


@dataclass(frozen=True)
class Stack:
    """The layers of a state, as far as they fit.

    Parameters
    ----------
    state : mapping
        Valid.
    """

    state: State

    @cached_property
    def rows(self) -> list[Row]:
        """A row of the network's table per layer that fits, the input first."""
        return self._followed[0]

    @cached_property
    def problem(self) -> str:
        """Why the next layer does not fit; nothing if all do."""
        return self._followed[1]

    @cached_property
    def _followed(self) -> tuple[list[Row], str]:
        s = self.state
        size = [s["size"], s["width"] or s["size"]][: s["axes"]]
        rows = calc.network_table((s["channels"], *size), [])
        for i in range(len(s["kind"])):
            try:
                rows.append(self._row(rows[-1].shape, i))
            except ValueError as error:
                return rows, str(error)
        return rows, ""

    def _row(self, shape: calc.Shape, i: int) -> Row:
        row = calc.network_total(calc.network_table(shape, self.layers(i))[1:])
        if max(row.shape[1:], default=0) > LAST_PLACE + 1:
            raise ValueError(
                f"it makes {row.shape}; at most {LAST_PLACE + 1} in a row are possible"
            )
        return row

    def layers(self, i: int) -> list[calc.Layer]:
        """Layer i; a fully connected one flattens first."""
        one = {name: value[i] for name, value in self.state.items() if isinstance(value, list)}
        kernel = [one["kernel"], one["kernel_width"] or one["kernel"]][: self.state["axes"]]
        moves = one["stride"], one["padding"]
        filters, dilation, groups = one["filters"], one["dilation"], one["groups"]
        bias = bool(one["bias"])
        kinds: dict[str, list[calc.Layer]] = {
            "conv": [calc.Conv(filters, kernel, *moves, dilation, groups, bias)],
            "pool": [calc.Pool(kernel, *moves, dilation)],
            "transposed": [
                calc.ConvTranspose(
                    filters, kernel, *moves, one["output_padding"], dilation, groups, bias
                )
            ],
            "linear": [calc.Flatten(), calc.Linear(filters, bias)],
            "global": [calc.GlobalPool()],
            "norm": [calc.BatchNorm()],
        }
        return kinds[one["kind"]]

    def weight(self, i: int) -> tuple[int, ...]:
        """Shape of layer i's weight in PyTorch's order; nothing where it has none."""
        (*_, layer), shape = self.layers(i), self.rows[i].shape
        match layer:
            case calc.Linear():
                return layer.units, calc.Flatten().output_shape(shape)[0]
            case calc.Conv() | calc.ConvTranspose():
                transposed = isinstance(layer, calc.ConvTranspose)
                return calc.conv_weight_shape(
                    shape[0],
                    layer.filters,
                    layer.kernel,
                    groups=layer.groups,
                    transposed=transposed,
                )
        return ()

    def sizes(self, i: int) -> tuple[int, ...]:
        """Places of map i along each axis; 1 where rows and columns are gone."""
        shape = self.rows[i].shape
        return shape[1:] or (1,) * int(self.state["axes"])

    def window(self, i: int, axis: int) -> Window:
        """Layer i along one axis; what reads all there is has a window as wide."""
        (*_, layer) = self.layers(i)
        if isinstance(layer, calc.Conv | calc.Pool | calc.ConvTranspose):
            s, sides = self.state, layer.kernel
            side = sides if isinstance(sides, int) else sides[axis]
            return Window(side, s["stride"][i], s["padding"][i], s["dilation"][i])
        return Window(self.sizes(i)[axis] if isinstance(layer, FLAT) else 1)

    def seen(self, layer: int, axis: int, unit: int) -> list[list[int]]:
        """What a unit depends on along one axis, in each map from the input to its own."""
        found = [[unit]]
        for i in reversed(range(layer)):
            window, size = self.window(i, axis), self.sizes(i)[axis]
            below = _stamps if self.state["kind"][i] == "transposed" else _reads
            places = {place for one in found[0] for place in below(window, size, one)}
            found.insert(0, sorted(places))
        return found


def _reads(window: Window, size: int, unit: int) -> list[int]:
    return calc.seen_pixels([window], size, unit)


def _stamps(window: Window, size: int, unit: int) -> list[int]:
    """Places whose stamp reaches this one: they lie a stride apart, and the padding is cut off."""
    tapped = [unit + window.padding - tap * window.dilation for tap in range(window.kernel)]
    places = [divmod(place, window.stride) for place in tapped]
    return [place for place, rest in places if rest == 0 and 0 <= place < size]
