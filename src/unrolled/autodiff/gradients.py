"""First and second derivatives as answers: nothing in the graph is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from unrolled.autodiff.reverse import accumulate, replay
from unrolled.autodiff.value import Value


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
    found = accumulate(output, lambda node: node, Value.of(1.0), lambda *_: None)
    return [Value.of(found.get(id(x), 0.0)) for x in inputs]


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
