"""The one error of the bank: what is wrong, in which file and field, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable


class BankError(ValueError):
    r"""One or more problems in question folders or exam files, all of one run.

    Attributes
    ----------
    problems : tuple of str
        One line each: file, field, what it was, what it may be.

    Examples
    --------
    >>> str(BankError(["one problem", "another one"]))
    'one problem\nanother one'
    """

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))
