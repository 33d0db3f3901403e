"""Largest and smallest of several values, and who gets the gradient when they are equal."""

from __future__ import annotations

from unrolled.autodiff.value import Value


def maximum(*xs: Value | float) -> Value:
    """Largest of several numbers.

    Parameters
    ----------
    *xs : Value or float
        At least one.

    Returns
    -------
    Value
        NaN if one of them is. The gradient goes to the largest; several that are equal share it
        evenly.

    Raises
    ------
    ValueError
        If there is no number.
    TypeError
        If one is not a real number.

    Source
    ------
    Convention of `torch.maximum` and `torch.amax`. (`torch.max` over a dimension and max pooling
    give all of it to one of the equals.)

    Examples
    --------
    >>> a, b = Value(2.0), Value(2.0)
    >>> maximum(a, b, 1.0).backward()
    >>> a.grad, b.grad
    (0.5, 0.5)
    """
    if not xs:
        raise ValueError("maximum has no arguments; it needs at least one")
    return Value.apply("max", *xs)


def minimum(*xs: Value | float) -> Value:
    """Smallest of several numbers.

    Parameters
    ----------
    *xs : Value or float
        At least one.

    Returns
    -------
    Value
        -max(-x, ...), with ties as in `maximum`.

    Raises
    ------
    ValueError
        If there is no number.
    TypeError
        If one is not a real number.

    Source
    ------
    Convention of `torch.minimum` and `torch.amin`.

    Examples
    --------
    >>> minimum(2.0, Value(-1.0)).data
    -1.0
    """
    return -maximum(*(-Value.of(x) for x in xs))
