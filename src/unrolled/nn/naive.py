"""The slow twins: plain loops that read like the definition, to check the fast ones."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from unrolled.nn import _pooling as pooling
from unrolled.nn._arrays import Array, as_float
from unrolled.nn._convolution import check_reach, read, read_padding
from unrolled.nn._options import IntOrInts

__all__ = ["conv2d_naive", "lstm_naive", "max_pool2d_naive"]


def conv2d_naive(
    input: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Array:
    """Convolution of images in plain loops: what `conv2d` computes, one product at a time.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    weight : array_like, shape (O, C / groups, kh, kw)
    bias : array_like, shape (O,), optional
    stride, padding, dilation, groups
        As for `conv2d`.

    Returns
    -------
    ndarray, shape (N, O, H', W') or (O, H', W')

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the padded input.

    Source
    ------
    Convention of `torch.nn.functional.conv2d`.

    Examples
    --------
    >>> conv2d_naive([[[[1.0, 2.0], [3.0, 4.0]]]], [[[[1.0, 0.0], [0.0, 1.0]]]])
    array([[[[5.]]]])
    """
    a = read(2, input, weight, bias, stride, dilation, groups)
    pads = read_padding(a, padding)
    check_reach(a, pads)
    n_out, c_in = a.weight.shape[:2]
    (sh, sw), (dh, dw) = a.step
    (top, bottom), (left, right) = pads
    height = (a.x.shape[2] + top + bottom - dh * (a.weight.shape[2] - 1) - 1) // sh + 1
    width = (a.x.shape[3] + left + right - dw * (a.weight.shape[3] - 1) - 1) // sw + 1
    out = np.zeros((len(a.x), n_out, height, width), np.result_type(a.x, a.weight))
    for n, o, i, j in np.ndindex(out.shape):
        total = 0.0 if a.bias is None else float(a.bias[o])
        first = o // (n_out // a.groups) * c_in  # the first channel of this group
        for c, u, v in np.ndindex(a.weight.shape[1:]):
            row, column = i * sh + u * dh - top, j * sw + v * dw - left
            if 0 <= row < a.x.shape[2] and 0 <= column < a.x.shape[3]:
                total += float(a.x[n, first + c, row, column] * a.weight[o, c, u, v])
        out[n, o, i, j] = total
    return a.layout.restore(out)


def max_pool2d_naive(
    input: ArrayLike,
    kernel_size: IntOrInts,
    stride: IntOrInts | None = None,
    padding: IntOrInts = 0,
    dilation: IntOrInts = 1,
    ceil_mode: bool = False,
    *,
    padding_value: float = float("-inf"),
) -> Array:
    """Maximum pooling in plain loops: what `max_pool2d` computes, one comparison at a time.

    Parameters
    ----------
    input : array_like, shape (N, C, H, W) or (C, H, W)
    kernel_size, stride, padding, dilation, ceil_mode, padding_value
        As for `max_pool2d`.

    Returns
    -------
    ndarray, shape (N, C, H', W') or (C, H', W')

    Raises
    ------
    ValueError
        If a size is not possible.

    Source
    ------
    Convention of `torch.nn.functional.max_pool2d`.

    Examples
    --------
    >>> max_pool2d_naive([[[[1.0, 2.0], [4.0, 3.0]]]], 2)
    array([[[[4.]]]])
    """
    p = pooling.read(2, input, kernel_size, stride, padding, dilation, ceil_mode)
    (sh, sw), (dh, dw), (ph, pw) = *p.step, p.padding
    height, width = p.x.shape[2:]
    out = np.empty((*p.x.shape[:2], *p.out), p.x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        best = float("-inf")
        for u, v in np.ndindex(*p.kernel):
            row, column = i * sh + u * dh - ph, j * sw + v * dw - pw
            if 0 <= row < height and 0 <= column < width:
                value = float(p.x[n, c, row, column])
                best = value if value > best or math.isnan(value) else best
            elif -ph <= row < height + ph and -pw <= column < width + pw:
                best = max(best, padding_value)
        out[n, c, i, j] = best
    return p.layout.restore(out)


def lstm_naive(
    x: ArrayLike,
    hx: tuple[ArrayLike, ArrayLike],
    w_ih: ArrayLike,
    w_hh: ArrayLike,
    b_ih: ArrayLike | None = None,
    b_hh: ArrayLike | None = None,
) -> tuple[Array, tuple[Array, Array]]:
    """Unroll an LSTM in plain loops: what `lstm` computes, one unit at a time.

    Parameters
    ----------
    x : array_like, shape (L, N, D)
    hx : (array_like, array_like)
        Start states h and c of shape (N, H).
    w_ih, w_hh, b_ih, b_hh
        As for `lstm_cell`.

    Returns
    -------
    output : ndarray, shape (L, N, H)
    (h_n, c_n) : ndarray, shape (N, H)

    Source
    ------
    Convention of `torch.nn.LSTM` with one layer and one direction.

    Examples
    --------
    >>> w = np.zeros((4, 1))
    >>> lstm_naive([[[0.0]]], ([[0.0]], [[2.0]]), w, w)[0]
    array([[[0.38079708]]])
    """
    x, w_ih, w_hh = as_float(x, "x"), as_float(w_ih, "w_ih"), as_float(w_hh, "w_hh")
    h, c = as_float(hx[0], "h").copy(), as_float(hx[1], "c").copy()
    hidden = h.shape[1]
    b = sum(np.asarray(bias) for bias in (b_ih, b_hh) if bias is not None) + np.zeros(4 * hidden)
    output = np.zeros((len(x), *h.shape), np.result_type(x, w_ih))
    for t in range(len(x)):
        h_before = h.copy()
        for n, k in np.ndindex(h.shape):
            # Rows k, H + k, 2 H + k and 3 H + k belong to unit k.
            z = [
                float(w_ih[row] @ x[t, n] + w_hh[row] @ h_before[n] + b[row])
                for row in range(k, 4 * hidden, hidden)
            ]
            i, f, o = (1.0 / (1.0 + math.exp(-z[gate])) for gate in (0, 1, 3))
            c[n, k] = f * c[n, k] + i * math.tanh(z[2])
            h[n, k] = o * math.tanh(c[n, k])
        output[t] = h
    return output, (h, c)
