"""TUM 2019, 1f: dropout as a regulariser, as an ensemble, with tanh, and in time."""

from __future__ import annotations

from itertools import product

import numpy as np

from unrolled import nn
from unrolled.questions.regularisation import digits


def experiment() -> dict[str, float]:
    """Accuracies and losses with and without; all masks of a small tanh network, averaged."""
    plain, dropped = digits.train(watch=True), digits.train(dropout=0.5, watch=True)
    assert dropped.test_accuracy > plain.test_accuracy + 5

    def epochs(run: digits.Run) -> int:  # until the loss on the training set has come down
        return 1 + next(t for t, loss in enumerate(run.train_loss) if loss < 0.5)

    assert epochs(dropped) > epochs(plain)
    rng = np.random.default_rng(0)
    hidden = nn.tanh(rng.normal(size=8))
    out = rng.normal(size=(1, 8))
    masks = np.array(list(product((False, True), repeat=8)))
    thinned = nn.linear(nn.dropout(np.tile(hidden, (256, 1)), 0.5, mask=masks), out)
    assert np.isclose(thinned.mean(), nn.linear(hidden, out)[0])
    return {
        "plain": plain.test_accuracy,
        "dropped": dropped.test_accuracy,
        "plain_epochs": epochs(plain),
        "dropped_epochs": epochs(dropped),
        "masks": len(masks),
    }
