"""TUM 2019, 3a: two steps of RMSProp in a ravine."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"learning_rate": 0.01, "alpha": 0.9, "flat": 0.1, "steep": 4}  # ours: the paper has words
EXPECTED = (0.0019, 3.04, 0.05456435, 0.0086812)
STEEPNESS, ROUNDS, RATE = 100, 60, 0.1


def solve(learning_rate: float, alpha: float, flat: float, steep: float) -> tuple[float, ...]:
    """Two rows of the ledger, both weights in one array."""
    last = _ledger(learning_rate, alpha, flat, steep)[-1]
    return (*np.asarray(last["v"]), *np.abs(last["parameter"]))


def verify(learning_rate: float, alpha: float, flat: float, steep: float) -> tuple[float, ...]:
    """torch's own optimiser, fed with the gradients."""
    import torch

    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    rms = torch.optim.RMSprop([w], lr=learning_rate, alpha=alpha, eps=0.0)
    for sign in (1, -1):
        w.grad = torch.tensor([flat, sign * steep], dtype=w.dtype)
        rms.step()
    return (*rms.state[w]["square_avg"].tolist(), *w.detach().abs().tolist())


def preset(learning_rate: float, alpha: float, flat: float, steep: float) -> dict[str, Any]:
    """A gutter, so steep that the first step leads from one wall to the other."""
    step = learning_rate / float(np.sqrt(1 - alpha))
    gutter = {"surface": "gutter", "a": flat, "b": 2 * steep / step, "start": [0, step / 2]}
    picture = {"reach": [2.5 * step, step], "optimiser": "rmsprop", "steps": 2}
    return {**gutter, **picture, "learning_rate": learning_rate, "alpha": alpha}


def steps(learning_rate: float, alpha: float, flat: float, steep: float) -> list[str]:
    """The averages, the two step lengths, their sum and their difference."""
    _, first, second = _ledger(learning_rate, alpha, flat, steep)
    f, lines = format_value, []
    for i, g in enumerate((flat, steep)):
        v, w = (np.asarray(second[name])[i] for name in ("v", "parameter"))
        one, two = (abs(np.asarray(row["update"])[i]) for row in (first, second))
        lines += [
            rf"$v_{i + 1} = {f(1 - alpha)} \cdot {f(g)}^2 = {f(np.asarray(first['v'])[i])}$, then "
            rf"${f(alpha)} \cdot {f(np.asarray(first['v'])[i])} + {f(1 - alpha)} \cdot {f(g)}^2 "
            rf"= {f(v)}$.",
            rf"Steps of $w_{i + 1}$: ${f(learning_rate)} \cdot {f(g)} / "
            rf"\sqrt{{{f(np.asarray(first['v'])[i])}}} = {f(one)}$ and ${f(learning_rate)} \cdot "
            rf"{f(g)} / \sqrt{{{f(v)}}} = {f(two)}$, "
            rf"{'in one direction' if i == 0 else 'there and back'}: "
            rf"${f(one)} {'+-'[i]} {f(two)} = {f(abs(w))}$.",
        ]
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Gradients a factor of 10 apart and more."""
    return {
        "learning_rate": rng.choice([0.001, 0.01, 0.02, 0.1]),
        "alpha": rng.choice([0.5, 0.8, 0.9, 0.95, 0.99]),
        "flat": rng.choice([0.1, 0.2, 0.5]),
        "steep": rng.integers(4, 13),
    }


def mistakes(
    learning_rate: float, alpha: float, flat: float, steep: float
) -> dict[str, tuple[float | None, ...]]:
    """The average misread, the root or the division left out."""
    g = np.array([flat, steep])
    eta, first, second = learning_rate, 1 - alpha, 1 - alpha**2
    swapped = alpha * np.array([1, 2 - alpha])  # v / g² with α at the new square
    lengths = 1 / np.sqrt([first, second])
    back = np.array([lengths.sum(), lengths[0] - lengths[1]])
    return {
        "You put α to the new square: it belongs to the old average.": (
            *(swapped[1] * g**2),
            *(None, None),
        ),
        "You stopped after the first step.": (*(first * g**2), *([eta * lengths[0]] * 2)),
        "You divided by v: it is divided by the root of v.": (
            *(None, None),
            eta / flat * (1 / first + 1 / second),
            eta / steep * (1 / first - 1 / second),
        ),
        "You took plain steps: the gradient is divided by the root of v.": (
            *(None, None, 2 * eta * flat, 0.0),
        ),
        "You added up the ways across the ravine: the second step goes back.": (
            *(None, None, None),
            eta * back[0],
        ),
        "You averaged the gradient in place of its square.": (
            *(second * flat, first * (alpha - 1) * steep),
            *(None, None),
        ),
    }


def experiment() -> dict[str, float]:
    """A ravine: plain descent at its best rate, and RMSProp at one that makes the other diverge."""
    curvature = np.array([1.0, STEEPNESS])

    def loss_after(optimiser: optim.Optimiser) -> float:
        rows = optimiser.run(np.array([5.0, 1.0]), lambda w: curvature * w, ROUNDS)
        return float((curvature * np.asarray(rows[-1]["parameter"]) ** 2).sum() / 2)

    best = 2 / (1 + STEEPNESS)
    plain = loss_after(optim.SGD(learning_rate=best))
    rms = loss_after(optim.RMSProp(learning_rate=RATE, alpha=0.9))
    assert loss_after(optim.SGD(learning_rate=RATE)) > 1e6
    assert rms < plain / 5
    return {
        "steepness": STEEPNESS,
        "rounds": ROUNDS,
        "gd_rate": round(best, 4),
        "rms_rate": RATE,
        "gd_loss": round(plain, 2),
        "rms_loss": round(rms, 3),
    }


def _ledger(learning_rate: float, alpha: float, flat: float, steep: float) -> optim.Ledger:
    rms = optim.RMSProp(learning_rate=learning_rate, alpha=alpha, eps=0.0)
    rows = [rms.start(np.zeros(2))]
    for sign in (1, -1):
        rows.append(rms.step(rows[-1], np.array([flat, sign * steep])))
    return rows
