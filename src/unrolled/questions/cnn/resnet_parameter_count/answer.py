"""TUM 2019, 1d: the parameters of ResNet-152, and what the printed number counts."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled import calc

if TYPE_CHECKING:
    from torch.nn import Module

BLOCKS = {50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3]}
WIDTHS = (64, 128, 256, 512)
EXAM = {
    "depth": 152,
    "classes": 1000,
    "blocks": BLOCKS[152],
    "A": "1337337",
    "B": "60344232",
    "C": "more than a billion",
    "D": "152",
}
EXPECTED = ("B", 60192808, 60344232)
_count = cache(calc.resnet_parameters)


def solve(depth: int, classes: int, blocks: list[int], **options: str) -> tuple[str, int, int]:
    """Count by layers; tick what is printed of it."""
    stored = _count(depth, classes=classes, running=True)
    option = next(letter for letter, text in options.items() if text == str(stored))
    return option, _count(depth, classes=classes), stored


def preset(**question: Any) -> dict[str, Any]:
    """A block of the first stage, the same in all depths; not its first, which has a projection."""
    width, wide = WIDTHS[0], 4 * WIDTHS[0]
    filters = [width] * 4 + [wide] * 2
    return {"channels": wide, "filters": filters, "kernel": [1, 1, 3, 1, 1, 1]}


def verify(depth: int, classes: int, blocks: list[int], **options: str) -> tuple[str, int, int]:
    """Build the network in torch, without memory, and count its tensors."""
    network = _network(tuple(blocks), classes)
    learned = sum(p.numel() for p in network.parameters())
    running = sum(b.numel() for name, b in network.named_buffers() if "running" in name)
    sizes = {letter: int(text) for letter, text in options.items() if text.isdigit()}
    nearest = min(sizes, key=lambda letter: abs(sizes[letter] - learned))
    return nearest, learned, learned + running


def steps(depth: int, classes: int, blocks: list[int], **options: str) -> list[str]:
    """Stem, stages, normalisation, classifier."""
    lines = [r"Stem: $7 \cdot 7 \cdot 3 \cdot 64 = 9408$ weights, 64 channels."]
    weights, channels = 9408, 64
    for width, count, before in zip(WIDTHS, blocks, (64, 256, 512, 1024), strict=True):
        first = before * width + 13 * width**2 + 4 * width * before
        later = 17 * width**2
        stage = first + (count - 1) * later
        outputs = count * 6 * width + 4 * width
        lines.append(
            rf"Stage $w = {width}$: first block ${before} w + 13 w^2 + {before} \cdot 4w = {first}$"
            rf", each of the other {count - 1} has $4w \cdot w + 13 w^2 = {later}$; together "
            rf"${stage}$. Channels to normalise: ${count} \cdot 6w + 4w = {outputs}$."
        )
        weights, channels = weights + stage, channels + outputs
    dense = 2048 * classes + classes
    option, learned, stored = solve(depth, classes, blocks, **options)
    return [
        *lines,
        rf"Convolutions: ${weights}$. Channels in all: ${channels}$, so ${2 * channels}$ learned "
        "numbers in the normalisations, and as many running ones.",
        rf"Classifier: $2048 \cdot {classes} + {classes} = {dense}$.",
        f"Learned: ${weights} + {2 * channels} + {dense} = {learned}$.",
        f"With running statistics: ${learned} + {2 * channels} = {stored}$, which is option "
        f"{option}.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other depths and classes, the options in another order."""
    depth = int(rng.choice(list(BLOCKS)))
    classes = int(rng.choice([10, 20, 50, 100, 200, 365, 500, 1000]))
    stored = _count(depth, classes=classes, running=True)
    texts = [str(stored), "1337337", "more than a billion", str(depth)]
    order = rng.permutation(4)
    options = {letter: texts[i] for letter, i in zip("ABCD", order, strict=True)}
    return {"depth": depth, "classes": classes, "blocks": BLOCKS[depth], **options}


def mistakes(
    depth: int, classes: int, blocks: list[int], **options: str
) -> dict[str, tuple[str | None, int | None, int | None]]:
    """Layers for parameters, biases where there are none, parts forgotten."""
    _, learned, stored = solve(depth, classes, blocks, **options)
    letters = {text: letter for letter, text in options.items()}
    running = stored - learned
    biased = _count(depth, classes=classes, conv_bias=True)
    projections = sum(4 * w * c for w, c in zip(WIDTHS, (64, 256, 512, 1024), strict=True))
    projections += 2 * sum(4 * w for w in WIDTHS)
    return {
        "That is the number of layers.": (letters[str(depth)], None, None),
        "A 3 × 3 convolution from 512 to 512 channels alone has over two million weights.": (
            letters["1337337"],
            None,
            None,
        ),
        "A billion would be far more: the largest block has only some millions of weights.": (
            letters["more than a billion"],
            None,
            None,
        ),
        "You counted the running means and variances among what is learned.": (None, stored, None),
        "You gave the convolutions biases: here they have none.": (None, biased, biased + running),
        "You left out the batch normalisations: each has two learned numbers per channel.": (
            None,
            learned - running,
            None,
        ),
        "You left out the projections in the first block of each stage.": (
            None,
            learned - projections,
            None,
        ),
    }


@cache
def _network(blocks: tuple[int, ...], classes: int) -> Module:
    """All layers that hold numbers, in a row: for counting, not for running."""
    from torch import nn

    layers: list[Module] = []

    def conv(*channels: int, kernel: int = 1) -> None:
        for before, after in pairwise(channels):
            layers.append(nn.Conv2d(before, after, kernel, bias=False, device="meta"))
            layers.append(nn.BatchNorm2d(after, device="meta"))

    conv(3, 64, kernel=7)
    channels = 64
    for width, count in zip(WIDTHS, blocks, strict=True):
        conv(channels, 4 * width)
        for _ in range(count):
            conv(channels, width)
            conv(width, width, kernel=3)
            conv(width, 4 * width)
            channels = 4 * width
    return nn.Sequential(*layers, nn.Linear(channels, classes, device="meta"))
