"""Certifications held, with what a page draws of where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from recert.renewals.models import Renewal, State
from recert.rules.findings import RequirementFinding, Standing, Status, Verdict
from recert.rules.rulebook import EVERYTHING, Need
from recert.standing.queries import Held
from recert.standing.words import amount_words, headline
from recert.web.components.drawings import CycleLine, Mark

SOON = timedelta(days=90)
"""From so long before the last day on, something missing is a warning."""


@dataclass(frozen=True, slots=True)
class Total:
    """The figure of the ring: what counts of what is needed in all, its unit in the plural."""

    counted: RequirementFinding
    unit: str


def total_of(held: Held) -> Total | None:
    """The need about everything that counts; the first need where no other is that wide."""
    if held.rulebook is None:
        return None
    needs = [
        finding
        for finding in held.standing.requirements
        if finding.kind == "need" and finding.need and not finding.since
    ]
    if not needs:
        return None
    wide = [each for each in needs if _is_total(held, each.clause)]
    found = (wide or needs)[0]
    _number, _space, unit = amount_words(found.need, held.standing.unit).rpartition(" ")
    return Total(found, unit)


def _is_total(held: Held, clause: str) -> bool:
    assert held.rulebook is not None  # the caller looked
    rule = held.rulebook.clause(clause).rule
    return isinstance(rule, Need) and rule.of == (EVERYTHING,)


def tone_of(standing: Standing, renewal: Renewal | None = None) -> str:
    """How the first sentence looks: its tone has a shape of its own."""
    if renewal is not None and renewal.state == State.SUBMITTED:
        return "note"
    if renewal is not None and renewal.state == State.RETURNED:
        return "warn"
    if standing.status in (
        Status.GRACE,
        Status.LATE,
        Status.REINSTATABLE,
        Status.LAPSED,
        Status.SUSPENDED,
        Status.WITHDRAWN,
    ):
        return "stop"
    match standing.verdict:
        case Verdict.READY:
            return "good"
        case Verdict.SHORT:
            return "warn" if _is_soon(standing) else "note"
        case Verdict.CLOSED:
            return "stop"
        case _:
            return "ask"


def _is_soon(standing: Standing) -> bool:
    return standing.cycle is not None and standing.cycle.end - standing.as_of <= SOON


def short_line(standing: Standing) -> CycleLine | None:
    """The cycle in one glance: its ends, today, and until when one may renew late."""
    cycle = standing.cycle
    if cycle is None:
        return None
    marks = [Mark(on=cycle.end, label=_("Last day"), kind="end")]
    late = [stage.until for stage in standing.stages if stage.may_renew and stage.until]
    if late:
        marks.append(Mark(on=min(late), label=_("Not active, but may renew until")))
    return CycleLine(
        start=cycle.start,
        end=cycle.end,
        today=standing.as_of,
        marks=tuple(marks),
        until=min(late, default=None),
    )


def sentence_of(held: Held) -> str:
    """Where it stands, in one sentence."""
    return headline(held.standing, held.rulebook)


def ends(held: Held) -> date:
    """The last day, to sort by: what ends first stands first."""
    return held.standing.cycle.end if held.standing.cycle else date.max
