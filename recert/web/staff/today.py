"""Today: what waits for whom at this desk, the oldest of each, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.credentials.models import Register
from recert.credentials.queries import register_of
from recert.enquiries.queries import enquiries_to
from recert.lib.days import local_day
from recert.payments.models import InvoiceState
from recert.payments.queries import invoices_of_body
from recert.people.queries import Duty
from recert.renewals.queries import fees_to_set, queue_of
from recert.rulebooks.queries import drafts_to_approve
from recert.transcript.queries import petition_queue
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.lists import Task
from recert.web.staff.applications import waiting_words


@dataclass(frozen=True, slots=True)
class Pile:
    """Work of one kind: how much of it, since when, and where it lies."""

    duty: Duty
    title: str
    url: str
    rows: QuerySet[Any]
    moment: str  # the column that says since when the oldest waits


@desk_for_staff()
def home(request: DeskRequest) -> HttpResponse:
    """What waits, for the duties the reader has."""
    at, zone = now(request), request.desk.body.zone
    tasks, waits = [], 0
    for pile in _piles(request):
        if pile.duty in request.desk.duties:
            many = pile.rows.count()
            waits += many
            tasks.append(_task(pile, many, at, zone))
    context = {"body": request.desk.body, "tasks": tasks, "waits": waits, "says": _says(waits)}
    return render(request, "staff/home.html", context)


def _says(waits: int) -> str:
    if not waits:
        return _("Nothing waits for you.")
    return ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", waits) % {
        "n": f"{waits:,}"
    }


def _piles(request: DeskRequest) -> Iterator[Pile]:
    body = request.desk.body

    def at(name: str, query: str = "") -> str:
        return reverse(f"staff:{name}", args=[body.slug]) + query

    yield Pile(
        Duty.REVIEW,
        _("Applications to decide"),
        at("applications"),
        queue_of(body),
        "submitted_at",
    )
    yield Pile(
        Duty.REVIEW, _("Petitions to decide"), at("petitions"), petition_queue(body), "submitted_at"
    )
    yield Pile(
        Duty.MONEY, _("Fees the policy does not say"), at("payments"), fees_to_set(body),
        "submitted_at",
    )  # fmt: skip
    yield Pile(
        Duty.MONEY,
        _("Payments announced"),
        at("payments"),
        invoices_of_body(body).filter(state=InvoiceState.OPEN, announced_at__isnull=False),
        "announced_at",
    )
    yield Pile(
        Duty.REGISTER,
        _("Certifications to confirm"),
        at("register", f"?register={Register.SELF_DECLARED.value}"),
        register_of(body).filter(register=Register.SELF_DECLARED),
        "added_at",
    )
    yield Pile(
        Duty.POLICY, _("Drafts of policy to approve"), at("policy"), drafts_to_approve(body),
        "proposed_at",
    )  # fmt: skip
    yield Pile(
        Duty.ENTER, _("Questions to answer"), at("enquiries"), enquiries_to(body), "asked_at"
    )


def _task(pile: Pile, many: int, at: datetime, zone: str) -> Task:
    if not many:
        return Task(title=pile.title, state=_("None"), tone="good", url=pile.url)
    oldest = pile.rows.order_by(pile.moment).values_list(pile.moment, flat=True)[0]
    days = (local_day(at, zone) - local_day(oldest, zone)).days
    return Task(
        title=pile.title,
        state=f"{many:,}",
        tone="note",
        url=pile.url,
        hint=_("The oldest has waited %(time)s") % {"time": waiting_words(days)}
        if days
        else _("The oldest came today"),
    )


urlpatterns = [path("", home, name="home")]
