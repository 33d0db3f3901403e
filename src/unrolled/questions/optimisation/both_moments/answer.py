"""TUM 2019, 3b: the variant with a running mean of the gradient and one of its square."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value, signed

EXAM = {"beta1": 0.9, "beta2": 0.99, "g_1": 2, "g_2": -1}  # our probe: the paper asks for a name
EXPECTED = ("Adam", 0.08, 0.0496, 0.266699)
VARIANTS: dict[str, optim.Optimiser] = {
    "SGD with momentum": optim.SGD(momentum=0.9),
    "SGD with Nesterov momentum": optim.SGD(momentum=0.9, nesterov=True),
    "AdaGrad": optim.AdaGrad(),
    "RMSProp": optim.RMSProp(),
    "Adam": optim.Adam(),
}


def solve(beta1: float, beta2: float, g_1: float, g_2: float) -> tuple[str, float, float, float]:
    """Look into every optimiser's ledger for m and v, then read two rows of Adam's."""
    (name,) = (n for n, o in VARIANTS.items() if {"m", "v"} <= set(o.step(o.start(0.0), 1.0)))
    row = _second(g_1, g_2, beta1, beta2)
    return name, float(row["m"]), float(row["v"]), abs(float(row["update"]))


def verify(beta1: float, beta2: float, g_1: float, g_2: float) -> tuple[str, float, float, float]:
    """Look into what torch's optimisers remember."""
    import torch

    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    candidates: dict[str, torch.optim.Optimizer] = {
        "SGD with momentum": torch.optim.SGD([w], momentum=0.9),
        "AdaGrad": torch.optim.Adagrad([w]),
        "RMSProp": torch.optim.RMSprop([w]),
        "Adam": torch.optim.Adam([w], lr=1.0, betas=(beta1, beta2), eps=0.0),
    }
    for name, optimiser in candidates.items():
        for g in (g_1, g_2):
            w.grad, before = torch.full_like(w, g), w.item()
            optimiser.step()
        state = optimiser.state[w]
        if {"exp_avg", "exp_avg_sq"} <= set(state):
            moments = state["exp_avg"].item(), state["exp_avg_sq"].item()
            return name, *moments, abs(w.item() - before)
    raise AssertionError("none of them keeps both")


def preset(beta1: float, beta2: float, g_1: float, g_2: float) -> dict[str, Any]:
    """A parabola with these two slopes, a step of the first one's learning rate apart."""
    # The first step leads downhill: to a smaller slope in a valley, to a larger one on a ridge.
    valley = (g_2 < g_1) == (g_1 > 0)
    start = [g_1, 0] if valley else [0, -g_1]
    surface = {"surface": "ravine" if valley else "saddle", "a": 1, "b": 1, "start": start}
    picture = {"reach": [6, 6], "optimiser": "adam", "steps": 2}
    return {**surface, **picture, "learning_rate": abs(g_1 - g_2), "beta1": beta1, "beta2": beta2}


def steps(beta1: float, beta2: float, g_1: float, g_2: float) -> list[str]:
    """Two averages, two corrections, a quotient."""
    name, m, v, length = solve(beta1, beta2, g_1, g_2)
    row = _second(g_1, g_2, beta1, beta2)
    lines = [f"A first and a second moment: {name}."]
    averages = (("m", beta1, g_1, m, ""), ("v", beta2, g_1**2, v, "^2"))
    for letter, beta, first, value, square in averages:
        old, rest = format_value((1 - beta) * first), format_value(1 - beta)
        lines.append(
            rf"${letter}_1 = {rest} \cdot {signed(g_1)}{square} = {old}$ and "
            rf"${letter}_2 = {format_value(beta)} \cdot {signed((1 - beta) * first)} + {rest} "
            rf"\cdot {signed(g_2)}{square} = {format_value(value)}$."
        )
    m_hat, v_hat = format_value(row["m_hat"]), format_value(row["v_hat"])
    return [
        *lines,
        rf"$\hat m_2 = {format_value(m)} / (1 - {format_value(beta1)}^2) = {m_hat}$ and "
        rf"$\hat v_2 = {format_value(v)} / (1 - {format_value(beta2)}^2) = {v_hat}$.",
        rf"$|\hat m_2| / \sqrt{{\hat v_2}} = {format_value(length)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Two gradients that do not agree, and do not cancel."""
    while True:
        g_1, g_2 = rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], size=2)
        beta1, beta2 = rng.choice([0.5, 0.8, 0.9]), rng.choice([0.9, 0.99, 0.999])
        if g_1 != g_2 and abs(beta1 * g_1 + g_2) > 0.3:
            return {"beta1": beta1, "beta2": beta2, "g_1": g_1, "g_2": g_2}


def mistakes(
    beta1: float, beta2: float, g_1: float, g_2: float
) -> dict[str, tuple[str | float | None, ...]]:
    """Averages mixed up, uncorrected, or summed."""
    _, m, v, _ = solve(beta1, beta2, g_1, g_2)
    raw = abs(m) / np.sqrt(v)
    return {
        "RMSProp keeps the average of the square only.": ("RMSProp", None, None, None),
        "Momentum keeps the average of the gradient only.": ("SGD with momentum", None, None, None),
        "You exchanged the two betas.": (
            *(None, (1 - beta2) * (beta2 * g_1 + g_2)),
            *((1 - beta1) * (beta1 * g_1**2 + g_2**2), None),
        ),
        "You summed instead of averaging: the new gradient enters with 1 − β.": (
            *(None, beta1 * g_1 + g_2, beta2 * g_1**2 + g_2**2),
            None,
        ),
        "You left out the bias correction.": (None, None, None, raw),
        "You forgot the root of the second moment.": (
            *(None, None, None),
            abs(m) / (1 - beta1**2) / (v / (1 - beta2**2)),
        ),
    }


def _second(g_1: float, g_2: float, beta1: float, beta2: float) -> optim.Row:
    adam = optim.Adam(learning_rate=1.0, betas=(beta1, beta2), eps=0.0)
    return adam.step(adam.step(adam.start(0.0), g_1), g_2)
