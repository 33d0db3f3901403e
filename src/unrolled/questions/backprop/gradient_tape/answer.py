"""Osnabrück 6, first item: what a record of the forward pass costs, counted in torch."""

from __future__ import annotations

BATCH, FEATURES, HIDDEN, CLASSES = 32, 20, 50, 10


def experiment() -> dict[str, int]:
    """Count the numbers that a forward pass keeps, with the record and without it."""
    with_tape, without_tape = kept(record=True), kept(record=False)
    # The input for one weight matrix, the hidden values for the ReLU and for the other matrix.
    assert with_tape == BATCH * (FEATURES + HIDDEN)
    assert without_tape == 0
    return {"with_tape": with_tape, "without_tape": without_tape}


def kept(*, record: bool) -> int:
    """Numbers kept for the backward pass beside the weights, each counted once."""
    import torch

    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Linear(FEATURES, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, CLASSES)
    )
    own = {parameter.untyped_storage().data_ptr() for parameter in net.parameters()}
    found: dict[int, int] = {}  # address of the memory -> how many numbers: views count once

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            found[storage.data_ptr()] = storage.nbytes() // tensor.element_size()
        return tensor

    x = torch.ones(BATCH, FEATURES)
    hooks = torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor)
    with torch.set_grad_enabled(record), hooks:
        y = net(x)  # held on to, so that no address is used twice
    assert torch.equal(y.detach(), net(x).detach())
    return sum(found.values())
