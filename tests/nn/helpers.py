"""One line per operation: `same_as_torch` and `checks_out`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from unrolled import nn

RTOL = 1e-9


def _tensor(a: Any) -> Any:
    if not isinstance(a, np.ndarray):
        return a
    # A copy that keeps the values, not the strides: torch has none that are negative.
    return torch.tensor(np.ascontiguousarray(a).reshape(a.shape), requires_grad=a.dtype.kind == "f")


def _first(output: Any) -> Any:
    return output[0] if isinstance(output, tuple) else output


def close(found: Any, expected: Any, what: str, rtol: float = RTOL, atol: float = 1e-12) -> None:
    expected = expected.detach().numpy()
    assert found.dtype == expected.dtype, f"{what}: {found.dtype} instead of {expected.dtype}"
    assert found.shape == expected.shape, f"{what}: {found.shape} instead of {expected.shape}"
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol, err_msg=what)


def same_as_torch(
    name: str,
    *args: Any,
    reference: Callable[..., Any] | None = None,
    constants: tuple[int, ...] = (),
    backward: bool = True,
    ours: dict[str, Any] | None = None,
    rtol: float = RTOL,
    atol: float = 1e-12,
    **options: Any,
) -> Any:
    """Compare `nn.name` with torch: the value, and every gradient with autograd's.

    `constants` are the positions of arrays that have no gradient; `ours` are options that torch
    does not have. Returns our output.
    """
    reference = reference or getattr(torch.nn.functional, name)
    before = [a.copy() if isinstance(a, np.ndarray) else a for a in args]
    extra = ours or {}
    output = getattr(nn, name)(*args, **options, **extra)
    tensors = [_tensor(a) for a in args]
    for i in constants:
        tensors[i] = tensors[i] if tensors[i] is None else tensors[i].detach()
    expected = reference(
        *tensors, **{k: v if not isinstance(v, np.ndarray) else _tensor(v).detach()
                     for k, v in options.items()}
    )  # fmt: skip
    close(_first(output), _first(expected), f"{name}: output", rtol, atol)
    if backward and _first(expected).requires_grad:
        grad_output = np.random.default_rng(7).normal(size=_first(expected).shape)
        grad_output = grad_output.astype(_first(output).dtype)
        _first(expected).backward(torch.tensor(grad_output))
        grads = getattr(nn, name + "_backward")(grad_output, *args, **options, **extra)
        grads = grads if isinstance(grads, tuple) else (grads,)
        arrays = [i for i, a in enumerate(args) if a is None or isinstance(a, np.ndarray)]
        for i, grad in zip(arrays, grads, strict=False):
            if tensors[i] is None or not tensors[i].requires_grad:
                continue
            expected_grad = tensors[i].grad
            if expected_grad is None:
                expected_grad = torch.zeros_like(tensors[i])
            close(grad, expected_grad, f"{name}: gradient of argument {i}", rtol, atol)
    for i, (a, b) in enumerate(zip(args, before, strict=True)):
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b, err_msg=f"{name} changed argument {i}")
    return output


def checks_out(name: str, *args: Any, **options: Any) -> None:
    """Compare `nn.name_backward` with central differences."""
    assert nn.gradcheck(getattr(nn, name), getattr(nn, name + "_backward"), *args, **options)
