"""What a question is: the data that a folder holds, and what follows from it."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from unrolled.bank.answer import Answer
from unrolled.bank.errors import BankError
from unrolled.bank.grade import grade
from unrolled.bank.instance import Instance, Mistake
from unrolled.bank.statements import Pool, Statement
from unrolled.bank.text import fill
from unrolled.bank.values import Value, plain, same

#: How many variants the site ships of each question.
VARIANTS = 24

#: What is the matter with a paper's key, by how much it matters to who learns from it.
VERDICTS = {
    "wrong": "a printed result is wrong",
    "working": "the results are right, but the working that is printed with them is not",
    "convention": "right only under a convention that the paper does not state",
    "student": "no official key survives, and the student's answer that does is wrong in part",
    "incomplete": "there is no official key, or it stops short of the answer",
}


@dataclass(frozen=True)
class ItemRef:
    """An exam item that a question is the home of.

    Attributes
    ----------
    id : str
        A key of `items`.
    credits : float or None
        What the paper gives for it; None where it does not say.
    """

    id: str
    credits: float | None


@dataclass(frozen=True)
class Question:
    """One folder under questions/: the text, and the function that answers it.

    Attributes
    ----------
    id : str
        Its path below questions/, such as "recurrent/relu_rnn_unroll".
    path : pathlib.Path
        The folder.
    title : str
    kind : {"numeric", "choice", "true-false", "prose", "derivation", "drawing", "code"}
    items : tuple of ItemRef
        The exam items that it is the home of.
    answers : tuple of Answer
        What is asked for; empty for prose.
    sections : dict of str to str
        Markdown by heading, template fields unfilled.
    verdict : str or None
        On the paper's key, a name of `VERDICTS`; None where the key holds.
    explorable : str or None
        Name of the one that the question opens.
    preset : dict of str to value
        The part of the explorable's state that does not vary.
    argument : bool
        Whether words are asked for, which no script can judge.
    module : module or namespace, or None
        What answer.py defines.
    pool : object or None
        All statements, where the answer is a choice among them.
    scoring : tuple of int, or None
        Points for a right and a wrong judgement, and 0 for none.

    Examples
    --------
    >>> from unrolled import bank
    >>> question = bank.load("recurrent/relu_rnn_unroll")
    >>> question.exam.values
    (0.0, 4.0, 4.0)
    """

    id: str
    path: Path
    title: str
    kind: str
    items: tuple[ItemRef, ...]
    answers: tuple[Answer, ...]
    sections: dict[str, str]
    verdict: str | None
    explorable: str | None
    preset: dict[str, Any]
    argument: bool
    module: ModuleType | SimpleNamespace | None
    pool: Pool | None
    scoring: tuple[int, ...] | None

    @property
    def chapter(self) -> str:
        """Folder above the question's, a name of `CHAPTERS`."""
        return self.id.split("/")[0]

    @property
    def slug(self) -> str:
        """The question's folder."""
        return self.id.split("/")[1]

    @property
    def expected(self) -> tuple[Value, ...]:
        """The hand-typed right answer at the exam's numbers; empty for prose."""
        return tuple(getattr(self.module, "EXPECTED", ()))

    @property
    def key(self) -> tuple[Value, ...] | str | None:
        """What the paper's key prints, only where it differs from `expected`."""
        return getattr(self.module, "KEY", None)

    @property
    def erratum(self) -> str | None:
        """The section About the key, filled with the exam's numbers; None where the key holds."""
        about = "About the key"
        return self._section(about, self._exam_fields) if about in self.sections else None

    @cached_property
    def marking(self) -> str:
        """How the paper gives its credits, filled with the exam's numbers."""
        return self._section("Marking", self._exam_fields)

    @property
    def dependencies(self) -> tuple[Path, ...]:
        """The files of the folder: a page that shows the question depends on them."""
        return tuple(sorted(p for p in self.path.iterdir() if p.is_file()))

    @cached_property
    def exam(self) -> Instance:
        """The instance with the exam's own numbers."""
        return self.instance(**getattr(self.module, "EXAM", {}))

    @property
    def opening(self) -> dict[str, Any] | None:
        """The explorable's state at the exam's numbers; it takes no experiment to know it."""
        return self._state(getattr(self.module, "EXAM", {}))

    @cached_property
    def measured(self) -> dict[str, Any]:
        """What the question's `experiment()` measured, if it has one."""
        run = getattr(self.module, "experiment", None)
        return dict(run()) if run else {}

    def instance(self, **params: Any) -> Instance:
        """Fill in other numbers.

        Parameters
        ----------
        params : value
            All of them, by name, as `exam` has them.

        Returns
        -------
        Instance

        Raises
        ------
        BankError
            If a template field has no value.
        """
        values = self.solve(**params)
        return Instance(
            params=params,
            values=values,
            prompt=self._section("Question", params),
            hint=self._section("Hint", params),
            solution=self._section("Solution", self._fields(params, values)),
            steps=self._steps(params),
            mistakes=self._mistakes(values, params),
            state=self._state(params),
            statements=self._statements(**params) if self.pool else (),
        )

    def solve(self, **params: Any) -> tuple[Value, ...]:
        """The answer through the NumPy reference, as plain Python values.

        Parameters
        ----------
        params : value
            As for `instance`.

        Returns
        -------
        tuple
            In the order of `answers`; empty for prose.

        Raises
        ------
        BankError
            If there are not as many values as answers.
        """
        return self._run("solve", params)

    def verify(self, **params: Any) -> tuple[Value, ...]:
        """The answer by the independent route, as `solve` gives it.

        Parameters
        ----------
        params : value
            As for `instance`.

        Returns
        -------
        tuple

        Raises
        ------
        BankError
            If there are not as many values as answers.
        """
        return self._run("verify", params)

    def variants(self, count: int = VARIANTS) -> tuple[Instance, ...]:
        """Up to `count` distinct verified instances with fresh numbers, the same every time.

        Parameters
        ----------
        count : int
            There are fewer where the numbers that can be drawn allow no more.

        Returns
        -------
        tuple of Instance
            Empty where the question has no `vary`.

        Raises
        ------
        BankError
            If the two routes disagree on one of them.
        """
        vary = getattr(self.module, "vary", None)
        if vary is None:
            return ()
        seen = {json.dumps(self.exam.params, sort_keys=True)}
        found: list[Instance] = []
        for seed in range(20 * count):  # small spaces have fewer distinct variants than asked for
            params = self.draw(seed)
            text = json.dumps(params, sort_keys=True)
            if text in seen:
                continue
            seen.add(text)
            self.check_routes(params)
            found.append(self.instance(**params))
            if len(found) == count:
                break
        return tuple(found)

    def draw(self, seed: int) -> dict[str, Any]:
        """The parameters that `vary` gives for one seed, as plain Python values.

        Parameters
        ----------
        seed : int
            At least 0. Questions that share a `vary` draw differently from the same seed.

        Returns
        -------
        dict of str to value

        Raises
        ------
        KeyError
            If the question has no `vary`.
        """
        rng = np.random.default_rng([seed, zlib.crc32(self.id.encode())])
        params: dict[str, Any] = plain(vars(self.module)["vary"](rng))
        return params

    def check_routes(self, params: dict[str, Any]) -> tuple[Value, ...]:
        """Solve by both routes and return the answer.

        Parameters
        ----------
        params : dict of str to value

        Returns
        -------
        tuple
            As from `solve`.

        Raises
        ------
        BankError
            With both results, if they disagree.
        """
        solved, verified = self.solve(**params), self.verify(**params)
        if not same(solved, verified):
            raise BankError(
                f"{self.path / 'answer.py'}: solve and verify disagree for {params}: "
                f"solve gives {solved}, verify gives {verified}"
            )
        return solved

    @property
    def _exam_fields(self) -> dict[str, Any]:
        """The exam's own numbers, and what the key prints as `<answer>_key`."""
        printed = self.key if isinstance(self.key, tuple) else ()
        keys = {f"{answer.name}_key": v for answer, v in zip(self.answers, printed, strict=False)}
        return {**self._fields(self.exam.params, self.exam.values), **keys}

    def _fields(self, params: dict[str, Any], values: tuple[Value, ...]) -> dict[str, Any]:
        """Everything that a section which may show the answer can name."""
        named = {answer.name: value for answer, value in zip(self.answers, values, strict=True)}
        return {**self.measured, **named, **params}

    def _section(self, name: str, fields: dict[str, Any]) -> str:
        return fill(self.sections[name], fields, f"{self.path / 'question.md'}: section {name}")

    def _run(self, name: str, params: dict[str, Any]) -> tuple[Value, ...]:
        if not self.answers:
            return ()
        values: tuple[Value, ...] = tuple(plain(list(getattr(self.module, name)(**params))))
        if len(values) != len(self.answers):
            raise BankError(
                f"{self.path / 'answer.py'}: {name} gives {len(values)} values; question.md names "
                f"{len(self.answers)} answers"
            )
        return values

    def _steps(self, params: dict[str, Any]) -> tuple[str, ...]:
        if self.pool:
            return tuple(self.pool.step(statement) for statement in self._statements(**params))
        steps = getattr(self.module, "steps", None)
        return tuple(steps(**params)) if steps else ()

    def _statements(self, statements: list[int]) -> tuple[Statement, ...]:
        """The statements with these numbers, with what was measured filled in."""
        where = f"{self.path / 'question.md'}: statements"
        pool = self.pool.statements if self.pool else ()
        return tuple(
            replace(pool[i], why=fill(pool[i].why, self.measured, where)) for i in statements
        )

    def _mistakes(self, values: tuple[Value, ...], params: dict[str, Any]) -> tuple[Mistake, ...]:
        """The slips that these numbers can tell from the right answer."""
        run = getattr(self.module, "mistakes", None)
        if run is None:
            return ()
        found = []
        for text, wrong in run(**params).items():
            wrong = tuple(plain(list(wrong)))
            if len(wrong) != len(self.answers):
                raise BankError(
                    f"{self.path / 'answer.py'}: mistakes[{text!r}] has {len(wrong)} values; "
                    f"question.md names {len(self.answers)} answers"
                )
            # A slip that these numbers forgive, for this answer, is no slip.
            kept = tuple(
                None if w is None or grade(w, v, answer).right else w
                for w, v, answer in zip(wrong, values, self.answers, strict=True)
            )
            if any(w is not None for w in kept):
                found.append(Mistake(text, kept))
        return tuple(found)

    def _state(self, params: dict[str, Any]) -> dict[str, Any] | None:
        if self.explorable is None:
            return None
        preset = getattr(self.module, "preset", None)
        own = {} if self.pool else params  # the numbers of statements are nothing to show
        return {**self.preset, **(plain(preset(**params)) if preset else own)}
