"""The list of public names: sorted, complete, and each with an example that runs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from unrolled import nn


def _is_public(value, name, module):
    return getattr(value, "__module__", "") == module.__name__ and name[0] != "_"


def _public():
    stems = [m.name for m in pkgutil.iter_modules(nn.__path__) if not m.name.startswith("_")]
    modules = [importlib.import_module(f"unrolled.nn.{stem}") for stem in stems]
    return {n for m in modules for n, value in vars(m).items() if _is_public(value, n, m)}


def test_all_is_sorted_and_complete():
    assert nn.__all__ == sorted(set(nn.__all__))
    assert set(nn.__all__) - {"Array"} == _public()


@pytest.mark.parametrize("name", [n for n in nn.__all__ if inspect.isfunction(getattr(nn, n))])
def test_every_docstring_has_its_sections(name):
    doc = inspect.getdoc(getattr(nn, name))
    for section in ("Parameters", "Returns", "Source", "Examples"):
        assert f"\n{section}\n---" in doc, f"{name} has no {section}"
    assert ">>> " in doc, f"{name} has no example that runs"
