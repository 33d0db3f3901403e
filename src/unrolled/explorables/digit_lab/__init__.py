"""DigitLab: three small trained networks on a digit that is moved, drawn on and covered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Float, Int, Unicode

from unrolled import nn
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.digit_lab.networks import (
    ACCURACY,
    BOX,
    DIGITS,
    FIELD,
    MAPS,
    NETWORKS,
    WEIGHTS,
    Array,
    apart,
    largest,
    layers,
    placed,
)
from unrolled.explorables.digit_lab.state import WHITE, checked

LAYERS = *MAPS, "hidden1", "hidden2"
STEPS = 1, 2, 2, 4  # pixels from one place to the next, of the maps in the order of MAPS
NAMES = {
    "perceptron": "the perceptron",
    "lenet": "the small LeNet",
    "maximum": "the global-max CNN",
}


class DigitLab(Explorable):
    """What trained networks see in a digit that is moved, and what they lose when it is covered.

    All three were trained on digits in the middle of a field of 16 by 16 pixels. A perceptron with
    three layers; a small LeNet, whose last layer has a weight for each place of its maps; and a
    network that keeps only the largest value of each map.

    Parameters
    ----------
    digit : str or list of rows
        "digit_0" to "digit_9", which training never saw, or 8 rows of 8 grey levels from 0 to 16.
    right, down : int
        How far the digit is moved, in pixels from -8 to 8.
    edges : {"end", "wrap"}
        What leaves the field is lost and kernels see zeros there, or both go on at the other side.
    network : {"perceptron", "lenet", "maximum"}
        The one whose insides are shown.
    watch : int
        The class whose probability or score is followed, from 0 to 9.
    shown : {"whole", "covered"}
        Whether the patch is put on the digit for all that is shown, not only for the heat map.
    patch : int
        Side of the patch, from 1 to 4.
    cover : float
        Its grey level, from 0 (as the field) to 16.
    row, column : int
        Its upper left corner in the digit's box, from 1 to 8; where it would stick out, the nearest
        at which it does not.
    measure : {"probability", "score"}
        What the patch takes away is measured before or after the softmax.
    unit : list of 4 ints
        A unit of a convolution: layer (1 or 2), map, row and column, each from 1; where there is
        none, the nearest.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    TUM 2019, problems 1g and 2g; FAU, question 2.2. The digits are scikit-learn's.

    Examples
    --------
    >>> lab = DigitLab(digit="digit_0", network="maximum", right=2)
    >>> found = lab.compute()
    >>> found["answers"], found["apart_map1"]
    ([1, 3, 0], 0.0)
    """

    digit = AnyTrait("digit_0").tag(sync=True)
    right = Int(0).tag(sync=True)
    down = Int(0).tag(sync=True)
    edges = Unicode("end").tag(sync=True)
    network = Unicode("lenet").tag(sync=True)
    watch = Int(0).tag(sync=True)
    shown = Unicode("whole").tag(sync=True)
    patch = Int(2).tag(sync=True)
    cover = Float(0).tag(sync=True)
    row = Int(5).tag(sync=True)
    column = Int(2).tag(sync=True)
    measure = Unicode("probability").tag(sync=True)
    unit = AnyTrait([1, 1, 8, 8]).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        return checked(super().check(state))

    def compute(self) -> dict[str, Any]:
        """Run the networks on the field, on the same in its middle, and with each patch.

        Returns
        -------
        dict
            field (16, 16), what the networks see, from 0 to 1; map1, pool1, map2, pool2 (channels,
            rows, columns) of the chosen network or None, hidden1 and hidden2 (16,) or None; scores
            and probabilities (10,); answers and watched (3,), each network's answer and its
            probability of the watched class; watched_centred (3,), that before the move;
            apart_map1, ... (see `apart`) and apart_scores, the largest difference that the move
            makes; whole, left and drop, the measure without and with the patch, and heat, its drop
            for each place of the patch, with heat_highest and heat_lowest; unit_place, ..., the
            chosen unit of a convolution or None; and accuracy (3, 5).
        """
        wrap = self.edges == "wrap"
        box = np.asarray(DIGITS[self.digit] if isinstance(self.digit, str) else self.digit, float)
        corner = min(self.row, BOX + 1 - self.patch), min(self.column, BOX + 1 - self.patch)
        seen = self._covered(box, *corner) if self.shown == "covered" else box
        field = placed(seen, self.right, self.down, wrap) / WHITE
        pair = np.stack([field, placed(seen, 0, 0, wrap) / WHITE])
        every = {name: layers(name, pair, wrap) for name in NETWORKS}
        p = {name: nn.softmax(found["scores"], 1) for name, found in every.items()}
        mine = every[self.network]
        return {
            "field": field,
            **{name: mine[name][0] if name in mine else None for name in LAYERS},
            "scores": mine["scores"][0],
            "probabilities": p[self.network][0],
            "answers": [int(found["scores"][0].argmax()) for found in every.values()],
            "watched": np.array([both[0, self.watch] for both in p.values()]),
            "watched_centred": np.array([both[1, self.watch] for both in p.values()]),
            **self._moved_along(mine, wrap),
            "apart_scores": largest(np.subtract(*mine["scores"])),
            **self._occlusion(box, corner, wrap),
            **self._one_unit(field, mine, wrap),
            "accuracy": ACCURACY,
        }

    def _covered(self, box: Array, row: int, column: int) -> Array:
        """A copy with the patch on it."""
        result = box.copy()
        result[row - 1 : row - 1 + self.patch, column - 1 : column - 1 + self.patch] = self.cover
        return result

    def _moved_along(self, mine: dict[str, Array], wrap: bool) -> dict[str, float | None]:
        return {
            f"apart_{name}": apart(mine[name], self.right, self.down, step, wrap)
            if name in mine
            else None
            for name, step in zip(MAPS, STEPS, strict=True)
        }

    def _occlusion(self, box: Array, corner: tuple[int, int], wrap: bool) -> dict[str, Any]:
        """Hide each patch in turn; what covers nothing new takes nothing away."""
        side = BOX + 1 - self.patch
        places = [(i + 1, j + 1) for i in range(side) for j in range(side)]
        boxes = [box, *(self._covered(box, *place) for place in places)]
        fields = [placed(one, self.right, self.down, wrap) / WHITE for one in boxes]
        scores = layers(self.network, np.stack(fields), wrap)["scores"]
        values = (scores if self.measure == "score" else nn.softmax(scores, 1))[:, self.watch]
        same = [np.array_equal(one, fields[0]) for one in fields]
        left = np.where(same, values[0], values)[1:]
        heat = (values[0] - left).reshape(side, side)
        here = corner[0] - 1, corner[1] - 1
        return {
            "whole": float(values[0]),
            "left": float(left.reshape(side, side)[here]),
            "drop": float(heat[here]),
            "heat": heat,
            "heat_highest": float(heat.max()),
            "heat_lowest": float(heat.min()),
        }

    def _one_unit(self, field: Array, mine: dict[str, Array], wrap: bool) -> dict[str, Any]:
        """The chosen unit of a convolution, product by product; None in the perceptron."""
        names = "place", "numbers", "window", "weights", "products", "sums", "bias", "z", "value"
        if self.network == "perceptron":
            return {f"unit_{name}": None for name in names}
        layer, *at = self.unit
        below, maps = field[None], mine["map1"][0]
        if layer == 2:
            below, maps = mine["pool1"][0], mine["map2"][0]
        channel, row, column = (min(i, n) - 1 for i, n in zip(at, maps.shape, strict=True))
        around = np.pad(below, ((0, 0), (1, 1), (1, 1)), mode="wrap" if wrap else "constant")
        window = around[:, row : row + 3, column : column + 3]
        k1, k2, b2, *_ = WEIGHTS[self.network]
        weights = (k1 if layer == 1 else k2)[channel]
        bias = 0.0 if layer == 1 else float(b2[channel])
        products = window * weights
        z = float(products.sum()) + bias
        values = ([channel + 1, row + 1, column + 1], maps[channel], window, weights, products,
                  products.sum(axis=(1, 2)), bias, z, max(z, 0.0))  # fmt: skip
        return {f"unit_{name}": value for name, value in zip(names, values, strict=True)}

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1627, 2628

    def alt(self) -> str:
        """Say what the networks answer, and where a patch costs most."""
        found = self.compute()
        answers = "; ".join(
            f"{NAMES[name]} says {found['answers'][i]}, "
            f"with probability {show(float(found['watched'][i]), 3)} for {self.watch}"
            for i, name in enumerate(NETWORKS)
        )
        row, column = np.unravel_index(found["heat"].argmax(), found["heat"].shape)
        return (
            f"A digit in a field of {FIELD} by {FIELD} pixels, moved {self.right} to the right and "
            f"{self.down} down: {answers}. A patch of {self.patch} by {self.patch} pixels takes "
            f"most from the {self.measure} of {self.watch} at row {row + 1}, column {column + 1} "
            f"of the digit: {show(found['heat_highest'], 3)}."
        )
