"""How many numbers a recurrent layer learns, and the three conventions about its biases."""

from __future__ import annotations

from unrolled.calc._checks import natural


def rnn_parameters(
    input_size: int,
    hidden_size: int,
    *,
    bias_vectors: int = 0,
    gates: int = 1,
    layers: int = 1,
    directions: int = 1,
    projection: int = 0,
) -> int:
    """Parameters of a recurrent layer; the length of the sequence does not enter.

    Parameters
    ----------
    input_size : int
        Length D of one input x_t, at least 1.
    hidden_size : int
        Length H of the state h_t (of the cell state, with a projection), at least 1.
    bias_vectors : int
        0 (none), 1 (textbook, Keras) or 2 (torch keeps b_ih and b_hh; so does Keras' GRU).
    gates : int
        1 for the plain cell, 3 for a GRU, 4 for an LSTM.
    layers : int
        Stacked; from the second on the input is the state of the layer below.
    directions : int
        1 or 2; both directions have weights of their own, and the layer above reads both.
    projection : int
        Length P of an LSTM's projected state, 0 for none; below H.

    Returns
    -------
    int
        Per layer and direction gates · (H·D + H·P + bias_vectors·H) + P·H; without projection
        P is H and the last term is absent.

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
    if natural("directions", directions) not in (1, 2):
        raise ValueError(f"directions is {directions}; it may be 1 or 2")
    p = natural("projection", projection)
    if p and (gates != 4 or p >= h):
        raise ValueError(
            f"projection is {p} with gates {gates} and hidden_size {h}; "
            "it may be 0, or below hidden_size for an LSTM (gates 4)"
        )
    state = p or h
    total = 0
    for layer in range(natural("layers", layers, least=1)):
        inputs = state * directions if layer else d
        weights = gates * h * (inputs + state + bias_vectors)
        total += directions * (weights + p * h)
    return total


def gru_parameters(input_size: int, hidden_size: int, *, bias_vectors: int) -> int:
    """Parameters of one gated recurrent unit.

    Parameters
    ----------
    input_size, hidden_size : int
        D and H, at least 1.
    bias_vectors : int
        0, 1 (Cho et al.; Keras with reset_after=False) or 2 (torch; Keras' default). Has to be
        said, because the answer depends on it.

    Returns
    -------
    int
        3 · (H·D + H·H + bias_vectors·H): reset, update and candidate.

    Raises
    ------
    ValueError
        If a size is below 1, or `bias_vectors` is none of those listed.
    TypeError
        If an argument is not an integer.

    Source
    ------
    Cho et al. (2014); `torch.nn.GRU`.

    Examples
    --------
    >>> gru_parameters(10, 20, bias_vectors=1), gru_parameters(10, 20, bias_vectors=2)
    (1860, 1920)
    """
    return rnn_parameters(input_size, hidden_size, bias_vectors=bias_vectors, gates=3)


def lstm_parameters(
    input_size: int, hidden_size: int, *, bias_vectors: int, projection: int = 0
) -> int:
    """Parameters of one long short-term memory, without peepholes.

    Parameters
    ----------
    input_size, hidden_size : int
        D and H, at least 1.
    bias_vectors : int
        0, 1 (textbook, Keras) or 2 (torch). Has to be said, because the answer depends on it.
    projection : int
        As for `rnn_parameters`.

    Returns
    -------
    int
        4 · (H·D + H·H + bias_vectors·H): input, forget, cell and output.

    Raises
    ------
    ValueError
        If a size is below 1, or a count is none of those listed.
    TypeError
        If an argument is not an integer.

    Source
    ------
    Hochreiter, Schmidhuber (1997), Gers et al. (2000); `torch.nn.LSTM`.

    Examples
    --------
    Osnabrück 12.1: 4 · ((10 + 20) · 20 + 20).

    >>> lstm_parameters(10, 20, bias_vectors=1)
    2480
    """
    return rnn_parameters(
        input_size, hidden_size, bias_vectors=bias_vectors, gates=4, projection=projection
    )
