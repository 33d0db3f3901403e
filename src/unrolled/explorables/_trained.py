"""Trained networks as files: `train.py` writes weights.json and digits.json, others read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unrolled.nn import Array

if TYPE_CHECKING:
    from torch import Tensor

LEVELS = "0123456789abcdefg"  # of a pixel, one character each: 0 to 16
HUNDREDTHS = 100  # weights are rounded to these: nothing gets worse, and one can check by hand


# --- what a folder's networks.py reads: `module` is its __file__ --------------------------------


def load(module: str, name: str) -> Any:
    """Read the JSON file `name` beside a module."""
    return json.loads(Path(module).with_name(f"{name}.json").read_text(encoding="utf-8"))


def weights(found: dict[str, Any]) -> dict[str, list[Array]]:
    """Weights and biases of each network, layer by layer."""
    return {
        name: [np.array(values) / HUNDREDTHS for values in layers]
        for name, layers in found["weights"].items()
    }


def levels(row: str) -> list[int]:
    """Pixels, 0 to 16."""
    return [LEVELS.index(level) for level in row]


# --- what its train.py writes -------------------------------------------------------------------


def row(pixels: Iterable[int]) -> str:
    """One character per pixel; `levels` reads it."""
    return "".join(LEVELS[level] for level in pixels)


def rounded(parameters: Iterable[Tensor]) -> list[Any]:
    """Weights and biases in hundredths, nested as they are shaped."""
    return [
        np.rint(HUNDREDTHS * p.detach().double().numpy()).astype(int).tolist() for p in parameters
    ]


def fill(parameters: Iterable[Tensor], values: list[Any]) -> None:
    """Put such hundredths into parameters, which become double precision."""
    import torch

    for parameter, hundredths in zip(parameters, values, strict=True):
        parameter.data = torch.tensor(hundredths, dtype=torch.float64) / HUNDREDTHS
