"""One application: who, what for, how it stands, what proves it, what was paid and done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.audits.queries import audits_about
from recert.credentials.queries import affirmations_of
from recert.journal.queries import lines_about
from recert.lib.days import local_day
from recert.people.impartiality import bar_to
from recert.people.queries import Duty
from recert.renewals.actions import hindrances_to, open_evidence
from recert.renewals.models import Renewal, State
from recert.renewals.queries import (
    activities_in,
    documents_in,
    edition_sent_under,
    renewal_for_staff,
)
from recert.renewals.tasks import Tasks, tasks_of
from recert.rules.amounts import NotAnAmount, parse, show
from recert.rules.facts import DocumentKind, Facts
from recert.rules.findings import ActivityFinding, RequirementFinding, Standing, Verdict
from recert.rules.rulebook import Rulebook
from recert.standing.gathering import facts_of
from recert.standing.queries import held_of
from recert.standing.words import headline
from recert.standing.words.vocabulary import word
from recert.transcript.models import Document
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import ClauseView, clause_views
from recert.web.components.forms import refusals_said
from recert.web.components.naming import rulebook_url, short_name
from recert.web.components.questions import answered_rows
from recert.web.components.story import Story
from recert.web.private_files import private_file
from recert.web.staff.applications import STATES, late_words, waiting_words
from recert.web.staff.entries import Entry, entry_of
from recert.web.staff.money import MoneyLines, money_lines
from recert.web.staff.requirements import Requirement, requirement_rows
from recert.web.staff.snapshot import activities_sent, requirements_sent
from recert.web.staff.telling import story


@dataclass(frozen=True, slots=True)
class Case:
    """An application with the law's answer: when it was sent, and, while open, as of now."""

    renewal: Renewal
    rulebook: Rulebook | None
    tasks: Tasks | None  # None once it is decided: there is nothing left to weigh
    clauses: Mapping[str, ClauseView]
    requirements: list[Requirement]
    entries: list[Entry]


def case_of(renewal: Renewal, at: datetime, facts: Facts | None = None) -> Case:
    """Gather what a reviewer has to look at; `facts` spare gathering them again."""
    tasks = tasks_of(renewal, at, facts) if renewal.is_open else None
    rulebook = tasks.rulebook if tasks else edition_sent_under(renewal)
    clauses = clause_views(rulebook, rulebook_url(rulebook)) if rulebook else {}
    standing = tasks.standing if tasks else None
    findings = activities_sent(renewal)
    if standing:
        findings |= {each.activity: each for each in standing.activities}
    return Case(
        renewal=renewal,
        rulebook=rulebook,
        tasks=tasks,
        clauses=clauses,
        requirements=_requirements(
            renewal, standing.requirements if standing else (), rulebook, clauses
        ),
        entries=_entries(renewal, findings, rulebook),
    )


def _requirements(
    renewal: Renewal,
    current: tuple[RequirementFinding, ...],
    rulebook: Rulebook | None,
    clauses: Mapping[str, ClauseView],
) -> list[Requirement]:
    if rulebook is None:
        return []
    return requirement_rows(requirements_sent(renewal), current, rulebook, clauses)


def _entries(
    renewal: Renewal, findings: Mapping[str, ActivityFinding], rulebook: Rulebook | None
) -> list[Entry]:
    return [
        entry_of(activity, findings.get(activity.public_id), rulebook)
        for activity in activities_in(renewal)
    ]


@desk_for_staff(Duty.REVIEW)
def application(request: DeskRequest, public_id: str) -> HttpResponse:
    """The whole of an application on one page."""
    body = request.desk.body
    renewal = renewal_for_staff(request.user, body.slug, public_id)
    at = now(request)
    certification = renewal.certification
    facts = facts_of(certification.person)
    case = case_of(renewal, at, facts)
    lines = money_lines(renewal, case.tasks, case.clauses)
    context: dict[str, Any] = {
        "body": body,
        "renewal": renewal,
        "case": case,
        "name": short_name(certification),
        "applicant": certification.person,
        "is_own": certification.person_id == request.user.pk,
        "bar": bar_to(request.user, person=certification.person, subject=renewal.subject),
        "state": STATES[State(renewal.state)],
        "is_waiting": renewal.state == State.SUBMITTED,
        "late": late_words(renewal),
        "held": held_of(certification, at, facts),
        "answered": answered_rows(certification),
        "declared": _declared(case),
        "papers": _papers(renewal),
        "affirmed": _affirmed(renewal),
        "items": list(renewal.items.all()),
        "audits": audits_about(renewal),
        "money": lines,
        "may_take_money": Duty.MONEY in request.desk.duties,
        "may_register": Duty.REGISTER in request.desk.duties,
        "story": _story(renewal, lines),
        "waiting": _waiting(renewal, at),
    }
    if case.tasks:
        hindrances = hindrances_to(renewal, case.tasks)
        context |= {
            "sentence": _sentence(case.tasks.standing, case.rulebook),
            "hindrances": hindrances,
            "waits_for_money": bool(hindrances) and all(each.field == "fee" for each in hindrances),
            "is_fee_unsaid": case.tasks.money.due_cents is None,
            "open_bill": next((each for each in lines.bills if each.is_open), None),
        }
    context["tone"], context["says"] = _answer(context)
    return render(request, "staff/application.html", context)


