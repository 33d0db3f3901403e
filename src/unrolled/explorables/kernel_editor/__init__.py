"""KernelEditor: a kernel of up to seven by seven weights, moved over a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Float, Int, Unicode

from unrolled import nn
from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.kernel_editor.pictures import PICTURES, pixels

Array = NDArray[np.float64]
KERNEL_SIDE, PICTURE_SIDE = 7, 16  # at most; pictures that are drawn may be larger
MOST = 1000  # of a weight, a pixel, the bias
LAST_PLACE = 70  # 64 pixels, 3 zeros on both sides, a kernel of one weight
SINGULAR = 1e-9  # of the product of the rows' lengths


class KernelEditor(Explorable):
    """y = f(kernel on window + bias) for every place of the window, one of them in products.

    Parameters
    ----------
    kernel : list of rows
        1 to 7 rows and columns of weights, from -1000 to 1000; not larger than the padded picture.
    picture : str or list of rows
        One of `PICTURES`, such as "square" or "digit_3", or up to 16 by 16 numbers.
    stride : int
        From 1 to 4.
    padding : int
        Zeros on every side, from 0 to 3.
    bias : float
        From -1000 to 1000.
    activation : {"identity", "relu"}
    row, column : int
        The output that is looked at, from 1; where there is none, the nearest.
    wanted : list of 3 floats
        The first three outputs, before the activation, from which the kernel's top row is solved
        for if it is three weights wide.

    Raises
    ------
    StateError
        If a value is not possible, or the kernel does not fit into the picture.

    Source
    ------
    TUM 2019, problems 5e and 5f; TUM, CNN sheet, 4a; BITS end-semester 2022-23, 1e.

    Examples
    --------
    >>> editor = KernelEditor(picture="square", kernel=[[1, 0, -1]] * 3)
    >>> editor.compute()["y"][0]
    array([-2.,  0.,  2.,  2.])
    >>> editor.update(picture=[[3, 0, 3, -3, 0], [-3, 2, 0, 3, -2], [-5, 0, 3, -2, 0]])
    >>> editor.update(kernel=[[0, 0, 0], [1, 0, 2], [-1, 1, 0]], wanted=[4, 0, -3])
    >>> editor.compute()["solution"]
    array([-0.5       , -2.5       ,  1.16666667])
    """

    kernel = AnyTrait([[1, 0, -1], [1, 0, -1], [1, 0, -1]]).tag(sync=True)
    picture = AnyTrait("square").tag(sync=True)
    stride = Int(1).tag(sync=True)
    padding = Int(0).tag(sync=True)
    bias = Float(0.0).tag(sync=True)
    activation = Unicode("identity").tag(sync=True)
    row = Int(1).tag(sync=True)
    column = Int(1).tag(sync=True)
    wanted = AnyTrait([0, 0, 0]).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        full = {
            "kernel": _matrix("kernel", s["kernel"], KERNEL_SIDE),
            "picture": _check.one_of("picture", s["picture"], tuple(PICTURES))
            if isinstance(s["picture"], str)
            else _matrix("picture", s["picture"], PICTURE_SIDE),
            "stride": _check.whole("stride", s["stride"], 1, 4),
            "padding": _check.whole("padding", s["padding"], 0, 3),
            "bias": _check.number("bias", s["bias"], -MOST, MOST),
            "activation": _check.one_of("activation", s["activation"], ("identity", "relu")),
            "row": _check.whole("row", s["row"], 1, LAST_PLACE),
            "column": _check.whole("column", s["column"], 1, LAST_PLACE),
            "wanted": _check.array("wanted", s["wanted"], (1,)),
        }
        if _check.shape(full["wanted"]) != (3,):
            _check.refuse("wanted", full["wanted"], "a list of 3 numbers")
        room = [side + 2 * full["padding"] for side in pixels(full["picture"]).shape]
        if any(side > most for side, most in zip(np.shape(full["kernel"]), room, strict=True)):
            wanted = f"no larger than the picture with its padding, {room[0]} by {room[1]}"
            _check.refuse("kernel", full["kernel"], wanted)
        return full

    def compute(self) -> dict[str, Any]:
        """Apply the kernel.

        Returns
        -------
        dict
            y, all outputs; at the place (row, column): window and products in the shape of the
            kernel, row_totals, their total, z with the bias, value after the activation; highest
            and lowest of y; weight_sum, column_sums and row_sums of the kernel; upright and lying,
            its answers to an edge from 1 to 0 that reaches 0, 1, ... of its columns or rows; and
            equations (3, 3), known, right and solution (3,) of `top_row`.
        """
        kernel, picture = np.asarray(self.kernel, float), pixels(self.picture)
        z = nn.conv2d([picture], [[kernel]], [self.bias], self.stride, self.padding)[0]
        y = nn.relu(z) if self.activation == "relu" else z
        row, column = min(self.row, len(y)), min(self.column, y.shape[1])
        padded = nn.pad(picture, (self.padding,) * 4)
        top, left = (row - 1) * self.stride, (column - 1) * self.stride
        window = padded[top : top + len(kernel), left : left + kernel.shape[1]]
        products = kernel * window
        column_sums, row_sums = kernel.sum(axis=0), kernel.sum(axis=1)
        return {
            "y": y,
            "row": row,
            "column": column,
            "window": window,
            "products": products,
            "row_totals": products.sum(axis=1),
            "total": float(products.sum()),
            "z": float(z[row - 1, column - 1]),
            "value": float(y[row - 1, column - 1]),
            "highest": float(y.max()),
            "lowest": float(y.min()),
            "weight_sum": float(kernel.sum()),
            "column_sums": column_sums,
            "row_sums": row_sums,
            "upright": np.cumsum([0.0, *column_sums]),
            "lying": np.cumsum([0.0, *row_sums]),
            **self.top_row(),
        }

    def top_row(self) -> dict[str, Array | None]:
        """Solve for the top row of a kernel that is three weights wide.

        Returns
        -------
        dict
            equations (3, 3), the pixels under the unknowns; known (3,), what the other rows and
            the bias contribute; right (3,), what is left of wanted; solution (3,). None where there
            is no such thing, and the solution where the equations do not decide.
        """
        hidden, picture = np.array(self.kernel, float), pixels(self.picture)
        hidden[0] = 0
        known = nn.conv2d([picture], [[hidden]], [self.bias], self.stride, self.padding)[0, 0]
        if hidden.shape[1] != 3 or len(known) < 3:
            return dict.fromkeys(("equations", "known", "right", "solution"))
        first = nn.pad(picture, (self.padding,) * 4)[:1]
        equations = nn.unfold([[first]], (1, 3), stride=self.stride)[0].T[:3]
        right = np.subtract(self.wanted, known[:3])
        scale = np.prod(np.linalg.norm(equations, axis=1))
        decides = abs(np.linalg.det(equations)) > SINGULAR * scale
        solution = np.linalg.solve(equations, right) if decides else None
        return {"equations": equations, "known": known[:3], "right": right, "solution": solution}

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 866, 1130

    def alt(self) -> str:
        """Say what the output under the frame is, and what all of them are between."""
        found = self.compute()
        rows, columns = found["y"].shape
        picture = self.picture if isinstance(self.picture, str) else "numbers"
        return (
            f"A picture ({picture}), a kernel of {' by '.join(map(str, np.shape(self.kernel)))} "
            f"weights and the result of {rows} by {columns}, from {show(found['lowest'])} to "
            f"{show(found['highest'])}. At row {found['row']}, column {found['column']} the "
            f"products add up to {show(found['total'])} and the result is {show(found['value'])}."
        )


def _matrix(name: str, value: Any, side: int) -> Any:
    found = _check.array(name, value, (2,), -MOST, MOST)
    if max(_check.shape(found)) > side:
        _check.refuse(name, found, f"of 1 to {side} rows and columns")
    return found
