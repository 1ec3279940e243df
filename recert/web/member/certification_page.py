"""One certification: the sentence, then every figure with the clause it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for, rulings_of, terms_of
from recert.renewals.models import OPEN
from recert.renewals.queries import renewals_of
from recert.rules.amounts import ZERO, Money
from recert.rules.findings import ActivityFinding, FeeStep, LimitFinding, RouteFinding
from recert.rules.rulebook import Cycle, Note, Rulebook
from recert.standing.queries import Held, held_of
from recert.standing.words import (
    reason_sentence,
    route_sentence,
    verdict_of_activity,
)
from recert.transcript.models import Activity
from recert.transcript.queries import transcript_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import today
from recert.web.components.clauses import ClauseView, clause_views
from recert.web.components.drawings import line_of_standing
from recert.web.member.addresses import rulebook_url
from recert.web.member.certification_names import certification_name, name_in
from recert.web.member.grid import grid_of
from recert.web.member.held import sentence_of, tone_of, total_of
from recert.web.member.next_steps import next_steps
from recert.web.member.renewal_words import RULINGS, zone_words
from recert.web.member.requirements import requirement_views
from recert.web.member.worth import OUTSIDE, Why, verdict_on

Clauses = Mapping[str, ClauseView]


@dataclass(frozen=True, slots=True)
class Did:
    """One activity: what it counted for here, why not more, and how to mend that."""

    activity: Activity
    counted: Fraction
    claimed: Fraction
    tone: str
    word: str
    verdict: str
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One step of the fee."""

    since: date
    until: date | None
    total: Money | None
    stage: str
    clauses: tuple[tuple[Money | None, int, ClauseView], ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way to renew by examination."""

    finding: RouteFinding
    sentence: str
    clause: ClauseView


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit and how much of it is used."""

    finding: LimitFinding
    clause: ClauseView


@signed_in
def certification(request: MemberRequest, public_id: str) -> HttpResponse:
    """Everything about one certification on one page, ready to print."""
    own = certification_for(request.user, public_id)
    held = held_of(own, today(request, own.body.zone))
    renewal = renewals_of(request.user).filter(certification=own, state__in=OPEN).first()
    context: dict[str, object] = {
        "held": held,
        "own": own,
        "name": name_in((held.rulebook,), own.credential)
        if held.rulebook
        else certification_name(own),
        "standing": held.standing,
        "tone": tone_of(held.standing, renewal),
        "sentence": sentence_of(held),
        "total": total_of(held),
        "line": line_of_standing(held.standing),
        "steps": next_steps(held, renewal),
        "renewal": renewal,
        "terms": list(reversed(terms_of(own))),
        "rulings": [(each, RULINGS.get(each.kind, each.kind)) for each in rulings_of(own)],
        "today": held.standing.as_of,
    }
    if held.rulebook is not None:
        context |= _under(held, held.rulebook, own)
        context["deadline"] = _deadline(held, held.rulebook, request.user.zone)
    return render(request, "member/certification.html", context)


def _under(held: Held, rulebook: Rulebook, own: Certification) -> dict[str, object]:
    """What only an edition can say: requirements, activities, the grid, fees, ways, holes."""
    url = rulebook_url(rulebook)
    clauses = clause_views(rulebook, url)
    requirements = requirement_views(held.standing, rulebook, clauses)
    rows = {each.public_id: each for each in transcript_of(own.person)}
    findings = sorted(
        (each for each in held.standing.activities if each.activity in rows),
        key=lambda each: rows[each.activity].completed,
        reverse=True,
    )
    here = [each for each in findings if not _is_outside(each)]
    return {
        "rulebook": rulebook,
        "rulebook_url": url,
        "requirements": requirements,
        "limits": _limits(held, clauses),
        "did": [_did(held, rulebook, clauses, rows[each.activity], each) for each in here],
        "outside": len(findings) - len(here),
        "grid": grid_of(requirements, here, {id: row.title for id, row in rows.items()}),
        "fees": _fees(held.standing.fees, held.standing.as_of, clauses),
        "ways": [_way(each, rulebook, clauses) for each in held.standing.routes],
        "silences": [clauses[each] for each in held.standing.silences],
        "notes": _notes(rulebook, clauses),
        "cycle_clause": clauses[held.standing.cycle.clause] if held.standing.cycle else None,
    }


def _is_outside(finding: ActivityFinding) -> bool:
    """Entries of other cycles belong to the transcript, not here."""
    return finding.counted == ZERO and any(each.code in OUTSIDE for each in finding.reasons)


def _did(
    held: Held, rulebook: Rulebook, clauses: Clauses, row: Activity, finding: ActivityFinding
) -> Did:
    tone, word = verdict_on(finding, held.standing)
    return Did(
        activity=row,
        counted=finding.counted,
        claimed=finding.claimed,
        tone=tone,
        word=str(word),
        verdict=verdict_of_activity(finding, rulebook),
        whys=tuple(
            Why(sentence=reason_sentence(each, rulebook), clause=clauses.get(each.clause))
            for each in finding.reasons
        ),
    )


def _limits(held: Held, clauses: Clauses) -> list[LimitView]:
    """Limits that something touched."""
    return [
        LimitView(each, clauses[each.clause])
        for each in held.standing.limits
        if each.counted or each.over
    ]


def _fees(steps: Sequence[FeeStep], on: date, clauses: Clauses) -> list[FeeRow]:
    """The steps of the fee that have not passed."""
    return [
        FeeRow(
            since=step.since,
            until=step.until,
            total=step.total,
            stage=step.stage,
            clauses=tuple((line.money, line.times, clauses[line.clause]) for line in step.lines),
            is_now=step.since <= on and (step.until is None or on <= step.until),
        )
        for step in steps
        if step.until is None or step.until >= on
    ]


def _way(finding: RouteFinding, rulebook: Rulebook, clauses: Clauses) -> Way:
    return Way(finding, route_sentence(finding, rulebook), clauses[finding.clause])


def _notes(rulebook: Rulebook, clauses: Clauses) -> list[ClauseView]:
    """Advice and practice that no figure rests on."""
    return [clauses[clause.id] for clause, _rule in rulebook.of_kind(Note) if not clause.silent]


def _deadline(held: Held, rulebook: Rulebook, zone: str) -> str:
    """The last minute in the body's zone, and in the reader's where it is another."""
    cycle = held.standing.cycle
    if cycle is None:
        return ""
    rule = rulebook.clause(cycle.clause).rule
    cutoff = rule.cutoff if isinstance(rule, Cycle) else None
    day, minute = (cycle.end, cutoff) if cutoff else (cycle.end + timedelta(days=1), time())
    there = datetime.combine(day, minute, ZoneInfo(rulebook.zone))
    here = there.astimezone(ZoneInfo(zone))
    said = _("%(time)s in %(place)s") % {
        "time": _minute(there, cycle.end),
        "place": zone_words(rulebook.zone),
    }
    if here.utcoffset() == there.utcoffset():
        return said
    return _("%(there)s, which is %(time)s where you are (%(place)s)") % {
        "there": said,
        "time": f"{here.day} {here:%B %Y, %H:%M}",
        "place": zone_words(zone),
    }


def _minute(there: datetime, end: date) -> str:
    if there.date() != end:
        return _("the end of that day")
    return f"{there:%H:%M}"


urlpatterns = [
    path("certifications/<str:public_id>/", certification, name="certification"),
]
