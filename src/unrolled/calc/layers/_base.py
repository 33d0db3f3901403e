"""What a network table asks of a layer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import prod

#: The shape of one example, without the batch.
Shape = tuple[int, ...]


class Layer(ABC):
    """One layer of a network table.

    Every method takes the shape of the layer's input for one example, and raises ValueError where
    the layer does not fit it. All numbers are per example.

    Source
    ------
    Own; what Keras' `model.summary()` and its relatives ask of a layer.

    Examples
    --------
    A layer of one's own says what it makes of a shape; it learns and costs nothing by default.

    >>> class Crop(Layer):
    ...     def output_shape(self, shape):
    ...         return (shape[0], shape[1] - 2, shape[2] - 2)
    >>> Crop().output_shape((3, 8, 8)), Crop().parameters((3, 8, 8)), Crop().kept((3, 8, 8))
    ((3, 6, 6), 0, 108)
    """

    @property
    def name(self) -> str:
        """What the table calls it."""
        return type(self).__name__

    @abstractmethod
    def output_shape(self, shape: Shape) -> Shape:
        """Shape of the output."""

    def parameters(self, shape: Shape) -> int:  # noqa: ARG002  # most layers have none
        """How many numbers the layer learns."""
        return 0

    def running(self, shape: Shape) -> int:  # noqa: ARG002  # most layers have none
        """How many running statistics the layer keeps."""
        return 0

    def multiply_adds(self, shape: Shape) -> int:  # noqa: ARG002  # most layers have none
        """Multiply-adds, as `unrolled.calc.cost` counts them."""
        return 0

    def kept(self, shape: Shape) -> int:
        """Numbers in the output, which the backward pass may need."""
        return prod(self.output_shape(shape))


def need(layer: Layer, shape: Shape, *axes: str, more: bool = False) -> None:
    """Say what the shape before a layer must look like; `more` lets further axes follow."""
    if len(shape) == len(axes) or (more and len(shape) > len(axes)):
        return
    wanted = ", ".join(axes) + (", ..." if more else "," if len(axes) == 1 else "")
    raise ValueError(f"shape is {shape}; before {layer.name} it must be ({wanted})")
