"""The reference (``.. api:: unrolled.nn``): all that a package makes public, module by module.

autodoc reads signatures and docstrings. What is public and which module it is from, the package's
``__init__`` says: by ``__all__`` and by its imports. So no page lists a name.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docstrings import prepare_docstring
from sphinx.util.docutils import SphinxDirective


def _public(module: str) -> list[str]:
    """The names that a star imports."""
    return list(importlib.import_module(module).__all__)


class Source:
    """What a module's source says of itself."""

    def __init__(self, module: str) -> None:
        self.analyzer = ModuleAnalyzer.for_module(module)
        self.analyzer.analyze()
        self.path = self.analyzer.srcname
        tree = ast.parse(self.analyzer.code)
        self.doc = ast.get_docstring(tree) or ""
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        self.homes = {
            name: str(node.module)
            for node in imports
            for alias in node.names
            for name in (_public(str(node.module)) if alias.name == "*" else [alias.name])
        }

    def place(self, name: str) -> int:
        """Where a name is defined; 0 for what comes from elsewhere."""
        return self.analyzer.tagorder.get(name, 0)

    def alias(self, name: str) -> list[str]:
        """The alias of a type, with the comment on it, as reStructuredText."""
        if name in self.homes:
            return Source(self.homes[name]).alias(name)
        # A value of several lines is for readers of the source.
        value = re.search(rf"^{name} = (.*[^(\[{{])$", self.analyzer.code, re.MULTILINE)
        comment = self.analyzer.attr_docs.get(("", name), [])
        option = [f"   :value: {value[1]}"] if value else []
        return [f".. py:data:: {name}", *option, "", *(f"   {line}" for line in comment)]


class Group:
    """A module of a package, and the public names that come from it, in the order of its source."""

    def __init__(self, module: str, names: list[str]) -> None:
        self.id = nodes.make_id(module.removeprefix("unrolled."))
        self.source = Source(module)
        self.names = sorted(names, key=self.source.place)
        first, _, text = self.source.doc.partition("\n")
        # "The hinge: a loss of distances." is a title and a sentence.
        self.title, *rest = re.split("[:;] ", first.rstrip("."), maxsplit=1)
        self.text = "\n".join([*(f"{part[0].upper()}{part[1:]}." for part in rest), text])

    def lines(self, package: ModuleType, without: list[str]) -> list[str]:
        """The group as reStructuredText, with autodoc's directives."""
        members = ["   :members:", "   :member-order: bysource"]
        members += [f"   :exclude-members: {', '.join(without)}"] if without else []
        result = [f".. py:currentmodule:: {package.__name__}", "", *prepare_docstring(self.text)]
        for name in self.names:
            thing = getattr(package, name)
            if inspect.isclass(thing):
                kind = "exception" if issubclass(thing, BaseException) else "class"
                result += [f".. auto{kind}:: {name}", *members]
            elif inspect.isfunction(inspect.unwrap(thing)):  # a cache is around some
                result += [f".. autofunction:: {name}"]
            else:
                result += self.source.alias(name)
            result += [""]
        return result


def groups(package: ModuleType, first: list[str]) -> list[Group]:
    """The modules that a package takes its public names from.

    Parameters
    ----------
    package : module
    first : list of str
        Modules to begin with, named from the package on; the others follow by name, private ones
        last.

    Raises
    ------
    ValueError
        If nothing public is from one of those modules.
    """
    homes = Source(package.__name__).homes
    names: dict[str, list[str]] = {}
    for name in package.__all__:
        thing = getattr(package, name)
        if not isinstance(thing, ModuleType):
            # A class of explorables is not imported by name: its folder is found.
            home = homes.get(name) or thing.__module__
            names.setdefault(home, []).append(name)
    order = [f"{package.__name__}.{name}" for name in first]
    unknown = set(order) - set(names)
    if unknown:
        raise ValueError(f"nothing public is from {', '.join(sorted(unknown))}")
    others = sorted(set(names) - set(order), key=lambda name: ("._" in name, name))
    return [Group(module, names[module]) for module in [*order, *others]]


class Api(SphinxDirective):
    """Write the reference of a package.

    ``:first:`` names modules to begin with, ``:without:`` methods that are not for readers.
    """

    required_arguments = 1
    option_spec = {"first": str.split, "without": str.split}  # noqa: RUF012  # docutils' way

    def run(self) -> list[nodes.Node]:
        """The package's text, an overview, and a section for each module."""
        package = importlib.import_module(self.arguments[0])
        try:
            found = groups(package, self.options.get("first", []))
        except ValueError as error:
            raise self.error(f"{package.__name__}: {error}") from error
        top = [f".. py:module:: {package.__name__}", "", *prepare_docstring(package.__doc__ or "")]
        return [
            *self._parse(top, str(package.__file__)),
            self._overview(found),
            *(self._section(package, group) for group in found),
        ]

    def _overview(self, found: list[Group]) -> nodes.Element:
        """All names as links: on a phone there is no list of headings beside the text."""
        lines = []
        for group in found:
            lines += [group.title, f"    {' '.join(f'`{name}`' for name in group.names)}", ""]
        overview: nodes.Element = self._parse(lines, __file__)[0]
        overview["classes"] = ["s-overview"]
        for term, group in zip(overview.findall(nodes.term), found, strict=True):
            link = nodes.reference("", term.astext(), refid=group.id, internal=True)
            term.children = []
            term += link
        return overview

    def _section(self, package: ModuleType, group: Group) -> nodes.section:
        section = nodes.section("", ids=[group.id], classes=["s-api"])
        section += nodes.title("", "", *self.parse_inline(group.title)[0])
        lines = group.lines(package, self.options.get("without", []))
        section += self._parse(lines, group.source.path)
        self.env.note_dependency(group.source.path)
        return section

    def _parse(self, lines: list[str], source: str) -> list[Any]:
        parent = nodes.Element()
        self.state.nested_parse(StringList(lines, source), 0, parent)
        for entry in parent.findall(addnodes.desc):
            for node in entry.findall(nodes.TextElement):
                node["support_smartquotes"] = False  # x', (..., N), {"sum", "mean"} are as typed
        return parent.children


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("api", Api)
