"""Framing: from a register to the list a draw is made from.

Built in slices with a constant number of queries each, from columns alone: nobody is
judged before they are drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from recert.audits.models import Audit, AuditState, Draw
from recert.audits.reported import (
    declaring_more,
    reported_for_application,
    reported_for_holder,
)
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.people.models import Body
from recert.renewals.models import Renewal, State
from recert.rules.amounts import Rounding
from recert.rules.auditing import stratum_name
from recert.rules.facts import DecisionKind
from recert.rules.rulebook import Strata, Target
from recert.rules.sampling.frame import Of, Stratum

AT_ONCE = 5_000
"""So many lines of the register are read together."""

_NOBODY = Q(pk__isnull=True)


class From(StrEnum):
    """What is drawn from."""

    WAITING = "waiting"  # applications that wait for a decision
    APPROVED = "approved"  # applications that were approved
    HOLDERS = "holders"  # whoever holds a certification that ends in those days


class Word(StrEnum):
    """Why somebody is drawn for certain, or left out."""

    FAILED = Target.FAILED.value
    LATE = Target.LATE.value
    CONDITIONAL = Target.CONDITIONAL.value
    AUDITED = "audited-lately"
    OPEN = "under-audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Who may be drawn: of which credentials, for cycles that end in these days.

    `spare_cycles`: whoever was audited so few cycles ago is left out. `light`: the weight of
    those whose every credit was reported by its provider; None: as everybody's.
    """

    of: From = From.APPROVED
    since: date
    until: date
    credentials: tuple[str, ...] = ()  # empty: all
    strata: Strata = Strata.LEVEL
    renewed_since: date | None = None  # applications decided before are not looked back at
    spare_cycles: int = 0
    take_failed: bool = False
    take_late: bool = False
    take_conditional: bool = False
    light: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: who, in which stratum, and why taken or spared, if so."""

    certification: int
    public_id: str
    renewal: int | None
    stratum: str
    cycle_end: date
    weight: Fraction = Fraction(1)
    taken: str = ""
    spared: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What freezing would write down: of each stratum how many, and why taken or spared."""

    lines: tuple[Line, ...]
    size: Mapping[str, int]
    taken: Mapping[str, Mapping[str, int]]
    spared: Mapping[str, Mapping[str, int]]


def lines_of(draw: Draw, held: bool = False) -> Iterator[Line]:
    """Everybody who stands on the list of a draw as things are now.

    `held`: only the applications that wait for this draw to look at them.
    """
    chosen, strata = chosen_in(draw), {each.name for each in strata_in(draw)}
    history = _history(draw.body, chosen)
    for line in _rows(draw.body, chosen, draw.subject if held else None):
        if line.stratum in strata:
            yield _weighed(line, history)


def preview_of(draw: Draw) -> Preview:
    """The list as it would be frozen now."""
    lines = tuple(lines_of(draw))
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    spared: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        if line.taken:
            taken[line.stratum][line.taken] += 1
        if line.spared:
            spared[line.stratum][line.spared] += 1
    return Preview(lines, Counter(line.stratum for line in lines), taken, spared)


# ---------------------------------------------------------------- rows


def _rows(body: Body, chosen: Chosen, held_for: str | None) -> Iterator[Line]:
    rows = _holders(body, chosen) if chosen.of is From.HOLDERS else _applications(body, chosen)
    if held_for is not None:
        rows = rows.filter(held_for=held_for)
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = some[-1]["pk"]
        light = _light(some, chosen)
        yield from (_line(row, chosen, row["pk"] in light) for row in some)


def _light(some: list[Any], chosen: Chosen) -> frozenset[int]:
    """Those of some rows that weigh less, because every credit was reported by its provider."""
    reported = frozenset(row["pk"] for row in some if row["is_reported"])
    if chosen.of is From.HOLDERS or not reported:
        return reported
    return reported - declaring_more(reported)


def _applications(body: Body, chosen: Chosen) -> QuerySet[Any, Any]:
    state = State.SUBMITTED if chosen.of is From.WAITING else State.APPROVED
    rows = Renewal.objects.filter(
        certification__body=body,
        state=state,
        cycle_end__range=(chosen.since, chosen.until),
    )
    if chosen.credentials:
        rows = rows.filter(certification__credential__in=chosen.credentials)
    if chosen.renewed_since is not None and chosen.of is From.APPROVED:
        rows = rows.filter(decided_at__date__gte=chosen.renewed_since)
    return rows.values(
        "pk",
        "cycle_end",
        holds=F("certification_id"),
        called=F("certification__public_id"),
        credential=F("certification__credential"),
        level=F("certification__level"),
        is_late=Q(filed_on__gt=F("cycle_end")),
        is_conditional=_ruled(DecisionKind.CONDITION, OuterRef("certification")),
        is_reported=reported_for_application() if chosen.light else _NOBODY,
    )


def _ruled(kind: DecisionKind, certification: OuterRef) -> Exists:
    """Whether the body has so decided, and it stands."""
    return Exists(
        Ruling.objects.filter(certification=certification, kind=kind.value, ended_on=None)
    )


