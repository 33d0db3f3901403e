"""Gradients of a convolution of every channel with a kernel of its own.

A product of matrices would have one row or one column, and not be worth its copies: here are two
passes over the images for each entry of the kernel, in blocks of samples that stay in the cache.
Shapes: images (N, C, H, W), kernels (C, 1, kh, kw). Images arrive padded.
"""

from __future__ import annotations

import numpy as np

from unrolled.nn._arrays import Array, blocks
from unrolled.nn._windows import Pair, Step, places

_BLOCK = 1 << 17  # entries of a block of images: its temporaries fit a cache, more or less


def grad_weight(grad: Array, x: Array, kernel: Pair, step: Step) -> Array:
    """Gradient with respect to the kernels, (C, 1, kh, kw)."""
    total = np.zeros((kernel[0] * kernel[1], x.shape[1]), np.result_type(grad, x))
    for b in blocks(len(x), x[:1].size, _BLOCK):
        for k, place in enumerate(places(kernel, grad.shape[2:], step)):
            total[k] += np.einsum("nchw,nchw->c", grad[b], x[b][place])
    return total.T.reshape(x.shape[1], 1, *kernel)


def grad_input(grad: Array, weight: Array, size: Pair, step: Step) -> Array:
    """Gradient with respect to the images, (N, C, *size)."""
    out = np.zeros((*grad.shape[:2], *size), np.result_type(grad, weight))
    factors = weight.reshape(len(weight), weight[:1].size)
    for b in blocks(len(grad), out[:1].size, _BLOCK):
        for k, place in enumerate(places(weight.shape[2:], grad.shape[2:], step)):
            out[b][place] += grad[b] * factors[:, k, None, None]
    return out
