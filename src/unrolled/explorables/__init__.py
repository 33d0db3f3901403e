"""The explorables: every folder here that does not start with an underscore is one.

A folder `rnn_unroller` holds the class `RnnUnroller`, whose element and name are `rnn-unroller`.
Nothing is registered anywhere, and nothing is imported before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unrolled.explorables._base import Explorable

__all__ = ["by_class_name", "class_names", "get", "names"]

_FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Names of all explorables, sorted.

    Examples
    --------
    >>> "rnn-unroller" in names()
    True
    """
    found = (path.parent.name for path in _FOLDER.glob("[!_]*/__init__.py"))
    return tuple(sorted(name.replace("_", "-") for name in found))


def class_names() -> list[str]:
    """Names of their classes, which `unrolled` has too.

    Examples
    --------
    >>> "RnnUnroller" in class_names()
    True
    """
    return [_class_name(name) for name in names()]


def get(name: str) -> type[Explorable]:
    """Return the class of an explorable.

    Parameters
    ----------
    name : str
        As in `names()`, `rnn-unroller`.

    Returns
    -------
    type of Explorable

    Raises
    ------
    ValueError
        If there is no such explorable.

    Examples
    --------
    >>> get("rnn-unroller").__name__
    'RnnUnroller'
    """
    if name not in names():
        raise ValueError(f"name is {name!r}; it may be one of {', '.join(names())}")
    module = import_module(f"unrolled.explorables.{name.replace('-', '_')}")
    found: type[Explorable] = getattr(module, _class_name(name))
    return found


def by_class_name(class_name: str) -> type[Explorable] | None:
    """Return the class called `class_name`, or None if no explorable has it."""
    return next((get(name) for name in names() if _class_name(name) == class_name), None)


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))
