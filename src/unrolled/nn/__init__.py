"""NumPy reference of the operations that the exams touch.

Names, argument order, shapes and defaults follow `torch.nn.functional` wherever torch has the
operation; each differentiable `f` has an `f_backward(grad_output, ...)`.
"""

from unrolled.nn.activations import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from unrolled.nn.linear import linear
from unrolled.nn.recurrent import RnnGradients, rnn, rnn_backward, rnn_cell

__all__ = [
    "RnnGradients",
    "linear",
    "relu",
    "relu_backward",
    "rnn",
    "rnn_backward",
    "rnn_cell",
    "sigmoid",
    "sigmoid_backward",
    "tanh",
    "tanh_backward",
]
