"""Automatic differentiation of scalars: a `Value` remembers how it was computed.

`x.grad` after `y.backward()` is the short way; `grad` and `hessian` return derivatives and change
nothing, `replay` gives the backward pass step by step, `graph` the whole graph as plain data.
"""

from unrolled.autodiff.export import graph
from unrolled.autodiff.functions import (
    cos,
    exp,
    log,
    maximum,
    minimum,
    relu,
    sigmoid,
    sin,
    sqrt,
    tanh,
)
from unrolled.autodiff.reverse import BackwardStep, grad, grad_values, hessian, replay, topological
from unrolled.autodiff.value import Value

__all__ = [
    "BackwardStep",
    "Value",
    "cos",
    "exp",
    "grad",
    "grad_values",
    "graph",
    "hessian",
    "log",
    "maximum",
    "minimum",
    "relu",
    "replay",
    "sigmoid",
    "sin",
    "sqrt",
    "tanh",
    "topological",
]
