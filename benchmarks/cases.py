"""How every differentiable operation is called: at the size of an exam, and of a ResNet's stage.

The second stage of a ResNet has 64 channels of 56 × 56; here it sees four images, which are 0.8
million numbers. What takes no images gets arrays of a practical size too: 256 rows of 1000 logits,
32 steps of 32 sequences with 128 units, 196 tokens for the patches of an image.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.case import Case, Draw, Each, Numbers
from unrolled import nn

SIZES = ("exam", "stage")


def draw(*shapes: tuple[int, ...], numbers: Numbers | None = None) -> Each:
    """Return an array argument with a shape for each size, normal unless `numbers` says else."""
    normal: Numbers = lambda rng, shape: np.asarray(rng.standard_normal(shape))  # noqa: E731
    return Each(tuple(Draw(shape, numbers or normal) for shape in shapes))


def small(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Draw weights under which no recurrence explodes."""
    return 0.05 * rng.standard_normal(shape)


def fractions(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Draw probabilities, away from 0 and 1."""
    return rng.uniform(0.05, 0.95, shape)


def distributions(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Draw probabilities that sum to one along the last axis."""
    positive = fractions(rng, shape)
    return np.asarray(positive / positive.sum(axis=-1, keepdims=True))


def logarithms(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Draw logarithms of such probabilities."""
    return np.asarray(np.log(distributions(rng, shape)))


def signs(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Draw 1.0 or -1.0."""
    return rng.choice([-1.0, 1.0], shape)


def kept(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Draw what dropout keeps."""
    return np.asarray(rng.uniform(size=shape) < 0.5)


def below(limit: int) -> Numbers:
    """Draw integers from 0."""
    return lambda rng, shape: rng.integers(limit, size=shape)


def indices(pool: Any) -> Any:
    """Return a function for the places of the maxima, which torch's graph keeps."""
    return lambda *given: {"indices": pool(*given, return_indices=True)[1]}


def result(function: Any) -> Any:
    """Return a function for what the forward pass returned, which torch's graph keeps."""
    return lambda *given: {"output": function(*given)}


def one_layer(function: Any) -> Any:
    """Return torch's function for stacks of layers as one for a single layer."""

    def call(x: Any, hx: Any, *weights: Any) -> Any:
        state = tuple(h[None] for h in hx) if isinstance(hx, tuple) else hx[None]
        # Layers, dropout, whether to keep what the backward pass needs, both directions, layout.
        return function(x, state, weights, True, 1, 0.0, x.requires_grad, False, False)

    return call


def two_layers(_: str, x: Any, hx: Any, layers: Any) -> Any:
    """Call torch's GRU as `recurrent_layers` is called."""
    weights = [weight for layer in layers for weight in layer]
    return torch.gru(x, hx, weights, True, 2, 0.0, x.requires_grad, False, False)


def weights(gates: int, *units: int) -> tuple[Each, ...]:
    """Return the four parameters of a recurrent layer with as many inputs as units."""
    matrix = draw(*((gates * n, n) for n in units), numbers=small)
    bias = draw(*((gates * n,) for n in units), numbers=small)
    return matrix, matrix, bias, bias


IMAGE = draw((1, 2, 6, 6), (4, 64, 56, 56))
HALF = draw((1, 2, 3, 3), (4, 64, 28, 28))
SIGNAL = draw((1, 2, 8), (4, 64, 3136))
ROWS = draw((4, 3), (256, 1000))
TOKENS = draw((2, 3, 4), (4, 196, 768))
HEADS = draw((1, 1, 3, 4), (4, 8, 196, 64))
CHANNELS = draw((2,), (64,))
CLASSES = Each((Draw((4,), below(3)), Draw((256,), below(1000))))
SEQUENCE = draw((4, 1, 2), (32, 32, 128))
STATE = draw((1, 2), (32, 128))
STATES = draw((2, 1, 2), (2, 32, 128))
SHARES = draw((4, 3), (256, 1000), numbers=distributions)
CHANCES = draw((1, 2, 6, 6), (4, 64, 56, 56), numbers=fractions)
RANDOM = {"generator": np.random.default_rng(0)}  # draws at each call, as torch does
F = torch.nn.functional

CASES = {
    "adaptive_avg_pool2d": Case((IMAGE, Each((3, 7)))),
    "avg_pool1d": Case((SIGNAL, 2)),
    "avg_pool2d": Case((IMAGE, 2)),
    "batch_norm": Case((IMAGE, None, None, CHANNELS, CHANNELS), {"training": True}),
    "binary_cross_entropy": Case((CHANCES, CHANCES)),
    "binary_cross_entropy_with_logits": Case((IMAGE, CHANCES)),
    "circular_encode": Case(
        (IMAGE,),
        reference=lambda x: torch.stack(((angle := 2 * torch.pi * x).cos(), angle.sin()), -1),
    ),
    "circular_loss": Case(
        (IMAGE, IMAGE), reference=lambda x, y: (4 * torch.sin(torch.pi * (x - y)) ** 2).mean()
    ),
    "conv1d": Case((SIGNAL, draw((2, 2, 3), (64, 64, 3)), CHANNELS), {"padding": 1}),
    "conv2d": Case((IMAGE, draw((2, 2, 3, 3), (64, 64, 3, 3)), CHANNELS), {"padding": 1}),
    "conv_transpose1d": Case((SIGNAL, draw((2, 2, 2), (64, 64, 2)), CHANNELS), {"stride": 2}),
    "conv_transpose2d": Case((HALF, draw((2, 2, 2, 2), (64, 64, 2, 2)), CHANNELS), {"stride": 2}),
    "cross_entropy": Case((ROWS, CLASSES)),
    "dropout": Case(
        (IMAGE,),
        forward=RANDOM,
        backward={"mask": draw((1, 2, 6, 6), (4, 64, 56, 56), numbers=kept)},
    ),
    "dropout1d": Case(
        (SIGNAL,),
        forward=RANDOM,
        backward={"mask": draw((1, 2, 1), (4, 64, 1), numbers=kept)},
    ),
    "dropout2d": Case(
        (IMAGE,),
        forward=RANDOM,
        backward={"mask": draw((1, 2, 1, 1), (4, 64, 1, 1), numbers=kept)},
    ),
    "elu": Case((IMAGE,)),
    "embedding": Case(
        (
            Each((Draw((1, 4), below(5)), Draw((32, 128), below(10_000)))),
            draw((5, 2), (10_000, 512)),
        )
    ),
    "fold": Case(
        (draw((1, 18, 36), (4, 576, 3136)), Each((6, 56)), 3),
        {"padding": 1},
    ),
    "gelu": Case((IMAGE,)),
    "global_avg_pool2d": Case((IMAGE,), reference=lambda x: F.adaptive_avg_pool2d(x, 1)),
    "global_max_pool2d": Case((IMAGE,), reference=lambda x: F.adaptive_max_pool2d(x, 1)),
    "group_norm": Case((IMAGE, 2, CHANNELS, CHANNELS)),
    "gru": Case((SEQUENCE, STATE, *weights(3, 2, 128)), reference=one_layer(torch.gru)),
    "gru_cell": Case((STATE, STATE, *weights(3, 2, 128)), reference=torch.gru_cell),
    "hinge_embedding_loss": Case((IMAGE, draw((1, 2, 6, 6), (4, 64, 56, 56), numbers=signs))),
    "huber_loss": Case((IMAGE, IMAGE)),
    "interpolate": Case((HALF,), {"scale_factor": 2, "mode": "bilinear"}),
    "kl_div": Case((draw((4, 3), (256, 1000), numbers=logarithms), SHARES), {"reduction": "sum"}),
    "l1_loss": Case((IMAGE, IMAGE)),
    "layer_norm": Case((TOKENS, Each(((4,), (768,))), draw((4,), (768,)), draw((4,), (768,)))),
    "leaky_relu": Case((IMAGE,)),
    "linear": Case((draw((4, 3), (64, 2048)), draw((2, 3), (1000, 2048)), draw((2,), (1000,)))),
    "log_softmax": Case((ROWS, -1), kept=result(nn.log_softmax)),
    "lstm": Case((SEQUENCE, (STATE, STATE), *weights(4, 2, 128)), reference=one_layer(torch.lstm)),
    "lstm_cell": Case(
        (STATE, (STATE, STATE), *weights(4, 2, 128)), reference=torch.lstm_cell, both=True
    ),
    "max_pool1d": Case((SIGNAL, 2), kept=indices(nn.max_pool1d)),
    "max_pool2d": Case((IMAGE, 2), kept=indices(nn.max_pool2d)),
    "mse_loss": Case((IMAGE, IMAGE)),
    "nll_loss": Case((ROWS, CLASSES)),
    "pad": Case((IMAGE, (1, 1, 1, 1))),
    "recurrent_layers": Case(
        ("gru", SEQUENCE, STATES, [weights(3, 2, 128), weights(3, 2, 128)]), reference=two_layers
    ),
    "relu": Case((IMAGE,)),
    "rnn": Case((SEQUENCE, STATE, *weights(1, 2, 128)), reference=one_layer(torch.rnn_tanh)),
    "scaled_dot_product_attention": Case((HEADS, HEADS, HEADS)),
    "sigmoid": Case((IMAGE,), kept=result(nn.sigmoid)),
    "silu": Case((IMAGE,)),
    "smooth_l1_loss": Case((IMAGE, IMAGE)),
    "softmax": Case((ROWS, -1), kept=result(nn.softmax)),
    "softplus": Case((IMAGE,)),
    "tanh": Case((IMAGE,), kept=result(nn.tanh)),
    "unfold": Case((IMAGE, 3), {"padding": 1}),
}

# Four sizes; each has four times the work of the one before.
LARGER = draw(*((4, 64, edge, edge) for edge in (14, 28, 56, 112)))
LONGER = draw(*((steps, 16, 64) for steps in (8, 32, 128, 512)))
START = draw((16, 64))
GROWING = {
    "conv2d": Case((LARGER, draw((64, 64, 3, 3)), draw((64,))), {"padding": 1}),
    "linear": Case(
        (draw(*((rows, 512) for rows in (16, 64, 256, 1024))), draw((512, 512)), draw((512,)))
    ),
    "max_pool2d": Case((LARGER, 2), kept=indices(nn.max_pool2d)),
    "avg_pool2d": Case((LARGER, 2)),
    "batch_norm": Case((LARGER, None, None, draw((64,)), draw((64,))), {"training": True}),
    "lstm": Case((LONGER, (START, START), *weights(4, 64)), reference=one_layer(torch.lstm)),
}
