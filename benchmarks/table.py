"""A table: for the eye on the terminal, with all digits in `_build/bench.json`."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "_build"
RESULTS = BUILT / "bench.json"

Cell = str | float | int | bool | None


@dataclass(frozen=True)
class Column:
    """One column; `form` is a format specification for its numbers."""

    name: str
    form: str = ""

    def show(self, value: Cell) -> str:
        """Return a value as it is printed."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, str) else format(value, self.form)


@dataclass
class Table:
    """Rows of figures, and what one has to know to read them."""

    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        heads = [column.name for column in self.columns]
        lines = [heads] + [
            [column.show(cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]
        widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
        # Words begin at the left, figures end at the right.
        right = [
            any(isinstance(row[i], int | float) and not isinstance(row[i], bool)
                for row in self.rows) for i in range(len(heads))
        ]  # fmt: skip
        text = [
            "  ".join(cell.rjust(width) if end else cell.ljust(width)
                      for cell, width, end in zip(line, widths, right, strict=True)).rstrip()
            for line in lines
        ]  # fmt: skip
        text.insert(1, "  ".join("─" * width for width in widths))
        notes = [f"· {note}" for note in self.notes]
        return "\n".join([self.title, "", *("  " + line for line in [*text, "", *notes])]).rstrip()


def site() -> Path:
    """Return the folder of the built site."""
    if not (BUILT / "html/index.html").is_file():
        raise SystemExit("_build/html is missing: `make build` builds it")
    return BUILT / "html"


def save(name: str, table: Table, machine: dict[str, Any]) -> None:
    """Put a table into `_build/bench.json`; the other tables there stay as they were measured."""
    kept: dict[str, Any] = {}
    if RESULTS.is_file():
        kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    kept[name] = {"measured": stamp, "machine": machine, **asdict(table)}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
