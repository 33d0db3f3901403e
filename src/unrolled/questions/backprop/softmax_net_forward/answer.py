"""BITS mid-semester 2022-23, 4, first two parts: forward pass and loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from unrolled import nn
from unrolled.bank import format_value, signed
from unrolled.questions.backprop.softmax_net import in_torch, preset, run, vary

__all__ = ["preset", "vary"]

EXAM: dict[str, Any] = {
    "x": [1, 1],
    "w": [[0.1, 0.2], [0.3, 0.4]],
    "v": [[0.5, 0.6], [0.7, 0.2]],
    "target": [0, 1],
}
EXPECTED = (0.4, 0.6, 0.650219, 0.589040, 0.515290, 0.484710, 0.724204)


def solve(**params: Any) -> tuple[float, ...]:
    """Every stage of the forward pass."""
    found = run(**params)
    return (*found.h, *found.y, *found.p, found.loss)


def verify(**params: Any) -> tuple[float, ...]:
    """torch's modules; the loss as the divergence from the targets, which are one-hot."""
    import torch

    hidden, output = in_torch(params["w"], params["v"])
    x, t = torch.tensor([params["x"], params["target"]], dtype=torch.float64)
    h = torch.relu(hidden(x))
    y = torch.sigmoid(output(h))
    p = torch.distributions.Categorical(logits=y).probs
    loss = torch.nn.functional.kl_div(p.log(), t, reduction="sum")
    return (*h.tolist(), *y.tolist(), *p.tolist(), loss.item())


def steps(**params: Any) -> list[str]:
    """Two hidden units, two outputs, softmax, loss."""
    found, lines = run(**params), []
    layers = (
        ("h", r"\mathrm{ReLU}", params["x"], params["w"], found.h),
        ("y", r"\sigma", found.h, params["v"], found.y),
    )
    for name, f, reads, weight, values in layers:
        for j in (0, 1):
            first, second = weight[0][j], weight[1][j]
            z = format_value(reads[0] * first + reads[1] * second)
            lines.append(
                rf"${name}_{j + 1} = {f}({format_value(first)} \cdot {signed(reads[0])} + "
                rf"{signed(second)} \cdot {signed(reads[1])}) = {f}({z}) "
                f"= {format_value(values[j])}$."
            )
    y_1, y_2 = map(format_value, found.y)
    right = params["target"].index(1)
    return [
        *lines,
        rf"$p_1 = e^{{{y_1}}} / (e^{{{y_1}}} + e^{{{y_2}}}) = {format_value(found.p[0])}$, "
        f"and $p_2 = 1 - p_1 = {format_value(found.p[1])}$.",
        rf"$L = -\ln p_{right + 1} = -\ln {format_value(found.p[right])} "
        f"= {format_value(found.loss)}$.",
    ]


def mistakes(**params: Any) -> dict[str, tuple[float | None, ...]]:
    """Stages left out, indices or targets exchanged."""
    found, t = run(**params), np.array(params["target"], dtype=float)
    o = nn.linear(found.h, np.transpose(params["v"]))
    p = nn.softmax(o, dim=0)
    turned = {**params, "w": np.transpose(params["w"]), "v": np.transpose(params["v"])}
    only = (None,) * 6
    return {
        "You took the softmax of the net inputs: the outputs have gone through a sigmoid first.": (
            *(None,) * 4,
            *p,
            nn.cross_entropy(o, t),
        ),
        "You read the indices the other way round: the first one is where a weight comes from.": (
            solve(**turned)
        ),
        "You took the logarithm of the wrong probability: the target is 1 for the other one.": (
            *only,
            nn.cross_entropy(found.y, 1 - t),
        ),
        "You added the logarithms of both: the one with target 0 has no term.": (
            *only,
            -np.sum(np.log(found.p)),
        ),
        "You took the binary cross-entropy of the outputs: a softmax was asked for.": (
            *only,
            nn.binary_cross_entropy(found.y, t, reduction="sum"),
        ),
        "You skipped the softmax.": (*only, -np.log(found.y[int(t[1])])),
    }


def experiment() -> dict[str, float]:
    """The two usual losses of the same network; and the floor of the one that is asked for."""
    found, t = run(**EXAM), np.array(EXAM["target"], dtype=float)
    assert nn.cross_entropy([0.0, 1.0], t) > 0.313
    o = nn.linear(found.h, np.transpose(EXAM["v"]))
    return {
        "of_net_inputs": round(float(nn.cross_entropy(o, t)), 4),
        "binary": round(float(nn.binary_cross_entropy(found.y, t, reduction="sum")), 4),
    }
