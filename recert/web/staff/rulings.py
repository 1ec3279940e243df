"""Decisions about a whole certification: waived, extended, suspended, on hold, retired."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.actions import end_ruling, rule
from recert.credentials.queries import certification_for_staff, rulings_of
from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.rules.facts import DecisionKind
from recert.standing.queries import held_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, refusals_said, sent
from recert.web.components.naming import short_name
from recert.web.staff import fields
from recert.web.staff.telling import RULINGS

DOES: dict[DecisionKind, Promise] = {
    DecisionKind.EXTEND: lazy("the last day moves to the one you give"),
    DecisionKind.WAIVE: lazy("the requirement you choose need not be met"),
    DecisionKind.HOLD: lazy("nothing is due until the hold ends"),
    DecisionKind.SUSPEND: lazy("it is shown as suspended to whoever checks it"),
    DecisionKind.RETIRE: lazy("nothing is due any more"),
}
"""What each decision that may be made here does."""


class RulingForm(forms.Form):
    """What is decided, until when, by which clause, and why."""

    kind = forms.ChoiceField(
        label=lazy("What do you decide?"),
        choices=[
            (kind.value, format_lazy("{}: {}", RULINGS[kind], does)) for kind, does in DOES.items()
        ],
        widget=forms.RadioSelect,
    )
    until = day_field(
        lazy("Until"),
        lazy("The last day on which it holds. An extension needs one."),
        required=False,
    )
    clause = fields.clause(
        lazy("Clause"),
        lazy("What the decision rests on; for a waiver, the requirement that is waived."),
        required=False,
    )
    reason = fields.reason()


@desk_for_staff(Duty.REGISTER)
def decide(request: DeskRequest, public_id: str) -> HttpResponse:
    """Decide something about a certification; the holder is told."""
    body = request.desk.body
    found = certification_for_staff(request.user, body.slug, public_id, Duty.REGISTER)
    held = held_of(found, now(request))
    form = RulingForm(sent(request))
    fields.offer_clauses(form, "clause", held.rulebook)
    if request.method == "POST" and form.is_valid() and _ruled(request, public_id, form):
        messages.success(request, _("Decided. The holder is told."))
        return redirect("staff:certificant", body.slug, public_id)
    context = {
        "body": body,
        "certification": found,
        "person": found.person,
        "name": short_name(found),
        "held": held,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/ruling.html", context, status=status)


def _ruled(request: DeskRequest, public_id: str, form: RulingForm) -> bool:
    answers = form.cleaned_data
    with refusals_on(form):
        rule(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=public_id,
            kind=DecisionKind(answers["kind"]),
            reason=answers["reason"],
            clause=answers["clause"],
            until=answers["until"],
        )
        return True
    return False


@desk_for_staff(Duty.REGISTER)
@require_POST
def end(request: DeskRequest, public_id: str, ruling_id: str) -> HttpResponse:
    """End a decision: a suspension lifted, a hold over."""
    body = request.desk.body
    found = certification_for_staff(request.user, body.slug, public_id, Duty.REGISTER)
    if not rulings_of(found).filter(public_id=ruling_id).exists():
        raise NotFound
    with refusals_said(request):
        end_ruling(by=request.user, at=now(request), body_slug=body.slug, public_id=ruling_id)
        messages.success(request, _("Ended today. The holder is told."))
    return redirect("staff:certificant", body.slug, public_id)


urlpatterns = [
    path("register/<str:public_id>/decide", decide, name="ruling"),
    path("register/<str:public_id>/decisions/<str:ruling_id>/end", end, name="ruling_end"),
]
