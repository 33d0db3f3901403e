"""The pieces of an expression, and how one complains about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

SIGNS = str.maketrans({**dict.fromkeys("−–", "-"), **dict.fromkeys("·×⋅", "*"), "÷": "/"})
PIECE = re.compile(
    r"[ \t\r\n\u00a0]*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-zσ]+[0-9]*)|(?P<sign>\*\*|[-+*/^(),=;])|(?P<other>[^ \t\r\n\u00a0])|$)"
)


@dataclass
class Token:
    """A piece of the text, and its place, from 1."""

    kind: str
    text: str
    place: int


def fail(what: str, remedy: str) -> NoReturn:
    """Say what is wrong with the expression, where, and what would be right."""
    raise ValueError(f"expression {what}; {remedy}")


def tokens(text: str) -> list[Token]:
    """Cut a text into numbers, names and signs; two ends follow, so that one may look ahead."""
    found = []
    for match in PIECE.finditer(text.translate(SIGNS)):
        kind = match.lastgroup
        if kind == "other":
            fail(f"has “{match[kind]}” at place {match.start(kind) + 1}",
                 "it may have numbers, variables, functions and + - * / ^ ( ) , = ;")  # fmt: skip
        if kind:
            found.append(Token(kind, match[kind], match.start(kind) + 1))
    return [*found, Token("end", "", len(text) + 1), Token("end", "", len(text) + 1)]
