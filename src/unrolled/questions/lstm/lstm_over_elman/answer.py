"""FAU 5.1: how much of a gradient comes back through a hundred steps of either cell."""

from __future__ import annotations

import numpy as np

from unrolled import nn

STEPS, V, F = 100, 0.9, 0.99


def experiment() -> dict[str, float]:
    """Send a gradient of 1 back from the last state, and hold the result to torch's."""
    import torch

    x = np.zeros((STEPS, 1))
    last = [[float(t == STEPS - 1)] for t in range(STEPS)]
    elman = nn.rnn_backward(last, x, [1e-6], [[1.0]], [[V]]).h0[0]
    # Biases alone set the gates: the forget gate to F, the others half open.
    bias, weight = np.array([0.0, np.log(F / (1 - F)), 0.0, 0.0]), np.zeros((4, 1))
    start, grad = (np.zeros(1), np.ones(1)), (None, [1.0])
    lstm = nn.lstm_backward(0.0, x, start, weight, weight, bias, grad_hx=grad).c0[0]
    assert np.isclose(elman, V**STEPS)
    assert np.isclose(lstm, F**STEPS)
    assert lstm > 1e4 * elman

    cell = torch.nn.LSTM(1, 1, dtype=torch.float64)
    for name, parameter in cell.named_parameters():
        value = torch.from_numpy(bias) if name == "bias_ih_l0" else torch.zeros_like(parameter)
        parameter.data.copy_(value)
    c0 = torch.ones(1, 1, dtype=torch.float64, requires_grad=True)
    _, (_, c_n) = cell(torch.from_numpy(x), (torch.zeros(1, 1, dtype=torch.float64), c0))
    assert np.isclose(torch.autograd.grad(c_n, c0)[0].item(), lstm)
    return {
        "steps": STEPS,
        "V": V,
        "f": F,
        "elman": float(f"{elman:.2e}"),
        "lstm": round(float(lstm), 3),
    }