def _answer(context: Mapping[str, Any]) -> tuple[str, str]:
    """The first sentence of the page, and its tone."""
    renewal: Renewal = context["renewal"]
    match State(renewal.state):
        case State.RETURNED:
            return "wait", _("With the applicant: the clock is stopped until it is sent again.")
        case State.SUBMITTED if context["is_own"]:
            return "stop", _("This is your own application. A colleague has to decide it.")
        case State.SUBMITTED if context["bar"]:
            return "stop", context["bar"]
        case State.SUBMITTED if context["waits_for_money"]:
            return "wait", _("Only the money is missing.")
        case State.SUBMITTED if context["hindrances"]:
            return "warn", _("Not ready to be approved yet.")
        case State.SUBMITTED if renewal.verdict != "ready":
            return "ask", _("The policy leaves part of this to your judgement.")
        case State.SUBMITTED:
            return "good", _("Everything the policy asks for is there.")
        case State.APPROVED:
            return "good", _("Approved.")
        case State.REFUSED:
            return "stop", _("Refused.")
    return "quiet", _("The applicant took it back.")


def _sentence(standing: Standing, rulebook: Rulebook | None) -> str:
    """What is still to say of the standing; where nothing is short, the table says it."""
    return "" if standing.verdict is Verdict.READY else headline(standing, rulebook)


def _waiting(renewal: Renewal, at: datetime) -> str:
    zone = renewal.certification.body.zone
    since = {
        State.SUBMITTED: renewal.resubmitted_at or renewal.submitted_at,
        State.RETURNED: renewal.clock_stopped_at,
    }.get(State(renewal.state))
    if since is None:
        return ""
    return waiting_words((local_day(at, zone) - local_day(since, zone)).days)


def _declared(case: Case) -> list[tuple[str, str, str, bool]]:
    """Declared totals against the transcript: title, declared, counted, whether they agree."""
    found = []
    for each in case.requirements:
        declared = case.renewal.declared.get(each.id)
        if declared is not None and each.sent:
            found.append((each.title, declared, each.sent, _shown(declared) == each.sent))
    return found


def _shown(declared: str) -> str:
    try:
        return show(parse(declared))
    except NotAnAmount:
        return declared


def _papers(renewal: Renewal) -> list[tuple[str, Document]]:
    """The documents it rests on, each with its name."""
    return [(word(DocumentKind(each.kind)), each) for each in documents_in(renewal)]


def _affirmed(renewal: Renewal) -> list[tuple[str, date]]:
    rows = affirmations_of(renewal.certification, renewal.cycle_end)
    return [(each.to.replace("-", " "), each.on) for each in rows]


def _story(renewal: Renewal, money: MoneyLines) -> Story:
    """What happened to the application and to the bills about it."""
    subjects = [renewal.subject, *(f"invoice:{each.invoice.public_id}" for each in money.bills)]
    lines = [line for subject in subjects for line in lines_about(subject)]
    return story(renewal.certification.body, lines)


@desk_for_staff(Duty.REVIEW)
def evidence(request: DeskRequest, public_id: str, evidence_id: str) -> HttpResponse:
    """A file the application rests on; the journal notes who opened it."""
    slug = request.desk.body.slug
    with refusals_said(request):
        found = open_evidence(
            by=request.user,
            at=now(request),
            body_slug=slug,
            public_id=public_id,
            evidence_id=evidence_id,
        )
        return private_file(found)
    return redirect("staff:application", slug, public_id)


urlpatterns = [
    path("applications/<str:public_id>", application, name="application"),
    path("applications/<str:public_id>/proof/<str:evidence_id>", evidence, name="proof"),
]
