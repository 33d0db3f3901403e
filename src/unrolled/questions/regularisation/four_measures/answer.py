"""Osnabrück 10.2: six measures against overfitting, one at a time."""

from __future__ import annotations

from unrolled.questions.regularisation import digits


def experiment() -> dict[str, int]:
    """Accuracies on training labels and on new digits; each measure must help."""
    runs = {
        "none": digits.train(),
        "more": digits.train(examples=900),
        "moved": digits.train(moved=True),
        "decay": digits.train(weight_decay=0.03),
        "dropout": digits.train(dropout=0.5),
        "early": digits.train(epochs=22),
    }
    found: dict[str, int] = {}
    for name, run in runs.items():
        found |= {f"{name}_train": run.train_accuracy, f"{name}_test": run.test_accuracy}
        assert name == "none" or run.test_accuracy > runs["none"].test_accuracy + 5
    return {"examples": digits.EXAMPLES, **found}
