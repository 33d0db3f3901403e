"""Figures in the page: themed, named, and keeping to themselves."""

from __future__ import annotations

import re

import pytest

from unrolled import diagrams, plotting


@pytest.fixture
def plot():
    import matplotlib.pyplot as plt

    with plotting.style():
        figure, axes = plt.subplots()
        axes.plot([0, 1], [1, 0], label="a line")
    axes.legend()  # outside the style: black text, a white frame
    return figure


def test_every_colour_follows_the_theme(plot):
    svg = plotting.svg(plot, "a falling line")
    assert set(re.findall(r"(?<!, )#[0-9a-fA-F]{6}\b(?!-)", svg)) == set()
    assert f"var(--u-forward, {plotting.palette()['forward']})" in svg
    assert svg.startswith('<svg role="img" aria-label="a falling line"')
    assert 'fill="var(--u-ink' in svg.split(">")[0]  # matplotlib leaves black out


def test_a_figure_styles_nothing_but_itself(plot):
    assert "<style" not in plotting.svg(plot, "a falling line")


def test_two_figures_share_no_id(plot):
    first = set(re.findall(r'id="([^"]+)"', plotting.svg(plot, "one")))
    second = set(re.findall(r'id="([^"]+)"', plotting.svg(diagrams.chain(2), "two")))
    assert first
    assert first.isdisjoint(second)


def test_a_diagram_is_cut_to_what_is_drawn():
    figure = diagrams.chain(3)
    width, height = figure.get_size_inches() * 72
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', plotting.svg(figure, "a chain"))
    assert found
    assert float(found[1]) < width - 40
    assert float(found[2]) < height - 10


def test_the_same_figure_gives_the_same_bytes():
    assert plotting.svg(diagrams.chain(2), "a") == plotting.svg(diagrams.chain(2), "a")


def test_a_figure_without_words_is_refused(plot):
    with pytest.raises(ValueError, match="alt is empty"):
        plotting.svg(plot, " ")
