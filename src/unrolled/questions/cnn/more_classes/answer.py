"""TUM digits sheet, 7b and segmentation 3.3: the classes live in the last layer only."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import calc
from unrolled.calc import Conv, ConvTranspose, Flatten, Linear, Pool

EXAM = {"digits": 10, "letters": 26, "coarse": 5, "fine": 30}
EXPECTED = (26, 30)


def solve(digits: int, letters: int, coarse: int, fine: int) -> tuple[int, int]:
    """Read the new numbers off the last shapes of both networks."""
    lenet = [Conv(6, 5), Pool(2), Conv(16, 5), Pool(2), Flatten(), Linear(120), Linear(letters)]
    decoder = [*[ConvTranspose(20, 4, 2, 1)] * 3, ConvTranspose(fine, 4, 2, 1)]
    classified = calc.network_table((1, 32, 32), lenet)[-1].shape
    return classified[0], calc.network_table((40, 4, 4), decoder)[-1].shape[0]


def preset(digits: int, letters: int, coarse: int, fine: int) -> dict[str, Any]:
    """The segmentation network before the change."""
    return {"classes": coarse}


def verify(digits: int, letters: int, coarse: int, fine: int) -> tuple[int, int]:
    """Find the smallest last layers with which torch's loss accepts the highest label."""
    import torch
    from torch.nn.functional import cross_entropy

    def smallest(classes: int, size: tuple[int, ...]) -> int:
        label = torch.full((1, *size), classes - 1)
        for outputs in range(classes - 3, classes + 3):
            try:
                cross_entropy(torch.zeros(1, outputs, *size), label)
            except IndexError:  # the label is out of bounds: one score too few
                continue
            return outputs
        raise AssertionError(f"{classes + 2} outputs are not enough")

    return smallest(letters, ()), smallest(fine, (4, 4))


def steps(digits: int, letters: int, coarse: int, fine: int) -> list[str]:
    """One line per network."""
    return [
        f"Classifier: one output neuron per class, so ${digits} \\to {letters}$ in the last layer.",
        "Segmentation: one output channel per class and pixel, so the last layer, trconv4, goes "
        f"${coarse} \\to {fine}$ channels; its output is ${fine} \\times 64 \\times 64$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other numbers of classes; the fine ones are more than the coarse."""
    digits, coarse = rng.integers(4, 13, size=2)
    letters, fine = digits + rng.integers(6, 60), coarse + rng.integers(8, 60)
    return {"digits": digits, "letters": letters, "coarse": coarse, "fine": fine}


def mistakes(digits: int, letters: int, coarse: int, fine: int) -> dict[str, tuple[int, int]]:
    """Classes added up, compared, or coded in bits."""
    return {
        "You added the new classes to the old ones: they take their place.": (
            digits + letters,
            coarse + fine,
        ),
        "You gave the difference: the question is how many there are in the end.": (
            letters - digits,
            fine - coarse,
        ),
        "You left one class without a score: softmax needs one score for each.": (
            letters - 1,
            fine - 1,
        ),
    }
