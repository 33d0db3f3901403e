"""What is public names its source and shows itself at work; the examples run as doctests."""

from __future__ import annotations

import inspect

import pytest

from unrolled import autodiff, calc, optim

PUBLIC = [
    (module, name)
    for module in (autodiff, calc, optim)
    for name in module.__all__
    if inspect.isclass(getattr(module, name)) or inspect.isfunction(getattr(module, name))
]


@pytest.mark.parametrize(
    ("module", "name"), PUBLIC, ids=[f"{m.__name__.split('.')[1]}.{name}" for m, name in PUBLIC]
)
def test_public_docstrings_have_their_sections(module, name):
    thing = getattr(module, name)
    sections = ["Source", "Examples"]
    if inspect.isfunction(thing) and inspect.signature(thing).parameters:
        sections += ["Parameters", "Returns"]
    lines = inspect.getdoc(thing).splitlines()
    for section in sections:
        assert section in lines, f"{name} has no section {section}"
        assert lines[lines.index(section) + 1] == "-" * len(section), name


@pytest.mark.parametrize("module", [autodiff, calc, optim])
def test_all_names_exist_once(module):
    assert len(set(module.__all__)) == len(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
