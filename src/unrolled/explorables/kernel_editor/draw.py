"""Draw the pictures of the kernel editor: ``python -m unrolled.explorables.kernel_editor.draw``.

They go to pictures.json, which Python and the browser read, so that both have the same pixels. A
row of pixels is a word with one character per pixel, 0 to 9 and then a to g for 10 to 16.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("pictures.json")
# By their places in scikit-learn's set, which begins with 0, 1, 2, ...
DIGITS = {"digit_0": 0, "digit_3": 3, "digit_7": 7}
LEVELS = "0123456789abcdefg"

Pixels = NDArray[np.int_]


def drawn() -> dict[str, Pixels]:
    """The pictures that are drawn, dark is 0."""
    square = np.zeros((6, 6), int)
    square[1:4, 1:4] = 1
    cross = np.zeros((5, 5), int)
    cross[2, :] = cross[:, 2] = 1
    rows, columns = np.indices((8, 8))
    distance = np.hypot(*(np.indices((28, 28)) - 13.5))
    shapes = np.zeros((28, 28), int)
    shapes[3:13, 3:12], shapes[17:24, 5:23], shapes[3:13, 16:25:3] = 9, 5, 7
    return {
        "square": square,
        "cross": cross,
        "edge": np.where(columns < 4, 1, 0),
        "checker": (rows // 2 + columns // 2) % 2,
        "arrow": arrow(),
        "gradient": np.tile(np.arange(16), (16, 1)),
        "disc": np.clip(np.round(9 * (10 - distance)), 0, 9).astype(int),
        "shapes": shapes,
    }


def arrow() -> Pixels:
    """An arrow that points to the right, 12 by 12."""
    picture = np.zeros((12, 12), int)
    picture[5:7, 1:6] = 1
    for step in range(5):
        picture[1 + step : 11 - step, 6 + step] = 1
    return picture


def handwritten() -> dict[str, Pixels]:
    """Real digits, 8 by 8, from 0 to 16, as scikit-learn has them."""
    from sklearn.datasets import load_digits

    images = load_digits().images.astype(int)
    return {name: images[place] for name, place in DIGITS.items()}


def text() -> str:
    """What belongs into pictures.json: one picture after the other, one row per line."""
    words = {
        name: ["".join(LEVELS[pixel] for pixel in row) for row in picture]
        for name, picture in {**drawn(), **handwritten()}.items()
    }
    return json.dumps(words, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
