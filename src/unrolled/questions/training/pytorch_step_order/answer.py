"""FAU 6.2: all 720 orders of a training iteration, run in torch."""

from __future__ import annotations

from itertools import permutations
from typing import Any

CHAIN = "BECAD"
RIGHT = {CHAIN[:i] + "F" + CHAIN[i:] for i in range(6)} - {"BECAFD"}
RATE, ITERATIONS = 0.1, 20


def experiment() -> dict[str, float]:
    """Find the orders that make two right steps; compare losses after twenty."""
    orders = ["".join(order) for order in permutations("ABCDEF")]
    one, two = weights("FBECAD", 1), weights("FBECAD", 2)
    assert abs(one[-1] - RATE * 2 * 3) < 1e-6  # by hand: the slope of (w - 3)² at w = 0
    working = {order for order in orders if weights(order, 2) == two and two[0] == one[0]}
    assert working == RIGHT
    still = {*weights("BECAFD", ITERATIONS, momentum=0.9, weight_decay=0.1)}
    assert still == {0.0}
    assert weights("BECDFA", 3) == [0, one[0], 2 * one[0]]  # the second gradient is that of w = 0
    assert len(weights("BECDFA", 3, layers=2)) == 1  # the graph of the second prediction is spoilt
    right = {round(loss(weights(order, ITERATIONS)[-1]), 3) for order in RIGHT}
    return {
        "tried": len(orders),
        "working": len(working),
        "iterations": ITERATIONS,
        "loss_start": loss(0.0),
        "loss_right": right.pop(),
    }


def loss(weight: float) -> float:
    """Squared error of the prediction w x for x = 1 and y = 3."""
    return (weight - 3) ** 2


def weights(order: str, iterations: int, layers: int = 1, **settings: float) -> list[float]:
    """The first layer's weight after each iteration in this order, as far as it runs."""
    import torch

    net = [torch.full((1,), float(i), requires_grad=True) for i in range(layers)]
    optim = torch.optim.SGD(net, RATE, **settings)
    found: dict[str, Any] = {}

    def step(letter: str) -> None:
        if letter == "A":
            found["loss"].backward()
        elif letter == "B":
            found["x"], found["y"] = torch.ones(1), torch.full((1,), 3.0)
        elif letter == "C":
            found["loss"] = ((found["y_hat"] - found["y"]) ** 2).sum()
        elif letter == "D":
            optim.step()
        elif letter == "E":
            found["y_hat"] = found["x"]
            for w in net:
                found["y_hat"] = w * found["y_hat"]
        else:
            optim.zero_grad()

    after = []
    for _ in range(iterations):
        try:
            for letter in order:
                step(letter)
        except (KeyError, RuntimeError):  # a name is missing, or a graph is used up
            break
        after.append(net[0].item())
    return after
