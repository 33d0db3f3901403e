"""FAU 1.10: four learning rates on one parabola."""

from __future__ import annotations

from unrolled import optim

STEPS = 20


def experiment() -> dict[str, float]:
    """Distances from the minimum of w² / 2 after the same number of steps from 1."""

    def distance(rate: float) -> float:
        rows = optim.SGD(learning_rate=rate).run(1.0, lambda w: w, STEPS)
        return abs(float(rows[-1]["parameter"]))

    slow, good, swing, grown = (distance(rate) for rate in (0.01, 0.5, 1.9, 2.1))
    assert good < 1e-5 < swing < slow < 1 < grown
    return {"k": STEPS, "slow": round(slow, 2), "swing": round(swing, 2), "grown": round(grown, 1)}
