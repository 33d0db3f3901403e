"""MlpStepper: a small network, forwards, backwards and through updates, with every number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Float, Int, List, Unicode

from unrolled.explorables._base import Explorable
from unrolled.explorables.mlp_stepper.network import run
from unrolled.explorables.mlp_stepper.state import checked, resized


class MlpStepper(Explorable):
    """A fully connected network of up to three layers: d = aᵀ W + b and a = f(d) in each.

    Weights are numbered as in the exams, w_ij from i to j: row i of a matrix belongs to value i
    that the layer reads, column j to its unit j. (`torch.nn.Linear.weight` is the transpose.)

    Parameters
    ----------
    x : list of float
        1 to 3 inputs. All numbers are from -100 to 100.
    weights : list of list, shapes (inputs, units), (units, units), ...
        1 to 3 matrices; a layer has 1 to 4 units.
    biases : None or list of list of float
        One for each unit, or none at all.
    activations : list of {"identity", "relu", "tanh", "sigmoid"}
        Of each layer.
    target : list of float
        One for each output; from 0 to 1 for the cross-entropies.
    loss : str
        half_squared, squared (both summed over the outputs), half_mean_squared, mean_squared,
        binary (summed), mean_binary, or categorical: the cross-entropy of the outputs' softmax.
        The binary ones want a sigmoid in the last layer.
    penalty : float
        λ of a penalty λ ‖w‖² on the weights, not the biases; from 0 to 10.
    learning_rate, momentum : float
        Of SGD, velocity u = momentum · u + gradient, as torch has it; up to 10 and up to 1.
    updates : int
        How many updates have been made since the given weights, 0 to 100; they stop before one
        that would take a weight beyond 100.
    stage : int
        How far the reader has stepped: 0 inputs, then each layer, the loss, each layer backwards,
        and the update, which is 2 · layers + 2.

    Raises
    ------
    StateError
        If a value is not possible or shapes do not fit.

    Source
    ------
    Osnabrück, tasks 4 and 5; BITS mid-semester, questions 2c and 4.

    Examples
    --------
    Osnabrück, task 5, with its dead second unit:

    >>> found = MlpStepper(x=[2, 1], weights=[[[1, 0], [2, -1]], [[0.5], [7]]]).compute()
    >>> found["a1"], found["loss"], found["dL_da1"]
    (array([4., 0.]), 0.5, array([-0.5, -7. ]))
    """

    presets_height = 60, 60  # they have a line of their own

    x = List([2, 1]).tag(sync=True)
    weights = List([[[1, 0], [2, -1]], [[0.5], [7]]]).tag(sync=True)
    biases = AnyTrait(None, allow_none=True).tag(sync=True)
    activations = List(["relu", "relu"]).tag(sync=True)
    target = List([3]).tag(sync=True)
    loss = Unicode("half_squared").tag(sync=True)
    penalty = Float(0.0).tag(sync=True)
    learning_rate = Float(0.05).tag(sync=True)
    momentum = Float(0.0).tag(sync=True)
    updates = Int(0).tag(sync=True)
    stage = Int(6).tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let what there is one of per unit or layer follow new weights."""
        return resized(state, changes)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `state.ts` have the rules."""
        return checked(super().check(state))

    def compute(self) -> dict[str, Any]:
        """Run the network as it is after the updates, and look one update ahead.

        Returns
        -------
        dict
            For each layer l from 1: W (in, out) and b (out,) after the updates; net inputs d,
            activations a and slopes f'(d); dL_da, dL_dd, dL_dW, dL_db, with the penalty; velocity_W
            and velocity_b, which carry the next update to new_W and new_b. Then dL_dx, p (the
            softmax, or None), loss without the penalty, norm = ‖w‖², total with it, loss_after,
            the total after the next update; losses (taken + 2,), all totals from the given weights
            to that one; taken, the updates that were made.
        """
        return run(self.state())

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 782, 1219

    def alt(self) -> str:
        """Say every value and, where they are in view, the gradients."""
        from unrolled.explorables.mlp_stepper.figure import describe

        return describe(self.state(), self.compute())
