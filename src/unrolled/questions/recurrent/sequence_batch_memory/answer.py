"""FAU 5.2: the backward pass is why a larger batch takes more memory, counted in torch."""

from __future__ import annotations

STEPS, FEATURES, HIDDEN, BATCH = 50, 8, 16, 4
FLOAT = 4  # bytes of a float32


def experiment() -> dict[str, int]:
    """Count what autograd keeps for a batch and for one twice as large."""
    kept, weights = kept_bytes(BATCH)
    kept_doubled, weights_doubled = kept_bytes(2 * BATCH)
    assert kept == FLOAT * BATCH * HIDDEN * (STEPS + 1)  # h_0 to h_T, nothing else
    assert kept_doubled == 2 * kept
    assert weights_doubled == weights == FLOAT * HIDDEN * (FEATURES + HIDDEN + 2)
    assert kept_bytes(BATCH, train=False)[0] == 0
    return {
        "steps": STEPS,
        "hidden": HIDDEN,
        "batch": BATCH,
        "batch_doubled": 2 * BATCH,
        "kept": kept,
        "kept_doubled": kept_doubled,
        "weights": weights,
    }


def kept_bytes(batch: int, *, train: bool = True) -> tuple[int, int]:
    """Bytes kept for the backward pass, input and weights not counted; bytes of the weights."""
    import torch

    cell = torch.nn.RNN(FEATURES, HIDDEN)
    x = torch.zeros(STEPS, batch, FEATURES)
    owned = {tensor.untyped_storage().data_ptr() for tensor in (x, *cell.parameters())}
    kept: dict[int, int] = {}  # address of the memory -> its size: views of it count once

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in owned:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.set_grad_enabled(train), torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        states = cell(x)  # held on to, so that no address is used twice
    assert states[0].shape == (STEPS, batch, HIDDEN)
    return sum(kept.values()), sum(p.nbytes for p in cell.parameters())