def _holders(body: Body, chosen: Chosen) -> QuerySet[Any, Any]:
    rows = Certification.objects.filter(
        ~_ruled(DecisionKind.RETIRE, OuterRef("pk")),
        ~_ruled(DecisionKind.WITHDRAW, OuterRef("pk")),
        body=body,
        register=Register.CONFIRMED,
        expires__range=(chosen.since, chosen.until),
    )
    if chosen.credentials:
        rows = rows.filter(credential__in=chosen.credentials)
    return rows.values(
        "pk",
        "credential",
        "level",
        is_conditional=_ruled(DecisionKind.CONDITION, OuterRef("pk")),
        is_reported=reported_for_holder() if chosen.light else _NOBODY,
        holds=F("pk"),
        called=F("public_id"),
        cycle_end=F("expires"),
    )


def _line(row: Mapping[str, Any], chosen: Chosen, is_light: bool) -> Line:
    taken = ""
    if chosen.take_late and row.get("is_late"):
        taken = Word.LATE
    elif chosen.take_conditional and row["is_conditional"]:
        taken = Word.CONDITIONAL
    return Line(
        certification=row["holds"],
        public_id=row["called"],
        renewal=None if chosen.of is From.HOLDERS else row["pk"],
        stratum=stratum_name(chosen.strata, row["credential"], row["level"]),
        cycle_end=row["cycle_end"],
        weight=chosen.light if is_light and chosen.light else Fraction(1),
        taken=taken,
    )


# ---------------------------------------------------------------- what went before


@dataclass(frozen=True, slots=True)
class _History:
    """What audits before this one say of certifications, by row."""

    failed: frozenset[int]
    under_audit: frozenset[tuple[int, date]]
    lately: Mapping[int, date]  # audited for the cycle that ended then: spared through this day


def _history(body: Body, chosen: Chosen) -> _History:
    audits = Audit.objects.filter(certification__body=body)
    failed = audits.filter(state=AuditState.FAILED) if chosen.take_failed else audits.none()
    under = audits.exclude(state__in=(AuditState.CANCELLED, AuditState.EXEMPTED)).filter(
        cycle_end__range=(chosen.since, chosen.until)
    )
    return _History(
        frozenset(failed.values_list("certification_id", flat=True)),
        frozenset(under.values_list("certification_id", "cycle_end")),
        _spared_through(audits, chosen.spare_cycles) if chosen.spare_cycles else {},
    )


def _spared_through(audits: QuerySet[Audit], cycles: int) -> dict[int, date]:
    """For every certification audited before, the end of the last cycle it is spared for."""
    closed = audits.filter(state__in=(AuditState.PASSED, AuditState.FAILED))
    last: dict[int, date] = {}
    for certification, end in closed.values_list("certification_id", "cycle_end"):
        last[certification] = max(end, last.get(certification, end))
    later: dict[int, list[date]] = defaultdict(list)
    terms = Term.objects.filter(certification__in=closed.values("certification"))
    for certification, end in terms.order_by("next_end").values_list(
        "certification_id", "next_end"
    ):
        if end > last[certification]:
            later[certification].append(end)
    return {
        certification: (later[certification][:cycles] or [date.max])[-1] for certification in last
    }


def _weighed(line: Line, history: _History) -> Line:
    """The line with what went before. An open case outranks all; who failed is not spared."""
    if (line.certification, line.cycle_end) in history.under_audit:
        return replace(line, taken="", spared=Word.OPEN.value)
    if line.certification in history.failed:
        return replace(line, taken=Word.FAILED.value)
    spared = history.lately.get(line.certification)
    if not line.taken and spared is not None and line.cycle_end <= spared:
        return replace(line, spared=Word.AUDITED.value)
    return line


# ---------------------------------------------------------------- as kept


def chosen_in(draw: Draw) -> Chosen:
    """Who may be drawn, as the draw keeps it."""
    kept = draw.chosen
    light = kept.get("light")
    return Chosen(
        **{
            **kept,
            "of": From(kept["of"]),
            "since": date.fromisoformat(kept["since"]),
            "until": date.fromisoformat(kept["until"]),
            "credentials": tuple(kept["credentials"]),
            "strata": Strata(kept["strata"]),
            "renewed_since": _day(kept["renewed_since"]),
            "light": None if light is None else Fraction(light),
        }
    )


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)


def plain_chosen(chosen: Chosen) -> dict[str, Any]:
    """Who may be drawn, as it is kept."""
    return asdict(chosen) | {
        "of": chosen.of.value,
        "since": chosen.since.isoformat(),
        "until": chosen.until.isoformat(),
        "credentials": list(chosen.credentials),
        "strata": chosen.strata.value,
        "renewed_since": chosen.renewed_since.isoformat() if chosen.renewed_since else None,
        "light": None if chosen.light is None else str(chosen.light),
    }


def strata_in(draw: Draw) -> tuple[Stratum, ...]:
    """How many of each stratum are drawn, as the draw keeps it."""
    return tuple(
        Stratum(
            name=each["name"],
            says=each["says"],
            percent=None if each["percent"] is None else Fraction(each["percent"]),
            number=each["number"],
            rounding=Rounding(each["rounding"]),
            of=Of(each["of"]),
        )
        for each in draw.strata
    )


def plain_strata(strata: Iterable[Stratum]) -> list[dict[str, Any]]:
    """How many of each stratum are drawn, as it is kept."""
    return [
        {
            "name": each.name,
            "says": each.says,
            "percent": None if each.percent is None else str(each.percent),
            "number": each.number,
            "rounding": each.rounding.value,
            "of": each.of.value,
        }
        for each in strata
    ]
