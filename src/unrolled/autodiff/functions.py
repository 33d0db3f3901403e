"""The functions of a `Value`; each takes plain numbers, too, and makes them constants."""

from __future__ import annotations

from unrolled.autodiff.value import Value


def exp(x: Value | float) -> Value:
    """Exponential function.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        e^x.

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.exp`.

    Examples
    --------
    >>> exp(Value(0.0))
    Value(1.0, op='exp')
    """
    return Value.apply("exp", x)


def log(x: Value | float) -> Value:
    """Natural logarithm.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        log x; minus infinity at 0, NaN below.

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.log`.

    Examples
    --------
    >>> log(Value(1.0))
    Value(0.0, op='log')
    """
    return Value.apply("log", x)


def sqrt(x: Value | float) -> Value:
    """Square root.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        √x; NaN below 0. Its slope at 0 is infinite.

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.sqrt`.

    Examples
    --------
    >>> sqrt(Value(9.0))
    Value(3.0, op='sqrt')
    """
    return Value.apply("sqrt", x)


def sin(x: Value | float) -> Value:
    """Sine.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        sin x, x in radians.

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.sin`.

    Examples
    --------
    >>> sin(Value(0.0))
    Value(0.0, op='sin')
    """
    return Value.apply("sin", x)


def cos(x: Value | float) -> Value:
    """Cosine.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        cos x, x in radians.

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.cos`.

    Examples
    --------
    >>> cos(Value(0.0))
    Value(1.0, op='cos')
    """
    return Value.apply("cos", x)


def tanh(x: Value | float) -> Value:
    """Hyperbolic tangent.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        In [-1, 1].

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.tanh`.

    Examples
    --------
    >>> tanh(Value(0.0))
    Value(0.0, op='tanh')
    """
    return Value.apply("tanh", x)


def sigmoid(x: Value | float) -> Value:
    """Logistic function.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        1 / (1 + e^(-x)), in [0, 1].

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.sigmoid`.

    Examples
    --------
    >>> sigmoid(Value(0.0))
    Value(0.5, op='sigmoid')
    """
    return Value.apply("sigmoid", x)


def relu(x: Value | float) -> Value:
    """Rectified linear unit.

    Parameters
    ----------
    x : Value or float

    Returns
    -------
    Value
        max(0, x); its slope at 0 is 0.

    Raises
    ------
    TypeError
        If `x` is not a real number.

    Source
    ------
    Convention of `torch.relu`.

    Examples
    --------
    >>> relu(Value(-2.0))
    Value(0.0, op='relu')
    """
    return Value.apply("relu", x)
