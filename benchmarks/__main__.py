"""`python -m benchmarks [TABLE ...]`: measure and print; all tables when none is named."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from benchmarks import machine
from benchmarks.table import RESULTS, ROOT, save

# From quick to slow.
TABLES = (
    "imports",
    "bank",
    "latency",
    "weight",
    "live",
    "growth",
    "operations",
    "builds",
    "chapters",
)


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=", ".join(TABLES))
    chosen = parser.parse_args().tables or list(TABLES)
    unknown = [name for name in chosen if name not in TABLES]
    if unknown:
        parser.error(f"there is no table {unknown[0]!r}; there are {', '.join(TABLES)}")
    where = machine.describe()
    print(machine.header(where), flush=True)
    for name in chosen:
        print(f"\n== {name}\n", flush=True)
        load = machine.busy()
        table = import_module(f"benchmarks.{name}").measure()
        table.notes += [load] if load else []
        save(name, table, where)
        print(table, flush=True)
    print(f"\nAll digits: {RESULTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
