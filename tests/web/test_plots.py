"""Plots: lengths tell the truth, labels do not touch, files open."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.web.components.plots import (
    BASE,
    LEFT,
    LETTER,
    LINES,
    NARROWEST,
    TOP,
    Drawing,
    Plot,
    Series,
    draw,
    scale,
    spacing,
)
from recert.web.components.plotting import as_csv, as_svg

NUMBERS = st.lists(st.integers(0, 10**9), min_size=1, max_size=53)


def plot(*series: list[int], **more: object) -> Plot:
    labels = [f"Label {place}" for place in range(len(series[0]))]
    kinds = [Series(name=f"S{place}", values=each) for place, each in enumerate(series)]
    given_: dict[str, object] = {"name": "p", "title": "T <&>", "says": "S", "label_name": "L"}
    return Plot(labels=labels, series=kinds, **{**given_, **more})  # type: ignore[arg-type]


def bars(drawing: Drawing, tone: int = 0) -> list[tuple[int, int]]:
    """Each bar's width in thousandths and height in pixels."""
    return [
        (int(each.width.replace(".", "").rstrip("%")), each.height)
        for each in drawing.shapes
        if each.kind == "bar" and each.tone == tone
    ]


@given(NUMBERS)
@settings(max_examples=60, deadline=None)
def test_heights_are_in_proportion_from_nought(values: list[int]) -> None:
    _step, top = scale(max(values))
    heights = [height for _width, height in bars(draw(plot(values)))]
    for value, height in zip([each for each in values if each], heights, strict=True):
        # Exact to the pixel: the foot is nought.
        assert abs(height * top - value * (BASE - TOP)) <= top


@given(NUMBERS, NUMBERS)
@settings(max_examples=60, deadline=None)
def test_widths_are_in_proportion_and_stack_without_overlap(
    one: list[int], other: list[int]
) -> None:
    both = list(zip(one, other, strict=False))
    columns = [list(each) for each in zip(*both, strict=True)]
    drawing = draw(plot(*columns, lies=True))
    highest = max([1, *(sum(pair) for pair in both)])
    for tone, values in enumerate(columns):
        widths = [width for width, _height in bars(drawing, tone)]
        for value, width in zip([each for each in values if each], widths, strict=True):
            assert width == 1 or abs(width * highest - value * 820) <= highest
    for before, after in pairwise(each for each in drawing.shapes if each.kind == "bar"):
        if before.y == after.y:
            assert int(after.x[:-1].replace(".", "")) >= int(before.x[:-1].replace(".", ""))


@given(st.integers(0, 10**12))
def test_the_scale_is_round_and_holds_the_highest(highest: int) -> None:
    step, top = scale(highest)
    assert top >= highest
    assert top % step == 0
    assert 1 <= top // step <= LINES
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(st.lists(st.text("abc ", max_size=20), min_size=1, max_size=60))
def test_labels_that_are_shown_do_not_touch_on_a_telephone(labels: list[str]) -> None:
    every = spacing(labels)
    shown = labels[::every]
    slot = NARROWEST * (1000 - LEFT) // 1000 // len(labels)
    for before, after in pairwise(shown):
        assert (len(before) + len(after)) * LETTER // 2 < every * max(slot, 1)


def test_a_missing_number_breaks_the_line() -> None:
    line = Series(name="Before", values=[1, 2, None, 4], is_line=True)
    found = draw(Plot(name="p", title="", says="", label_name="", labels=list("abcd"),
                      series=[line]))  # fmt: skip
    assert [each.kind for each in found.shapes if each.kind in ("dot", "stroke")] == [
        "dot", "stroke", "dot", "dot",
    ]  # fmt: skip
    assert found.rows[2] == ("c", [""])


def test_the_files_open() -> None:
    drawn = draw(plot([3, 0, 5], [1, 1, 1], is_stacked=True))
    svg = ET.fromstring(as_svg(drawn).content.decode())  # noqa: S314 - our own
    assert svg.tag.endswith("svg")
    assert svg.find("{*}title").text == "T <&>"  # type: ignore[union-attr]
    csv = as_csv("p", ["=L"], [["=1+1", 3, None]]).content.decode()
    assert csv == "\ufeff'=L\r\n'=1+1,3,\r\n"


@pytest.mark.parametrize("lies", [True, False])
def test_nothing_is_drawn_of_nothing(lies: bool) -> None:
    empty = plot([0, 0], lies=lies)
    assert empty.is_empty
    assert bars(draw(empty)) == []
