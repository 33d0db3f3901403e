"""A segmentation network and the sizes in it, through `unrolled.calc`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from unrolled import calc
from unrolled.explorables.segmentation_sizer.state import SIDE

FARTHEST = 256  # pixels, when a larger image is looked for that comes back


class Step(NamedTuple):
    """One layer of the decoder along one axis.

    Attributes
    ----------
    raw : int
        What it makes; 0 if nothing is left.
    target : int
        The size in the encoder that it has to meet.
    extra : int
        Output padding.
    after : int
        Its size once it is mended.
    """

    raw: int
    target: int
    extra: int
    after: int


class Axis(NamedTuple):
    """What happens along one axis: sizes on the way down, in the middle, and on the way up.

    Attributes
    ----------
    down : list of int
        From the image on, as far as the layers fit.
    middle : int
        0 if nothing gets there.
    up : list of Step
        As far as something arrives.
    stop : str
        What stopped the image: "encoder", "dense", "decoder" or "skip"; nothing if it got through.
    """

    down: list[int]
    middle: int
    up: list[Step]
    stop: str


@dataclass(frozen=True)
class Network:
    """The network of a state.

    Parameters
    ----------
    state : mapping
        Valid.
    """

    state: Mapping[str, Any]

    def down(self, size: int) -> list[int]:
        """Sizes in the encoder, as far as the layers fit."""
        s, sizes = self.state, [size]
        for kind, *window in zip(s["kind"], s["kernel"], s["stride"], s["padding"], strict=True):
            shrink = calc.pool_output_size if kind == "pool" else calc.conv_output_size
            try:
                sizes.append(shrink(sizes[-1], *window))
            except ValueError:
                break
        return sizes

    @cached_property
    def built(self) -> int:
        """Side of the map that the fully connected layer was built for; 0 if there is none."""
        sizes = self.down(self.state["built_for"])
        return sizes[-1] if len(sizes) > len(self.state["kind"]) else 0

    @cached_property
    def mirrored(self) -> list[int]:
        """Layers of the encoder that the decoder takes back, in its order."""
        layers = reversed(range(len(self.state["kind"])))
        match self.state["decoder"]:
            case "mirror":
                return list(layers)
            case "double" | "resize":
                return [i for i in layers if self.state["stride"][i] > 1]
            case "scale":
                return [0]
        return []

    def window(self, i: int) -> tuple[int, int, int] | None:
        """Kernel, stride and padding of the transposed convolution that takes back layer i."""
        stride = self.state["stride"][i]
        if self.state["decoder"] == "mirror":
            return self.state["kernel"][i], stride, self.state["padding"][i]
        if self.state["decoder"] == "double":  # as many times as large, to the pixel
            kernel = 2 * stride - stride % 2
            return kernel, stride, (kernel - stride) // 2
        return None

    def _made(self, i: int, size: int) -> dict[int, int]:
        """What the decoder can make of a size when it takes back layer i, by output padding."""
        s, window = self.state, self.window(i)
        if not window:
            return {0: size * (s["scale"] if s["decoder"] == "scale" else s["stride"][i])}
        found = {}
        for extra in range(window[1]):
            with suppress(ValueError):  # nothing is left
                found[extra] = calc.conv_transpose_output_size(size, *window, extra)
        return found

    def _step(self, i: int, size: int, target: int, mend: str) -> Step:
        s, made, extra = self.state, self._made(i, size), 0
        if mend == "output_padding":
            extra = next((extra for extra, side in made.items() if side == target), 0)
        raw, after = made.get(0, 0), made.get(extra, 0)
        if not after:
            return Step(0, target, 0, 0)
        if s["skip"] == "concat" or i == self.mirrored[-1]:  # there is something to meet
            after = {"crop": min(after, target), "pad": target}.get(mend, after)
        return Step(raw, target, extra, after)

    def axis(self, size: int, mend: str, *, passes: bool = False) -> Axis:
        """Follow one axis; `passes` if the fully connected layer takes what arrives."""
        s, down = self.state, self.down(size)
        if len(down) <= len(s["kind"]):
            return Axis(down, 0, [], "encoder")
        middle = down[-1]
        if s["middle"] in ("dense", "adaptive"):
            fits = s["middle"] == "adaptive" or middle == self.built
            if not self.built or not (fits or passes):
                return Axis(down, 0, [], "dense")
            middle = 1 if s["decoder"] == "none" else self.built
        up: list[Step] = []
        for i in self.mirrored:
            final = i == self.mirrored[-1]
            before = up[-1].after if up else middle
            up.append(self._step(i, before, size if final else down[i], mend))
            if not up[-1].after:
                return Axis(down, middle, up, "decoder")
            meets = mend == "crop" or up[-1].after == up[-1].target  # or both are cropped
            if not final and s["skip"] == "concat" and not meets:
                return Axis(down, middle, up, "skip")
        return Axis(down, middle, up, "")

    def end(self, found: Axis) -> int:
        """The side of what comes out, behind the last convolution; 0 if nothing does."""
        if found.stop:
            return 0
        side = found.up[-1].after if found.up else found.middle
        kernel = self.state["fine_kernel"]
        if not self.state["fine"]:
            return side
        return calc.conv_output_size(side, kernel, 1, kernel // 2)

    def comes_back(self, size: int, mend: str) -> bool:
        """Whether a side passes and, if there is a decoder, comes back as it was."""
        found = self.axis(size, mend)
        return not found.stop and (self.state["decoder"] == "none" or self.end(found) == size)

    @cached_property
    def _back(self) -> list[bool]:
        """Whether sides from 0 on come back without mending."""
        return [side > 0 and self.comes_back(side, "none") for side in range(SIDE + FARTHEST)]

    def padded(self, size: int) -> int:
        """The next side that comes back, up to which an image is padded; the side if none does."""
        sides = range(size, min(size + FARTHEST, len(self._back)))
        return next((side for side in sides if self._back[side]), size)

    def works(self, sides: range) -> list[int]:
        """What becomes of square images: 0 stops, 1 gets through, 2 comes back as it was."""
        mend, found = self.state["mend"], []
        for side in sides:
            put, how = (self.padded(side), "none") if mend == "input" else (side, mend)
            stops = self.axis(put, how).stop
            found.append(2 if self.comes_back(put, how) else 0 if stops else 1)
        return found
