"""Recurrent cells, with gates and without."""

from __future__ import annotations

import numpy as np

from unrolled import calc, nn
from unrolled.formulas._sheet import close, formula, some


@formula(
    "recurrent",
    "cell",
    r"h_t = f(W x_t + V h_{t-1} + b), \quad \text{parameters } H D + H^2 + H",
)
def _() -> None:
    w, v, b, x, h = (
        some(2, 3),
        some(2, 2, seed=1),
        some(2, seed=2),
        some(1, 3, seed=3),
        some(1, 2, seed=4),
    )
    close(nn.rnn_cell(x, h, w, v, b, np.zeros(2))[0], np.tanh(w @ x[0] + v @ h[0] + b))
    assert calc.rnn_parameters(3, 2, bias_vectors=1) == 2 * 3 + 2 * 2 + 2


@formula(
    "recurrent",
    "through time",
    r"\frac{\partial h_T}{\partial h_t} = \prod_{k=t+1}^{T} \mathrm{diag}(f'(z_k)) V, "
    r"\quad \frac{\partial h_T}{\partial V} = \sum_t \frac{\partial h_T}{\partial h_t} "
    r"f'(z_t) h_{t-1}",
)
def _() -> None:
    v, w, xs, hs = 0.7, 0.4, [1.0, -0.5, 0.3], [0.2]
    for x in xs:
        hs.append(float(np.tanh(w * x + v * hs[-1])))
    slopes = [1 - h * h for h in hs]
    total = sum(
        np.prod([slopes[k] * v for k in range(t + 1, 4)]) * slopes[t] * hs[t - 1] for t in (1, 2, 3)
    )

    def last(v: float) -> float:
        h = hs[0]
        for x in xs:
            h = float(np.tanh(w * x + v * h))
        return h

    close(total, (last(v + 1e-6) - last(v - 1e-6)) / 2e-6, rtol=1e-7)


@formula(
    "lstm",
    "cell",
    r"c_t = f \odot c_{t-1} + i \odot g, \quad h_t = o \odot \tanh c_t, \quad i, f, o = "
    r"\sigma(\cdot), \; g = \tanh(\cdot)",
)
def _() -> None:
    x, h, c = some(1, 3), some(1, 2, seed=1), some(1, 2, seed=2)
    w, v, b = some(8, 3, seed=3), some(8, 2, seed=4), some(8, seed=5)
    i, f, g, o = np.split(w @ x[0] + v @ h[0] + b, 4)
    s = nn.sigmoid
    now = s(f) * c[0] + s(i) * np.tanh(g)
    found_h, found_c = nn.lstm_cell(x, (h, c), w, v, b, np.zeros(8))
    close(found_c[0], now)
    close(found_h[0], s(o) * np.tanh(now))


@formula(
    "lstm",
    "parameters",
    r"4(HD + H^2 + H), \quad \text{GRU } 3(\cdot); \quad \text{torch: two biases}",
)
def _() -> None:
    assert calc.lstm_parameters(3, 2, bias_vectors=1) == 4 * (2 * 3 + 2 * 2 + 2)
    assert calc.gru_parameters(3, 2, bias_vectors=1) == 3 * (2 * 3 + 2 * 2 + 2)
