"""Automatic differentiation of scalars: a `Value` remembers how it was computed.

`x.grad` after `y.backward()` is the short way; `grad` and `hessian` return derivatives and change
nothing, `replay` gives the backward pass step by step, `graph` the whole graph as plain data.
"""

from unrolled.autodiff.export import graph
from unrolled.autodiff.extrema import maximum, minimum
from unrolled.autodiff.functions import (
    cos,
    exp,
    log,
    relu,
    sigmoid,
    sin,
    sqrt,
    tanh,
)
from unrolled.autodiff.gradients import grad, grad_values, hessian
from unrolled.autodiff.reverse import BackwardStep, replay, topological
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
