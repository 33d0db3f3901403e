"""What experiments have measured is kept from build to build, until code changes that they run."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from unrolled.site import fingerprint

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from unrolled.bank import Question

LIBRARIES = ("numpy", "scikit-learn", "torch")


def recall(env: BuildEnvironment, question: Question) -> None:
    """Give a question what its experiment has measured; run it only if its code is new.

    Parameters
    ----------
    env : BuildEnvironment
        Remembers, as Sphinx pickles it.
    question : Question
        Its `measured` is set.
    """
    known = env.__dict__.setdefault("unrolled_measured", {})
    code, values = known.get(question.id, ("", {}))
    if code == _code(question.chapter):
        question.__dict__["measured"] = values  # where cached_property looks
    else:
        known[question.id] = (_code(question.chapter), question.measured)


def _code(chapter: str) -> str:
    """Hash of all that a chapter's experiments run."""
    parts: list[Any] = [fingerprint.common(), fingerprint.chapter(chapter)]
    return fingerprint.digest([], repr(parts + [version(name) for name in LIBRARIES]).encode())
