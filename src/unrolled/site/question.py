"""A question's card on a page: the ``{question}`` directive, and what other pages link to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from unrolled import bank
from unrolled.site import measured
from unrolled.site.maths import prerender
from unrolled.site.problems import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Homes = dict[str, str]  # question id -> the page that has its card


def anchor(question_id: str) -> str:
    """The id of a card's place on its page.

    Examples
    --------
    >>> anchor("recurrent/relu_rnn_unroll")
    'recurrent-relu-rnn-unroll'
    """
    return question_id.replace("/", "-").replace("_", "-")


def homes(env: BuildEnvironment) -> Homes:
    """The pages that show a card, by question."""
    found: Homes = env.__dict__.setdefault("unrolled_homes", {})
    return found


def render(env: BuildEnvironment, question_id: object, line: int | None) -> list[nodes.Element]:
    """Make the card from the question's folder as it is now, and note that the page depends on it.

    Parameters
    ----------
    env : BuildEnvironment
        Reading the page that the card goes on.
    question_id : str
    line : int or None
        For the report, if there is no such question or its folder is wrong.

    Returns
    -------
    list of docutils nodes
        Empty if there was something to report.
    """
    from unrolled import card

    page = env.docname
    try:
        question = bank.load(question_id)  # type: ignore[arg-type]
        measured.recall(env, question)
        html = card.html(question, prerender)
    except bank.BankError as error:
        for problem in error.problems:
            report(env, page, problem, line)
        return []
    for path in question.dependencies:
        env.note_dependency(str(path))
    if homes(env).setdefault(question.id, page) != page:
        other = homes(env)[question.id]
        report(env, page, f"the card of {question.id} is on {other} already", line)
        return []
    data = f'id="{anchor(question.id)}" data-id="{question.id}"'
    element = f"<unrolled-question {data}>{html}</unrolled-question>"
    return [nodes.raw("", element, format="html")]


class QuestionDirective(SphinxDirective):
    """A card: ``{question} recurrent/relu_rnn_unroll``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Render the card."""
        return list(render(self.env, self.arguments[0], self.lineno))


def purge(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget the cards of a page that is about to be read again."""
    for question_id in [q for q, home in homes(env).items() if home == page]:
        del homes(env)[question_id]


def merge(_app: Sphinx, env: BuildEnvironment, _pages: list[str], other: Any) -> None:
    """Take over what another reading process found."""
    homes(env).update(homes(other))


def setup(app: Sphinx) -> None:
    """Add the directive, and keep the record of cards true."""
    app.add_directive("question", QuestionDirective)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
