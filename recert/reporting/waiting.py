"""What waits at a body's desk, kind by kind: whose duty it is, and since when it waits.

The desk shows it, the digest tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, DateField, F, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from recert.appeals.queries import open_matters_to
from recert.audits.queries import consequences_due
from recert.audits.queries import waiting_of as audits_waiting
from recert.catalogue.approval_queries import approval_terms_of, approvals_to
from recert.catalogue.course_queries import course_applications_to
from recert.completions.disputes import disputes_overdue
from recert.completions.effects import effects_to_decide
from recert.completions.matching import waiting_for
from recert.credentials.models import Register
from recert.credentials.queries import register_of
from recert.enquiries.queries import enquiries_to
from recert.lib.days import local_day
from recert.payments.models import InvoiceState
from recert.payments.queries import (
    disputes_at,
    failed_refunds,
    invoices_of_seller,
    moot_bills,
    overpaid,
    unmatched_events,
)
from recert.people.models import Body
from recert.people.queries import Duty
from recert.register.models import Import, ImportState
from recert.renewals.leaves import leaves_waiting
from recert.renewals.queries import fees_to_set, queue_of
from recert.reporting.queries.practice import promise_of
from recert.reporting.queries.work import overdue_before
from recert.rulebooks.queries import drafts_to_approve
from recert.transcript.queries import petition_queue


class Work(StrEnum):
    """The kinds of work that wait."""

    APPLICATIONS = "applications"
    PETITIONS = "petitions"
    PROVIDERS = "providers"
    COURSES = "courses"
    AUDITS = "audits"
    CONSEQUENCES = "consequences"
    CORRECTIONS = "corrections"
    CREDIT = "credit"
    NUMBERS = "numbers"
    APPEALS = "appeals"
    LEAVES = "leaves"
    FEES = "fees"
    PAYMENTS = "payments"
    SURPLUS = "surplus"
    MOOT = "moot"
    STRAY = "stray"
    DISPUTES = "disputes"
    SENT_BACK = "sent-back"
    IMPORTS = "imports"
    REGISTER = "register"
    POLICY = "policy"
    QUESTIONS = "questions"


SAYS = {
    Work.APPLICATIONS: _("Applications to decide"),
    Work.PETITIONS: _("Petitions to decide"),
    Work.PROVIDERS: _("Providers to approve"),
    Work.COURSES: _("Courses to approve"),
    Work.AUDITS: _("Audits to decide"),
    Work.CONSEQUENCES: _("Audits not passed, whose consequence nobody has said"),
    Work.CORRECTIONS: _("Corrections that touch a renewal"),
    Work.CREDIT: _("Disputes a provider has not answered"),
    Work.NUMBERS: _("Numbers providers named and nobody was found for"),
    Work.APPEALS: _("Appeals and complaints"),
    Work.LEAVES: _("Requests for leave"),
    Work.FEES: _("Fees the policy does not say"),
    Work.PAYMENTS: _("Payments announced"),
    Work.SURPLUS: _("Overpayments"),
    Work.MOOT: _("Fees paid for what will not happen"),
    Work.STRAY: _("Money that fits no bill"),
    Work.DISPUTES: _("Payments contested"),
    Work.SENT_BACK: _("Refunds a card did not take"),
    Work.IMPORTS: _("Files tried and not imported"),
    Work.REGISTER: _("Certifications to confirm"),
    Work.POLICY: _("Drafts of policy to approve"),
    Work.QUESTIONS: _("Questions to answer"),
}


@dataclass(frozen=True, slots=True)
class Pile:
    """Work of one kind, and who may see to it."""

    work: Work
    duty: Duty
    rows: QuerySet[Any]
    since: Any  # the column, or an expression, that says since when one waits
    promised: int | None = None  # days in which the body means to decide
    due: str = ""  # or else the column with the last day for it


def piles_at(body: Body, at: datetime) -> Iterator[Pile]:
    """Every pile there is at a body, empty or not; nothing is counted yet."""
    promised = promise_of(body)
    sent = Coalesce(F("resubmitted_at"), F("submitted_at"))
    asked = F("submitted_at")
    answered = audits_waiting(body)
    told = Coalesce(F("answered_at"), F("notified_at"))
    failed = consequences_due(body, local_day(at, body.zone))
    announced = invoices_of_seller(body).filter(state=InvoiceState.OPEN, announced_at__isnull=False)
    contested = disputes_at(body).filter(closed_on=None)
    declared = register_of(body).filter(register=Register.SELF_DECLARED)
    tried = Import.objects.filter(body=body, state__in=(ImportState.MAPPING, ImportState.CHECKED))
    yield Pile(Work.APPLICATIONS, Duty.REVIEW, queue_of(body), sent, promised.applications)
    yield Pile(Work.PETITIONS, Duty.REVIEW, petition_queue(body), asked, promised.petitions)
    approving = approval_terms_of(body).promise_days
    yield Pile(Work.PROVIDERS, Duty.REVIEW, approvals_to(body), asked, approving)
    yield Pile(Work.COURSES, Duty.REVIEW, course_applications_to(body), asked, approving)
    yield Pile(Work.AUDITS, Duty.REVIEW, answered, told, due="review_by")
    yield Pile(Work.CONSEQUENCES, Duty.DRAW, failed, F("determined_at"))
    yield Pile(Work.CORRECTIONS, Duty.REVIEW, effects_to_decide(body), F("asked_at"))
    overdue = disputes_overdue(body, local_day(at, body.zone))
    yield Pile(Work.CREDIT, Duty.REVIEW, overdue, F("opened_at"), due="due_on")
    yield Pile(Work.NUMBERS, Duty.REGISTER, waiting_for(body), F("reported_at"))
    appealed = open_matters_to(body)
    yield Pile(Work.APPEALS, Duty.DRAW, appealed, F("sent_at"), due="answer_by")
    yield Pile(Work.LEAVES, Duty.REGISTER, leaves_waiting(body), F("asked_at"))
    yield Pile(Work.FEES, Duty.MONEY, fees_to_set(body), asked)
    yield Pile(Work.PAYMENTS, Duty.MONEY, announced, F("announced_at"))
    yield Pile(Work.SURPLUS, Duty.MONEY, overpaid(body), F("issued_at"))
    yield Pile(Work.MOOT, Duty.MONEY, moot_bills(body), F("issued_at"))
    yield Pile(Work.STRAY, Duty.MONEY, unmatched_events(body), F("received_at"))
    yield Pile(Work.DISPUTES, Duty.MONEY, contested, F("opened_on"), due="answer_by")
    yield Pile(Work.SENT_BACK, Duty.MONEY, failed_refunds(body), F("asked_at"))
    yield Pile(Work.IMPORTS, Duty.REGISTER, tried, F("at"))
    yield Pile(Work.REGISTER, Duty.REGISTER, declared, F("added_at"))
    yield Pile(Work.POLICY, Duty.POLICY, drafts_to_approve(body), F("proposed_at"))
    yield Pile(Work.QUESTIONS, Duty.ENTER, enquiries_to(body), F("asked_at"), promised.questions)


# ---------------------------------------------------------------- counting


@dataclass(frozen=True, slots=True)
class Counted:
    """A pile and how much lies there: `oldest` is a day or a moment, as the pile tells it."""

    pile: Pile
    many: int = 0
    oldest: date | datetime | None = None
    overdue: int = 0


def counted(piles: Iterable[Pile], at: datetime, zone: str) -> list[Counted]:
    """How much lies on each pile, in their order: two questions, however many piles there are.

    One for those whose work waits since a moment, one for those where it waits since a day.
    """
    asked = list(piles)
    by_day: list[QuerySet[Any]] = []
    by_moment: list[QuerySet[Any]] = []
    for place, pile in enumerate(asked):
        rows = _summary(place, pile, at, zone)
        waits = rows.query.annotations["oldest"].output_field
        (by_day if type(waits) is DateField else by_moment).append(rows)
    found = {
        row["place"]: Counted(asked[row["place"]], row["many"], row["oldest"], row["overdue"])
        for first, *others in filter(None, (by_day, by_moment))
        for row in (first.union(*others, all=True) if others else first)
    }
    return [found.get(place) or Counted(pile) for place, pile in enumerate(asked)]


def _summary(place: int, pile: Pile, at: datetime, zone: str) -> QuerySet[Any]:
    """One row that says how much lies on a pile, beside the place that tells it from others."""
    rows = pile.rows.select_related(None).order_by()
    found: QuerySet[Any] = rows.values(place=Value(place)).annotate(
        many=Count("pk"), oldest=Min(pile.since), overdue=_overdue(pile, at, zone)
    )
    return found


def _overdue(pile: Pile, at: datetime, zone: str) -> Count | Value:
    if pile.due:
        return Count("pk", filter=Q(**{f"{pile.due}__lt": local_day(at, zone)}))
    before = overdue_before(at, pile.promised)
    return Count("pk", filter=LessThan(pile.since, before)) if before else Value(0)
