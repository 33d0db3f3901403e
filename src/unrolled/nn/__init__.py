"""NumPy reference of the operations that the exams touch.

Names, argument order, shapes and defaults follow `torch.nn.functional` wherever torch has the
operation; each differentiable `f` has an `f_backward(grad_output, ...)` that returns one gradient
for each array argument in order: None for one that was None or holds integers. Constants (class
weights, masks, running statistics) come last or by keyword, and have no gradient. Arguments that
torch keeps for history's sake (`inplace`, `size_average`, `reduce`) do not exist here, nor does
`dtype`, and what follows them in torch is given by keyword. Arrays of float32 and float64 keep
their type, all other numbers become float64. The sign of a zero is not promised.

Every module lists its public names in `__all__`; here they come together.
"""

# ruff: noqa: F403 - a test compares what arrives here with what the modules define
from unrolled.nn._arrays import Array as Array  # the alias exports it
from unrolled.nn.activations import *
from unrolled.nn.attention import *
from unrolled.nn.avg_pool import *
from unrolled.nn.batch_norm import *
from unrolled.nn.binary_losses import *
from unrolled.nn.channel_dropout import *
from unrolled.nn.circular import *
from unrolled.nn.class_losses import *
from unrolled.nn.conv import *
from unrolled.nn.conv_transpose import *
from unrolled.nn.divergence import *
from unrolled.nn.dropout import *
from unrolled.nn.embedding import *
from unrolled.nn.gelu import *
from unrolled.nn.global_pool import *
from unrolled.nn.gradcheck import *
from unrolled.nn.gru import *
from unrolled.nn.hinge_loss import *
from unrolled.nn.huber_losses import *
from unrolled.nn.init import *
from unrolled.nn.interpolate import *
from unrolled.nn.layer_norm import *
from unrolled.nn.linear import *
from unrolled.nn.lstm import *
from unrolled.nn.max_pool import *
from unrolled.nn.naive import *
from unrolled.nn.pad import *
from unrolled.nn.perceptron import *
from unrolled.nn.recurrent import *
from unrolled.nn.recurrent_layers import *
from unrolled.nn.regression_losses import *
from unrolled.nn.smooth import *
from unrolled.nn.softmax import *
from unrolled.nn.unfold import *

__all__ = sorted(
    ["Array"]
    + [
        name
        for name, value in globals().copy().items()
        if getattr(value, "__module__", "").startswith(f"{__name__}.")
    ]
)
