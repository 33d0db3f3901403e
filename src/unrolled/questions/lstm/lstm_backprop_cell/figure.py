"""The paper's cell, the same as that of the formulas."""

from unrolled.questions.lstm.lstm_formulas.figure import ALT, draw

__all__ = ["ALT", "draw"]
