"""TUM CNN sheet, 4e: which pixels one output of a layer depends on, asked by autograd."""

from __future__ import annotations

SIZE = 224


def experiment() -> dict[str, int]:
    """Count the pixels with a gradient, for each layer of the answer."""
    import torch

    torch.manual_seed(4)
    image = torch.rand(1, 1, SIZE, SIZE, requires_grad=True)
    layers = {
        "pointwise": torch.nn.Conv2d(1, 1, 1),
        "dense": torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(SIZE * SIZE, 2)),
        "wide": torch.nn.Conv2d(1, 1, SIZE),
        "average": torch.nn.AvgPool2d(SIZE),
        "maximum": torch.nn.MaxPool2d(SIZE),
    }
    found = {}
    for name, layer in layers.items():
        output = layer(image).flatten()
        (grad,) = torch.autograd.grad(output[len(output) // 2], image)
        found[name] = int(grad.count_nonzero())
    assert found["pointwise"] == found["maximum"] == 1
    assert found["dense"] == found["wide"] == found["average"] == SIZE * SIZE
    return found
