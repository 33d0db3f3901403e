"""What the bank makes public is explained: every field, every parameter, every result."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

import pytest

from unrolled import bank

FUNCTIONS = {name: getattr(bank, name) for name in bank.__all__ if name.islower()}
CLASSES = {name: thing for name in bank.__all__ if inspect.isclass(thing := getattr(bank, name))}
METHODS = {
    f"{name}.{method}": thing
    for name, one in CLASSES.items()
    for method, thing in inspect.getmembers(
        one, lambda m: inspect.isfunction(m) or inspect.ismethod(m)
    )
    if method[0] != "_" and method in vars(one)
}


def section(thing: Any, title: str) -> str:
    """Return one section of a docstring, to the next one."""
    _, _, rest = (inspect.getdoc(thing) or "").partition(f"{title}\n{'-' * len(title)}\n")
    return rest.split("\n---")[0]


@pytest.mark.parametrize("name", FUNCTIONS | METHODS)
def test_parameters_and_results_are_explained(name: str) -> None:
    thing = (FUNCTIONS | METHODS)[name]
    signature = inspect.signature(thing)
    for parameter in set(signature.parameters) - {"self"}:
        assert f"{parameter} :" in section(thing, "Parameters"), parameter
    assert section(thing, "Returns")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_an_example_that_runs(name: str) -> None:
    assert ">>> " in section(FUNCTIONS[name], "Examples")


@pytest.mark.parametrize(
    "name", [name for name, one in CLASSES.items() if dataclasses.is_dataclass(one)]
)
def test_every_field_is_explained(name: str) -> None:
    explained = section(CLASSES[name], "Attributes")
    names = [line.split(" : ")[0] for line in explained.splitlines() if line[:1].strip()]
    fields = ", ".join(names).split(", ")
    assert {field.name for field in dataclasses.fields(CLASSES[name])} <= set(fields)
