"""SegmentationSizer: the sizes in an encoder and a decoder, and what keeps an image out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Int, Unicode

from unrolled.explorables import _lists
from unrolled.explorables._base import Explorable
from unrolled.explorables.segmentation_sizer import counts
from unrolled.explorables.segmentation_sizer.network import Axis, Network
from unrolled.explorables.segmentation_sizer.state import LISTS, checked

SIDES = 320  # square images that are tried
STOPS = ("", "encoder", "dense", "decoder", "skip")
PLACES = (
    "",
    "in the encoder: a window does not fit",
    "at the fully connected layer, which was built for another size",
    "in the decoder: nothing is left",
    "at a skip connection whose two sizes do not meet",
)


class SegmentationSizer(Explorable):
    """An image on its way down an encoder and up a decoder: which sizes meet, and which do not.

    What is said per layer of the encoder may be one number for all layers or a list.

    Parameters
    ----------
    kind : list of str
        1 to 6 layers of the encoder, each conv or pool.
    filters, kernel, stride, padding : int or list of int
        Of each: from 1 to 16384 (of a convolution), 1 to 64, 1 to 8, 0 to 32.
    height, width : int
        Of the image in pixels, from 1 to 512.
    channels : int
        Of the image, from 1 to 16384.
    middle : {"none", "conv", "dense", "adaptive"}
        Between encoder and decoder: nothing, a 1x1 convolution, a fully connected layer, or one
        behind an adaptive pooling to the map that it was built for.
    built_for : int
        Side of the images that the fully connected layer was built for, from 1 to 512.
    code : int
        Maps (without a decoder: units) that the middle makes, from 1 to 16384.
    decoder : {"none", "double", "mirror", "resize", "scale"}
        Nothing, as in a classifier; a transposed convolution for each layer with a stride, which
        multiplies the size by it (kernel 4 and padding 1 for stride 2); one for every layer, with
        that layer's own numbers; upsampling by the stride and a 3x3 convolution; or one upsampling
        by `scale` at the end, behind a 1x1 convolution.
    up_filters : int
        Maps of each layer of the decoder but the last, from 1 to 16384.
    scale : int
        Of the decoder "scale", from 1 to 64.
    skip : {"none", "concat"}
        Whether what a layer of the encoder got is put beside what the decoder made again.
    mend : {"none", "crop", "pad", "output_padding", "input"}
        What is done about sizes that do not meet: nothing; the larger is cropped; the upsampled
        map gets rows of zeros; the transposed convolution gets output padding; the image is
        padded, as far as 255 pixels, and the result cut.
    classes : int
        Maps (units) at the end, from 1 to 16384.
    fine, fine_kernel : int
        Classes and kernel of a convolution behind the network, from 0 (there is none) to 16384,
        and from 1 to 15; its padding is half of the kernel.

    Raises
    ------
    StateError
        If a value is not possible. An image that does not pass is no error: see `compute`.

    Source
    ------
    TUM, segmentation sheet, 3.3, 3.4 and 3.6; TUM, 256x256 sheet, 7e and 7f; TUM, digits sheet, 7b
    and 7c; TUM 2019, problem 4e; FAU 6.1.

    Examples
    --------
    >>> sizer = SegmentationSizer(height=100, width=200)
    >>> sizer.compute()["out"]
    [96, 192]
    >>> sizer.mend = "output_padding"
    >>> sizer.compute()["out"]
    [100, 200]
    """

    kind = AnyTrait(["conv", "conv", "conv", "conv"]).tag(sync=True)
    filters = AnyTrait(32).tag(sync=True)
    kernel = AnyTrait(4).tag(sync=True)
    stride = AnyTrait(2).tag(sync=True)
    padding = AnyTrait(1).tag(sync=True)
    height = Int(100).tag(sync=True)
    width = Int(100).tag(sync=True)
    channels = Int(3).tag(sync=True)
    middle = Unicode("none").tag(sync=True)
    built_for = Int(64).tag(sync=True)
    code = Int(40).tag(sync=True)
    decoder = Unicode("double").tag(sync=True)
    up_filters = Int(20).tag(sync=True)
    scale = Int(4).tag(sync=True)
    skip = Unicode("none").tag(sync=True)
    mend = Unicode("none").tag(sync=True)
    classes = Int(5).tag(sync=True)
    fine = Int(0).tag(sync=True)
    fine_kernel = Int(1).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state, with lists for all that is said per layer."""
        return checked(super().check(state))

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return `state` after `changes`; with another number of layers the lists end or go on."""
        return _lists.merged(state, changes, "kind", LISTS)

    def compute(self) -> dict[str, Any]:
        """Follow the image.

        Returns
        -------
        dict
            stop: 0 if the image gets through, 1 to 4 if it stops in the encoder, at the fully
            connected layer, in the decoder or at a skip connection; fits, layers of the encoder
            that fit; steps, layers of the decoder that something arrives at. padded (2,), the
            image once padded. down (layers + 1, 2) and down_maps; middle_size (2,), middle_maps;
            per layer of the decoder raw, target, extra and up, its size once mended, (n, 2 each),
            up_inputs and up_maps; out (2,), out_maps. built_side, dense_expected, dense_inputs and
            dense_outputs, of the fully connected layer. down_parameters, middle_parameters,
            up_parameters, last_parameters (of a last layer that is not part of the decoder),
            fine_parameters and total_parameters. All are 0 where nothing arrives. works (320,):
            whether square images from 1 to 320 stop, 0, get through, 1, or come back with their
            size, 2 (without a decoder: get through).
        """
        network, image = Network(self.state()), [self.height, self.width]
        padded = [network.padded(side) for side in image] if self.mend == "input" else image
        mend = "none" if self.mend == "input" else self.mend
        axes = [network.axis(side, mend) for side in padded]
        dense = counts.dense(network, axes)
        if self.middle == "dense" and dense["dense_inputs"]:
            # A layer of weights counts its inputs; it cannot know how they lay in the map.
            passes = dense["dense_inputs"] == dense["dense_expected"]
            axes = [network.axis(side, mend, passes=passes) for side in padded]
        stop = min((STOPS.index(axis.stop) for axis in axes if axis.stop), default=0)
        return {
            "stop": stop,
            "padded": padded,
            **dense,
            **self._sizes(network, axes, stop),
            **counts.parameters(network, dense),
            "works": network.works(range(1, SIDES + 1)),
        }

    def _sizes(self, network: Network, axes: list[Axis], stop: int) -> dict[str, Any]:
        """Sizes of all maps, as far as the image gets."""
        layers, many = len(self.kind), len(network.mirrored)
        fits = min(len(axis.down) for axis in axes) - 1
        steps = min(len(axis.up) for axis in axes)
        down = np.zeros((layers + 1, 2), int)
        down[: fits + 1] = np.transpose([axis.down[: fits + 1] for axis in axes])
        up = np.zeros((4, many, 2), int)
        for a, axis in enumerate(axes):
            up[:, :steps, a] = np.reshape(axis.up[:steps], (steps, 4)).T
        ends = [0 if stop else network.end(axis) for axis in axes]
        if self.mend == "input" and many:  # the result is cut as the image was padded
            ends = [min(pair) for pair in zip(ends, (self.height, self.width), strict=True)]
        return {
            "fits": fits,
            "steps": steps,
            "down": down,
            "middle_size": [0 if stop in (1, 2) else axis.middle for axis in axes],
            **dict(zip(("raw", "target", "extra", "up"), up, strict=True)),
            "out": ends,
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured part by part."""
        found = self.compute()
        maps = np.concatenate([found["down"], found["up"]])
        frame = max(maps[:, 1].max(), 1.6 * maps[:, 0].max())  # pixels that are 96 px wide
        rows = np.maximum(46, 96 * found["down"][:, 0] / frame + 6)
        classifies = self.decoder == "none"
        middle = 52 if classifies or self.middle != "none" else 0
        boxes = 3 + (self.middle in ("dense", "adaptive")) + (self.decoder == "scale")
        wide = round(692 + rows.sum() + middle - 18 * classifies) + 48 * max(boxes - 4, 0)
        narrow = 783 + 47 * len(rows) + middle + 48 * boxes - 19 * classifies
        return wide, narrow

    def alt(self) -> str:
        """Say the sizes on the way down and up, and what stops the image."""
        found = self.compute()
        down = ", ".join(f"{h} × {w}" for h, w in found["down"][: found["fits"] + 1])
        said = f"An image of {self.height} × {self.width} in an encoder: {down}."
        if found["steps"]:
            up = ", ".join(f"{h} × {w}" for h, w in found["up"][: found["steps"]])
            said += f" The decoder makes {up}."
        if found["stop"]:
            return f"{said} The image stops {PLACES[found['stop']]}."
        high, wide = found["out"]
        return f"{said} Out come {found['out_maps']} maps of {high} × {wide}."
