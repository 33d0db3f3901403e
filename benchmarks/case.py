"""One call of an operation as NumPy and torch get it: the same arrays, forward and backward.

Forward, torch's tensors share the arrays' memory and want no gradient, so that it builds no graph.
Backward, torch's part is `torch.autograd.grad` on a graph that is kept. Ours has no graph: what it
needs of the forward pass it computes again, and that counts, unless it can be handed in (`kept`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from unrolled import nn

Numbers = Callable[[np.random.Generator, tuple[int, ...]], NDArray[Any]]


class Pair(NamedTuple):
    """The same computation twice; neither needs an argument."""

    ours: Callable[[], Any]
    torch: Callable[[], Any]


@dataclass(frozen=True)
class Each:
    """An argument for each size; the last one serves all larger sizes."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Draw:
    """A random array, and where its numbers come from."""

    shape: tuple[int, ...]
    numbers: Numbers


@dataclass(frozen=True)
class Case:
    """How an operation is called; `Draw` and `Each` may be anywhere in its arguments."""

    arguments: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)
    forward: dict[str, Any] = field(default_factory=dict)  # options that torch does not have
    backward: dict[str, Any] = field(default_factory=dict)
    kept: Callable[..., dict[str, Any]] | None = None  # what torch's graph keeps and ours is given
    reference: Callable[..., Any] | None = None  # where torch.nn.functional has no such name
    both: bool = False  # whether gradients arrive at the output and at the last state


def differentiable() -> list[str]:
    """Return the public operations that have a backward pass."""
    return [name for name in nn.__all__ if f"{name}_backward" in nn.__all__]


def pairs(name: str, case: Case, size: int, dtype: str) -> dict[str, Pair]:
    """Return an operation and its backward pass, by name, ready to be called."""
    import torch

    rng = np.random.default_rng(0)
    given = case.arguments, case.options, case.forward, case.backward
    arrays, options, forward, backward = (_fill(part, size, dtype, rng) for part in given)
    if case.kept:
        backward = {**backward, **case.kept(*arrays, **options)}
    reference = case.reference or getattr(torch.nn.functional, name)
    leaves = _tensors(arrays, gradient=True)
    inputs = [leaf for leaf in flat(leaves) if getattr(leaf, "requires_grad", False)]
    output = reference(*leaves, **options)
    output = output if case.both else first(output)
    grads = tuple(np.asarray(rng.standard_normal(y.shape), dtype) for y in flat(output))
    grad = grads if case.both else grads[0]
    return {
        name: Pair(
            partial(getattr(nn, name), *arrays, **options, **forward),
            partial(reference, *_tensors(arrays, gradient=False), **options),
        ),
        f"{name}_backward": Pair(
            partial(getattr(nn, f"{name}_backward"), grad, *arrays, **options, **backward),
            # A target without a gradient in ours is one that torch's graph does not reach either.
            partial(
                torch.autograd.grad,
                output,
                inputs,
                _tensors(grad, gradient=False),
                retain_graph=True,
                allow_unused=True,
            ),
        ),
    }


def first(output: Any) -> Any:
    """Return the output proper: recurrent operations return their last state too."""
    return output[0] if isinstance(output, tuple) else output


def flat(tree: Any) -> Iterator[Any]:
    """Yield what is in tuples and lists."""
    if isinstance(tree, tuple | list):
        for part in tree:
            yield from flat(part)
    else:
        yield tree


def _fill(tree: Any, size: int, dtype: str, rng: np.random.Generator) -> Any:
    """Return the arguments at a size, with floats of the dtype."""
    if isinstance(tree, Each):
        return _fill(tree.values[min(size, len(tree.values) - 1)], size, dtype, rng)
    if isinstance(tree, Draw):
        numbers = tree.numbers(rng, tree.shape)
        return numbers.astype(dtype) if numbers.dtype.kind == "f" else numbers
    if isinstance(tree, dict):
        return {key: _fill(part, size, dtype, rng) for key, part in tree.items()}
    if isinstance(tree, tuple | list):
        return type(tree)(_fill(part, size, dtype, rng) for part in tree)
    return tree


def _tensors(tree: Any, gradient: bool) -> Any:
    """Return the arguments with tensors on the arrays' memory."""
    import torch

    if isinstance(tree, np.ndarray):
        return torch.from_numpy(tree).requires_grad_(gradient and tree.dtype.kind == "f")
    if isinstance(tree, tuple | list):
        return type(tree)(_tensors(part, gradient) for part in tree)
    return tree
