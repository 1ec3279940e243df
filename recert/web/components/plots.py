"""Plots drawn on the server: columns over time with a line beside them, and bars by kind.

SVG with attributes and classes only. What lies across is in percent of the width and what
lies upward in pixels, so that a plot fits a telephone without its letters shrinking. Every
length is in proportion to its number, from nought; labels that would touch are left out, and
all numbers stand in a table beside the drawing. Whole numbers only: no float is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

TOP, BASE, HEIGHT = 16, 188, 216  # pixels: highest column, its foot, the whole
LEFT = 120  # thousandths of the width kept for the numbers at the side
WIDE = 1000
NARROWEST = 330  # pixels: a plot on the narrowest screen, margins off
LETTER = 7  # pixels: what a letter takes at most
LINES = 4  # at most so many lines across, besides the foot
ROW, BAR_TOP, BAR = 46, 20, 16  # pixels: a bar's row, where the bar begins, its thickness

Show = Callable[[int], str]


def plainly(number: int) -> str:
    """A number as people write it."""
    return f"{number:,}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers of one kind, one for each label; None where there is none."""

    name: str
    values: Sequence[int | None]
    is_line: bool = False
    is_range: bool = False  # of two, one is the lower and one the upper end of a range


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What to draw. `name` is its part of an address; `says` what one sees, in a sentence."""

    name: str
    title: str
    says: str
    labels: Sequence[str]
    series: Sequence[Series]
    label_name: str
    is_stacked: bool = False
    lies: bool = False  # bars from left to right, a row for each label
    show: Show = field(default=plainly)
    whole: int = 0  # what a full length stands for, such as 100%; nought: the highest number

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not any(value for each in self.series for value in each.values)


@dataclass(frozen=True, slots=True)
class Shape:
    """One rectangle, stroke, dot or word; `x`, `width`, `x2` are percent, the rest pixels."""

    kind: str  # bar, stroke, dot, rule, word
    x: str
    y: int
    width: str = ""
    height: int = 0
    x2: str = ""
    y2: int = 0
    tone: int = 0  # which series
    text: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot as shapes, with its height in pixels."""

    plot: Plot
    height: int
    shapes: tuple[Shape, ...]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table beside it: each label with its numbers in words."""
        plot = self.plot
        return [
            (label, [_said(each.values[place], plot.show) for each in plot.series])
            for place, label in enumerate(plot.labels)
        ]

    @property
    def key(self) -> list[tuple[int, str, bool]]:
        """Which colour is which: place, name, whether it is a dot."""
        return [
            (place, each.name, not _is_column(each)) for place, each in enumerate(self.plot.series)
        ]


def _is_column(series: Series) -> bool:
    return not series.is_line and not series.is_range


def _said(value: int | None, show: Show) -> str:
    return "" if value is None else show(value)


def draw(plot: Plot) -> Drawing:
    """Lay a plot out."""
    if plot.lies:
        return Drawing(plot, max(1, len(plot.labels)) * ROW, tuple(_bars(plot)))
    return Drawing(plot, HEIGHT, tuple(_columns(plot)))


def percent(thousandths: int) -> str:
    """Thousandths of the width as SVG wants them."""
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth}%"


def scale(highest: int) -> tuple[int, int]:
    """A round step and the round number at the top: at most `LINES` steps to hold `highest`."""
    highest = max(highest, 1)
    step = 1
    while step * LINES < highest:
        step = _next_round(step)
    return step, -(-highest // step) * step


def _next_round(step: int) -> int:
    """1, 2, 5, 10, 20, 50, ..."""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _highest(plot: Plot) -> int:
    columns = [each for each in plot.series if _is_column(each)]
    if plot.is_stacked or plot.lies:
        stacks = zip(*(each.values for each in columns), strict=True)
        tall = [sum(value or 0 for value in stack) for stack in stacks]
    else:
        tall = [value or 0 for each in columns for value in each.values]
    dots = [value or 0 for each in plot.series if not _is_column(each) for value in each.values]
    return max([plot.whole, *tall, *dots])


# ---------------------------------------------------------------- columns and lines


def _columns(plot: Plot) -> list[Shape]:
    step, top = scale(_highest(plot))
    found = []
    for number in range(0, top + 1, step):
        y = _up(number, top)
        found.append(Shape("rule", percent(LEFT), y, x2=percent(WIDE), y2=y))
        found.append(Shape("word", percent(LEFT - 15), y + 4, text=plot.show(number), anchor="end"))
    places = len(plot.labels)
    columns = [place for place, each in enumerate(plot.series) if _is_column(each)]
    for place in range(places):
        found += _at(plot, place, columns, top)
    for tone, each in enumerate(plot.series):
        if each.is_line:
            found += _line(each, tone, top, plot.show)
    return found + _ranges(plot, top) + _labels(plot.labels)


def _up(value: int, top: int) -> int:
    """The height at which a number stands, in pixels from above."""
    return BASE - value * (BASE - TOP) // top


def _slot(place: int, places: int) -> tuple[int, int]:
    """Where a label's share of the width begins and ends, in thousandths."""
    room = WIDE - LEFT
    return LEFT + room * place // places, LEFT + room * (place + 1) // places


