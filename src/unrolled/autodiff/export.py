"""The graph as plain data, for pictures and explorables."""

from __future__ import annotations

from typing import TypedDict

from unrolled.autodiff.reverse import replay, topological
from unrolled.autodiff.value import Value


class Node(TypedDict):
    """A node: `id` counts from 0 in topological order, `gradient` is None for a constant."""

    id: int
    op: str
    label: str
    value: float
    gradient: float | None
    constant: bool


class Edge(TypedDict):
    """An operand: `position` among the operands, `local` is d target / d source."""

    source: int
    target: int
    position: int
    local: float | None


class Graph(TypedDict):
    """Nodes, edges, and the ids in the order in which the backward pass visits them."""

    nodes: list[Node]
    edges: list[Edge]
    backward: list[int]


def graph(output: Value) -> Graph:
    """Return nodes and edges with values and derivatives.

    Parameters
    ----------
    output : Value
        The gradients are those of this node.

    Returns
    -------
    dict
        `nodes` in topological order, `edges` from operand to result, `backward` the ids in the
        order of `replay`. Made of numbers, strings, lists and dictionaries only; a number may be
        infinite or NaN, which JSON does not know.

    Raises
    ------
    TypeError
        If `output` is not a Value.

    Source
    ------
    Own; what an explorable receives.

    Examples
    --------
    >>> x = Value(3.0, "x")
    >>> data = graph(x * 2)
    >>> [(node["id"], node["op"], node["value"], node["gradient"]) for node in data["nodes"]]
    [(0, '', 3.0, 2.0), (1, '', 2.0, None), (2, '*', 6.0, 1.0)]
    >>> data["edges"][0]
    {'source': 0, 'target': 2, 'position': 0, 'local': 2.0}
    """
    order = topological(output)
    number = {id(node): i for i, node in enumerate(order)}
    steps = {number[id(step.node)]: step for step in replay(output)}
    nodes: list[Node] = []
    edges: list[Edge] = []
    for i, node in enumerate(order):
        step = steps.get(i)
        nodes.append(
            {
                "id": i,
                "op": node.op,
                "label": node.label,
                "value": node.data,
                "gradient": step.gradient if step else None,
                "constant": node.constant,
            }
        )
        local = step.local if step else (None,) * len(node.parents)
        edges += [
            {"source": number[id(parent)], "target": i, "position": position, "local": slope}
            for position, (parent, slope) in enumerate(zip(node.parents, local, strict=True))
        ]
    return {"nodes": nodes, "edges": edges, "backward": list(steps)}
