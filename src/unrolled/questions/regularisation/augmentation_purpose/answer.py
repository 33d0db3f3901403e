"""FAU 1.9: training with and without moved copies of digits."""

from __future__ import annotations

from unrolled.questions.regularisation import digits


def experiment() -> dict[str, int]:
    """Accuracy on new digits: augmented, not augmented, and with independent examples instead."""
    found = {
        "plain": digits.train().test_accuracy,
        "moved": digits.train(moved=True).test_accuracy,
        "independent": digits.train(examples=900).test_accuracy,
        "fitted": digits.train().train_accuracy,
        "moved_fitted": digits.train(moved=True).train_accuracy,
    }
    assert found["plain"] + 5 < found["moved"] <= found["independent"]
    return {"examples": digits.EXAMPLES, **found}