def _at(plot: Plot, place: int, columns: Sequence[int], top: int) -> list[Shape]:
    """The columns over one label: beside one another, or one upon the other."""
    begins, ends = _slot(place, len(plot.labels))
    margin = (ends - begins) * 15 // 100
    begins, ends = begins + margin, ends - margin
    found, foot = [], 0
    for number, tone in enumerate(columns):
        value = plot.series[tone].values[place] or 0
        if plot.is_stacked:
            left, right = begins, ends
        else:
            left = begins + (ends - begins) * number // len(columns)
            right = begins + (ends - begins) * (number + 1) // len(columns)
        upper, lower = _up(foot + value, top), _up(foot, top)
        if value:
            found.append(
                Shape("bar", percent(left), upper, percent(max(right - left, 1)), lower - upper,
                      tone=tone, text=_tip(plot, place, tone))
            )  # fmt: skip
        if plot.is_stacked:
            foot += value
    return found


def _tip(plot: Plot, place: int, tone: int) -> str:
    series = plot.series[tone]
    return f"{plot.labels[place]}, {series.name}: {_said(series.values[place], plot.show)}"


def _line(series: Series, tone: int, top: int, show: Show) -> list[Shape]:
    """Dots joined by strokes; where a number is missing the line is broken."""
    places = len(series.values)
    found: list[Shape] = []
    before: tuple[str, int] | None = None
    for place, value in enumerate(series.values):
        if value is None:
            before = None
            continue
        x, y = percent(sum(_slot(place, places)) // 2), _up(value, top)
        if before:
            found.append(Shape("stroke", before[0], before[1], x2=x, y2=y, tone=tone))
        found.append(Shape("dot", x, y, tone=tone, text=f"{series.name}: {show(value)}"))
        before = x, y
    return found


def _ranges(plot: Plot, top: int) -> list[Shape]:
    """A stroke from the lower to the upper end over each label, with a dot at either."""
    found: list[Shape] = []
    ends = [(tone, each) for tone, each in enumerate(plot.series) if each.is_range]
    for place in range(len(plot.labels)) if ends else ():
        x = percent(sum(_slot(place, len(plot.labels))) // 2)
        dots = [
            Shape("dot", x, _up(value, top), tone=tone, text=_tip(plot, place, tone))
            for tone, each in ends
            if (value := each.values[place]) is not None
        ]
        if len(dots) > 1:
            found.append(Shape("range", x, dots[0].y, x2=x, y2=dots[-1].y))
        found += dots
    return found


def _labels(labels: Sequence[str]) -> list[Shape]:
    """As many labels below as have room on the narrowest screen, evenly, the first among them."""
    every = spacing(labels)
    return [
        Shape("word", percent(sum(_slot(place, len(labels))) // 2), BASE + 20, text=label,
              anchor="middle")
        for place, label in enumerate(labels)
        if place % every == 0
    ]  # fmt: skip


def spacing(labels: Sequence[str]) -> int:
    """Every how manieth label can stand without touching the next."""
    if not labels:
        return 1
    longest = max(len(label) for label in labels) * LETTER + LETTER
    slot = NARROWEST * (WIDE - LEFT) // WIDE // len(labels)
    return max(1, -(-longest // max(slot, 1)))


# ---------------------------------------------------------------- bars


def _bars(plot: Plot) -> list[Shape]:
    """A row for each label: its words above, the bar below, the number at its end."""
    highest = max(_highest(plot), 1)
    room = WIDE - 180  # the rest is for the number
    found = []
    for place, label in enumerate(plot.labels):
        y = place * ROW
        found.append(Shape("word", "0", y + 14, text=_cut(label), anchor="start"))
        values = [each.values[place] or 0 for each in plot.series]
        done = 0
        for tone, value in enumerate(values):
            left, right = room * done // highest, room * (done + value) // highest
            if value:
                found.append(
                    Shape("bar", percent(left), y + BAR_TOP, percent(max(right - left, 1)), BAR,
                          tone=tone, text=_tip(plot, place, tone))
                )  # fmt: skip
            done += value
        end = percent(room * done // highest + 15)
        found.append(Shape("word", end, y + BAR_TOP + 13, text=plot.show(done), anchor="start"))
    return found


def _cut(label: str) -> str:
    """A label that fits one line of the narrowest screen; whole, it stands in the table."""
    most = NARROWEST // LETTER
    return label if len(label) <= most else f"{label[: most - 1]}…"
