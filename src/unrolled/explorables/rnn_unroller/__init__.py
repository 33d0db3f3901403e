"""RnnUnroller: a recurrent cell unrolled over time, and backpropagation through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Float, Int, Unicode

from unrolled.explorables._base import Explorable
from unrolled.explorables.rnn_unroller import cell as maths
from unrolled.explorables.rnn_unroller.state import checked, is_per_step, is_vector


class RnnUnroller(Explorable):
    """A recurrent cell h_t = f(V h_(t-1) + W x_t + b), unrolled, and the gradients of h_T.

    How deep V, W and U are nested says what they are: a number is one weight for all steps, a list
    one per step, a matrix one for all steps of a vector state, a list of matrices one per step.

    Parameters
    ----------
    V : float or nested list, shape (), (T,), (H, H) or (T, H, H)
        Recurrent weight.
    W : float or nested list, shape (), (T,), (H, D) or (T, H, D)
        Input weight.
    b, h0 : float or list, shape () or (H,)
        Bias and start state.
    x : list, shape (T,) or (T, D)
        Inputs. T is 1 to 20; H, D and O are 1 to 3.
    activation : {"relu", "tanh", "sigmoid"}
    slope_at_zero : float
        ReLU′(0), from 0 (torch's convention) to 1.
    length : int
        T. Setting it cuts x, and weights that are one per step, or continues them: x by zeros,
        weights by their last value.
    unit : int
        Which entry of h_T the gradients are of, from 0.
    U : None, float or nested list, shape (), (T,), (O, H) or (T, O, H)
        Weight of an output layer y_t = g(U h_t + c), if there is one.
    c : float or list, shape () or (O,)
        Its bias.
    output_activation : {"identity", "relu", "tanh", "sigmoid"}

    Raises
    ------
    StateError
        If a value is not possible or shapes do not fit.

    Source
    ------
    TUM 2019, problems 6c and 6d; Werbos, Backpropagation through time (1990).

    Examples
    --------
    >>> w = RnnUnroller(V=1, W=2, h0=-3, x=[1, 2, 0], slope_at_zero=1)
    >>> w.compute()["h"]
    array([-3.,  0.,  4.,  4.])
    >>> w.compute()["dV_steps"], float(w.compute()["dV"])
    (array([-0.,  0.,  4.]), 4.0)
    """

    V = AnyTrait(1).tag(sync=True)
    W = AnyTrait(2).tag(sync=True)
    b = AnyTrait(0).tag(sync=True)
    h0 = AnyTrait(-3).tag(sync=True)
    x = AnyTrait([1, 2, 0]).tag(sync=True)
    activation = Unicode("relu").tag(sync=True)
    slope_at_zero = Float(0.0).tag(sync=True)
    length = Int(3).tag(sync=True)
    unit = Int(0).tag(sync=True)
    U = AnyTrait(None, allow_none=True).tag(sync=True)
    c = AnyTrait(0).tag(sync=True)
    output_activation = Unicode("identity").tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let length follow x."""
        merged = {**state, **changes}
        if "x" in changes and "length" not in changes:
            merged.pop("length", None)
        return merged

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `model.ts` have the rules."""
        merged = super().check(state)
        if "length" not in state:
            del merged["length"]
        return checked(merged)

    def compute(self) -> dict[str, Any]:
        """Evaluate the cell.

        Returns
        -------
        dict
            z (T, H), h (T + 1, H) with h_0 first, slope (T, H), y (T, O) or None; J, g, dV_steps,
            dW_steps, dx and norm as `cell.backward` has them; dV, dW and dx in the shapes of V, W
            and x. For a scalar state the axes of length 1 are dropped: h is (T + 1,).
        """
        s = self.state()
        c = maths.cell(s)
        z, h = maths.forward(c, s["activation"])
        slope = maths.slopes(z, s["activation"], s["slope_at_zero"])
        y = maths.output(c, h, s["output_activation"])
        back = maths.backward(c, h, slope, s["unit"])
        found: dict[str, Any] = {"z": z, "h": h, "slope": slope, "y": y, **back}
        if not is_vector(s):
            found = {name: None if v is None else v.reshape(len(v)) for name, v in found.items()}
        for name in ("V", "W"):
            steps = found[f"d{name}_steps"]
            found[f"d{name}"] = steps if is_per_step(s[name]) else np.asarray(sum(steps))
        found["dx"] = found["dx"].reshape(np.shape(s["x"]))
        return found

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        wide, narrow = 726, 814
        if np.any(np.asarray(self.b)):
            narrow += 25  # the formula takes a second line
        output = 0 if self.U is None else 44
        others = 3 + len(self.x)
        if is_vector(self.state()):
            hidden = maths.cell(self.state()).V.shape[-1]
            output += 39 * (hidden - 1)
            wide, narrow = wide + 109 * hidden - 39, narrow + 110 * hidden - 15
        elif others < 9 and self.U is None and not is_per_step(self.V) and not is_per_step(self.W):
            wide += 16 + 48 * -(-others // 3)  # few enough numbers to be in sight
        return wide + output, narrow + output

    def alt(self) -> str:
        """Say the states, the gradient and what cuts it."""
        from unrolled.explorables.rnn_unroller.figure import describe

        return describe(self.state(), self.compute())
