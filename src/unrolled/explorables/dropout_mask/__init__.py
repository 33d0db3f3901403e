"""DropoutMask: what is dropped, by which coins, and what many masks make of an output."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Bool, Float, Int, List, Unicode

from unrolled.explorables._base import Explorable
from unrolled.explorables._random import uniform
from unrolled.explorables.dropout_mask import layer
from unrolled.explorables.dropout_mask.state import checked, coins

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
FEW = 10  # coins whose masks can all be gone through


class DropoutMask(Explorable):
    """One number, read from a layer of which parts are dropped: y = g(sum of what is kept).

    The units' output is sum of out_j values_j; each weight of a unit brings an equal part of its
    value. Feature maps are read by their mean, a softmax by the sum of its outputs.

    Parameters
    ----------
    what : {"units", "weights", "maps", "entries", "outputs"}
        What one coin decides about: a unit of a dense layer, one of its weights (DropConnect), a
        feature map, one entry of it, or an output of a softmax.
    rate : float
        Probability of being dropped, from 0 to 0.95.
    scaling : {"train", "test"}
        Whether what is kept is divided by 1 - rate in training, or all is multiplied by it at test
        time.
    training : bool
        Whether a training step is in view, or test time.
    seed : int
        Of the masks, from 0 to 9999.
    mask : None or list of 0 and 1
        What is kept, one number for each coin, set by hand; None: the first that is drawn.
    masks : int
        How many are drawn for mean and spread, from 1 to 500.
    values, out : list of float
        Of 1 to 20 units, from -100 to 100, and their weights in the output.
    activation : {"identity", "sigmoid", "tanh"}
        g, of the output.
    inputs : int
        Of each unit, from 1 to 25.
    channels, size : int
        1 to 12 maps of 1 to 6 rows and columns.
    probs : list of float
        Of 1 to 6 classes.
    label, batch : int
        The right class, from 1, and the number of examples, from 1 to 64.

    Raises
    ------
    StateError
        If a value is not possible or lengths do not fit.

    Source
    ------
    TUM 2019, problems 1f and 2l; FAU, question 1.7; BITS mid-semester 2022-23, 1c. Srivastava et
    al., Dropout (2014); Wan et al., Regularization of neural networks using DropConnect (2013).

    Examples
    --------
    >>> found = DropoutMask(values=[3, 3, 3, 3], rate=0.5, mask=[1, 0, 1, 1]).compute()
    >>> found["train_values"], found["y"], found["test_y"]
    (array([6., 0., 6., 6.]), 4.5, 3.0)
    """

    what = Unicode("units").tag(sync=True)
    rate = Float(0.5).tag(sync=True)
    scaling = Unicode("train").tag(sync=True)
    training = Bool(True).tag(sync=True)
    seed = Int(1).tag(sync=True)
    mask = AnyTrait(None, allow_none=True).tag(sync=True)
    masks = Int(400).tag(sync=True)
    values = List([0.9, -0.5, 0.4, 0.8, -0.7, 0.2, 0.6, -0.9]).tag(sync=True)
    out = List([1, 0.5, -1, 0.75, -0.5, 1, 0.25, -0.5]).tag(sync=True)
    activation = Unicode("identity").tag(sync=True)
    inputs = Int(5).tag(sync=True)
    channels = Int(8).tag(sync=True)
    size = Int(4).tag(sync=True)
    probs = List([0.5, 0.2, 0.2, 0.1]).tag(sync=True)
    label = Int(1).tag(sync=True)
    batch = Int(4).tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Drop a mask that does not fit any more; new units are averaged."""
        s = {**state, **changes}
        try:
            counts = coins(s)
            if "out" not in changes and len(s["out"]) != counts["units"]:
                s["out"] = [1 / counts["units"]] * counts["units"]
            if "mask" not in changes and s["mask"] and len(s["mask"]) != counts[s["what"]]:
                s["mask"] = None
        except (KeyError, TypeError, ZeroDivisionError):
            pass  # `checked` says what is wrong
        return s

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `state.ts` have the rules."""
        return checked(state, super().check(state))

    def compute(self) -> dict[str, Any]:
        """Apply the mask, draw many others, and leave it out.

        Returns
        -------
        dict
            coins_units, coins_weights, coins_maps, coins_entries: tosses of one example. mask and
            kept, how many; factor of what is kept in training, and test_factor. train_values and
            test_values: units, entries or classes after dropout and at test time. full, the sum
            without dropout; sum, that of this mask; y = g(sum), test_y. mean and sd of y over the
            masks drawn; expected and deviation of the sum over all there are; ensemble, the mean of
            y over all of them, where there are at most 10 coins. guess: correlation of dropped
            entries with the mean of those neighbours that are left. loss of the right class,
            loss_plain without dropout, and chance that in a batch one is dropped, for outputs;
            None where it does not apply, and for a logarithm of 0.
        """
        s = self.state()
        counts, masks = coins(s), self._masks()
        many = counts[self.what]
        mask = masks[0] if self.mask is None else np.array(self.mask, dtype=bool)
        one, whole = mask[None], np.ones((1, many), dtype=bool)
        factor, test_factor = layer.factors(s)
        value = float(layer.read(s, one)[0])
        full = float(layer.read(s, whole)[0] / factor)
        y, left = self.samples(), layer.drop(s, one)[0].ravel()
        keep, terms = 1 - self.rate, layer.terms(s)
        found: dict[str, Any] = {f"coins_{n}": v for n, v in counts.items() if n != "outputs"}
        return found | {
            "mask": mask.astype(float),
            "kept": int(mask.sum()),
            "factor": factor,
            "test_factor": test_factor,
            "train_values": left,
            "test_values": layer.values(s).ravel() * test_factor + 0.0,
            "full": full,
            "sum": value,
            "y": float(layer.activate(s, value)),
            "test_y": float(layer.activate(s, full * test_factor)),
            "mean": float(layer.snap(y.mean())),
            "sd": float(layer.snap(y.std())),
            "expected": full * keep * factor,
            "deviation": factor * float(np.sqrt(self.rate * keep * (terms**2).sum())),
            "ensemble": layer.ensemble(s) if many <= FEW else None,
            "guess": layer.guess(s, mask) if self.what == "entries" else None,
            **layer.right_class(s, left),
        }

    def samples(self) -> Array:
        """Return the outputs y of the masks that are drawn, one after the other."""
        s = self.state()
        return layer.activate(s, layer.read(s, self._masks()))

    def _masks(self) -> NDArray[np.bool_]:
        many = coins(self.state())[self.what]
        drawn = np.fromiter(islice(uniform(self.seed), many * self.masks), float)
        return (drawn >= self.rate).reshape(self.masks, many)

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 961, 1223

    def figure(self) -> Figure:
        """Draw the mask, and the outputs of many masks."""
        from unrolled.explorables.dropout_mask.figure import draw

        return draw(self)

    def alt(self) -> str:
        """Say what is kept, and mean and spread of the output."""
        from unrolled.explorables.dropout_mask.figure import describe

        return describe(self)
