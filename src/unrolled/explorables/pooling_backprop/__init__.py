"""PoolingBackprop: a 1x1 convolution, a pooling, a loss, and every gradient on the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Float, Int, List, Unicode

from unrolled import nn
from unrolled.explorables._base import Explorable
from unrolled.explorables.pooling_backprop.state import STAGES, checked, resized

Array = NDArray[np.float64]
STEEP = 1e9  # beyond it a slope is a logarithm's at 0, and no step can be taken
BACK = ("grad_s", "grad_frame", "grad_z", "lost", "grad_x", "grad_weight", "grad_bias")
STEP = ("new_weight", "new_bias", "z_after", "s_after", "loss_after")


class PoolingBackprop(Explorable):
    """Z = sum of w_c X_c + b, S = pooled Z, L = loss of S and Y; back to X and w; one step.

    Parameters
    ----------
    x : list of 1 to 4 matrices
        Channels of 1 to 5 rows and columns. All numbers are from -100 to 100.
    weight : list of float
        Of the 1x1 convolution, one for each channel.
    bias : float or None
        None is a layer without.
    pooling : {"max", "average"}
        The zeros of the padding count in an average.
    kernel, stride : int
        From 1 to 3; the window fits into the padded map.
    padding : {0, 1}
        Width of the ring around Z, at most half of the kernel.
    padding_value : {"zero", "minus_infinity"}
        What the ring of a max pooling holds. Where it wins, the gradient is lost.
    ties : {"first", "last", "split"}
        Which of equal maxima gets the gradient, row by row, or each an equal part. The ring takes
        part.
    loss : {"cross_entropy", "with_logits", "given"}
        Binary cross-entropy of S with the target, in nats, summed; the same of sigmoid(S); or
        sum of grad times S, so that `grad` is what arrives at S.
    target, grad : list of rows
        As large as S; targets are from 0 to 1.
    learning_rate : float
        Of one step of gradient descent, from 0 to 10.
    stage : int
        How far the reader has come: 1 Z, 2 S, 3 L, 4 dL/dS, 5 dL/dZ, 6 dL/dw and dL/dX, 7 step.

    Raises
    ------
    StateError
        If a value is not possible or sizes do not fit.

    Source
    ------
    TUM 2019, problems 5a to 5d; FAU, question 2.3.

    Examples
    --------
    >>> found = PoolingBackprop().compute()
    >>> found["grad_weight"], found["new_weight"]
    (array([-3.,  1.,  0.]), array([4., 0., 1.]))
    >>> PoolingBackprop(ties="last").compute()["new_weight"]
    array([3., 2., 0.])
    """

    x = List([[[1, -0.5], [2, -2]], [[-2, 1], [-1.5, 1]], [[1, 0], [0, 0]]]).tag(sync=True)
    weight = List([1, 1, 1]).tag(sync=True)
    bias = AnyTrait(None, allow_none=True).tag(sync=True)
    pooling = Unicode("max").tag(sync=True)
    kernel = Int(2).tag(sync=True)
    stride = Int(2).tag(sync=True)
    padding = Int(1).tag(sync=True)
    padding_value = Unicode("zero").tag(sync=True)
    ties = Unicode("first").tag(sync=True)
    loss = Unicode("cross_entropy").tag(sync=True)
    target = List([[0, 1], [1, 0]]).tag(sync=True)
    grad = List([[1, 1], [1, 1]]).tag(sync=True)
    learning_rate = Float(1.0).tag(sync=True)
    stage = Int(STAGES).tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let weights, targets and gradients follow the sizes."""
        return resized(state, changes)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `state.ts` have the rules."""
        return checked(state, super().check(state))

    def compute(self) -> dict[str, Any]:
        """Go forwards, backwards, and one step.

        Returns
        -------
        dict
            z (H, W), s (h, w), prob (h, w), which is sigmoid(s), or None; losses (h, w), loss.
            Gradients grad_s, grad_frame (of Z in its ring), grad_z, lost (what the ring got),
            grad_x (C, H, W), grad_weight (C,), grad_bias. new_weight, new_bias, and with them
            z_after, s_after, loss_after. dense_weights of a fully connected layer from all of X to
            all of Z, of which dense_used are the filter's and dense_zeros are 0.

            Where S holds no probabilities the cross-entropy and all that follows is None. A
            logarithm is cut at -100, as in torch; where its slope at 0 reaches a weight, there is
            no step.
        """
        found = self._forward(self.weight, self.bias)
        x = np.asarray(self.x, float)
        pixels = x[0].size
        used = len(x) * pixels
        found |= {
            "dense_weights": used * pixels,
            "dense_used": used,
            "dense_zeros": used * (pixels - 1),
            **dict.fromkeys((*BACK, *STEP)),
        }
        if found["loss"] is None:
            return found
        found |= self._backward(x, found["z"], found["s"])
        if max(*np.abs(found["grad_weight"]), abs(found["grad_bias"] or 0)) > STEEP:
            return found
        weight = self.weight - self.learning_rate * found["grad_weight"]
        bias = self.bias
        if bias is not None:
            bias -= self.learning_rate * found["grad_bias"]
        after = self._forward(weight, bias)
        return found | {
            "new_weight": weight,
            "new_bias": bias,
            **{f"{name}_after": after[name] for name in ("z", "s", "loss")},
        }

    def _ring(self) -> float:
        return -np.inf if self.padding_value == "minus_infinity" else 0.0

    def _forward(self, weight: Any, bias: float | None) -> dict[str, Any]:
        x, kernel = np.array([self.x], float), np.reshape(weight, (1, -1, 1, 1))
        z = _tidy(nn.conv2d(x, kernel, [bias or 0.0]))
        window = self.kernel, self.stride, self.padding
        if self.pooling == "average":
            s = nn.avg_pool2d(z, *window)[0, 0]
        else:
            s = np.asarray(nn.max_pool2d(z, *window, padding_value=self._ring()))[0, 0]
        y, losses, prob = np.asarray(self.target, float), None, None
        if self.loss == "given":
            losses = np.asarray(self.grad, float) * s
        elif self.loss == "with_logits":
            prob = nn.sigmoid(s)
            losses = nn.binary_cross_entropy_with_logits(s, y, reduction="none")
        elif ((s >= 0) & (s <= 1)).all():
            losses = nn.binary_cross_entropy(s, y, reduction="none")
        loss = None if losses is None else float(_snap(losses.sum()))
        return {"z": z[0, 0], "s": s, "prob": prob, "losses": losses, "loss": loss}

    def _backward(self, x: Array, z: Array, s: Array) -> dict[str, Any]:
        grad_s, window = self._slope(s), (self.kernel, self.stride)
        if self.pooling == "average":
            framed = nn.pad(z, (self.padding,) * 4)
            frame = nn.avg_pool2d_backward([[grad_s]], [[framed]], *window)[0, 0]
            inside = nn.avg_pool2d_backward([[grad_s]], [[z]], *window, self.padding)
        else:
            ties: Any = self.ties
            framed = nn.pad(z, (self.padding,) * 4, value=self._ring())
            frame = nn.max_pool2d_backward([[grad_s]], [[framed]], *window, ties=ties)[0, 0]
            inside = nn.max_pool2d_backward(
                [[grad_s]], [[z]], *window, self.padding, padding_value=self._ring(), ties=ties
            )
        outer = frame.copy()
        outer[tuple(slice(self.padding, self.padding + n) for n in z.shape)] = 0
        kernel = np.reshape(self.weight, (1, -1, 1, 1)).astype(float)
        grad_x, grad_w, grad_b = nn.conv2d_backward(inside, [x], kernel, [0.0])
        return {
            "grad_s": grad_s,
            "grad_frame": _snap(frame),
            "grad_z": _snap(inside[0, 0]),
            "lost": float(_snap(outer.sum())),
            "grad_x": grad_x[0],
            "grad_weight": _snap(grad_w.ravel()),
            "grad_bias": None if self.bias is None else float(_snap(np.asarray(grad_b))[0]),
        }

    def _slope(self, s: Array) -> Array:
        y = np.asarray(self.target, float)
        if self.loss == "given":
            return np.asarray(self.grad, float)
        if self.loss == "with_logits":
            found, _ = nn.binary_cross_entropy_with_logits_backward(1.0, s, y, reduction="sum")
            return np.asarray(found, float)
        found, _ = nn.binary_cross_entropy_backward(1.0, s, y, reduction="sum")
        # The reference, like torch, calls the slope at s = y = 0 zero; that of -log(1 - s) is 1.
        at_end = (s == y) & ((s == 0) | (s == 1))
        return np.where(at_end, 1 - 2 * s, found)

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 1034, 1433

    def alt(self) -> str:
        """Say the maps, the loss and the gradients of the weights."""
        from unrolled.explorables.pooling_backprop.figure import describe

        return describe(self.state(), self.compute())


def _tidy(values: Any) -> Array:
    """Make equal what is equal on paper, so that it ties: 0.1 + 0.2 and 0.3."""
    return np.asarray(np.round(values, 12) + 0.0)


def _snap(values: Any) -> Array:
    """Make 0 what is left of terms that cancel."""
    return np.where(np.abs(values) < 1e-12, 0.0, values)
