"""The pictures by name, and the pixels of any picture."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# draw.py makes the file; a row is a word, a character is a pixel from 0 to 16.
PICTURES: dict[str, list[list[int]]] = {
    name: [[int(level, 17) for level in row] for row in rows]
    for name, rows in json.loads(
        Path(__file__).with_name("pictures.json").read_text(encoding="utf-8")
    ).items()
}


def pixels(picture: str | list[list[float]]) -> NDArray[np.float64]:
    """Return the numbers of a picture (height, width), by its name or as they are."""
    return np.asarray(PICTURES[picture] if isinstance(picture, str) else picture, float)
