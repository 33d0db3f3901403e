"""Loss curves of gradient descent on least squares, in place of the paper's lost plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unrolled import nn, optim, plotting

if TYPE_CHECKING:
    from matplotlib.axes import Axes

START = 2.0  # the targets have mean 0 and standard deviation 1


def losses(
    samples: int, batch: int, learning_rate: float, steps: int, *, curvature: float = 1.0, seed: int
) -> nn.Array:
    """The loss over all samples before each step: the mean of ½ curvature (w - target)²."""
    rng = np.random.default_rng(seed)
    targets = rng.normal(size=samples)
    targets = (targets - targets.mean()) / targets.std()
    sgd = optim.SGD(learning_rate=learning_rate)
    row, found = sgd.start(START), []
    for _ in range(steps):
        w = np.full(samples, float(row["parameter"]))
        found.append(curvature / 2 * nn.mse_loss(w, targets))
        chosen = rng.choice(targets, batch, replace=False)
        grad = nn.mse_loss_backward(1.0, w[:batch], chosen)[0].sum()
        row = sgd.step(row, curvature / 2 * grad)
    return np.array(found)


def plot(axes: Axes, curve: nn.Array, title: str) -> None:
    """One plot of the series."""
    axes.plot(np.arange(len(curve)), curve, color=plotting.palette()["forward"], linewidth=1.6)
    axes.set(title=title, xlabel="step")
    axes.set_ylim(bottom=0)
