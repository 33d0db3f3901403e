"""TUM 2019, 2d: how the weights decay, and where they stop."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import optim
from unrolled.bank import format_value

EXAM = {"w": 5, "learning_rate": 0.1, "strength": 0.5, "n": 3, "a": 3}  # ours: it asks in letters
EXPECTED = (0.95, 4.286875, 2.0)


def solve(
    w: float, learning_rate: float, strength: float, n: int, a: float
) -> tuple[float, float, float]:
    """Run gradient descent with weight decay: without a loss, then with one until it rests."""
    sgd = optim.SGD(learning_rate=learning_rate, weight_decay=strength)
    decayed = [row["parameter"] for row in sgd.run(float(w), lambda _: 0.0, steps=n)]
    settled = optim.SGD(learning_rate=0.5, weight_decay=strength).run(
        float(w), lambda now: now - a, steps=80
    )
    return decayed[1] / w, decayed[-1], settled[-1]["parameter"]  # type: ignore[return-value]


def verify(
    w: float, learning_rate: float, strength: float, n: int, a: float
) -> tuple[float, float, float]:
    """Run the penalty through torch's autograd; ask sympy where the slope of the sum is zero."""
    import sympy
    import torch

    values = [torch.tensor(float(w), dtype=torch.float64)]
    for _ in range(n):
        now = values[-1].clone().requires_grad_()
        (slope,) = torch.autograd.grad(strength / 2 * now**2, now)
        values.append(values[-1] - learning_rate * slope)
    x, penalty = sympy.Symbol("x"), sympy.Rational(str(strength)) / 2
    (rest,) = sympy.solve(sympy.diff((x - a) ** 2 / 2 + penalty * x**2, x), x)
    return (values[1] / w).item(), values[-1].item(), float(rest)


def preset(**params: float) -> dict[str, Any]:
    """Fit one weight to one number: it comes to rest in the same place, whatever the path."""
    return {"y": [params["a"]], "y_new": [params["a"]], "strength": params["strength"]}


def steps(w: float, learning_rate: float, strength: float, n: int, a: float) -> list[str]:
    """The factor, its power, the balance."""
    factor, decayed, rest = map(format_value, solve(w, learning_rate, strength, n, a))
    return [
        rf"Factor: $1 - \eta \lambda = 1 - {learning_rate} \cdot {strength} = {factor}$.",
        rf"Without a loss: ${w} \cdot {factor}^{{{n}}} = {decayed}$.",
        rf"With the loss the weight rests where $(w - {a}) + {strength} \, w = 0$, at "
        rf"${a} / (1 + {strength}) = {rest}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Decay that can be seen within a few steps."""
    return {
        "w": rng.choice([2, 4, 5, 8, 10]),
        "learning_rate": rng.choice([0.1, 0.2, 0.5]),
        "strength": rng.choice([0.2, 0.25, 0.5, 1]),
        "n": rng.choice([2, 3, 4]),
        "a": rng.choice([1, 2, 3, 6]),
    }


def mistakes(
    w: float, learning_rate: float, strength: float, n: int, a: float
) -> dict[str, tuple[float | None, float | None, float | None]]:
    """A factor lost, a power missed, a balance overlooked."""
    factor = 1 - learning_rate * strength

    def wrong(f: float) -> tuple[float, float, None]:
        return f, w * f**n, None

    return {
        "You left out the learning rate: the penalty's slope is multiplied by it.": wrong(
            1 - strength
        ),
        "You doubled the penalty: the factor one half cancels the 2 of the square.": wrong(
            1 - 2 * learning_rate * strength
        ),
        "You have the wrong sign: the step goes against the penalty's slope.": wrong(
            1 + learning_rate * strength
        ),
        "You took the same amount off in each step: what is taken off shrinks with the weight.": (
            *(None, w * (1 - n * learning_rate * strength), None),
        ),
        "You took one step only.": (None, w * factor, None),
        "The weight does not end at zero: the slope of the loss holds against the decay.": (
            *(None, None, 0),
        ),
        "The weight does not end where the loss is least: the penalty pulls it towards zero.": (
            *(None, None, a),
        ),
    }
