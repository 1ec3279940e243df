"""Drawings made on the server: the ring, the cycle line, the progress bar.

They are SVG with attributes only (the content policy forbids inline styles), and each has
its numbers in words beside it. Lengths are whole thousandths, so no float is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from recert.rules.amounts import show
from recert.rules.findings import FeeStep, StageFinding, Standing
from recert.standing.words import money_words
from recert.web.components.words import day

register = template.Library()

CIRCUMFERENCE = 1000  # given to the browser as the circle's pathLength
LINE = 1000


def share(done: Fraction | int, total: Fraction | int) -> int:
    """`done` of `total` in thousandths, never outside 0 to 1000; nothing needed is all done."""
    if total <= 0:
        return CIRCUMFERENCE
    return max(0, min(CIRCUMFERENCE, int(Fraction(done) * CIRCUMFERENCE / Fraction(total))))


@register.inclusion_tag("components/ring.html")
def ring(counted: Fraction, need: Fraction, unit: str, small: bool = False) -> dict[str, object]:
    """How much of what is needed counts, as a ring with the number in it."""
    filled = share(counted, need)
    return {
        "counted": show(Fraction(counted)),
        "need": show(Fraction(need)),
        "unit": unit,
        "filled": filled,
        "tone": "good" if filled == CIRCUMFERENCE else "note",
        "small": small,
    }


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, object]:
    """How far something long has come."""
    return {"done": done, "total": total, "label": label, "filled": share(done, total)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day worth naming on the cycle line."""

    on: date
    label: str
    kind: str = "tick"  # tick, end, today


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLine:
    """A cycle to draw: its days, today, and what comes after its end."""

    start: date
    end: date
    today: date
    marks: Sequence[Mark] = ()
    until: date | None = None  # the last day drawn, when something follows the end

    @property
    def last(self) -> date:
        """The right-hand end of the drawing."""
        return max(self.end, self.until or self.end)

    def at(self, on: date) -> int:
        """Where a day lies, in thousandths of the line."""
        return share((on - self.start).days, max(1, (self.last - self.start).days))


def line_of_standing(standing: Standing) -> CycleLine | None:
    """The cycle line of a standing: deadline, stages after it and steps of the fee."""
    cycle = standing.cycle
    if cycle is None:
        return None
    marks = [Mark(on=cycle.end, label=_("Last day"), kind="end")]
    marks += [_stage_mark(stage) for stage in standing.stages]
    marks += [_fee_mark(step) for step in standing.fees if step.since > cycle.start]
    after = [stage.until or stage.since for stage in standing.stages]
    return CycleLine(
        start=cycle.start,
        end=cycle.end,
        today=standing.as_of,
        marks=tuple(sorted(marks, key=lambda mark: mark.on)),
        until=max(after, default=None),
    )


def _stage_mark(stage: StageFinding) -> Mark:
    return Mark(on=stage.since, label=_("Not active: %(stage)s begins") % {"stage": stage.name})


def _fee_mark(step: FeeStep) -> Mark:
    if step.total is None:
        return Mark(on=step.since, label=_("Fee changes; the policy does not say to how much"))
    return Mark(on=step.since, label=_("Renewing costs %(sum)s") % {"sum": money_words(step.total)})


@register.inclusion_tag("components/cycle_line.html")
def cycle_line(line: CycleLine) -> dict[str, object]:
    """The cycle from its first day to its last and beyond, with today on it."""
    end = line.at(line.end)
    today = line.at(line.today)
    return {
        "end": _percent(end),
        "after": _percent(LINE - end) if end < LINE else "",
        "today": _percent(today),
        "past": _percent(min(today, end)),
        "ticks": [_percent(line.at(mark.on)) for mark in line.marks if mark.kind == "tick"],
        "legend": _legend(line),
    }


def _percent(thousandths: int) -> str:
    return f"{thousandths // 10}.{thousandths % 10}%"


def _legend(line: CycleLine) -> list[Mark]:
    ends = [
        Mark(on=line.start, label=_("Cycle began")),
        Mark(on=line.today, label=_("Today"), kind="today"),
    ]
    return sorted([*ends, *line.marks], key=lambda mark: (mark.on, day(mark.on)))
