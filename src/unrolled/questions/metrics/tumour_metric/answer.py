"""TUM 2019, 1h: three classifiers of ten thousand scans."""

from __future__ import annotations

from unrolled import calc

TUMOURS, SCANS = 100, 10_000


def experiment() -> dict[str, float]:
    """Never says tumour; says it when certain; says it at a suspicion."""
    found: dict[str, float] = {"tumours": TUMOURS, "scans": SCANS}
    for name, tp, fp in (("never", 0, 0), ("certain", 10, 0), ("suspicious", 95, 500)):
        c = calc.Confusion(tp=tp, fp=fp, fn=TUMOURS - tp, tn=SCANS - TUMOURS - fp)
        found |= {f"{name}_accuracy": _percent(c.accuracy), f"{name}_recall": _percent(c.recall)}
        if tp:
            found[f"{name}_precision"] = _percent(c.precision)
    assert found["never_accuracy"] > found["suspicious_accuracy"]
    assert found["certain_precision"] > found["suspicious_precision"]
    assert found["suspicious_recall"] > found["certain_recall"] > found["never_recall"]
    return found


def _percent(share: object) -> float:
    return round(100 * float(share), 1)  # type: ignore[arg-type]
