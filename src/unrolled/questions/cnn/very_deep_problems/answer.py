"""TUM digits sheet, 7d: gradients and memory of plain networks, shallow and deep."""

from __future__ import annotations

from unrolled import calc

WIDTH, FEW, MANY = 64, 5, 20


def experiment() -> dict[str, int | float]:
    """Measure the first layer's gradient against the last's; count activations."""
    shallow, deep = first_to_last(FEW), first_to_last(MANY)
    assert deep < 1e-3 * shallow
    kept_few, kept_many = kept(FEW), kept(MANY)
    assert kept_many - kept_few == (MANY - FEW) * 2 * WIDTH
    return {
        "width": WIDTH,
        "few": FEW,
        "many": MANY,
        "shallow": float(f"{shallow:.1g}"),
        "deep": float(f"{deep:.0e}"),
        "kept_few": kept_few,
        "kept_many": kept_many,
    }


def first_to_last(depth: int) -> float:
    """Norm of the first layer's gradient, relative to that of the last."""
    import torch

    torch.manual_seed(0)
    layers = [torch.nn.Linear(WIDTH, WIDTH, dtype=torch.float64) for _ in range(depth)]
    h = torch.randn(32, WIDTH, dtype=torch.float64)
    for layer in layers:
        h = torch.relu(layer(h))
    first, last = torch.autograd.grad(h.sum(), [layers[0].weight, layers[-1].weight])
    return float(first.norm() / last.norm())


def kept(depth: int) -> int:
    """Numbers per example that the layers and their ReLUs put out, and the input."""
    layers = [calc.Linear(WIDTH), calc.Pointwise("relu")] * depth
    return calc.network_total(calc.network_table((WIDTH,), layers)).activations
