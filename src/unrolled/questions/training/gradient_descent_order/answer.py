"""TUM 2019, 1e: orders of gradient descent, run as programs that fit a line."""

from __future__ import annotations

import numpy as np

POINTS, ROUNDS = 20, 10


def experiment() -> dict[str, float]:
    """Run every order of the list: the right one converges, the others break off or stand still."""
    losses = run("edbac")
    assert losses[-1] < 0.01 * losses[0]
    for order in ("bcdea", "ebadc", "eadbc", "debac", "edabc", "dbeac", "ebdac"):
        assert breaks_off(order)
    assert run("edbca") == [losses[0]] * ROUNDS  # compares again and again, changes nothing
    assert len(run("ecdba")) == 1
    return {
        "points": POINTS,
        "rounds": ROUNDS,
        "first": round(losses[0], 2),
        "last": round(losses[-1], 4),
    }


def breaks_off(order: str) -> bool:
    """Whether a step of this order needs what no step has made yet."""
    try:
        run(order)
    except KeyError:
        return True
    return False


def run(order: str) -> list[float]:
    """Losses in the order of their comparisons; a KeyError names what a step could not find."""
    x = np.random.default_rng(0).normal(size=POINTS)
    made: dict[str, np.ndarray] = {}
    losses: list[float] = []

    def step(letter: str) -> None:
        if letter == "e":
            made["w"] = np.zeros(1)
        elif letter == "d":
            made["prediction"] = made["w"] * x
        elif letter == "b":
            made["difference"] = made["prediction"] - 3 * x
            losses.append(float(np.mean(made["difference"] ** 2)))
        elif letter == "a":
            made["w"] = made["w"] - 0.5 * np.mean(made["difference"] * x)

    loop, after = order.split("c")
    for letter in loop + loop.replace("e", "") * (ROUNDS - 1) + after:
        step(letter)
    return losses
