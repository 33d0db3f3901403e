"""Exact integer and fraction arithmetic: sizes, counts, bytes."""

from unrolled.calc.class_metrics import Scores, average_scores, confusions
from unrolled.calc.cost import (
    attention_multiply_adds,
    conv_multiply_adds,
    linear_multiply_adds,
    recurrent_multiply_adds,
    training_bytes,
)
from unrolled.calc.gradient_variance import GradientMoments, propagate_gradient
from unrolled.calc.initial_variance import he_variance, uniform_bound, xavier_variance
from unrolled.calc.layers import (
    BatchNorm,
    Conv,
    ConvTranspose,
    Embedding,
    Flatten,
    GlobalPool,
    Layer,
    LayerNorm,
    Linear,
    Pointwise,
    Pool,
    Recurrent,
    Residual,
    Shape,
)
from unrolled.calc.metrics import Confusion, confusion
from unrolled.calc.network import Row, network_markdown, network_table, network_total
from unrolled.calc.norm_parameters import (
    NormCount,
    batch_norm_parameters,
    group_norm_parameters,
    layer_norm_parameters,
)
from unrolled.calc.parameters import (
    attention_parameters,
    conv_parameters,
    conv_weight_shape,
    embedding_parameters,
    linear_parameters,
)
from unrolled.calc.pool_sizes import pool_output_size
from unrolled.calc.receptive import (
    Field,
    Window,
    field_cut_off,
    receptive_fields,
    seen_pixels,
)
from unrolled.calc.recurrent_parameters import gru_parameters, lstm_parameters, rnn_parameters
from unrolled.calc.resnet import resnet_layers, resnet_parameters
from unrolled.calc.sizes import conv_output_size, conv_transpose_output_size, same_padding
from unrolled.calc.variance import (
    Moments,
    activation_second_moment,
    linear_variance,
    propagate,
    relu_variance,
)

__all__ = [
    "BatchNorm",
    "Confusion",
    "Conv",
    "ConvTranspose",
    "Embedding",
    "Field",
    "Flatten",
    "GlobalPool",
    "GradientMoments",
    "Layer",
    "LayerNorm",
    "Linear",
    "Moments",
    "NormCount",
    "Pointwise",
    "Pool",
    "Recurrent",
    "Residual",
    "Row",
    "Scores",
    "Shape",
    "Window",
    "activation_second_moment",
    "attention_multiply_adds",
    "attention_parameters",
    "average_scores",
    "batch_norm_parameters",
    "confusion",
    "confusions",
    "conv_multiply_adds",
    "conv_output_size",
    "conv_parameters",
    "conv_transpose_output_size",
    "conv_weight_shape",
    "embedding_parameters",
    "field_cut_off",
    "group_norm_parameters",
    "gru_parameters",
    "he_variance",
    "layer_norm_parameters",
    "linear_multiply_adds",
    "linear_parameters",
    "linear_variance",
    "lstm_parameters",
    "network_markdown",
    "network_table",
    "network_total",
    "pool_output_size",
    "propagate",
    "propagate_gradient",
    "receptive_fields",
    "recurrent_multiply_adds",
    "relu_variance",
    "resnet_layers",
    "resnet_parameters",
    "rnn_parameters",
    "same_padding",
    "seen_pixels",
    "training_bytes",
    "uniform_bound",
    "xavier_variance",
]
