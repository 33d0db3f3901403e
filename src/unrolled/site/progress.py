"""Sphinx's log, cut down to what one wants to see while waiting."""

from __future__ import annotations

import io
import re
from typing import TextIO

_STEP = re.compile(r"(reading sources|writing output)\.\.\. .*?\[ *(\d+)%\]\S* \S*?([\w/.-]+)")
_OURS = re.compile(r"(running \d+ of the chapters.*|  \S+ ran in .* s)\s*$")
_ANSI = re.compile(r"\x1b\[[0-9;]*[mK]")
VERBS = {"reading sources": "reading", "writing output": "writing"}


class Progress(io.TextIOBase):
    """A stream for Sphinx to write its log to.

    On a terminal, pages pass by on one line; elsewhere each step gets one line.

    Parameters
    ----------
    out : TextIO
        Where to show what is left.
    """

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.counts = dict.fromkeys(VERBS.values(), 0)
        self._said: set[str] = set()
        self._partial = ""

    def write(self, text: str) -> int:
        """Take a piece of the log."""
        *lines, self._partial = re.split(r"[\r\n]", self._partial + text)
        for line in lines:
            self._line(_ANSI.sub("", line))
        return len(text)

    def clear(self) -> None:
        """Remove the line of the page that was last."""
        if self.out.isatty():
            self.out.write("\r\x1b[K")
            self.out.flush()

    def summary(self) -> str:
        """How many pages were read and written."""
        read, written = self.counts["reading"], self.counts["writing"]
        if not written:
            return "nothing had changed"
        return f"{read} pages read, {written} written"

    def _line(self, line: str) -> None:
        if ours := _OURS.search(line):
            self.clear()
            self.out.write(f"  {ours[1]}\n")
        elif step := _STEP.search(line):
            verb = VERBS[step[1]]
            self.counts[verb] += 1
            if self.out.isatty():
                self.clear()
                self.out.write(f"  {verb} {step[3]} ({step[2]} %)")
            elif verb not in self._said:
                self._said.add(verb)
                self.out.write(f"  {verb} pages\n")
        self.out.flush()
