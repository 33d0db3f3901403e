"""Put numbers into a program, through the scalar engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from unrolled import autodiff
from unrolled.autodiff import Value
from unrolled.explorables.graph_stepper.parse import Program, parse


def build(program: Program, values: Sequence[float]) -> tuple[Value, list[Value]]:
    """Return the output and the variables, as nodes that remember how they came to be."""
    given = dict(zip(program.variables, values, strict=True))
    made: list[Value] = []
    for node in program.nodes:
        if node.op:
            value = Value.apply(node.op, *(made[i] for i in node.operands))
            value.label = node.name
        elif node.value is not None:
            value = Value.of(node.value)
        else:
            value = Value(given[node.name], node.name)
        made.append(value)
    at = {node.name: i for i, node in enumerate(program.nodes) if not node.op and node.name}
    return made[program.output], [made[at[name]] for name in program.variables]


def steps(expression: str) -> tuple[int, int]:
    """Count the forward steps, one for each operation, and the backward ones.

    Backwards comes first the output's own 1, then each operation that a variable goes into.
    """
    program = parse(expression)
    order = autodiff.topological(build(program, [1.0] * len(program.variables))[0])
    operations = [node for node in order if node.op]
    return len(operations), 1 + sum(not node.constant for node in operations)


def _edgy(node: autodiff.Value) -> bool:
    """Whether a variable exponent stands over 0 or less: no second derivative exists there."""
    return node.op == "**" and not node.parents[1].constant and node.parents[0].data <= 0


def run(expression: str, values: Sequence[float]) -> dict[str, Any]:
    """All numbers of the graph; see `GraphStepper.compute`."""
    output, variables = build(parse(expression), values)
    graph = autodiff.graph(output)
    back = {id(step.node): step for step in autodiff.replay(output)}
    passed: list[float | None] = []  # in the order of the graph's edges
    for node in autodiff.topological(output):
        passed += back[id(node)].passed if id(node) in back else [None] * len(node.parents)
    with np.errstate(all="ignore"):
        hessian = np.array(autodiff.hessian(output, variables))
    if any(map(_edgy, autodiff.topological(output))):
        hessian = hessian * np.nan
    finite = bool(np.all(np.isfinite(hessian)))
    return {
        "value": np.array([node["value"] for node in graph["nodes"]]),
        "gradient": _numbers(node["gradient"] for node in graph["nodes"]),
        "source": np.array([edge["source"] for edge in graph["edges"]], dtype=int),
        "target": np.array([edge["target"] for edge in graph["edges"]], dtype=int),
        "local": _numbers(edge["local"] for edge in graph["edges"]),
        "passed": _numbers(passed),
        "f": output.data,
        "partial": np.array(autodiff.grad(output, variables)),
        "hessian": hessian,
        "eigenvalues": np.linalg.eigvalsh(hessian) if finite else hessian[0] * np.nan,
    }


def _numbers(values: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([0.0 if value is None else value for value in values])
