"""Second derivatives where a rule has a special case."""

from __future__ import annotations

import numpy as np

from unrolled import autodiff


def test_an_exponent_that_is_zero_for_now_still_bends_the_slope():
    y, x = autodiff.Value(1.0), autodiff.Value(0.0)
    # y x + y^(x + 1): mixed 1 + y^x (1 + (x + 1) log y), by y twice (x + 1) x y^(x - 1)
    found = autodiff.hessian(y * x + y**x * y, [y, x])
    np.testing.assert_allclose(found, [[0.0, 2.0], [2.0, 0.0]])
