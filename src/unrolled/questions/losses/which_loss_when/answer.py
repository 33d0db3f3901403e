"""Osnabrück 7.4, 7.5: losses where they do not belong."""

from __future__ import annotations

import numpy as np

from unrolled import nn

LOGIT = -5.0


def experiment() -> dict[str, float]:
    """A cross-entropy with one output, ten sigmoids on digits, a confident mistake."""
    outputs = np.linspace(-10, 10, 21)[:, None]  # a regression network has a single output
    constant = nn.cross_entropy(outputs, np.full((21, 1), 2.5), reduction="none")  # any target
    assert np.ptp(constant) == 0
    sums, accuracy = ten_sigmoids()
    assert sums.min() < 0.8
    assert sums.max() > 1.2
    assert accuracy > 0.85
    slope = nn.sigmoid_backward(1.0, LOGIT)
    slow = nn.mse_loss_backward(1.0, [nn.sigmoid(LOGIT)], [1.0])[0][0] * slope
    fast = nn.binary_cross_entropy_with_logits_backward(1.0, [LOGIT], [1.0])[0][0]
    assert abs(fast) > 50 * abs(slow)
    return {
        "constant": float(abs(constant[0])),
        "least": round(float(sums.min()), 2),
        "most": round(float(sums.max()), 2),
        "logit": LOGIT,
        "slow": float(f"{slow:.2g}"),
        "fast": round(float(fast), 3),
    }


def ten_sigmoids() -> tuple[nn.Array, float]:
    """Sums of the ten answers for each digit that it was not trained on, and the accuracy there."""
    import torch
    from sklearn.datasets import load_digits

    torch.manual_seed(0)
    digits = load_digits()
    x, y = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
    net = torch.nn.Linear(64, 10)
    optimiser = torch.optim.Adam(net.parameters(), 0.05)
    loss = torch.nn.BCEWithLogitsLoss()
    for _ in range(100):
        optimiser.zero_grad()
        loss(net(x[:500]), torch.nn.functional.one_hot(y[:500], 10).float()).backward()
        optimiser.step()
    with torch.no_grad():
        answers = torch.sigmoid(net(x[500:]))
    accuracy = (answers.argmax(1) == y[500:]).double().mean().item()
    return answers.sum(1).numpy(), accuracy
