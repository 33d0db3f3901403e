"""LstmCell: gates, cell state and hidden state over time, and the way back through the graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Float, Int, List, Unicode

from unrolled.autodiff import grad
from unrolled.explorables._base import Explorable
from unrolled.explorables.lstm_cell import graph
from unrolled.explorables.lstm_cell.state import GATES, LETTERS, checked, resized

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What of the graph is shown; z and bias hold the four gates.
VALUES = (*LETTERS, "z", "e", "y", "c", "h")
GRADIENTS = (*LETTERS, "z", "a", "e", "d", "y", "c", "h", "x", "bias", *GATES)


class LstmCell(Explorable):
    """An LSTM cell with one unit: c_t = f c_(t-1) + i g and h_t = o tanh(c_t), forth and back.

    Each gate, and the candidate g, is a function of w_x x_t + w_h h_(t-1) + bias. Two weights are
    used at all steps; a list of such pairs has one for every step.

    Parameters
    ----------
    x : list of float
        Inputs of steps 1 to T; T is 1 to 10. A new x cuts or continues what is one per step.
    h0, c0 : float
        Start states. All numbers are from -100 to 100.
    forget, input, candidate, output : list, shape (2,) or (T, 2)
        Weights of x and of h.
    forget_bias, input_bias, candidate_bias, output_bias : float
    candidate_activation : {"tanh", "sigmoid"}
    cell_activation : {"tanh", "sigmoid", "identity"}
        What stands between the cell state and the output gate.
    V : None, float or list, shape (T,)
        Weight of an output y_t = sigmoid(V h_t), if there is one.
    read : {"h", "c"}
        Which state the output reads.
    grad_y, grad_h, grad_c : float
        The loss is grad_y y_T + grad_h h_T + grad_c c_T: these gradients arrive at the last step.
    step : int
        The step in view, from 1.
    direction : {"forward", "backward"}
        Whether the gradients are in view.

    Raises
    ------
    StateError
        If a value is not possible or shapes do not fit.

    Source
    ------
    BITS sample LSTM question; FAU, questions 5.3 and 5.4; TUM 2019, problem 6e. The cell is that of
    `torch.nn.LSTMCell`.

    Examples
    --------
    Two steps without input, all gates half open:

    >>> w = LstmCell(x=[0, 0], c0=2, candidate=[0, 0], input=[0, 0], input_bias=0, forget_bias=0)
    >>> found = w.compute()
    >>> found["c"], found["dL_dc"]
    (array([2. , 1. , 0.5]), array([0.25, 0.5 , 1.  ]))
    """

    x = List([1, 0, 0, 0, 0, 0]).tag(sync=True)
    h0 = Float(0.0).tag(sync=True)
    c0 = Float(0.0).tag(sync=True)
    forget = List([0, 0]).tag(sync=True)
    input = List([12, 0]).tag(sync=True)
    candidate = List([1, 0.9]).tag(sync=True)
    output = List([0, 0]).tag(sync=True)
    forget_bias = Float(1.0).tag(sync=True)
    input_bias = Float(-6.0).tag(sync=True)
    candidate_bias = Float(0.0).tag(sync=True)
    output_bias = Float(0.0).tag(sync=True)
    candidate_activation = Unicode("tanh").tag(sync=True)
    cell_activation = Unicode("tanh").tag(sync=True)
    V = AnyTrait(None, allow_none=True).tag(sync=True)
    read = Unicode("h").tag(sync=True)
    grad_y = Float(0.0).tag(sync=True)
    grad_h = Float(0.0).tag(sync=True)
    grad_c = Float(1.0).tag(sync=True)
    step = Int(2).tag(sync=True)
    direction = Unicode("forward").tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let what is one per step follow x."""
        return resized(state, changes)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `state.ts` have the rules."""
        return checked(super().check(state))

    def compute(self) -> dict[str, Any]:
        """Run the cell, differentiate the loss, and see how far gradients reach.

        Returns
        -------
        dict
            f, i, g, o, e = tanh(c) and y (T,), c and h (T + 1,) with the start first, z (T, 4), the
            sums of f, i, g and o; y is None without V. Gradients of the loss: dL_da (T,) and dL_dd
            of all that c_t and h_t do, dL_dc and dL_dh (T + 1,) of what comes back to them from
            later steps alone; dL_df, dL_di, dL_dg, dL_do, dL_de, dL_dy, dL_dx (T,), dL_dz (T, 4),
            dL_dbias (4,), and dL_dforget, dL_dinput, dL_dcandidate, dL_doutput like the weights.
            Sizes (T + 1,): reach_cell, of dc_T/dc_t on all ways, reach_direct, the product of the
            forget gates, and reach_plain, of dh_T/dh_t in a cell of the candidate alone, whose
            states are plain.
        """
        s = self.state()
        nodes, loss = graph.unroll(s)
        back = graph.gradients(loss, nodes)
        found: dict[str, Any] = {n: np.array([v.data for v in nodes[n]]) for n in VALUES}
        found |= {f"dL_d{name}": np.array(back.get(f"dL_d{name}", [])) for name in GRADIENTS}
        for name in ("z", "dL_dz"):
            found[name] = found[name].reshape(-1, len(GATES))
        for name in GATES:
            found[f"dL_d{name}"] = found[f"dL_d{name}"].reshape(np.shape(s[name]))
        if s["V"] is None:
            found["y"] = found["dL_dy"] = None
        plain = graph.plain(s)
        ways = grad(nodes["a"][-1], [nodes["c"][0], *nodes["a"]])
        return found | {
            "plain": np.array([h.data for h in plain]),
            "reach_cell": np.abs(ways),
            "reach_direct": np.append(np.cumprod(found["f"][::-1])[::-1], 1.0),
            "reach_plain": np.abs(grad(plain[-1], plain)),
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 872, 981

    def figure(self) -> Figure:
        """Draw the two states and the four gates over time."""
        from unrolled.explorables.lstm_cell.figure import draw

        return draw(self.compute())

    def alt(self) -> str:
        """Say the states and gates of every step, and what of a gradient arrives."""
        from unrolled.explorables.lstm_cell.figure import describe

        return describe(self.compute())
