"""TUM 2019, 1b: a sigmoid layer, asked itself."""

from __future__ import annotations

import numpy as np

from unrolled import nn


def experiment() -> dict[str, float]:
    """Count its parameters, look at its range and at its slope."""
    import torch

    layer, x = torch.nn.Sigmoid(), np.linspace(-6, 6, 1201)
    values, slopes = nn.sigmoid(x), nn.sigmoid_backward(np.ones_like(x), x)
    assert values.min() > 0
    assert values.max() < 1
    assert abs(x[slopes.argmax()]) < 1e-9
    inputs = torch.tensor(x, requires_grad=True)
    layer(inputs).sum().backward()
    assert inputs.grad is not None
    assert np.allclose(inputs.grad, slopes)
    return {
        "parameters": sum(p.numel() for p in layer.parameters()),
        "steepest": round(float(slopes.max()), 6),
        "least": round(float(values.min()), 4),
        "most": round(float(values.max()), 4),
    }
