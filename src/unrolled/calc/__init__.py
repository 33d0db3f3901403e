"""Exact integer and fraction arithmetic: sizes, counts, bytes."""

from unrolled.calc.parameters import rnn_parameters

__all__ = ["rnn_parameters"]
