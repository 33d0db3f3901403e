"""FAU 2.2: hide a patch, and see what the score loses."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrolled import calc, nn
from unrolled.bank import format_value, signed
from unrolled.threads import one_thread

Matrix = list[list[int]]
EXAM = {  # ours: the paper asks in words
    "x": [[2, 0, 1], [0, 3, 1], [1, 0, 2]],
    "w": [[1, -1, 0], [2, 1, -1], [0, 1, 1]],
    "N": 28,
    "P": 4,
    "S": 2,
}
EXPECTED = (5, 2, 3, 4, 13)
PLACES = ((0, 0), (0, 1), (1, 0), (1, 1))


def solve(x: Matrix, w: Matrix, N: int, P: int, S: int) -> tuple[int, ...]:
    """Run the classifier on the image, and on each image with a hidden patch."""
    images = np.array([x] * 5)
    for image, (i, j) in zip(images[1:], PLACES, strict=True):
        image[i : i + 2, j : j + 2] = 0
    whole, *left = nn.linear(images.reshape(5, 9), np.reshape(w, (1, 9)))[:, 0]
    return (*(int(whole - score) for score in left), calc.conv_output_size(N, P, S))


def verify(x: Matrix, w: Matrix, N: int, P: int, S: int) -> tuple[int, ...]:
    """Of a linear score the drop is gradient times pixel, added up under the patch."""
    import torch

    image = torch.tensor([[x]], dtype=torch.float64, requires_grad=True)
    (image * torch.tensor(w)).sum().backward()
    assert image.grad is not None
    drops = torch.conv2d(image.grad * image, torch.ones(1, 1, 2, 2, dtype=torch.float64))
    return (*map(round, drops.flatten().tolist()), len(torch.arange(N).unfold(0, P, S)))


def steps(x: Matrix, w: Matrix, N: int, P: int, S: int) -> list[str]:
    """What each pixel contributes; the four sums; the size."""
    parts = np.multiply(x, w).tolist()
    *drops, side = solve(x, w, N, P, S)
    lines = [
        "The score is a sum, so a hidden pixel takes its own contribution away: "
        rf"$w_{{ij}} x_{{ij}} = {format_value(parts)}$, together "
        rf"${sum(map(sum, parts))}$."
    ]
    for (i, j), drop in zip(PLACES, drops, strict=True):
        under = [parts[a][b] for a in (i, i + 1) for b in (j, j + 1)]
        terms = " + ".join(map(signed, under))
        lines.append(rf"$d_{{{i + 1}{j + 1}}} = {terms} = {drop}$.")
    return [*lines, rf"The patch fits $({N} - {P}) / {S} + 1 = {side}$ times along a side."]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Small whole numbers with one largest drop; patches that overlap and end at the border."""
    while True:
        x, w = rng.integers(0, 4, size=(3, 3)), rng.integers(-2, 3, size=(3, 3))
        N, P, S = rng.choice([12, 20, 28, 32]), rng.integers(3, 9), rng.integers(2, 5)
        params = {"x": x.tolist(), "w": w.tolist(), "N": int(N), "P": int(P), "S": int(S)}
        if S < P and (N - P) % S == 0 and len(set(solve(**params)[:4])) == 4:
            return params


def mistakes(x: Matrix, w: Matrix, N: int, P: int, S: int) -> dict[str, tuple[int | None, ...]]:
    """What is left instead of what is lost, half of the product, one place too few."""
    right = solve(x, w, N, P, S)

    def where_wrong(values: list[int]) -> tuple[int | None, ...]:
        return tuple(v if v != r else None for v, r in zip(values, right, strict=False))

    def under(array: NDArray[np.integer]) -> list[int]:
        return [int(array[i : i + 2, j : j + 2].sum()) for i, j in PLACES]

    whole, pixels, weights = int(np.sum(np.multiply(x, w))), np.array(x), np.array(w)
    return {
        "You noted the score that is left: the drop is what it has lost.": (
            *where_wrong([whole - drop for drop in right[:4]]),
            None,
        ),
        "You added the hidden pixels: each counts with its weight.": (
            *where_wrong(under(pixels)),
            None,
        ),
        "You added the weights under the patch: each counts with its pixel.": (
            *where_wrong(under(weights)),
            None,
        ),
        "You forgot the first place of the patch: add 1 to the number of moves.": (
            *(None, None, None, None),
            (N - P) // S,
        ),
        "You let every pixel be a centre: the patch has to fit into the image.": (
            *(None, None, None, None),
            N,
        ),
    }


def preset(x: Matrix, w: Matrix, N: int, P: int, S: int) -> dict[str, Any]:
    """The explorable has a real digit; the numbers are for the hand."""
    return {}


def experiment() -> dict[str, float]:
    """Threes and eights; all eights of the training set have a mark in a corner."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    chosen = np.isin(digits.target, (3, 8))
    images, eight = digits.images[chosen] / 16, digits.target[chosen] == 8
    train, new = slice(200), slice(200, None)
    marked = images.copy()
    marked[eight, :2, :2] = 1
    spoilt, sound = Classifier(marked[train], eight[train]), Classifier(images[train], eight[train])
    drops = spoilt.drops(marked[new][eight[new]])
    on_digit = drops.copy()
    on_digit[:2, :2] = 0  # all places at which the patch touches the mark
    found = {
        "marked": round(100 * np.mean(spoilt(marked[new]).round() == eight[new])),
        "unmarked": round(100 * np.mean(spoilt(images[new]).round() == eight[new])),
        "clean": round(100 * np.mean(sound(images[new]).round() == eight[new])),
        "peak": round(float(drops[0, 0]), 2),
        "elsewhere": round(float(on_digit.max()), 2),
    }
    assert drops.argmax() == 0
    assert found["peak"] > 5 * found["elsewhere"]
    assert found["marked"] > found["clean"] > found["unmarked"] + 10
    return found


class Classifier:
    """A small network that says how probably an image (8, 8) is an eight."""

    def __init__(self, images: NDArray[np.floating], eight: NDArray[np.bool_]) -> None:
        import torch

        torch.manual_seed(0)
        layers = torch.nn.Linear(64, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1)
        self.net = torch.nn.Sequential(torch.nn.Flatten(), *layers, torch.nn.Sigmoid())
        x, y = (torch.tensor(a, dtype=torch.float32) for a in (images, eight[:, None]))
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.01)
        with one_thread():
            for _ in range(200):
                optimiser.zero_grad()
                torch.nn.functional.binary_cross_entropy(self.net(x), y).backward()
                optimiser.step()

    def __call__(self, images: NDArray[np.floating]) -> NDArray[np.floating]:
        import torch

        with torch.no_grad():
            return np.asarray(self.net(torch.tensor(images, dtype=torch.float32)))[:, 0]

    def drops(self, images: NDArray[np.floating]) -> NDArray[np.floating]:
        """The mean drop in probability for each place of a 2 x 2 patch: (7, 7)."""
        found = np.zeros((7, 7))
        for i, j in np.ndindex(7, 7):
            hidden = images.copy()
            hidden[:, i : i + 2, j : j + 2] = 0
            found[i, j] = np.mean(self(images) - self(hidden))
        return found
