"""Osnabrück 15.2: the gradient through a draw."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from unrolled import autodiff
from unrolled.bank import format_value, signed

EXAM = {"mu": 0.5, "sigma": 0.8, "eps": -1.5, "target": 1}  # ours: the paper asks in words
EXPECTED = (-0.7, -3.4, 5.1)
DRAWS = 1_000_000


def solve(mu: float, sigma: float, eps: float, target: float) -> tuple[float, ...]:
    """The scalar engine; the dice are a plain number to it."""
    m, s = autodiff.Value(mu), autodiff.Value(sigma)
    z = m + s * eps
    return (z.data, *autodiff.grad((z - target) ** 2, [m, s]))


def verify(mu: float, sigma: float, eps: float, target: float) -> tuple[float, ...]:
    """Change mean and deviation a little: for a square the central quotient is exact."""
    m, s, e, t, h = (Fraction(str(v)) for v in (mu, sigma, eps, target, 0.01))

    def loss(m: Fraction, s: Fraction) -> Fraction:
        return (m + s * e - t) ** 2

    slopes = (
        (loss(m + h, s) - loss(m - h, s)) / (2 * h),
        (loss(m, s + h) - loss(m, s - h)) / (2 * h),
    )
    return (float(m + s * e), *map(float, slopes))


def steps(mu: float, sigma: float, eps: float, target: float) -> list[str]:
    """Forwards, back to the code, back to both."""
    f = format_value
    z, grad_mu, grad_sigma = solve(mu, sigma, eps, target)
    return [
        rf"$z = \mu + \sigma \epsilon = {f(mu)} + {f(sigma)} \cdot {signed(eps)} = {f(z)}$.",
        rf"$\partial L / \partial z = 2 (z - t) = 2 \cdot ({f(z)} - {signed(target)}) = "
        rf"{f(grad_mu)}$.",
        rf"$\partial L / \partial \mu = \partial L / \partial z \cdot 1 = {f(grad_mu)}$.",
        rf"$\partial L / \partial \sigma = \partial L / \partial z \cdot \epsilon = "
        rf"{signed(grad_mu)} \cdot {signed(eps)} = {f(grad_sigma)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Dice that are neither 0 nor 1, a code that misses its target."""
    while True:
        params = {
            "mu": rng.choice([-1.5, -0.5, 0.5, 1.5]),
            "sigma": rng.choice([0.2, 0.4, 0.5, 0.8]),
            "eps": rng.choice([-1.5, -0.5, 0.5, 1.5, 2]),
            "target": rng.choice([-1, 1, 2]),
        }
        z, grad_mu, _ = solve(**params)
        if abs(z) > 0.05 and abs(grad_mu) > 0.1 and abs(params["sigma"] * params["eps"]) != 1:
            return params


def mistakes(
    mu: float, sigma: float, eps: float, target: float
) -> dict[str, tuple[float | None, ...]]:
    """What multiplies what."""
    _, grad_mu, grad_sigma = solve(mu, sigma, eps, target)
    return {
        "You multiplied the dice by the variance: σ is the standard deviation.": (
            mu + sigma**2 * eps,
            *(None, None),
        ),
        "You forgot the 2 of the square.": (None, grad_mu / 2, grad_sigma / 2),
        "You gave σ the same derivative as μ: in z it is multiplied by the dice.": (
            *(None, None, grad_mu),
        ),
        "You multiplied by σ: the derivative of σ ε by σ is ε.": (None, None, grad_mu * sigma),
        "You took t - z: the derivative of the square is 2 (z - t).": (
            *(None, -grad_mu, -grad_sigma),
        ),
    }


def preset(mu: float, sigma: float, eps: float, target: float) -> dict[str, Any]:
    """The numbers are the explorable's first coordinate; the second has nothing to say."""
    return {"mu": [mu, 0], "sigma": [sigma, 1], "epsilon": [eps, 0], "target": [target, 0]}


def experiment() -> dict[str, float]:
    """torch: a draw has no gradient, a reparameterised one has; and two ways to estimate it."""
    import torch

    mu, sigma = (torch.tensor(EXAM[k], requires_grad=True) for k in ("mu", "sigma"))
    normal = torch.distributions.Normal(mu, sigma)
    assert not normal.sample().requires_grad
    assert normal.rsample().requires_grad
    m, s, t = EXAM["mu"], EXAM["sigma"], EXAM["target"]
    eps = np.random.default_rng(0).normal(size=DRAWS)
    z = m + s * eps
    trick, score = 2 * (z - t), (z - t) ** 2 * eps / s
    exact = 2 * (m - t)
    for estimate in (trick, score):
        assert abs(estimate.mean() - exact) < 4 * estimate.std() / DRAWS**0.5
    assert round(trick.mean(), 2) == round(score.mean(), 2)
    assert score.std() > 1.5 * trick.std()
    return {
        "mean_score": round(float(score.mean()), 2),
        "spread_trick": round(float(trick.std()), 1),
        "spread_score": round(float(score.std()), 1),
    }
