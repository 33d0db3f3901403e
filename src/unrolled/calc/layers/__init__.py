"""Layers as data: what each makes of a shape, learns and costs.

A shape is that of one example, without the batch: (channels, height, width) for images,
(channels, length) for sequences that are convolved, (length, features) for sequences that are
read step by step, (features,) for vectors.
"""

from unrolled.calc.layers._base import Layer, Shape
from unrolled.calc.layers.convolution import Conv, ConvTranspose, GlobalPool, Pool
from unrolled.calc.layers.dense import BatchNorm, Flatten, LayerNorm, Linear, Pointwise
from unrolled.calc.layers.residual import Residual
from unrolled.calc.layers.sequence import Embedding, Recurrent

__all__ = [
    "BatchNorm",
    "Conv",
    "ConvTranspose",
    "Embedding",
    "Flatten",
    "GlobalPool",
    "Layer",
    "LayerNorm",
    "Linear",
    "Pointwise",
    "Pool",
    "Recurrent",
    "Residual",
    "Shape",
]
