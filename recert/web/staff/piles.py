"""What waits at a desk, kind by kind: how much, since when, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.audits.models import WITH_BODY
from recert.audits.queries import consequences_due
from recert.audits.queries import queue_of as audits_waiting
from recert.credentials.models import Register
from recert.credentials.queries import register_of
from recert.enquiries.queries import enquiries_to
from recert.lib.days import local_day
from recert.payments.models import InvoiceState
from recert.payments.queries import invoices_of_body
from recert.people.models import Body
from recert.people.queries import Duty
from recert.renewals.queries import fees_to_set, queue_of
from recert.reporting.models import Promise
from recert.reporting.queries.practice import promise_of
from recert.reporting.queries.work import overdue_before
from recert.rulebooks.queries import drafts_to_approve
from recert.transcript.queries import petition_queue
from recert.web.components.lists import Task
from recert.web.staff.applications import waiting_words


@dataclass(frozen=True, slots=True)
class Pile:
    """Work of one kind: how much of it, since when, and where it lies."""

    duty: Duty
    title: str
    url: str
    rows: QuerySet[Any]
    since: Any  # the column, or an expression, that says since when one waits
    promised: int | None = None  # days in which the body means to decide
    due: str = ""  # or else the column with the last day for it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pile, counted."""

    task: Task
    many: int
    overdue: int


def waiting_at(body: Body, duties: frozenset[Duty], at: datetime) -> list[Waiting]:
    """Every pile the reader's duties reach, one query each."""
    promised = promise_of(body)
    return [_counted(pile, at, body.zone) for pile in _piles(body, promised, at) if
            pile.duty in duties]  # fmt: skip


def _counted(pile: Pile, at: datetime, zone: str) -> Waiting:
    rows = pile.rows.select_related(None).order_by()
    found = rows.annotate(since_when=pile.since).aggregate(
        many=Count("pk"),
        oldest=Min("since_when"),
        overdue=Count("pk", filter=_late(pile, at, zone)),
    )
    many, overdue = found["many"], found["overdue"]
    if not many:
        return Waiting(Task(title=pile.title, state=_("None"), tone="good", url=pile.url), 0, 0)
    hint = _oldest(found["oldest"], at, zone)
    if overdue:
        hint = f"{hint}. {_overdue(overdue, pile.promised)}"
    tone = "warn" if overdue else "note"
    task = Task(title=pile.title, state=f"{many:,}", tone=tone, url=pile.url, hint=hint)
    return Waiting(task, many, overdue)


def _late(pile: Pile, at: datetime, zone: str) -> Q:
    if pile.due:
        return Q(**{f"{pile.due}__lt": local_day(at, zone)})
    before = overdue_before(at, pile.promised)
    return Q(since_when__lt=before) if before else Q(pk__in=())


def _oldest(since: date | datetime, at: datetime, zone: str) -> str:
    day = local_day(since, zone) if isinstance(since, datetime) else since
    days = (local_day(at, zone) - day).days
    if days <= 0:
        return _("The oldest came today")
    return _("The oldest has waited %(time)s") % {"time": waiting_words(days)}


def _overdue(many: int, promised: int | None) -> str:
    if promised is None:
        return ngettext("%(n)s is overdue", "%(n)s are overdue", many) % {"n": f"{many:,}"}
    return ngettext(
        "%(n)s has waited longer than the %(days)s days you promise",
        "%(n)s have waited longer than the %(days)s days you promise",
        many,
    ) % {"n": f"{many:,}", "days": promised}


def _piles(body: Body, promised: Promise, at: datetime) -> Iterator[Pile]:
    def to(name: str, query: str = "") -> str:
        try:
            return reverse(f"staff:{name}", args=[body.slug]) + query
        except NoReverseMatch:
            return ""  # that room has no pages in this installation

    sent = Coalesce(F("resubmitted_at"), F("submitted_at"))
    yield Pile(
        Duty.REVIEW,
        _("Applications to decide"),
        to("applications"),
        queue_of(body),
        sent,
        promised.applications,
    )
    yield Pile(
        Duty.REVIEW,
        _("Petitions to decide"),
        to("petitions"),
        petition_queue(body),
        F("submitted_at"),
        promised.petitions,
    )
    answered = audits_waiting(body).filter(state__in=WITH_BODY)
    yield Pile(
        Duty.REVIEW,
        _("Audits to decide"),
        to("audits"),
        answered,
        Coalesce(F("answered_at"), F("notified_at")),
        due="review_by",
    )
    failed = consequences_due(body, local_day(at, body.zone))
    yield Pile(
        Duty.DRAW,
        _("Audits not passed, whose consequence nobody has said"),
        to("audits"),
        failed,
        F("determined_at"),
    )
    yield Pile(
        Duty.MONEY,
        _("Fees the policy does not say"),
        to("payments"),
        fees_to_set(body),
        F("submitted_at"),
    )
    announced = invoices_of_body(body).filter(state=InvoiceState.OPEN, announced_at__isnull=False)
    yield Pile(Duty.MONEY, _("Payments announced"), to("payments"), announced, F("announced_at"))
    declared = register_of(body).filter(register=Register.SELF_DECLARED)
    yield Pile(
        Duty.REGISTER,
        _("Certifications to confirm"),
        to("register", f"?register={Register.SELF_DECLARED.value}"),
        declared,
        F("added_at"),
    )
    yield Pile(
        Duty.POLICY,
        _("Drafts of policy to approve"),
        to("policy"),
        drafts_to_approve(body),
        F("proposed_at"),
    )
    yield Pile(
        Duty.ENTER,
        _("Questions to answer"),
        to("enquiries"),
        enquiries_to(body),
        F("asked_at"),
        promised.questions,
    )
