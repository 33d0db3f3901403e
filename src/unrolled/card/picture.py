"""A question's pictures: what its `figure.py` draws beside the question, and beside the answer."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from types import ModuleType

from unrolled import bank

# Part of the card -> what figure.py has for it: the drawing, and what it shows in words.
PARTS = {"figure": ("draw", "alt"), "answer": ("draw_answer", "answer_alt")}


def picture(question: bank.Question, instance: bank.Instance, part: str) -> str:
    """One picture as HTML, or nothing.

    Parameters
    ----------
    question : Question
    instance : Instance
        Whose numbers to draw, if the picture has any.
    part : {"figure", "answer"}

    Returns
    -------
    str
        A `<figure>` with inline SVG; empty if the folder has no such picture.

    Raises
    ------
    BankError
        If there is a drawing without words for it.
    """
    module = _module(question.path)
    draw = getattr(module, PARTS[part][0], None)
    if draw is None:
        return ""
    params = instance.params if _varies(draw) else {}
    name = PARTS[part][1] if params else PARTS[part][1].upper()
    alt = getattr(module, name, None)
    words = alt(**params) if callable(alt) else alt
    if not words:
        path = question.path / "figure.py"
        raise bank.BankError(f"{path}: {name} is missing; say in words what {part} shows")
    from unrolled import plotting

    return f'<figure class="u-picture">{plotting.svg(draw(**params), words)}</figure>'


def varies(question: bank.Question, part: str) -> bool:
    """Whether the picture has the question's numbers in it, so that each variant has its own."""
    draw = getattr(_module(question.path), PARTS[part][0], None)
    return draw is not None and _varies(draw)


def _varies(draw: object) -> bool:
    return callable(draw) and bool(inspect.signature(draw).parameters)


def _module(folder: Path) -> ModuleType | None:
    path = folder / "figure.py"
    spec = importlib.util.spec_from_file_location("figure", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
