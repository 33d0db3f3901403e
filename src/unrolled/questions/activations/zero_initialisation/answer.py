"""FAU 1.11: networks started at zero and at random, trained on digits."""

from __future__ import annotations

from unrolled.questions.activations.symmetry import HIDDEN, STEPS, train


def experiment() -> dict[str, float]:
    """Zero, constant and random starts."""
    relu, sigmoid = train("zero", "relu"), train("zero", "sigmoid")
    constant, random = train("constant", "relu"), train("random", "relu")
    assert relu.largest == 0
    assert sigmoid.largest > 0.01
    assert sigmoid.distinct == constant.distinct == 1
    assert random.distinct == HIDDEN
    assert random.accuracy > 2 * max(relu.accuracy, sigmoid.accuracy)
    return {
        "steps": STEPS,
        "hidden": HIDDEN,
        "relu_largest": relu.largest,
        "relu_accuracy": round(relu.accuracy, 2),
        "sigmoid_distinct": sigmoid.distinct,
        "sigmoid_accuracy": round(sigmoid.accuracy, 2),
        "constant_distinct": constant.distinct,
        "random_accuracy": round(random.accuracy, 2),
    }
