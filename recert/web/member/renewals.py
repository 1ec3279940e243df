"""Renewals: what is open, one application as a list of tasks, its receipt, taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.audits.models import WITH_HOLDER
from recert.audits.queries import audits_about
from recert.credentials.queries import certifications_of
from recert.lib.days import local_day
from recert.lib.refusals import NotFound
from recert.renewals.actions import begin_renewal, resolve_item, withdraw
from recert.renewals.models import OPEN, Renewal, State
from recert.renewals.queries import renewal_for, renewals_of
from recert.renewals.tasks import Do, Is, tasks_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.components.naming import certification_name, certification_names
from recert.web.member.renewal_words import (
    STATE_TONES,
    cents_words,
    decided_clause,
    fee_hint,
    receipt_rows,
    story_of,
    task_rows,
    zone_words,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One application in a list."""

    renewal: Renewal
    name: str
    tone: str
    word: str


@signed_in
def renewals(request: MemberRequest) -> HttpResponse:
    """Open applications, what could be renewed, and what is past."""
    held = certifications_of(request.user)
    rows = list(renewals_of(request.user))
    names = certification_names([*held, *(row.certification for row in rows)])
    lines = [_line(row, names) for row in rows]
    busy = {line.renewal.certification_id for line in lines if line.renewal.is_open}
    context = {
        "open": [line for line in lines if line.renewal.is_open],
        "past": [line for line in lines if not line.renewal.is_open],
        "could": [(each, names[each.public_id]) for each in held if each.pk not in busy],
    }
    return render(request, "member/renewals.html", context)


def _line(renewal: Renewal, names: dict[str, str]) -> Line:
    return Line(
        renewal=renewal,
        name=names[renewal.certification.public_id],
        tone=STATE_TONES[State(renewal.state)],
        word=renewal.get_state_display(),
    )


@signed_in
@require_POST
def begin(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open an application for a certification, or go to the one that is open."""
    with refusals_said(request):
        renewal = begin_renewal(by=request.user, at=now(request), certification_id=public_id)
        return redirect("member:renewal", renewal.public_id)
    return redirect("member:certification", public_id)


@signed_in
def renewal(request: MemberRequest, public_id: str) -> HttpResponse:
    """One application: its tasks while it is yours, its way while it is the body's."""
    found = renewal_for(request.user, public_id)
    name = certification_name(found.certification)
    audits = list(audits_about(found))
    context: dict[str, object] = {
        "renewal": found,
        "name": name,
        "body": found.certification.body,
        "tone": STATE_TONES[State(found.state)],
        "items": list(found.items.all()),
        "audits": audits,
        "asked": next((each for each in audits if each.state in WITH_HOLDER), None),
        "story": story_of(found, request.user),
        "zone": zone_words(found.certification.body.zone),
    }
    if found.state in OPEN:
        tasks = tasks_of(found, now(request))
        context |= {
            "tasks": task_rows(found, tasks),
            "left": sum(1 for each in tasks.tasks if each.state is Is.TO_DO),
            "standing": tasks.standing,
            "fee": fee_hint(tasks.money, tasks),
            "must_pay": tasks.task(Do.PAY).state is Is.TO_DO,
            "today": local_day(now(request), found.certification.body.zone),
        }
    else:
        context["clause"] = decided_clause(found)
    return render(request, "member/renewal.html", context)


@signed_in
@require_POST
def take_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """Withdraw an application before it is decided."""
    with refusals_said(request):
        withdraw(by=request.user, at=now(request), public_id=public_id)
        messages.success(
            request, _("Withdrawn. Your credits stay as they are; you can begin again any day.")
        )
    return redirect("member:renewal", public_id)


@signed_in
@require_POST
def tick(request: MemberRequest, public_id: str, item: str) -> HttpResponse:
    """Tick off one thing that the body named as missing."""
    resolve_item(by=request.user, at=now(request), public_id=public_id, item_id=item)
    return redirect(reverse("member:renewal", args=[public_id]) + "#returned")


@signed_in
def receipt(request: MemberRequest, public_id: str) -> HttpResponse:
    """The proof that it was sent: when, what, under which edition. Made for paper."""
    found = renewal_for(request.user, public_id)
    if found.submitted_at is None:
        raise NotFound
    certification = found.certification
    name = certification_name(certification)
    money = tasks_of(found, now(request)).money
    context = {
        "renewal": found,
        "name": name,
        "body": certification.body,
        "rows": receipt_rows(found, name),
        "items": [(each, cents_words(each.total_cents, each.currency)) for each in money.invoices],
    }
    return render(request, "member/renewal_receipt.html", context)


urlpatterns = [
    path("renewals/", renewals, name="renewals"),
    path("certifications/<str:public_id>/renew", begin, name="renewal_begin"),
    path("renewals/<str:public_id>/", renewal, name="renewal"),
    path("renewals/<str:public_id>/withdraw", take_back, name="renewal_withdraw"),
    path("renewals/<str:public_id>/receipt", receipt, name="renewal_receipt"),
    path("renewals/<str:public_id>/items/<str:item>/done", tick, name="renewal_item_done"),
]
