"""How many numbers a layer learns."""

from __future__ import annotations

from unrolled.calc._checks import natural


def rnn_parameters(
    input_size: int, hidden_size: int, *, bias_vectors: int = 0, gates: int = 1
) -> int:
    """Parameters of one recurrent cell; the length of the sequence does not enter.

    Parameters
    ----------
    input_size : int
        Length D of one input x_t, at least 1.
    hidden_size : int
        Length H of the state h_t, at least 1.
    bias_vectors : int
        0 (none), 1 (textbook) or 2 (torch keeps b_ih and b_hh).
    gates : int
        1 for the plain cell, 3 for a GRU, 4 for an LSTM.

    Returns
    -------
    int
        gates · (H·D + H·H + bias_vectors·H)

    Raises
    ------
    ValueError
        If a size is below 1, or a count is none of those listed.
    TypeError
        If an argument is not an integer.

    Source
    ------
    Counts as `torch.nn.RNN`, `GRU` and `LSTM` have them (bias_vectors=2).

    Examples
    --------
    TUM 2019, problem 6a:

    >>> rnn_parameters(4, 12)
    192
    """
    d = natural("input_size", input_size, least=1)
    h = natural("hidden_size", hidden_size, least=1)
    if natural("bias_vectors", bias_vectors) not in (0, 1, 2):
        raise ValueError(f"bias_vectors is {bias_vectors}; it may be 0, 1 or 2")
    if natural("gates", gates) not in (1, 3, 4):
        raise ValueError(f"gates is {gates}; it may be 1 (plain), 3 (GRU) or 4 (LSTM)")
    return gates * (h * d + h * h + bias_vectors * h)
