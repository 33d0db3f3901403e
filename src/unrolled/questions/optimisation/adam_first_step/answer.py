"""BITS end-semester 2022-23, 4a: one step of Adam on a sigmoid neuron."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn, optim
from unrolled.bank import format_value, signed

EXAM = {
    "x": 3.5,
    "y": 0.5,
    "w": -2,
    "b": -2,
    "learning_rate": 0.1,
    "beta1": 0.9,
    "beta2": 0.99,
}
EXPECTED = (-1.749568, -0.499877, -0.1749568, -0.0499877, 0.0306099, 0.00249877, -1.9, -1.9)
KEY = (-0.493, -0.482, 0.0493, 0.0482, 0.0001216, 0.0001168, -2.081, -2.079)


def solve(x: float, y: float, w: float, b: float, **settings: Any) -> tuple[float, ...]:
    """The gradient by the reference's backward passes, the rest off a row of Adam's ledger."""
    return _outcome(_step([w, b], _gradient(x, y, w, b), **settings))


def verify(
    x: float, y: float, w: float, b: float, learning_rate: float, beta1: float, beta2: float
) -> tuple[float, ...]:
    """torch's loss, autograd and optimiser."""
    import torch

    p = torch.tensor([w, b], dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam([p], lr=learning_rate, betas=(beta1, beta2), eps=1e-8)
    y_hat = torch.sigmoid(p[0] * x + p[1])
    torch.nn.functional.binary_cross_entropy(y_hat, torch.tensor(y, dtype=p.dtype)).backward()
    adam.step()
    state = adam.state[p]
    rows = (p.grad, state["exp_avg"], state["exp_avg_sq"], p.detach())
    return tuple(torch.cat([row for row in rows if row is not None]).tolist())


def preset(x: float, y: float, w: float, b: float, **settings: Any) -> dict[str, Any]:
    """The neuron's loss with its start; one step."""
    reach = 1.5 * max(abs(w), abs(b))
    neuron = {"surface": "neuron", "x": x, "y": y, "start": [w, b], "reach": [reach, reach]}
    return {**neuron, "optimiser": "adam", "steps": 1, **settings}


def steps(x: float, y: float, w: float, b: float, **settings: Any) -> list[str]:
    """Forward, gradients, moments, corrections, update."""
    row = _step([w, b], _gradient(x, y, w, b), **settings)
    eta, beta1, beta2 = (format_value(settings[k]) for k in ("learning_rate", "beta1", "beta2"))
    z = w * x + b
    p, loss = nn.sigmoid(z), nn.binary_cross_entropy_with_logits(z, y)
    one, two = (format_value(1 - settings[k]) for k in ("beta1", "beta2"))
    g, m, v, m_hat, v_hat, new = (
        [format_value(float(number)) for number in np.asarray(row[name])]
        for name in ("gradient", "m", "v", "m_hat", "v_hat", "parameter")
    )
    lines = [
        rf"$z = w x + b = {format_value(w)} \cdot {signed(x)} + {signed(b)} = {format_value(z)}$, "
        rf"so $\hat y = \sigma({format_value(z)}) = {format_value(p)}$; the loss is "
        rf"$-y \ln \hat y - (1 - y) \ln(1 - \hat y) = {format_value(loss)}$.",
        rf"$g_B = \hat y - y = {g[1]}$, and $g_W = (\hat y - y) \, x = {g[0]}$.",
    ]
    for i, name in enumerate("WB"):
        lines += [
            rf"$s_{name} = {beta1} \cdot 0 + {one} \cdot ({g[i]}) = {m[i]}$ and "
            rf"$r_{name} = {beta2} \cdot 0 + {two} \cdot ({g[i]})^2 = {v[i]}$.",
            rf"Corrected: $\hat s_{name} = s_{name} / (1 - {beta1}) = {m_hat[i]}$ and "
            rf"$\hat r_{name} = r_{name} / (1 - {beta2}) = {v_hat[i]}$.",
        ]
    for i, (name, old) in enumerate((("w", w), ("b", b))):
        lines.append(
            rf"${name} = {format_value(old)} - {eta} \cdot ({m_hat[i]}) / "
            rf"(\sqrt{{{v_hat[i]}}} + 10^{{-8}}) = {new[i]}$."
        )
    return lines


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Other numbers; the prediction is neither right already nor far out in the sigmoid's tail."""
    while True:
        params: dict[str, Any] = {
            "x": rng.choice([-2, -1.5, 0.5, 1.5, 2, 3]),
            "y": rng.choice([0, 0.5, 1]),
            "w": rng.choice([-2, -1, -0.5, 0.5, 1, 2]),
            "b": rng.choice([-2, -1, -0.5, 0.5, 1, 2]),
            "learning_rate": rng.choice([0.01, 0.02, 0.05, 0.1]),
            "beta1": rng.choice([0.8, 0.9]),
            "beta2": rng.choice([0.9, 0.99, 0.999]),
        }
        z = params["w"] * params["x"] + params["b"]
        if abs(z) < 5 and abs(nn.sigmoid(z) - params["y"]) > 0.05:
            return params


def mistakes(
    x: float, y: float, w: float, b: float, **settings: Any
) -> dict[str, tuple[float | None, ...]]:
    """Slips of the forward pass, of the loss, and of Adam."""
    g, start = _gradient(x, y, w, b), [w, b]
    p = float(nn.sigmoid(w * x + b))

    def along(gradient: Any, **changed: float) -> tuple[float, ...]:
        return _outcome(_step(start, gradient, **{**settings, **changed}))

    raw = _step(start, g, bias_correction=False, **settings)
    only = (None,) * 6
    return {
        "You left x out of the sum: z is w·x + b.": along(
            (nn.sigmoid(w + b) - y) * np.array([x, 1])
        ),
        "You forgot the factor x in the gradient of w.": along(g * np.array([1 / x, 1])),
        "You took the squared error's gradient: with cross-entropy the sigmoid's slope cancels.": (
            along(g * 2 * p * (1 - p))
        ),
        "You exchanged the two betas.": along(g, beta1=settings["beta2"], beta2=settings["beta1"]),
        "You averaged the gradient in place of its square.": (
            *(None,) * 4,
            *((1 - settings["beta2"]) * g),
            *(None,) * 2,
        ),
        "You left out the bias correction.": (*only, *np.asarray(raw["parameter"])),
        "You stepped uphill: subtract, so a negative gradient raises the parameter.": (
            *only,
            *(2 * np.array(start) - along(g)[6:]),
        ),
        "You took a step of plain gradient descent.": (
            *only,
            *(np.array(start) - settings["learning_rate"] * g),
        ),
    }


def experiment() -> dict[str, float]:
    """The first step has length η for gradients of all sizes; and the key's loss."""
    adam = optim.Adam(learning_rate=0.1, betas=(0.9, 0.99))
    sizes = np.array([-1e4, -1.75, -1e-3, 1e-3, 1e4])
    moved = np.asarray(adam.step(adam.start(np.zeros(5)), sizes)["parameter"])
    assert np.allclose(moved, -0.1 * np.sign(sizes), rtol=1e-4)
    usual = optim.Adam(learning_rate=1.0, bias_correction=False)
    return {
        "uncorrected": round(abs(float(usual.step(usual.start(0.0), 1.0)["update"])), 2),
        "loss": round(float(nn.binary_cross_entropy_with_logits(-9.0, 0.5)), 5),
        "loss_printed": round(float(nn.binary_cross_entropy(0.018, 0.5)), 3),
    }


def _gradient(x: float, y: float, w: float, b: float) -> nn.Array:
    z = nn.linear([x], [[w]], [b])
    grad_z = nn.binary_cross_entropy_with_logits_backward(1.0, z, [y])[0]
    _, grad_w, grad_b = nn.linear_backward(grad_z, [x], [[w]], [b])
    assert grad_b is not None  # there is a bias
    return np.array([grad_w[0, 0], grad_b[0]])


def _step(
    start: Any,
    gradient: Any,
    learning_rate: float,
    beta1: float,
    beta2: float,
    *,
    bias_correction: bool = True,
) -> optim.Row:
    adam = optim.Adam(
        learning_rate=learning_rate, betas=(beta1, beta2), bias_correction=bias_correction
    )
    return adam.step(adam.start(np.array(start, dtype=float)), gradient)


def _outcome(row: optim.Row) -> tuple[float, ...]:
    found = (np.asarray(row[name]) for name in ("gradient", "m", "v", "parameter"))
    return tuple(np.concatenate(list(found)).tolist())
