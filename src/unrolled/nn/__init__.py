"""NumPy reference of the operations that the exams touch.

Names, argument order, shapes and defaults follow `torch.nn.functional` wherever torch has the
operation; each differentiable `f` has an `f_backward(grad_output, ...)` that returns one gradient
for each array argument in order: None for one that was None or holds integers. Constants (class
weights, masks, running statistics) come last or by keyword, and have no gradient. Arguments that
torch keeps for history's sake (`inplace`, `size_average`, `reduce`) do not exist here, and what
follows them in torch is given by keyword.
"""

from unrolled.nn._arrays import Array
from unrolled.nn.activations import (
    elu,
    elu_backward,
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
)
from unrolled.nn.attention import (
    scaled_dot_product_attention,
    scaled_dot_product_attention_backward,
)
from unrolled.nn.avg_pool import (
    avg_pool1d,
    avg_pool1d_backward,
    avg_pool2d,
    avg_pool2d_backward,
)
from unrolled.nn.batch_norm import (
    batch_norm,
    batch_norm_backward,
    batch_norm_statistics,
)
from unrolled.nn.binary_losses import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
)
from unrolled.nn.circular import (
    circular_encode,
    circular_encode_backward,
    circular_loss,
    circular_loss_backward,
)
from unrolled.nn.class_losses import (
    cross_entropy,
    cross_entropy_backward,
    nll_loss,
    nll_loss_backward,
)
from unrolled.nn.conv import (
    conv1d,
    conv1d_backward,
    conv2d,
    conv2d_backward,
)
from unrolled.nn.conv_transpose import (
    conv_transpose1d,
    conv_transpose1d_backward,
    conv_transpose2d,
    conv_transpose2d_backward,
)
from unrolled.nn.divergence import (
    kl_div,
    kl_div_backward,
)
from unrolled.nn.dropout import (
    dropout,
    dropout1d,
    dropout1d_backward,
    dropout2d,
    dropout2d_backward,
    dropout_backward,
)
from unrolled.nn.embedding import (
    embedding,
    embedding_backward,
)
from unrolled.nn.gelu import (
    gelu,
    gelu_backward,
)
from unrolled.nn.global_pool import (
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
    global_max_pool2d,
    global_max_pool2d_backward,
)
from unrolled.nn.gradcheck import (
    GradientMismatch,
    gradcheck,
)
from unrolled.nn.gru import (
    GruGradients,
    gru,
    gru_backward,
    gru_cell,
    gru_cell_backward,
)
from unrolled.nn.hinge_loss import (
    hinge_embedding_loss,
    hinge_embedding_loss_backward,
)
from unrolled.nn.huber_losses import (
    huber_loss,
    huber_loss_backward,
    smooth_l1_loss,
    smooth_l1_loss_backward,
)
from unrolled.nn.init import (
    calculate_gain,
    fan_in_and_fan_out,
    kaiming_normal,
    kaiming_uniform,
    xavier_normal,
    xavier_uniform,
)
from unrolled.nn.interpolate import (
    interpolate,
    interpolate_backward,
)
from unrolled.nn.layer_norm import (
    group_norm,
    group_norm_backward,
    layer_norm,
    layer_norm_backward,
)
from unrolled.nn.linear import (
    linear,
    linear_backward,
)
from unrolled.nn.lstm import (
    LstmGradients,
    lstm,
    lstm_backward,
    lstm_cell,
    lstm_cell_backward,
)
from unrolled.nn.max_pool import (
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from unrolled.nn.naive import (
    conv2d_naive,
    lstm_naive,
    max_pool2d_naive,
)
from unrolled.nn.pad import (
    pad,
    pad_backward,
)
from unrolled.nn.perceptron import (
    PerceptronStep,
    perceptron,
    perceptron_rule,
)
from unrolled.nn.recurrent import (
    RnnGradients,
    rnn,
    rnn_backward,
    rnn_cell,
)
from unrolled.nn.recurrent_layers import (
    recurrent_layers,
    recurrent_layers_backward,
)
from unrolled.nn.regression_losses import (
    l1_loss,
    l1_loss_backward,
    mse_loss,
    mse_loss_backward,
)
from unrolled.nn.smooth import (
    sigmoid,
    sigmoid_backward,
    silu,
    silu_backward,
    softplus,
    softplus_backward,
    tanh,
    tanh_backward,
)
from unrolled.nn.softmax import (
    log_softmax,
    log_softmax_backward,
    softmax,
    softmax_backward,
)
from unrolled.nn.unfold import (
    fold,
    fold_backward,
    unfold,
    unfold_backward,
)

__all__ = [
    "Array",
    "GradientMismatch",
    "GruGradients",
    "LstmGradients",
    "PerceptronStep",
    "RnnGradients",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool2d_backward",
    "avg_pool1d",
    "avg_pool1d_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_statistics",
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "calculate_gain",
    "circular_encode",
    "circular_encode_backward",
    "circular_loss",
    "circular_loss_backward",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "conv2d_naive",
    "conv_transpose1d",
    "conv_transpose1d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "cross_entropy",
    "cross_entropy_backward",
    "dropout",
    "dropout1d",
    "dropout1d_backward",
    "dropout2d",
    "dropout2d_backward",
    "dropout_backward",
    "elu",
    "elu_backward",
    "embedding",
    "embedding_backward",
    "fan_in_and_fan_out",
    "fold",
    "fold_backward",
    "gelu",
    "gelu_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "global_max_pool2d",
    "global_max_pool2d_backward",
    "gradcheck",
    "group_norm",
    "group_norm_backward",
    "gru",
    "gru_backward",
    "gru_cell",
    "gru_cell_backward",
    "hinge_embedding_loss",
    "hinge_embedding_loss_backward",
    "huber_loss",
    "huber_loss_backward",
    "interpolate",
    "interpolate_backward",
    "kaiming_normal",
    "kaiming_uniform",
    "kl_div",
    "kl_div_backward",
    "l1_loss",
    "l1_loss_backward",
    "layer_norm",
    "layer_norm_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "log_softmax",
    "log_softmax_backward",
    "lstm",
    "lstm_backward",
    "lstm_cell",
    "lstm_cell_backward",
    "lstm_naive",
    "max_pool1d",
    "max_pool1d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pool2d_naive",
    "mse_loss",
    "mse_loss_backward",
    "nll_loss",
    "nll_loss_backward",
    "pad",
    "pad_backward",
    "perceptron",
    "perceptron_rule",
    "recurrent_layers",
    "recurrent_layers_backward",
    "relu",
    "relu_backward",
    "rnn",
    "rnn_backward",
    "rnn_cell",
    "scaled_dot_product_attention",
    "scaled_dot_product_attention_backward",
    "sigmoid",
    "sigmoid_backward",
    "silu",
    "silu_backward",
    "smooth_l1_loss",
    "smooth_l1_loss_backward",
    "softmax",
    "softmax_backward",
    "softplus",
    "softplus_backward",
    "tanh",
    "tanh_backward",
    "unfold",
    "unfold_backward",
    "xavier_normal",
    "xavier_uniform",
]
