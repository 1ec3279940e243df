"""One certification: the sentence, then every figure with the clause it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for, rulings_of, terms_of
from recert.credentials.words import AGAINST, RULED, appeal_sentence
from recert.renewals.actions import on_sale
from recert.renewals.leaves import leave_offers, takes_beyond_policy
from recert.renewals.models import OPEN
from recert.renewals.queries import renewals_of
from recert.rules.amounts import Money
from recert.rules.findings import LimitFinding, RouteFinding, Standing
from recert.rules.rulebook import Cycle, Note, Rulebook
from recert.standing.queries import Held
from recert.standing.words import (
    day_words,
    route_sentence,
)
from recert.transcript.queries import transcript_of
from recert.verification.queries import disclosure_of, has_consented
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.clause_words import FEES
from recert.web.components.clauses import ClauseView, clause_views
from recert.web.components.drawings import line_of_standing
from recert.web.components.leave_offers import offer_views
from recert.web.components.naming import certification_name, name_in, rulebook_url
from recert.web.member.about_you import about
from recert.web.member.accounted import counting, is_outside, not_counting
from recert.web.member.carried import carried_in
from recert.web.member.fees import fee_part, fee_rows
from recert.web.member.grid import grid_of
from recert.web.member.held import sentence_of, tone_of, total_of
from recert.web.member.next_steps import next_steps
from recert.web.member.planned import held_with_plan
from recert.web.member.renewal_words import zone_words
from recert.web.member.requirements import requirement_views
from recert.web.member.way_back import way_back
from recert.web.papers.certificate import why_no_certificate

Clauses = Mapping[str, ClauseView]


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
    held, plan = held_with_plan(own, now(request))
    renewal = renewals_of(request.user).filter(certification=own, state__in=OPEN).first()
    rulings = list(rulings_of(own))
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
        "about": about(held),
        "line": line_of_standing(held.standing),
        "steps": next_steps(held, renewal),
        "plan": plan,
        "renewal": renewal,
        "terms": list(reversed(terms_of(own))),
        "rulings": [(each, RULED.get(each.kind, each.kind)) for each in rulings],
        "in_force": [
            (each, RULED[each.kind], appeal_sentence(own) if each.kind in AGAINST else "")
            for each in rulings
            if each.is_running(held.standing.as_of)
        ],
        "today": held.standing.as_of,
        "shown": disclosure_of(own).value,
        "has_consented": has_consented(own),
        "no_certificate": why_no_certificate(held),
    }
    offers = leave_offers(held)
    context["leaves"] = offer_views(held.rulebook, offers, rulebook_url(held.rulebook))
    context["may_ask_leave"] = bool(offers) or takes_beyond_policy(own.body)
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
    here = [each for each in findings if not is_outside(each)]
    return {
        "rulebook": rulebook,
        "rulebook_url": url,
        "requirements": requirements,
        "limits": _limits(held, clauses),
        "came": carried_in(held, rows, clauses) if held.standing.cycle else None,
        "counting": counting(here, rows, rulebook, clauses),
        "idle": not_counting(here, rows, rulebook, clauses),
        "outside": len(findings) - len(here),
        "grid": grid_of(requirements, here, {id: row.title for id, row in rows.items()}),
        "fees": fee_rows(held.standing, rulebook, clauses),
        "on_sale": _on_sale(held, rulebook, own),
        "other_fees": [fee_part(each, rulebook, clauses) for each in held.standing.other_fees],
        "ways": [_way(each, rulebook, clauses) for each in held.standing.examinations],
        "can_sit": any(each.open and not each.taken for each in held.standing.examinations),
        "by_credits": [_way(each, rulebook, clauses) for each in held.standing.by_credits],
        "silences": [clauses[each] for each in held.standing.silences],
        "notes": _notes(rulebook, clauses),
        "behind": _behind(held.standing, clauses),
        "way_back": way_back(held.standing, rulebook, clauses),
        "is_past": _is_past(held.standing),
        "cycle_clause": clauses[held.standing.cycle.clause] if held.standing.cycle else None,
    }


def _on_sale(held: Held, rulebook: Rulebook, own: Certification) -> list[tuple[str, Money, str]]:
    """What the body sells apart from renewing: what it is, its price, its clause."""
    if not own.is_confirmed:
        return []
    return [
        (str(FEES[each.rule.for_]), each.price, each.clause)
        for each in on_sale(rulebook, held.standing)
    ]


def _is_past(standing: Standing) -> bool:
    """Whether the last day of the cycle is over."""
    return standing.cycle is not None and standing.as_of > standing.cycle.end


def _limits(held: Held, clauses: Clauses) -> list[LimitView]:
    """Limits that something touched."""
    return [
        LimitView(each, clauses[each.clause])
        for each in held.standing.limits
        if each.counted or each.over
    ]


def _way(finding: RouteFinding, rulebook: Rulebook, clauses: Clauses) -> Way:
    return Way(finding, route_sentence(finding, rulebook), clauses[finding.clause])


def _notes(rulebook: Rulebook, clauses: Clauses) -> list[ClauseView]:
    """Advice and practice that no figure rests on."""
    return [clauses[clause.id] for clause, _rule in rulebook.of_kind(Note) if not clause.silent]


def _behind(standing: Standing, clauses: Clauses) -> list[ClauseView]:
    """Every clause a figure of the page rests on, in the rulebook's order: for paper."""
    used = {each.clause for each in standing.requirements + standing.limits + standing.routes}
    used |= {reason.clause for each in standing.activities for reason in each.reasons}
    used |= {line.clause for step in standing.fees for line in step.lines}
    used |= {standing.cycle.clause} if standing.cycle else set()
    return [view for id, view in clauses.items() if id in used - set(standing.silences)]


def _deadline(held: Held, rulebook: Rulebook, zone: str) -> str:
    """The last minute in the body's zone, and in the reader's where it is another."""
    cycle = held.standing.cycle
    if cycle is None:
        return ""
    rule = rulebook.clause(cycle.clause).rule
    cutoff = rule.cutoff if isinstance(rule, Cycle) else None
    moment = datetime.combine(
        cycle.end if cutoff else cycle.end + timedelta(days=1),
        cutoff or time(),
        ZoneInfo(rulebook.zone),
    )
    words = {
        "day": day_words(cycle.end),
        "time": f"{cutoff:%H:%M}" if cutoff else _("midnight"),
        "place": zone_words(rulebook.zone),
    }
    here = moment.astimezone(ZoneInfo(zone))
    if here.utcoffset() == moment.utcoffset():
        return _("The last day, %(day)s, ends at %(time)s in %(place)s.") % words
    words["there"] = f"{here:%H:%M}" if here.date() == cycle.end else _when(here)
    return (
        _("The last day, %(day)s, ends at %(time)s in %(place)s, which is %(there)s where you are.")
        % words
    )


def _when(moment: datetime) -> str:
    return _("%(time)s on %(day)s") % {
        "time": f"{moment:%H:%M}",
        "day": day_words(moment.date()),
    }


urlpatterns = [
    path("certifications/<str:public_id>/", certification, name="certification"),
]
