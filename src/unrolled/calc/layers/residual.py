"""Branches that are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unrolled.calc.layers._base import Layer, Shape


@dataclass(frozen=True)
class Residual(Layer):
    """Branches that start from the same input and are added; an empty one is the identity.

    Parameters
    ----------
    branches : tuple of sequences of Layer
        They must end in the same shape.

    Source
    ------
    He et al., Deep residual learning (2016).

    Examples
    --------
    >>> from unrolled.calc import Conv
    >>> block = Residual(([Conv(8, 3, padding=1)], []))
    >>> block.output_shape((8, 5, 5)), block.parameters((8, 5, 5))
    ((8, 5, 5), 584)
    """

    branches: tuple[Sequence[Layer], ...]

    def output_shape(self, shape: Shape) -> Shape:
        """The shape that all branches end in."""
        ends = [_walk(branch, shape)[-1] for branch in self.branches]
        if len(set(ends)) != 1:
            raise ValueError(f"branches end in shapes {ends}; they must be equal to be added")
        return ends[0]

    def parameters(self, shape: Shape) -> int:
        """Those of all branches."""
        return sum(layer.parameters(s) for layer, s in self._layers(shape))

    def running(self, shape: Shape) -> int:
        """Those of all branches."""
        return sum(layer.running(s) for layer, s in self._layers(shape))

    def multiply_adds(self, shape: Shape) -> int:
        """Those of all branches; the sum itself has no products."""
        return sum(layer.multiply_adds(s) for layer, s in self._layers(shape))

    def kept(self, shape: Shape) -> int:
        """Those of all branches, and the sum."""
        return sum(layer.kept(s) for layer, s in self._layers(shape)) + super().kept(shape)

    def _layers(self, shape: Shape) -> Iterator[tuple[Layer, Shape]]:
        """Each layer with the shape that reaches it."""
        for branch in self.branches:
            yield from zip(branch, _walk(branch, shape), strict=False)


def _walk(layers: Sequence[Layer], shape: Shape) -> list[Shape]:
    """The input's shape and that after each layer."""
    shapes = [shape]
    for layer in layers:
        shapes.append(layer.output_shape(shapes[-1]))
    return shapes
