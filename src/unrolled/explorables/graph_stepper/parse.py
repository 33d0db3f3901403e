"""Read an expression into nodes; `parse.ts` reads the same and complains in the same words."""

# program  = { name "=" sum ";" } sum
# sum      = product { ("+" | "-") product }
# product  = sign { ("*" | "/") sign }
# sign     = "-" sign | power
# power    = atom [ "^" sign ]
# atom     = number | name | function "(" sum { "," sum } ")" | "(" sum ")"

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from unrolled.explorables.graph_stepper.tokens import Token, fail, tokens

LONGEST, MOST_OPERATIONS, MOST_VARIABLES, DEEPEST = 160, 24, 5, 24
LIMIT = 1e6
FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "max")
MOST_OPERANDS = 4  # of max
ALIASES = {"ln": "log", "σ": "sigmoid"}
VARIABLE = re.compile("[A-Za-z][0-9]*")
DUE = "a number, a variable, a function or ( is due there"


@dataclass
class Node:
    """One operation, variable or number; operands are indices of earlier nodes."""

    op: str = ""  # empty for a variable and a number
    operands: tuple[int, ...] = ()
    value: float | None = None  # of a number
    name: str = ""


@dataclass
class Program:
    """Nodes, operands before results; the last one computed is `output`."""

    nodes: list[Node] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)  # in the order in which they appear
    output: int = 0


def parse(text: str) -> Program:
    """Read an expression.

    Parameters
    ----------
    text : str
        Such as "p = x*y; (p + 1)^2".

    Returns
    -------
    Program

    Raises
    ------
    ValueError
        If it is none; the message says what is wrong, and at which place.

    Examples
    --------
    >>> program = parse("(x*y + 1)^2")
    >>> program.variables, [node.op for node in program.nodes]
    (['x', 'y'], ['', '', '*', '', '+', '', '**'])
    """
    if len(text) > LONGEST:
        fail(f"has {len(text)} characters", f"it may have {LONGEST}")
    if not text.strip(" \t\r\n\u00a0"):
        fail("is empty", "it must be something like (x*y + 1)^2")
    return _Parser(text).program()


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self.made = Program()
        self.known: dict[str, int] = {}  # variables and definitions
        self.defined: dict[str, int] = {}  # places of definitions that have not been used yet

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, *signs: str) -> Token | None:
        """The next token, if it is one of these signs."""
        token = self.token
        if token.kind != "sign" or token.text not in signs:
            return None
        self.at += 1
        return token

    def program(self) -> Program:
        while self.token.kind == "name" and self.tokens[self.at + 1].text == "=":
            self.definition()
        self.made.output = self.sum()
        if self.token.kind != "end":
            self.unexpected()
        for name, place in self.defined.items():
            fail(f"defines {name} at place {place} and never uses it", "use it, or leave it out")
        operations = sum(node.op != "" for node in self.made.nodes)
        if operations > MOST_OPERATIONS:
            fail(f"has {operations} operations", f"it may have {MOST_OPERATIONS}")
        variables = len(self.made.variables)
        if not 1 <= variables <= MOST_VARIABLES:
            fail(f"has {variables} variables", f"it may have from 1 to {MOST_VARIABLES}")
        return self.made

    def definition(self) -> None:
        token = self.token
        self.variable(token)
        if token.text in self.known:
            fail(f"defines {token.text} at place {token.place}, but {token.text} is there already",
                 "choose another letter")  # fmt: skip
        self.at += 2
        index = self.sum()
        if not self.take(";"):
            if self.token.kind != "end":
                self.unexpected()
            fail(f"ends at place {self.token.place}", "after a definition ; and a result are due")
        if token.text in self.known:  # it has met itself
            fail(f"defines {token.text} at place {token.place} by itself", "choose another letter")
        node = self.made.nodes[index]
        if node.op and not node.name:
            node.name = token.text
        self.known[token.text] = index
        self.defined[token.text] = token.place

    def unexpected(self) -> NoReturn:
        token = self.token
        if token.kind in {"number", "name"} or token.text == "(":
            fail(f"has “{token.text}” at place {token.place} right after another value",
                 "write * between them")  # fmt: skip
        fail(f"has “{token.text}” at place {token.place}", "an operation or the end is due there")

    def nested(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            fail(f"is nested too deeply at place {self.token.place}", "give its parts names")

    def sum(self) -> int:
        self.nested()
        left = self.product()
        while sign := self.take("+", "-"):
            left = self.make(sign.text, left, self.product())
        self.depth -= 1
        return left

    def product(self) -> int:
        left = self.sign()
        while sign := self.take("*", "/"):
            left = self.make(sign.text, left, self.sign())
        return left

    def sign(self) -> int:
        if not self.take("-"):
            return self.power()
        self.nested()
        index = self.sign()
        self.depth -= 1
        node = self.made.nodes[index]
        if node.value is not None:
            return self.add(Node(value=-node.value))  # the number itself may have a name
        return self.make("neg", index)

    def power(self) -> int:
        base = self.atom()
        if not self.take("^", "**"):
            return base
        self.nested()
        exponent = self.sign()
        self.depth -= 1
        return self.make("**", base, exponent)

    def atom(self) -> int:
        token = self.token
        self.at += 1
        if token.kind == "number":
            if not float(token.text) <= LIMIT:
                fail(f"has “{token.text}” at place {token.place}", "a number may be up to 1000000")
            return self.add(Node(value=float(token.text)))
        if token.kind == "name":
            name = ALIASES.get(token.text, token.text)
            return self.function(token, name) if name in FUNCTIONS else self.variable_node(token)
        if token.kind == "sign" and token.text == "(":
            index = self.sum()
            self.close(token)
            return index
        self.at -= 1
        found = "ends" if token.kind == "end" else f"has “{token.text}”"
        return fail(f"{found} at place {token.place}", DUE)

    def close(self, bracket: Token) -> None:
        if self.take(")"):
            return
        if self.token.kind == "end" or self.token.text in {";", "=", ","}:
            fail(f"has no ) for the ( at place {bracket.place}", "close it")
        self.unexpected()

    def function(self, token: Token, name: str) -> int:
        bracket = self.take("(")
        if not bracket:
            fail(f"has “{token.text}” at place {token.place} without a bracket",
                 f"write {token.text}(…)")  # fmt: skip
        operands = [self.sum()]
        while self.take(","):
            operands.append(self.sum())
        self.close(bracket)
        low, high = (2, MOST_OPERANDS) if name == "max" else (1, 1)
        if not low <= len(operands) <= high:
            wanted = f"from {low} to {high}" if name == "max" else "one"
            fail(f"gives {token.text} at place {token.place} {len(operands)} values",
                 f"it takes {wanted}")  # fmt: skip
        return self.make(name, *operands)

    def variable(self, token: Token) -> None:
        if token.text == "e":
            fail(f"has “e” at place {token.place}", "for a power of e write exp(…)")
        if not VARIABLE.fullmatch(token.text):
            fail(f"has “{token.text}” at place {token.place}",
                 "a variable is one letter, with a number behind it if need be (x, w1), a function "
                 f"one of {', '.join(FUNCTIONS)}")  # fmt: skip

    def variable_node(self, token: Token) -> int:
        self.variable(token)
        self.defined.pop(token.text, None)
        if token.text not in self.known:
            self.known[token.text] = self.add(Node(name=token.text))
            self.made.variables.append(token.text)
        return self.known[token.text]

    def make(self, op: str, *operands: int) -> int:
        return self.add(Node(op=op, operands=operands))

    def add(self, node: Node) -> int:
        self.made.nodes.append(node)
        return len(self.made.nodes) - 1
