"""ResidualHighway: a row of residual blocks, and the gradient that comes back through it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Float, Int, Unicode

from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.residual_highway import row
from unrolled.explorables.residual_highway.state import checked, resized

FEW = 5  # blocks whose paths are listed one by one: 32 of them


class ResidualHighway(Explorable):
    """A row of blocks y = s x + F(x), one unit wide, beside the same row without the way past.

    A block has two layers, F(x) = l2 · l1 · x. Its slope is r = l1 · l2, so its factor for a
    gradient is s + r, and r alone without the skip connection.

    Parameters
    ----------
    blocks : int
        From 1 to 60.
    slopes : float or list of float
        r, of all blocks or of each, from -10 to 10. A number of `blocks` that is changed cuts or
        continues lists.
    spread : float
        Standard deviation of what is drawn at random and added to each r, from 0 to 2.
    seed : int
        Of the draw, from 0 to 9999.
    skip : float or list of float
        s, the weight of the skip connection: 1 in a ResNet, 0 if there is none.
    inner : float or list of float
        l1, from 0.01 to 100; the second layer has l2 = r / l1.
    x : float
        What goes in, from -100 to 100.
    relu : {"none", "after_sum", "before_sum"}
        Where a block has ReLUs: nowhere; between its layers and after the sum; or between its
        layers and at the end of its branch.
    block : int
        The block in view, from 1.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    TUM CNN sheet, 4f and 4g; TUM digits sheet, 7e; TUM 2019, 4f. The paths are those of Veit,
    Wilber, Belongie, Residual networks behave like ensembles of relatively shallow networks (2016).

    Examples
    --------
    >>> found = ResidualHighway(blocks=5, slopes=0.1).compute()
    >>> round(float(found["gradient"][0]), 5), round(float(found["plain_gradient"][0]), 7)
    (1.61051, 1e-05)
    """

    blocks = Int(20).tag(sync=True)
    slopes = AnyTrait(0.1).tag(sync=True)
    spread = Float(0.0).tag(sync=True)
    seed = Int(1).tag(sync=True)
    skip = AnyTrait(1.0).tag(sync=True)
    inner = AnyTrait(1.0).tag(sync=True)
    x = Float(1.0).tag(sync=True)
    relu = Unicode("none").tag(sync=True)
    block = Int(1).tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let what is one per block follow the number of blocks."""
        return resized(state, changes)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `model.ts` have the rules."""
        return checked(super().check(state))

    def compute(self) -> dict[str, Any]:
        """Run both rows, and differentiate their ends.

        Returns
        -------
        dict
            r, s, l1, l2 of each block, (L,). With the skip connections: y (L + 1,) from the input
            on; h, the output of the first layer, and F, the branch's, (L,); factor (L,), of each
            block for a gradient; gradient (L + 1,) of the end by each y, gradient_F (L,) by each
            F, grad_l1 and grad_l2 (L,) by the weights. The same without them, all but F and
            gradient_F, under names with `plain_` in front. skip_alone (L + 1,): the part of the
            gradient that takes no branch. Of paths from the end to the input that take
            0, 1, ..., L branches: paths (L + 1,), how many there are, and path_sum (L + 1,), what
            they bring together; path_term (2^L,) for up to 5 blocks, else None: what each path
            brings, where bit k of its number says whether it takes the branch of block k + 1.
        """
        s = row.drawn(self.state())
        ways = np.array([row.ways(s, y, k) for k, y in enumerate(row.run(s)["y"][:-1])])
        past, through = ways.T
        path_sum = np.ones(1)
        for pair in ways:  # a polynomial whose variable counts the branches
            path_sum = np.convolve(path_sum, pair)
        term = np.ones(1)
        for pair in ways[:FEW]:  # with 60 there would be 2^60
            term = np.concatenate([term * pair[0], term * pair[1]])
        return {
            **{name: s[name] for name in ("r", "s", "l1", "l2")},
            **row.differentiated(s),
            "factor": past + through,
            **{f"plain_{k}": v for k, v in row.differentiated({**s, "s": None}).items()},
            "plain_factor": row.plain_factors(s),
            "skip_alone": np.append(np.cumprod(past[::-1])[::-1], 1.0),
            "paths": np.array([math.comb(len(ways), m) for m in range(len(ways) + 1)], dtype=float),
            "path_sum": path_sum,
            "path_term": term if len(ways) <= FEW else None,
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1039, 1287

    def alt(self) -> str:
        """Say what arrives at the start, with the skip connections and without."""
        found = self.compute()
        low, high = float(found["r"].min()), float(found["r"].max())
        slopes = f"r = {show(low)}" if low == high else f"r from {show(low)} to {show(high)}"
        return (
            f"A residual block, and a row of {self.blocks} of them with slopes {slopes}. Of a "
            f"gradient of 1 at the end {show(found['gradient'][0])} arrives at the start with skip "
            f"connections, {show(found['plain_gradient'][0])} without, and "
            f"{show(found['skip_alone'][0])} past all blocks."
        )
