"""Reverse mode: from the output back to its operands, each node once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from unrolled.autodiff.rules import RULES
from unrolled.autodiff.value import Value


class BackwardStep(NamedTuple):
    """One node's turn in the backward pass; tuples run along `node.parents`.

    Attributes
    ----------
    node : Value
        The node whose gradient is now complete.
    gradient : float
        d output / d node.
    local : tuple of float or None
        d node / d parent; None for a constant parent, which nothing is passed to.
    passed : tuple of float or None
        gradient · local, what each parent receives.
    accumulated : tuple of float or None
        What each parent has received so far, this step included.

    Source
    ------
    Own; what a stepper shows of one node.

    Examples
    --------
    >>> x = Value(3.0)
    >>> replay(x * x)[0].accumulated
    (6.0, 6.0)
    """

    node: Value
    gradient: float
    local: tuple[float | None, ...]
    passed: tuple[float | None, ...]
    accumulated: tuple[float | None, ...]


def topological(output: Value) -> list[Value]:
    """All nodes that `output` was computed from, operands before results.

    Parameters
    ----------
    output : Value

    Returns
    -------
    list of Value
        Each node once, `output` last; the same order on every call.

    Raises
    ------
    TypeError
        If `output` is not a Value.

    Source
    ------
    Depth-first search with a stack of its own: a chain of any length needs no recursion.

    Examples
    --------
    >>> x = Value(2.0, "x")
    >>> topological(x * x + 1)
    [Value(2.0, label='x'), Value(4.0, op='*'), Value(1.0), Value(5.0, op='+')]
    """
    if not isinstance(output, Value):
        raise TypeError(f"output is {output!r}; it must be a Value")
    order: list[Value] = []
    seen = {id(output)}
    stack = [(output, iter(output.parents))]
    while stack:
        node, parents = stack[-1]
        parent = next((p for p in parents if id(p) not in seen), None)
        if parent is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(id(parent))
            stack.append((parent, iter(parent.parents)))
    return order


def replay(output: Value) -> list[BackwardStep]:
    """The backward pass as a list of steps, for a stepper to show.

    Parameters
    ----------
    output : Value

    Returns
    -------
    list of BackwardStep
        From `output` (gradient 1) to the leaves. Constants have no step. Nothing is changed:
        `node.grad` is left to `Value.backward`.

    Raises
    ------
    TypeError
        If `output` is not a Value.

    Source
    ------
    Reverse accumulation; Linnainmaa (1970), Baydin et al., Automatic differentiation in machine
    learning (2018), section 3.2.

    Examples
    --------
    >>> x, w = Value(3.0, "x"), Value(2.0, "w")
    >>> for step in replay(x * w + x):
    ...     print(step.node, step.gradient, step.local, step.accumulated)
    Value(9.0, op='+') 1.0 (1.0, 1.0) (1.0, 1.0)
    Value(6.0, op='*') 1.0 (2.0, 3.0) (3.0, 3.0)
    Value(2.0, label='w') 3.0 () ()
    Value(3.0, label='x') 3.0 () ()
    """
    steps: list[BackwardStep] = []

    def keep(node: Value, gradient: Any, *columns: list[Any]) -> None:
        floats = (tuple(None if v is None else float(v) for v in column) for column in columns)
        steps.append(BackwardStep(node, float(gradient), *floats))

    with np.errstate(all="ignore"):
        accumulate(output, lambda node: np.float64(node.data), np.float64(1.0), keep)
    return steps


def accumulate(
    output: Value,
    lift: Callable[[Value], Any],
    one: Any,
    report: Callable[..., None],
) -> dict[int, Any]:
    """Gradients by id of node, in the numbers that `lift` makes of nodes; `report` each step."""
    order = topological(output)
    gradients: dict[int, Any] = {} if output.constant else {id(output): one}
    for node in reversed(order):
        if node.constant:
            continue
        gradient = gradients[id(node)]
        local, passed = _local(node, lift), []
        for parent, slope in zip(node.parents, local, strict=True):
            passed.append(None if slope is None else _passed(gradient, slope))
            if slope is not None:
                before = gradients.get(id(parent))
                gradients[id(parent)] = passed[-1] if before is None else before + passed[-1]
        accumulated = [gradients.get(id(parent)) for parent in node.parents]
        report(node, gradient, local, passed, accumulated)
    return gradients


def _passed(gradient: Any, slope: Any) -> Any:
    """The chain rule; through a plain 0, a gate that is shut, not even infinity comes."""
    shut = type(slope) is float and slope == 0.0  # what a rule computes is a float64 or a Value
    return 0.0 if shut else gradient * slope


def _local(node: Value, lift: Callable[[Value], Any]) -> list[Any]:
    if not node.op:
        return []
    slopes = RULES[node.op].derivatives(*map(lift, node.parents), lift(node))
    return [None if p.constant else s for p, s in zip(node.parents, slopes, strict=True)]
