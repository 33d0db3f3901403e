"""Reverse mode: from the output back to its operands, each node once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
        `grad` of the nodes is left to `Value.backward`.

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
        _accumulate(output, lambda node: np.float64(node.data), np.float64(1.0), keep)
    return steps


def grad(output: Value, inputs: Sequence[Value]) -> list[float]:
    """First derivatives.

    Parameters
    ----------
    output : Value
    inputs : sequence of Value
        Leaves or nodes in between.

    Returns
    -------
    list of float
        d output / d input; 0 where the output does not depend on it.

    Raises
    ------
    TypeError
        If `output` or one of `inputs` is not a Value.

    Source
    ------
    `torch.autograd.grad` with materialize_grads=True.

    Examples
    --------
    >>> x, y = Value(3.0), Value(2.0)
    >>> grad(x * x * y, [x, y])
    [12.0, 9.0]
    """
    _check_inputs(inputs)
    found = {id(step.node): step.gradient for step in replay(output)}
    return [found.get(id(x), 0.0) for x in inputs]


def grad_values(output: Value, inputs: Sequence[Value]) -> list[Value]:
    """First derivatives as values, which can be differentiated again.

    Parameters
    ----------
    output : Value
    inputs : sequence of Value

    Returns
    -------
    list of Value
        d output / d input; a constant 0 where the output does not depend on it.

    Raises
    ------
    TypeError
        If `output` or one of `inputs` is not a Value.

    Source
    ------
    `torch.autograd.grad` with create_graph=True.

    Examples
    --------
    The second derivative of x^3 at 2 is 12, the third 6.

    >>> x = Value(2.0)
    >>> first, = grad_values(x ** 3, [x])
    >>> second, = grad_values(first, [x])
    >>> first.data, second.data, grad(second, [x])
    (12.0, 12.0, [6.0])
    """
    _check_inputs(inputs)
    found = _accumulate(output, lambda node: node, Value.of(1.0), lambda *_: None)
    return [found.get(id(x), Value.of(0.0)) for x in inputs]


def hessian(output: Value, inputs: Sequence[Value]) -> list[list[float]]:
    """Second derivatives.

    Parameters
    ----------
    output : Value
    inputs : sequence of Value

    Returns
    -------
    list of list of float
        Row i, column j: d² output / d input_i d input_j.

    Raises
    ------
    TypeError
        If `output` or one of `inputs` is not a Value.

    Source
    ------
    `torch.autograd.functional.hessian`.

    Examples
    --------
    >>> x, y = Value(3.0), Value(2.0)
    >>> hessian(x * x * y, [x, y])
    [[4.0, 6.0], [6.0, 0.0]]
    """
    return [grad(row, inputs) for row in grad_values(output, inputs)]


def _check_inputs(inputs: Iterable[Value]) -> None:
    for i, x in enumerate(inputs):
        if not isinstance(x, Value):
            raise TypeError(f"inputs[{i}] is {x!r}; it must be a Value")


def _accumulate(
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
        local, passed, accumulated = _local(node, lift), [], []
        for parent, slope in zip(node.parents, local, strict=True):
            passed.append(None if slope is None else gradient * slope)
            if slope is not None:
                before = gradients.get(id(parent))
                gradients[id(parent)] = passed[-1] if before is None else before + passed[-1]
        accumulated = [gradients.get(id(parent)) for parent in node.parents]
        report(node, gradient, local, passed, accumulated)
    return gradients


def _local(node: Value, lift: Callable[[Value], Any]) -> list[Any]:
    if not node.op:
        return []
    slopes = RULES[node.op].derivatives(*map(lift, node.parents), lift(node))
    return [None if p.constant else s for p, s in zip(node.parents, slopes, strict=True)]
