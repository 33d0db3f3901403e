"""GraphStepper: a computation graph from an expression, node by node forth and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from traitlets import Int, List, Unicode

from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables.graph_stepper.evaluate import run, steps
from unrolled.explorables.graph_stepper.parse import parse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LIMIT = 100  # of the variables


class GraphStepper(Explorable):
    """The graph of an expression: values forwards, derivatives backwards, one node at a time.

    Parameters
    ----------
    expression : str
        Up to 160 characters, 24 operations and 5 variables. Numbers, + - * / ^, brackets, exp,
        log, sqrt, sin, cos, tanh, sigmoid, relu, max; variables are one letter, with a number
        behind it if need be. "p = x^2; p*p" computes p once and uses it twice.
    values : list of float
        Of the variables, in the order in which they appear in the expression; from -100 to 100.
    step : int
        How far the reader has stepped: one step for each operation, one for the derivative 1 of
        the output by itself, and one back through each operation.

    Raises
    ------
    StateError
        If the expression cannot be read; the message says what is wrong, and where. If there are
        not as many values as variables, or there is no such step.

    Source
    ------
    BITS mid-semester, question 5; Osnabrück, task 6.

    Examples
    --------
    >>> found = GraphStepper(expression="p = x*y; p*p + x", values=[2, 3], step=0).compute()
    >>> found["f"], found["partial"]
    (38.0, array([37., 24.]))
    """

    expression = Unicode("p = x*y; (p + 1)^2 - 3*p").tag(sync=True)
    values = List([2, 1]).tag(sync=True)
    step = Int(11).tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let the number of values, and the step, follow a new expression."""
        s = {**state, **changes}
        try:
            count, last = len(parse(s["expression"]).variables), sum(steps(s["expression"]))
        except (AttributeError, TypeError, ValueError):
            return s  # `check` says why
        if "values" not in changes:
            s["values"] = [*s["values"], *[1] * count][:count]
        if "step" not in changes:
            s["step"] = min(s["step"], last)
        return s

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        if not isinstance(s["expression"], str):
            _check.refuse("expression", s["expression"], "a text such as (x*y + 1)^2")
        names = parse(s["expression"]).variables
        s["values"] = _check.array("values", s["values"], (1,), -LIMIT, LIMIT)
        if len(s["values"]) != len(names):
            raise ValueError(
                f"values has {len(s['values'])} numbers; it must have {len(names)}, for "
                f"{', '.join(names)}"
            )
        s["step"] = _check.whole("step", s["step"], 0, sum(steps(s["expression"])))
        return s

    def compute(self) -> dict[str, Any]:
        """Evaluate the graph and differentiate it, once and twice.

        Returns
        -------
        dict
            For each node, operands before results: value and gradient, the derivative of the
            output by it (0 for numbers). For each edge: source and target, the nodes that it
            joins, local, the derivative of target by source, and passed, that times the gradient
            of target (both 0 where source is a number). f, the output; partial (variables,), its
            derivatives; hessian (variables, variables) and its eigenvalues, in ascending order
            (NaN where the Hessian is not finite).
        """
        return run(self.expression, self.values)

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 700, 1165

    def figure(self) -> Figure:
        """Draw the graph with its values, derivatives below them and local ones on the edges."""
        from unrolled.explorables.graph_stepper.figure import draw

        return draw(self.expression, self.values)

    def alt(self) -> str:
        """Say every node with its value and its derivative."""
        from unrolled.explorables.graph_stepper.figure import describe

        return describe(self.expression, self.values)
