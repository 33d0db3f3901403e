"""What every explorable is: traits that are its state, a figure for paper, a live view."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import anywidget
from traitlets import Bunch, Dict, TraitError, TraitType, Unicode, default, validate

from unrolled.explorables._check import known

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BUNDLES = Path(__file__).parent.parent / "_bundles"


class StateError(TraitError, ValueError):
    """A trait got a value that it may not have; the message names both and what is possible."""


class Explorable(anywidget.AnyWidget):
    """A widget whose synced traits are a state that the view draws and `compute` evaluates.

    A subclass declares its traits (`tag(sync=True)`), and defines `check`, `compute` and
    `alt`. Its folder holds `figure.py`, `view.ts`, `model.ts` and `style.css` besides.

    Parameters
    ----------
    presets : dict of str to dict, optional
        States by name; the view offers them.
    **state
        The traits. What is not given has its default.

    Raises
    ------
    StateError
        If a value is not possible; it is a `traitlets.TraitError` and a `ValueError`.
    TypeError
        If there is no such trait.
    """

    name: ClassVar[str]  # of the element, `rnn-unroller`; from the name of the folder
    fields: ClassVar[tuple[str, ...]] = ()  # the traits that make up the state
    presets_height: ClassVar[tuple[int, int]] = (8, 60)  # px that they add, as `heights` counts

    _esm = Unicode().tag(sync=True)
    _css = Unicode().tag(sync=True)
    _explorable = Unicode().tag(sync=True)
    presets = Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "name"):  # anywidget adds private traits by a subclass for every instance
            return
        cls.name = cls.__module__.rpartition(".")[2].replace("_", "-")
        cls.fields = tuple(
            name for name, trait in vars(cls).items() if isinstance(trait, TraitType)
        )
        cls._checked = validate(*cls.fields)(_checked)

    def __init__(self, **kwargs: Any) -> None:
        unknown = [name for name in kwargs if not self.has_trait(name)]
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no trait {unknown[0]!r}; "
                f"its traits are {', '.join(self.fields)}"
            )
        given = {name: kwargs.pop(name) for name in self.fields if name in kwargs}
        super().__init__(**_valid(type(self), given), **kwargs)
        self.observe(self._settle, self.fields)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state that `state` stands for, as plain JSON data.

        Parameters
        ----------
        state : mapping
            Any of the traits; defaults are filled in.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            If a field is unknown, or a value is not possible.
        """
        known(state, cls.fields)
        return {**cls.defaults(), **state}

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the default state."""
        return {name: trait.default() for name, trait in cls.class_traits(sync=True).items()
                if name in cls.fields}  # fmt: skip

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return `state` after `changes`, unchecked; where one trait follows another, override."""
        return {**state, **changes}

    def state(self) -> dict[str, Any]:
        """Return all traits of the state, as plain JSON data."""
        return {name: getattr(self, name) for name in self.fields}

    def update(self, **changes: Any) -> None:
        """Change several traits at once, checked together.

        Raises
        ------
        StateError
            If the state that would result is not possible; nothing changes then.
        """
        self._apply(_valid(type(self), self.merge(self.state(), changes)))

    def compute(self) -> dict[str, Any]:
        """Evaluate the state with NumPy: what the view shows, by name."""
        raise NotImplementedError

    def figure(self) -> Figure:
        """Draw the state with matplotlib, as the view does: by `draw` of the folder's figure.py."""
        folder = self.name.replace("-", "_")
        draw = import_module(f"unrolled.explorables.{folder}.figure").draw
        return cast("Figure", draw(self.state(), self.compute()))

    def alt(self) -> str:
        """Say in words, with the numbers, what `figure` shows."""
        raise NotImplementedError

    def heights(self) -> tuple[int, int]:
        """Return the height in px, wide and narrow, to reserve it; presets come on top."""
        return 600, 800

    def html(self) -> str:
        """Return the static face: the figure, in the element that a script turns into the view."""
        from unrolled import plotting

        heights = zip(self.heights(), self.presets_height, strict=True)
        wide, narrow = (height + bool(self.presets) * more for height, more in heights)
        given = {"state": self.state(), **({"presets": self.presets} if self.presets else {})}
        picture = plotting.svg(self.figure(), self.alt())
        data = "".join(
            f' {key}="{escape(json.dumps(value, separators=(",", ":")), quote=True)}"'
            for key, value in given.items()
        )
        return (
            f'<unrolled-explorable name="{self.name}"{data}'
            f' style="--u-wide: {wide}px; --u-narrow: {narrow}px">'
            f'<figure class="u-static" role="group" aria-label="{self.name}" tabindex="0">'
            f"{picture}</figure></unrolled-explorable>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        return {**data, "text/html": self.html()}, metadata

    def _apply(self, state: Mapping[str, Any]) -> None:
        with self.hold_trait_notifications():
            for name, value in state.items():
                if getattr(self, name) != value:
                    self.set_trait(name, value)

    def _settle(self, change: Bunch) -> None:
        """Let the traits that follow from the changed one follow."""
        self._apply(_valid(type(self), self.merge(self.state(), {change.name: change.new})))

    @default("_esm")
    def _read_esm(self) -> str:
        return _bundle(f"{self.name}.esm.js")

    @default("_css")
    def _read_css(self) -> str:
        return _bundle(f"{self.name}.css")

    @default("_explorable")
    def _read_name(self) -> str:
        return self.name

    @validate("presets")
    def _check_presets(self, proposal: Bunch) -> dict[str, Any]:
        return {str(name): _valid(type(self), state) for name, state in proposal.value.items()}


def _valid(kind: type[Explorable], state: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return kind.check(state)
    except ValueError as error:
        raise StateError(f"{kind.__name__}: {error}") from None


def _checked(self: Explorable, proposal: Bunch) -> Any:
    """Accept one trait's new value only as part of a valid state."""
    name = proposal.trait.name
    return _valid(type(self), self.merge(self.state(), {name: proposal.value}))[name]


def _bundle(file: str) -> str:
    path = _BUNDLES / file
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: the front end has not been bundled. "
            "Run `pip install -e .` (or `python hatch_build.py`) in the checkout."
        )
    return path.read_text(encoding="utf-8")
