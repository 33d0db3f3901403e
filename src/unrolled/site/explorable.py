"""An explorable on a page without a notebook: ``{explorable} rnn-unroller`` with its state as YAML.

The page gets the same static face as a notebook's output: a figure without JavaScript, and the
live view with it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from unrolled.site.fingerprint import PACKAGE
from unrolled.site.problems import report

FOLDER = PACKAGE / "explorables"


def names() -> list[str]:
    """Explorables by the names of their elements."""
    found = (path.parent.name for path in FOLDER.glob("[!_]*/__init__.py"))
    return sorted(name.replace("_", "-") for name in found)


def face(name: str, state: dict[str, Any]) -> str:
    """The static face of an explorable in a state, as HTML.

    Raises
    ------
    ValueError
        If there is no such explorable, or the state is not valid for it.
    """
    if name not in names():
        raise ValueError(f"there is no explorable {name!r}; it may be {', '.join(names())}")
    module = import_module(f"unrolled.explorables.{name.replace('-', '_')}")
    kind = getattr(module, "".join(part.capitalize() for part in name.split("-")))
    unknown = [key for key in state if not kind.class_traits().get(key)]
    if unknown:
        raise ValueError(f"{name} has no {', '.join(unknown)}")
    bundle = kind(**state)._repr_mimebundle_()
    data: dict[str, str] = bundle[0] if isinstance(bundle, tuple) else bundle
    return data["text/html"]


class ExplorableDirective(SphinxDirective):
    """The explorable in the state that the content gives."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        name = self.arguments[0]
        try:
            html = face(name, yaml.safe_load("\n".join(self.content)) or {})
        except Exception as error:  # noqa: BLE001 - whatever a trait objects to, the page is named
            said = str(error) or type(error).__name__
            report(self.env, self.env.docname, f"{name}: {said}", self.lineno)
            return []
        for path in sorted(Path(FOLDER / name.replace("-", "_")).glob("*.py")):
            self.env.note_dependency(str(path))
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("explorable", ExplorableDirective)
