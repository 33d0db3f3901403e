"""Osnabrück 13: one output after the last input, or as many as the decoder decides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from unrolled import nn

Array = NDArray[np.floating]
VOCABULARY, HIDDEN = 5, 3
LONG, SHORT = (2, 0, 0, 0), (1, 3)  # two clips; a frame is one number here


def experiment() -> dict[str, int]:
    """Run both patterns on cells whose weights are set by hand or by a seed."""
    rng = np.random.default_rng(0)
    shapes = {next_word_scores(rng.normal(size=(length, 2)), rng).shape for length in (1, 2, 7)}
    assert shapes == {(VOCABULARY,)}
    words_long, words_short = count_words(LONG), count_words(SHORT)
    assert (words_long, words_short) == (sum(LONG), sum(SHORT))
    assert words_long < len(LONG)
    assert words_short > len(SHORT)
    return {
        "vocabulary": VOCABULARY,
        "frames_long": len(LONG),
        "words_long": words_long,
        "frames_short": len(SHORT),
        "words_short": words_short,
    }


def next_word_scores(words: Array, rng: np.random.Generator) -> Array:
    """Task 1: many to one, a linear layer on the last state."""
    w_ih, w_hh = rng.normal(size=(HIDDEN, words.shape[1])), rng.normal(size=(HIDDEN, HIDDEN))
    _, last = nn.rnn(words, np.zeros(HIDDEN), w_ih, w_hh)
    return nn.linear(last, rng.normal(size=(VOCABULARY, HIDDEN)))


def count_words(clip: Sequence[float]) -> int:
    """Task 2: the encoder adds up; the decoder counts down, and 0 is its end token."""
    _, state = nn.rnn(np.reshape(clip, (-1, 1)), [0.0], [[1.0]], [[1.0]], nonlinearity="relu")
    words = 0
    while state[0] > 0:
        state = nn.rnn_cell([0.0], state, [[0.0]], [[1.0]], b_ih=[-1.0], nonlinearity="relu")
        words += 1
    return words
