"""`make bench`: tables of figures, each beside what it is to be compared with, from one run.

Nothing is asserted about time: machines differ, ratios within a run less so. A table is a module
with `measure() -> Table`; `python -m benchmarks latency weight` prints some of them.
"""
