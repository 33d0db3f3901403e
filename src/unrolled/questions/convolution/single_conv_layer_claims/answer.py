"""TUM 2019, 1g: shift, rotate and enlarge an image, and see what a convolution makes of it."""

from __future__ import annotations

import numpy as np

from unrolled import calc, nn

SIZE = 12


def experiment() -> dict[str, float]:
    """Compare the map of the changed image with the changed map of the image."""
    rng = np.random.default_rng(19)
    image, kernel = np.zeros((SIZE, SIZE)), rng.normal(size=(3, 3))
    image[3:6, 3:6] = rng.random((3, 3))  # an object, and room around it

    def convolve(x: nn.Array) -> nn.Array:
        found: nn.Array = nn.conv2d([[x]], [[kernel]])[0, 0]
        return found

    feature = convolve(image)
    moved = convolve(np.roll(image, (3, 4), axis=(0, 1)))
    assert np.array_equal(moved, np.roll(feature, (3, 4), axis=(0, 1)))
    assert moved.max() == feature.max()
    rotated = convolve(np.rot90(image)) - np.rot90(feature)
    large = convolve(np.kron(image, np.ones((2, 2))))
    scaled = large[:20, :20] - np.kron(feature, np.ones((2, 2)))
    change = {"moved": moved - feature, "rotated": rotated, "scaled": scaled}
    found = {name: round(float(np.abs(d).max()), 2) for name, d in change.items()}
    assert min(found.values()) > 0.1
    seen = len(calc.seen_pixels([calc.Window(3)], SIZE, unit=5)) ** 2
    return {**found, "seen": seen, "pixels": image.size}
