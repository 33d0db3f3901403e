"""FAU 2.3: a max pooling with overlapping windows, forwards and backwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import signed

EXAM = {"image": [[1, 2, 0], [3, 7, 4], [6, 5, 8]], "grad": [[1, -2], [3, 4]]}  # our probe
EXPECTED = (7, 7, 7, 8, 2, 4)
PLACES = [(0, 0), (0, 1), (1, 0), (1, 1)]

Matrix = list[list[int]]


def solve(image: Matrix, grad: Matrix) -> tuple[int, ...]:
    """Pool, and route the gradient back."""
    pooled = np.asarray(nn.max_pool2d([[image]], 2, stride=1))
    routed = nn.max_pool2d_backward([[grad]], [[image]], 2, stride=1)[0, 0]
    return (*pooled.ravel().astype(int), int(routed[1, 1]), int(routed[2, 2]))


def verify(image: Matrix, grad: Matrix) -> tuple[int, ...]:
    """Let torch pool, and its autograd differentiate."""
    import torch

    x = torch.tensor([[image]], dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.max_pool2d(x, 2, stride=1)
    (routed,) = torch.autograd.grad(y, x, torch.tensor([[grad]], dtype=torch.float64))
    values = [*y.flatten().tolist(), routed[0, 0, 1, 1].item(), routed[0, 0, 2, 2].item()]
    return tuple(int(value) for value in values)


def experiment() -> dict[str, str]:
    """Which of four equal entries gets the gradient in torch, where torch is run here."""
    import torch

    x = torch.ones(1, 1, 2, 2, requires_grad=True)
    (routed,) = torch.autograd.grad(torch.nn.functional.max_pool2d(x, 2).sum(), x)
    assert routed.flatten().tolist() == [1, 0, 0, 0]
    return {"winner": "first"}


def steps(image: Matrix, grad: Matrix) -> list[str]:
    """Window by window, then what the two pixels won."""
    *_, centre, corner = solve(image, grad)
    lines: list[str] = []
    won: dict[tuple[int, int], list[str]] = {(1, 1): [], (2, 2): []}
    for i, j in PLACES:
        window = {(r, c): image[r][c] for r in (i, i + 1) for c in (j, j + 1)}
        winner = max(window, key=lambda at: window[at])
        values = ", ".join(map(str, window.values()))
        lines.append(
            rf"$y_{{{i + 1}{j + 1}}} = \max({values}) = {window[winner]}$; its gradient "
            f"${grad[i][j]}$ goes to $x_{{{winner[0] + 1}{winner[1] + 1}}}$."
        )
        if winner in won:
            won[winner].append(signed(grad[i][j]))
    lines += [
        f"{name} won {len(parts)} of the windows and gets ${' + '.join(parts)} = {total}$."
        if parts
        else f"{name} won no window and gets ${total}$."
        for name, parts, total in (
            ("The centre", won[1, 1], centre),
            ("The corner", won[2, 2], corner),
        )
    ]
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Nine different numbers, a centre that wins at least twice, gradients that do not cancel."""
    while True:
        image = rng.permutation(9).reshape(3, 3) + 1
        grad = rng.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], size=(2, 2), replace=False)
        params = {"image": image.tolist(), "grad": grad.tolist()}
        *pooled, centre, _ = solve(**params)
        if pooled.count(image[1, 1]) >= 2 and centre and centre not in grad:
            return params


def preset(image: Matrix, grad: Matrix) -> dict[str, Any]:
    """The image is the only channel, with the weight 1."""
    return {"x": [image], "grad": grad}


def mistakes(image: Matrix, grad: Matrix) -> dict[str, tuple[float | None, ...]]:
    """The sum forgotten, the gradient shared out or given to all."""
    pooled = np.reshape(solve(image, grad)[:4], (2, 2))
    won = [grad[i][j] for i, j in PLACES if pooled[i][j] == image[1][1]]
    stay = (None,) * 4
    return {
        "You kept the gradient of one window: the centre wins several, and they add up.": (
            *(*stay, won[-1]),
            None,
        ),
        "You shared the gradient out in each window: that is average pooling.": (
            *(*stay, sum(map(sum, grad)) / 4),
            grad[1][1] / 4,
        ),
        "You handed the gradient to every entry of the window: only the largest gets it.": (
            *(*stay, sum(map(sum, grad))),
            grad[1][1],
        ),
        "You averaged the window: max pooling takes the largest entry.": (
            *(sum(image[r][c] for r in (i, i + 1) for c in (j, j + 1)) / 4 for i, j in PLACES),
            *(None, None),
        ),
    }
