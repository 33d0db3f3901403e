"""FAU 2.4: what the curvatures of a ravine allow, and what momentum makes of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import autodiff, optim
from unrolled.bank import format_value

EXAM = {"shallow": 1, "steep": 25}  # our probe: the paper asks in words
EXPECTED = (0.08, 0.0769231, 0.923077)
KAPPA = 100


def solve(shallow: float, steep: float) -> tuple[float, float, float]:
    """Curvatures from the scalar engine's Hessian, the factor from a step that is taken."""
    w = [autodiff.Value(1.0), autodiff.Value(1.0)]
    loss = (shallow * w[0] ** 2 + steep * w[1] ** 2) / 2
    curvatures = np.linalg.eigvalsh(autodiff.hessian(loss, w))
    best = 2 / curvatures.sum()
    sgd = optim.SGD(learning_rate=best)
    after = sgd.step(sgd.start(np.ones(2)), curvatures)["parameter"]
    return 2 / curvatures.max(), best, float(np.abs(after).max())


def verify(shallow: float, steep: float) -> tuple[float, float, float]:
    """Bisect: where a step begins to make w larger, and where the two weights are as slow."""
    import torch

    curvature = torch.tensor([shallow, steep], dtype=torch.float64)

    def after(rate: float) -> torch.Tensor:
        w = torch.ones(2, dtype=torch.float64, requires_grad=True)
        (curvature * w**2).sum().div(2).backward()
        torch.optim.SGD([w], lr=rate).step()
        return w.detach().abs()

    def bisect(too_large: Any) -> float:
        low, high = 1 / steep, 3 / steep
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (low, middle) if too_large(middle) else (middle, high)
        return low

    border = bisect(lambda rate: after(rate).max() > 1)
    best = bisect(lambda rate: after(rate)[1] > after(rate)[0])
    return border, best, after(best).max().item()


def preset(shallow: float, steep: float) -> dict[str, Any]:
    """The ravine at its best rate."""
    ravine = {"surface": "ravine", "a": shallow, "b": steep, "start": [-10, 1], "reach": [12, 2.5]}
    return {**ravine, "learning_rate": 2 / (shallow + steep), "optimiser": "sgd", "steps": 25}


def steps(shallow: float, steep: float) -> list[str]:
    """The steeper weight sets the border; at the best rate the two factors are opposite."""
    a, b = format_value(shallow), format_value(steep)
    border, best, factor = map(format_value, solve(shallow, steep))
    return [
        r"$w_1$ is multiplied by $1 - \lambda_1 \eta$ and $w_2$ by $1 - \lambda_2 \eta$; "
        "both must lie between $-1$ and $1$.",
        rf"The steeper one decides: $1 - \lambda_2 \eta = -1$ at $\eta = 2 / {b} = {border}$.",
        rf"Best is where neither is slower: $1 - \lambda_1 \eta = -(1 - \lambda_2 \eta)$, so "
        rf"$\eta = 2 / ({a} + {b}) = {best}$.",
        rf"There the factor is $1 - {a} \cdot {best} = {factor}$.",
    ]


def vary(rng: np.random.Generator) -> dict[str, Any]:
    """Ravines two to two hundred times as steep as they are shallow."""
    shallow = rng.choice([0.5, 1, 2, 4])
    return {"shallow": shallow, "steep": shallow * rng.choice([3, 4, 7, 9, 10, 19, 25, 49, 99])}


def mistakes(shallow: float, steep: float) -> dict[str, tuple[float | None, ...]]:
    """The wrong curvature, the wrong border, one direction only."""
    total = shallow + steep
    return {
        "The steeper direction sets the border, not the shallower one.": (2 / shallow, None, None),
        "Up to 1/λ a step does not overshoot; it still converges up to 2/λ.": (
            *(1 / steep, None, None),
        ),
        "That rate is best for the steep weight alone: the other one is slow with it.": (
            *(None, 1 / steep, 1 - shallow / steep),
        ),
        "That rate is best for the shallow weight alone: the other one diverges.": (
            *(None, 1 / shallow, steep / shallow - 1),
        ),
        "You took the mean of the rates: it is the mean of the curvatures that counts.": (
            *(None, (1 / shallow + 1 / steep) / 2, None),
        ),
        "You forgot to take 1 minus: ηλ is the part that a step removes.": (
            *(None, None, 2 * shallow / total),
        ),
    }


def experiment() -> dict[str, float]:
    """Steps through a ravine without and with momentum; what weight decay does to another."""
    curvature, root = np.array([1.0, KAPPA]), np.sqrt(KAPPA)

    def count(optimiser: optim.SGD) -> int:
        row, steps = optimiser.start(np.ones(2)), 0
        while np.linalg.norm(row["parameter"]) > 1e-3 * np.sqrt(2):
            row, steps = optimiser.step(row, curvature * row["parameter"]), steps + 1
        return steps

    plain = count(optim.SGD(learning_rate=2 / (1 + KAPPA)))
    heavy = optim.SGD(learning_rate=4 / (1 + root) ** 2, momentum=((root - 1) / (root + 1)) ** 2)
    with_momentum = count(heavy)
    assert with_momentum < plain / 4
    small, decay = np.array([1.0, 25.0]), 1.0
    sgd = optim.SGD(learning_rate=0.07, weight_decay=decay)
    end = np.asarray(sgd.run(np.zeros(2), lambda w: small * (w - 1), 500)[-1]["parameter"])
    assert np.allclose(end, small / (small + decay))
    return {
        "kappa": KAPPA,
        "plain_steps": plain,
        "momentum_steps": with_momentum,
        "kappa_decayed": round((25 + decay) / (1 + decay)),
        "decayed_1": round(float(end[0]), 3),
        "decayed_2": round(float(end[1]), 3),
    }
