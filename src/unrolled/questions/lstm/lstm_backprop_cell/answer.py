"""FAU 5.4, first half: from the three gradients that come back to the cell state."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff, nn
from unrolled.bank import format_value, signed

EXAM = {"a": 0.5, "o": 0.7, "grad_y": 1, "grad_h": 0.5, "grad_c": -0.3}  # ours
EXPECTED = (0.743572352685, 0.520500646879, 0.343617541840, 0.109346553745)


def solve(a: float, o: float, grad_y: float, grad_h: float, grad_c: float) -> tuple[float, ...]:
    """Build the graph and let the scalar engine differentiate its nodes."""
    state, gate = autodiff.Value(a), autodiff.Value(o)
    e = autodiff.tanh(state)
    d = e * gate
    loss = grad_y * autodiff.sigmoid(d) + grad_h * d + grad_c * state
    return tuple(autodiff.grad(loss, [d, e, gate, state]))


def verify(a: float, o: float, grad_y: float, grad_h: float, grad_c: float) -> tuple[float, ...]:
    """Differentiate the loss as a formula of each variable, by symbols."""
    import sympy

    a_, e_, o_, d_ = sympy.symbols("a e o d")
    gy, gh, gc = (sympy.Rational(str(value)) for value in (grad_y, grad_h, grad_c))
    of_d = gy / (1 + sympy.exp(-d_)) + gh * d_
    of_e = of_d.subs(d_, e_ * o_)
    of_a = of_e.subs(e_, sympy.tanh(a_)) + gc * a_
    at = {a_: sympy.Rational(str(a)), o_: sympy.Rational(str(o))}
    at[e_] = sympy.tanh(at[a_])
    at[d_] = at[e_] * at[o_]
    found = ((of_d, d_), (of_e, e_), (of_e, o_), (of_a, a_))
    return tuple(float(sympy.diff(loss, x).evalf(20, subs=at)) for loss, x in found)


def preset(a: float, o: float, grad_y: float, grad_h: float, grad_c: float) -> dict[str, Any]:
    """A half-open forget gate takes 2a to a; the output gate's bias alone sets o."""
    given = {"grad_y": grad_y, "grad_h": grad_h, "grad_c": grad_c}
    return {"c0": 2 * a, "output_bias": np.log(o / (1 - o)), **given}


def steps(a: float, o: float, grad_y: float, grad_h: float, grad_c: float) -> list[str]:
    """Forward, then the four formulas with numbers."""
    dd, de, do, da = solve(a, o, grad_y, grad_h, grad_c)
    e, d, y, _, _ = _forward(a, o)
    return [
        rf"Forward: $e = \tanh({format_value(a)}) = {format_value(e)}$, then $d = e \, o_t = "
        rf"{format_value(d)}$, then $\hat y_t = \sigma(d) = {format_value(y)}$.",
        rf"$\partial L / \partial d = {format_value(grad_y)} \cdot {format_value(y)} \cdot "
        rf"(1 - {format_value(y)}) + {signed(grad_h)} = {format_value(dd)}$.",
        rf"$\partial L / \partial e = {signed(dd)} \cdot {format_value(o)} = {format_value(de)}$.",
        rf"$\partial L / \partial o_t = {signed(dd)} \cdot {signed(e)} = {format_value(do)}$.",
        rf"$\partial L / \partial a = {signed(de)} \cdot (1 - {signed(e)}^2) + {signed(grad_c)} "
        rf"= {format_value(da)}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """One decimal each; no gradient near zero, so that three digits mean something."""
    while True:
        grad_y, grad_h, grad_c = rng.choice([-10, -8, -5, -4, -3, 2, 3, 5, 6, 9], size=3) / 10
        params = {"a": rng.choice([-10, -8, -6, -4, 4, 6, 8, 10]) / 10}
        params |= {"o": rng.integers(2, 10) / 10}
        params |= {"grad_y": grad_y, "grad_h": grad_h, "grad_c": grad_c}
        if min(map(abs, solve(**params))) > 0.02:
            return params


def mistakes(
    a: float, o: float, grad_y: float, grad_h: float, grad_c: float
) -> dict[str, tuple[float | None, ...]]:
    """A slope in the wrong place or left out, a way back forgotten, factors exchanged."""
    e, d, _, slope_y, slope_a = _forward(a, o)
    right = grad_y * slope_y + grad_h
    wrong_slope = 1 - np.tanh(e) ** 2
    return {
        "You sent the gradient of h through the sigmoid: h is d itself.": (
            _back((grad_y + grad_h) * slope_y, e, o, slope_a, grad_c)
        ),
        "You left out the slope of the sigmoid on the way back from the output.": (
            _back(grad_y + grad_h, e, o, slope_a, grad_c)
        ),
        "You forgot the way through h: d is used twice, so two gradients are added.": (
            _back(grad_y * slope_y, e, o, slope_a, grad_c)
        ),
        "You forgot the way through the output: d is used twice, so two gradients are added.": (
            _back(grad_h, e, o, slope_a, grad_c)
        ),
        "You took the slope of tanh at e: tanh is applied to a, and e is its result.": (
            *(None, None, None),
            right * o * wrong_slope + grad_c,
        ),
        "You forgot the gradient of c: a is handed to the next step as well.": (
            *(None, None, None),
            right * o * slope_a,
        ),
        "You exchanged the factors: in a product each factor receives the other one.": (
            *(None, right * e, right * o),
            right * e * slope_a + grad_c,
        ),
        "You took the slope of the sigmoid at its value: ŷ(1 − ŷ) is the slope already.": (
            _back(
                grad_y * float(nn.sigmoid_backward(1.0, nn.sigmoid(d))) + grad_h,
                e,
                o,
                slope_a,
                grad_c,
            )
        ),
    }


def experiment() -> dict[str, float]:
    """What the two wrong formulas of the notes give on the numbers of the question."""
    a, o, grad_y, grad_h, grad_c = EXAM.values()
    dd, de, _, da = solve(a, o, grad_y, grad_h, grad_c)
    e, _, _, slope_y, _ = _forward(a, o)
    d_notes = (grad_y + grad_h) * slope_y
    a_notes = de * (1 - np.tanh(e) ** 2) + grad_c
    assert abs(d_notes - dd) > 0.3
    assert abs(a_notes - da) > 0.01
    named = {"d_notes": d_notes, "d_right": dd, "a_notes": a_notes, "a_right": da}
    return {name: round(float(value), 6) for name, value in named.items()}


def _forward(a: float, o: float) -> tuple[float, ...]:
    """e, d, the output, and the slopes of the sigmoid at d and of tanh at a."""
    e = float(np.tanh(a))
    y = float(nn.sigmoid(e * o))
    return e, e * o, y, y * (1 - y), 1 - e**2


def _back(dd: float, e: float, o: float, slope_a: float, grad_c: float) -> tuple[float, ...]:
    """The four gradients that follow from one at d."""
    return dd, dd * o, dd * e, dd * o * slope_a + grad_c
