"""The graph for paper, and its description in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch

from unrolled import autodiff
from unrolled.autodiff.export import Graph, Node
from unrolled.explorables._numbers import show, sub
from unrolled.explorables.graph_stepper.evaluate import build
from unrolled.explorables.graph_stepper.parse import parse
from unrolled.plotting import palette, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMN, ROW = 1.5, 0.95  # inches
SIGNS = {"*": "×", "/": "÷", "**": "^", "-": "−", "neg": "−", "sigmoid": "σ", "log": "ln"}


def draw(expression: str, values: Sequence[float]) -> Figure:
    """Draw operands left of results; below each value the derivative of the output by it."""
    graph = autodiff.graph(build(parse(expression), values)[0])
    seen = [node for node in graph["nodes"] if node["op"] or not node["constant"]]
    level = _levels(graph, seen)
    rows: dict[int, list[int]] = {}
    for node in seen:
        rows.setdefault(level[node["id"]], []).append(node["id"])
    tallest = max(map(len, rows.values()))
    at = {
        i: (COLUMN * column, ROW * ((tallest + len(ids)) / 2 - 1 - k))
        for column, ids in rows.items()
        for k, i in enumerate(ids)
    }
    with style():
        figure, axes = plt.subplots(figsize=(COLUMN * len(rows), ROW * (tallest + 0.5)))
    wide = COLUMN * (len(rows) - 1)
    axes.set(xlim=(-0.7, wide + 0.7), ylim=(-ROW * 0.8, ROW * (tallest - 0.3)))
    axes.set_axis_off()
    figure.subplots_adjust(0, 0, 1, 1)
    for edge in graph["edges"]:
        if edge["source"] in at:
            _edge(axes, edge, at, level)
    for node in seen:
        _node(axes, graph, node, at[node["id"]])
    return figure


def _levels(graph: Graph, seen: list[Node]) -> dict[int, int]:
    """One more than the highest operand; a variable stands just before its first use."""
    level: dict[int, int] = {}
    ids = {node["id"] for node in seen}
    edges = [edge for edge in graph["edges"] if edge["source"] in ids]
    for i in sorted(ids):
        level[i] = 1 + max((level[e["source"]] for e in edges if e["target"] == i), default=-1)
    for i in sorted(ids):
        users = [level[e["target"]] for e in edges if e["source"] == i]
        if users and not any(e["target"] == i for e in edges):
            level[i] = min(users) - 1
    return level


def _edge(axes: Axes, edge: Any, at: dict[int, Any], level: dict[int, int]) -> None:
    colours, start, end = palette(), at[edge["source"]], at[edge["target"]]
    far = level[edge["target"]] - level[edge["source"]] > 1
    bend = 0.25 if far else 0.2 * edge["position"] if start[1] == end[1] else 0.0
    arrow = FancyArrowPatch(start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>",
                            mutation_scale=11, color=colours["forward"])  # fmt: skip
    arrow.shrinkA = arrow.shrinkB = 30  # points, half a node
    axes.add_patch(arrow)
    if edge["local"] is None:
        return
    run, rise = end[0] - start[0], end[1] - start[1]
    middle = (start[0] + run / 2 + bend * rise / 2, start[1] + rise / 2 - bend * run / 2)
    pad = {"fc": colours["bg"], "ec": "none", "pad": 1}
    axes.text(*middle, show(edge["local"], 3), ha="center", va="center", size=9,
              color=colours["gradient"], bbox=pad)  # fmt: skip


def _node(axes: Axes, graph: Graph, node: Node, at: tuple[float, float]) -> None:
    colours = palette()
    word = node["label"] if not node["op"] else _symbol(graph, node)
    box = {"boxstyle": "round", "fc": colours["bg"], "ec": colours["forward"]}
    axes.text(*at, f"{word}  {show(node['value'], 3)}", ha="center", va="center", bbox=box)
    if node["gradient"] is not None:
        axes.text(at[0], at[1] - 0.33, show(node["gradient"], 3), ha="center", va="center", size=9,
                  color=colours["gradient"])  # fmt: skip


def _symbol(graph: Graph, node: Node) -> str:
    """The operation, with a number among its operands: ×32."""
    sign = SIGNS.get(node["op"], node["op"])
    operands = [edge["source"] for edge in graph["edges"] if edge["target"] == node["id"]]
    numbers = [
        show(graph["nodes"][i]["value"], 3)
        if graph["nodes"][i]["constant"] and not graph["nodes"][i]["op"]
        else ""
        for i in operands
    ]
    if len(operands) != 2 or node["op"] == "max" or not any(numbers):
        return sign
    first, second = numbers
    return f"{sign}{first}" if first and node["op"] in {"+", "*"} else f"{first}{sign}{second}"


def describe(expression: str, values: Sequence[float]) -> str:
    """Say every node: what it is made of, its value, the derivative of the output by it."""
    nodes = (graph := autodiff.graph(build(parse(expression), values)[0]))["nodes"]
    said, names, unnamed = [], {}, 0
    for i, node in enumerate(nodes):
        if not node["op"] and node["constant"]:
            names[i] = show(node["value"])
            continue
        last = i == len(nodes) - 1
        unnamed += not node["label"]
        names[i] = "the output" if last else node["label"] or f"v{sub(unnamed)}"
        operands = " and ".join(names[e["source"]] for e in graph["edges"] if e["target"] == i)
        made = f" ({SIGNS.get(node['op'], node['op'])} of {operands})" if node["op"] else ""
        slope = "" if node["gradient"] is None else f", derivative {show(node['gradient'])}"
        said.append(f"{names[i]}{made} = {show(node['value'])}{slope}")
    parts = "; ".join(said)
    return f"The graph of {expression}, with the derivative of the output by each node: {parts}."
