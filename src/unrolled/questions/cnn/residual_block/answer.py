"""TUM 2019, 4f: what the skip connection does to the gradient of a deep stack."""

from __future__ import annotations

BLOCKS, WIDTH = 50, 32


def experiment() -> dict[str, int | float]:
    """Send a gradient back through fifty blocks, with and without the skip connection."""
    plain, skipped = ratio(skip=False), ratio(skip=True)
    assert plain < 1e-20
    assert 0.1 < skipped < 100
    return {
        "blocks": BLOCKS,
        "width": WIDTH,
        "plain": float(f"{plain:.0e}"),
        "skipped": float(f"{skipped:.3g}"),
    }


def ratio(*, skip: bool) -> float:
    """Norm of the gradient at the input, relative to that at the output."""
    import torch

    torch.manual_seed(0)
    x = torch.rand(WIDTH, dtype=torch.float64, requires_grad=True)
    h = x
    for _ in range(BLOCKS):
        first, second = 0.3 * torch.randn(2, WIDTH, WIDTH, dtype=torch.float64) / WIDTH**0.5
        change = second @ torch.relu(first @ h)
        h = torch.relu(h + change if skip else change)
    grad_output = torch.ones_like(h)
    (grad_x,) = torch.autograd.grad(h, x, grad_output)
    return float(grad_x.norm() / grad_output.norm())
