"""A number that remembers how it was computed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from unrolled.autodiff.rules import RULES

_REAL = (int, float, Fraction, np.integer, np.floating)


class Value:
    """A scalar in a graph of scalars.

    Arithmetic with values (+ - * / ** and the functions below) makes new values; plain numbers
    join in as constants, which receive no gradient. Nothing but `x.grad` and `x.label` ever
    changes.

    Parameters
    ----------
    data : float
        The number.
    label : str
        A name for prints and pictures.

    Attributes
    ----------
    data : float
        The number; float64, so infinities and NaN appear where torch has them.
    grad : float
        What `backward` added up so far.
    op : str
        The primitive that made it, a key of `RULES`; empty for a leaf.
    parents : tuple of Value
        Its operands, in order.
    constant : bool
        Whether nothing differentiable went into it.

    Raises
    ------
    TypeError
        If `data` is not a real number.

    Source
    ------
    After Karpathy's micrograd; gradients as `torch.autograd` has them.

    Examples
    --------
    >>> x, w = Value(3.0, "x"), Value(-2.0, "w")
    >>> y = x * w + 7
    >>> y.backward()
    >>> y.data, x.grad, w.grad
    (1.0, -2.0, 3.0)
    """

    __slots__ = ("constant", "data", "grad", "label", "op", "parents")

    def __init__(self, data: float, label: str = "") -> None:
        if isinstance(data, bool) or not isinstance(data, _REAL):
            raise TypeError(f"data is {data!r}; it must be a real number")
        self.data = float(data)
        self.label = label
        self.grad = 0.0
        self.op = ""
        self.parents: tuple[Value, ...] = ()
        self.constant = False

    @classmethod
    def of(cls, operand: Value | float) -> Value:
        """Return a value as it is, a plain number as a constant.

        Parameters
        ----------
        operand : Value or float

        Returns
        -------
        Value

        Raises
        ------
        TypeError
            If `operand` is neither.

        Examples
        --------
        >>> Value.of(2).constant
        True
        """
        if isinstance(operand, Value):
            return operand
        made = cls(operand)
        made.constant = True
        return made

    @classmethod
    def apply(cls, op: str, *operands: Value | float) -> Value:
        """Compute a primitive and remember it.

        Parameters
        ----------
        op : str
            A key of `RULES`.
        *operands : Value or float

        Returns
        -------
        Value

        Raises
        ------
        ValueError
            If there is no such primitive.
        TypeError
            If an operand is no real number.

        Examples
        --------
        >>> Value.apply("max", 1.0, Value(2.0))
        Value(2.0, op='max')
        """
        if op not in RULES:
            raise ValueError(f"op is {op!r}; it may be one of {sorted(RULES)}")
        parents = tuple(cls.of(operand) for operand in operands)
        with np.errstate(all="ignore"):
            made = cls(float(RULES[op].value(*(np.float64(p.data) for p in parents))))
        made.op, made.parents = op, parents
        made.constant = all(p.constant for p in parents)
        return made

    def backward(self) -> None:
        """Add d self / d node to `node.grad` of every node that is not constant.

        A second call adds a second time, as in torch; `unrolled.autodiff.grad` starts afresh.

        Examples
        --------
        >>> x = Value(3.0)
        >>> (x * x + x).backward()
        >>> x.grad
        7.0
        """
        from unrolled.autodiff.reverse import replay  # built on Value, so it comes after

        for step in replay(self):
            step.node.grad += step.gradient

    def __float__(self) -> float:
        return self.data

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        op = f", op={self.op!r}" if self.op else ""
        return f"Value({self.data!r}{op}{label})"

    def __add__(self, other: Value | float) -> Value:
        return _binary("+", self, other)

    def __radd__(self, other: float) -> Value:
        return _binary("+", other, self)

    def __sub__(self, other: Value | float) -> Value:
        return _binary("-", self, other)

    def __rsub__(self, other: float) -> Value:
        return _binary("-", other, self)

    def __mul__(self, other: Value | float) -> Value:
        return _binary("*", self, other)

    def __rmul__(self, other: float) -> Value:
        return _binary("*", other, self)

    def __truediv__(self, other: Value | float) -> Value:
        return _binary("/", self, other)

    def __rtruediv__(self, other: float) -> Value:
        return _binary("/", other, self)

    def __pow__(self, other: Value | float) -> Value:
        return _binary("**", self, other)

    def __rpow__(self, other: float) -> Value:
        return _binary("**", other, self)

    def __neg__(self) -> Value:
        return Value.apply("neg", self)

    def __pos__(self) -> Value:
        return self


def _binary(op: str, a: Value | float, b: Value | float) -> Value:
    """Compute an operator; Python itself names the types of operands that are no numbers."""
    if all(isinstance(x, (Value, *_REAL)) for x in (a, b)):
        return Value.apply(op, a, b)
    return NotImplemented  # type: ignore[no-any-return]  # for Python to see, not for the caller
