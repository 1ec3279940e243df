"""The body's policy: each edition as published, drafts of the next, and how it is approved."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.lib.days import local_day
from recert.people.queries import Duty
from recert.rulebooks.actions import set_practice, withdraw_edition
from recert.rulebooks.models import DraftState
from recert.rulebooks.queries import (
    drafts_of,
    edition_page,
    rulebooks_of,
    second_person_needed,
    withdrawn_editions,
)
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.naming import rulebook_url
from recert.web.staff import fields

DRAFT_STATES = {
    DraftState.OPEN: ("note", lazy("Being written")),
    DraftState.PROPOSED: ("wait", lazy("Waits for a second person")),
    DraftState.PUBLISHED: ("good", lazy("Published")),
    DraftState.DISCARDED: ("quiet", lazy("Put away")),
}


@desk_for_staff()
def policy(request: DeskRequest) -> HttpResponse:
    """Every edition, the newest first, with what it holds; and the drafts, for who may write."""
    body = request.desk.body
    on = local_day(now(request), body.zone)
    editions = [
        {
            "book": book,
            "url": rulebook_url(book),
            "is_current": book.in_force.holds(on),
            "is_to_come": book.in_force.since is not None and on < book.in_force.since,
            "clauses": len(book.clauses),
            "holes": sum(clause.silent for clause in book.clauses),
        }
        for book in reversed(rulebooks_of(body.slug))
    ]
    context = {
        "body": body,
        "editions": editions,
        "may_write": Duty.POLICY in request.desk.duties,
        "may_set": Duty.STAFF in request.desk.duties,
        "second_person": second_person_needed(body),
        "withdrawn": withdrawn_editions(body),
        "drafts": _drafts(request),
    }
    return render(request, "staff/policy.html", context)


def _drafts(request: DeskRequest) -> list[tuple[object, str, str]]:
    if Duty.POLICY not in request.desk.duties:
        return []
    rows = drafts_of(request.user, request.desk.body.slug)
    return [
        (each, tone, str(word))
        for each in rows
        for tone, word in [DRAFT_STATES[DraftState(each.state)]]
    ]


@desk_for_staff(Duty.STAFF)
@require_POST
def practice(request: DeskRequest) -> HttpResponse:
    """Say whether a second person approves new policy here."""
    slug = request.desk.body.slug
    second_person = "second_person" in request.POST
    with refusals_said(request):
        set_practice(by=request.user, at=now(request), body_slug=slug, second_person=second_person)
        messages.success(request, _("Saved."))
    return redirect("staff:policy", slug)


class WithdrawForm(forms.Form):
    """Why an edition is taken back."""

    reason = fields.text(lazy("Reason"), lazy("Your colleagues read it."))


@desk_for_staff(Duty.POLICY)
def withdraw(request: DeskRequest, edition: str) -> HttpResponse:
    """Take an edition back before it is in force."""
    body = request.desk.body
    _row, book = edition_page(body.slug, edition)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            withdraw_edition(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                edition=edition,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Withdrawn. The edition before it runs on."))
            return redirect("staff:policy", body.slug)
    context = {"body": body, "book": book, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/policy_withdraw.html", context, status=status)


urlpatterns = [
    path("policy", policy, name="policy"),
    path("policy/practice", practice, name="policy_practice"),
    path("policy/editions/<str:edition>/withdraw", withdraw, name="policy_withdraw"),
]
