"""TUM 2019, 1c: four runs of one network, three of them spoilt."""

from __future__ import annotations

from unrolled.threads import one_thread

HIDDEN, STEPS = 32, 150


@one_thread()
def experiment() -> dict[str, float]:
    """Train on real digits as one should, and with one thing wrong at a time."""
    found = {
        "healthy": train(),
        "decayed": train(weight_decay=0.3),
        "zeros": train(scale=0.0),
        "overshot": train(learning_rate=100.0),
        "wide": train(hidden=8 * HIDDEN),
    }
    assert found["healthy"] < 0.05
    assert min(found["decayed"], found["zeros"], found["overshot"]) > 5 * found["healthy"]
    assert found["wide"] <= found["healthy"] + 0.01  # more weights do no harm
    return found


def train(
    learning_rate: float = 0.5, weight_decay: float = 0.0, scale: float = 1.0, hidden: int = HIDDEN
) -> float:
    """The share of training digits that are misclassified in the end."""
    import torch
    from sklearn.datasets import load_digits

    torch.manual_seed(0)
    digits = load_digits()
    x = torch.tensor(digits.data[:500] / 16, dtype=torch.float32)
    y = torch.tensor(digits.target[:500])
    net = torch.nn.Sequential(
        torch.nn.Linear(64, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 10)
    )
    for parameter in net.parameters():
        parameter.data *= scale
    optimiser = torch.optim.SGD(net.parameters(), learning_rate, weight_decay=weight_decay)
    for _ in range(STEPS):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        optimiser.step()
    return round(float((net(x).argmax(1) != y).double().mean()), 3)
