"""Layers for sequences that are read step by step: (length, features)."""

from __future__ import annotations

from dataclasses import dataclass

from unrolled.calc._checks import natural
from unrolled.calc.cost import recurrent_multiply_adds
from unrolled.calc.layers._base import Layer, Shape, need
from unrolled.calc.parameters import embedding_parameters
from unrolled.calc.recurrent_parameters import rnn_parameters

_GATES = {"rnn": 1, "gru": 3, "lstm": 4}


@dataclass(frozen=True)
class Embedding(Layer):
    """A vector for each word of a sequence of word numbers.

    Parameters
    ----------
    num_embeddings, embedding_dim : int
        Words in the vocabulary and length of a vector, at least 1.

    Source
    ------
    `torch.nn.Embedding`.

    Examples
    --------
    >>> Embedding(1000, 16).output_shape((70,)), Embedding(1000, 16).parameters((70,))
    ((70, 16), 16000)
    """

    num_embeddings: int
    embedding_dim: int

    def output_shape(self, shape: Shape) -> Shape:
        """A vector per step."""
        need(self, shape, "length")
        return (*shape, natural("embedding_dim", self.embedding_dim, least=1))

    def parameters(self, shape: Shape) -> int:  # noqa: ARG002  # the length does not enter
        """The table of vectors."""
        return embedding_parameters(self.num_embeddings, self.embedding_dim)


@dataclass(frozen=True)
class Recurrent(Layer):
    """Recurrent layers on top of each other, in one direction or in both.

    Parameters
    ----------
    hidden : int
        Length H of a state, at least 1.
    cell : {"rnn", "gru", "lstm"}
    bias_vectors : int
        0, 1 (textbook, Keras) or 2 (torch).
    sequence : bool
        Whether all states of the top layer are the output (torch; Keras: return_sequences), or the
        last one. Backwards the last one is that of the first step.
    layers : int
        How many, at least 1; from the second on they read the states of the layer below.
    bidirectional : bool
        Whether each layer also reads from the end. Both directions have weights of their own, and
        their states stand side by side in an output of 2 H numbers.

    Source
    ------
    `torch.nn.RNN`, `GRU` and `LSTM`; Keras' `SimpleRNN`, `GRU` and `LSTM` with one bias vector.

    Examples
    --------
    Osnabrück 12.1:

    >>> Recurrent(20, "lstm", bias_vectors=1).parameters((70, 10))
    2480

    Two layers that read both ways; the second reads 40 numbers a step:

    >>> stack = Recurrent(20, "lstm", layers=2, bidirectional=True)
    >>> stack.output_shape((70, 10)), stack.parameters((70, 10))
    ((70, 40), 15040)
    """

    hidden: int
    cell: str = "rnn"
    bias_vectors: int = 2
    sequence: bool = True
    layers: int = 1
    bidirectional: bool = False

    def output_shape(self, shape: Shape) -> Shape:
        """All states, or the last one; those of both directions side by side."""
        need(self, shape, "length", "features")
        features = self._directions() * natural("hidden", self.hidden, least=1)
        return (shape[0], features) if self.sequence else (features,)

    def parameters(self, shape: Shape) -> int:
        """Weights and biases; the length does not enter."""
        return rnn_parameters(
            shape[-1],
            self.hidden,
            bias_vectors=self.bias_vectors,
            gates=self._gates(),
            layers=self.layers,
            directions=self._directions(),
        )

    def multiply_adds(self, shape: Shape) -> int:
        """One per weight and step."""
        return recurrent_multiply_adds(
            shape[-1],
            self.hidden,
            shape[0],
            gates=self._gates(),
            layers=self.layers,
            directions=self._directions(),
        )

    def kept(self, shape: Shape) -> int:
        """Every state of every layer, output or not; an LSTM's cell states, too."""
        states = 2 if self.cell == "lstm" else 1
        return states * shape[0] * self.layers * self._directions() * self.hidden

    def _directions(self) -> int:
        return 2 if self.bidirectional else 1

    def _gates(self) -> int:
        if self.cell not in _GATES:
            raise ValueError(f"cell is {self.cell!r}; it may be one of {sorted(_GATES)}")
        return _GATES[self.cell]
