"""Decisions about a whole certification, and the list of those that hold for single persons."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.actions import end_ruling, rule
from recert.credentials.models import Certification
from recert.credentials.queries import certification_for_staff, overrides_in_force, rulings_of
from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty
from recert.rulebooks.queries import credential_named
from recert.rules.facts import DecisionKind
from recert.standing.queries import held_of
from recert.transcript.entering import read_amount
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.forms import day_field, refusals_on, refusals_said, sent
from recert.web.components.naming import short_name, short_names
from recert.web.staff import fields
from recert.web.staff.telling import RULINGS

DOES: dict[DecisionKind, Promise] = {
    DecisionKind.EXTEND: lazy("the last day moves to the one you give"),
    DecisionKind.WAIVE: lazy("the requirement you choose need not be met"),
    DecisionKind.AMOUNT: lazy("the requirement you choose asks for the amount you give"),
    DecisionKind.CONDITION: lazy("good until the day you give; unless you end it, suspended after"),
    DecisionKind.HOLD: lazy("it is not active until the hold ends, such as for an unpaid balance"),
    DecisionKind.INACTIVE: lazy("it is not in use and nothing is due; renewing brings it back"),
    DecisionKind.RETIRE: lazy("nothing is due any more"),
    DecisionKind.REDUCE: lazy("it has the level you choose from today"),
    DecisionKind.SUSPEND: lazy("it is shown as suspended to whoever checks it"),
    DecisionKind.WITHDRAW: lazy("it is taken away for cause and shown as withdrawn"),
}
"""What each decision that may be made here does."""

SOON = timedelta(days=60)
ON_A_PAGE = 50


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
        lazy("The last day on which it holds. An extension and a condition need one."),
        required=False,
    )
    clause = fields.clause(
        lazy("Clause"),
        lazy("What the decision rests on; for a waiver, the requirement that is waived."),
        required=False,
    )
    amount = forms.CharField(
        label=lazy("Amount"),
        help_text=lazy("In the body’s credits, for another amount: such as 30 or 1.5."),
        required=False,
        max_length=20,
    )
    level = forms.ChoiceField(
        label=lazy("Level"), help_text=lazy("For a lower level."), required=False
    )
    stays = forms.BooleanField(
        label=lazy("It outlasts the next renewal"),
        help_text=lazy(
            "A waiver, another amount and another last day otherwise end when the cycle is renewed."
        ),
        required=False,
    )
    reason = fields.reason()

    def clean_amount(self) -> Fraction | None:
        """The amount as it is written, if one is."""
        text = str(self.cleaned_data["amount"])
        try:
            return read_amount(text) if text.strip() else None
        except Refused as refused:
            raise forms.ValidationError(refused.sentences[0]) from None


class OverridesForm(forms.Form):
    """Which decisions to list."""

    kind = forms.ChoiceField(
        label=lazy("Decision"),
        required=False,
        choices=[("", lazy("All of them")), *((kind.value, RULINGS[kind]) for kind in DOES)],
    )
    soon = forms.BooleanField(label=lazy("Ends within 60 days"), required=False)


@desk_for_staff(Duty.REGISTER)
def decide(request: DeskRequest, public_id: str) -> HttpResponse:
    """Decide something about a certification; the holder is told."""
    body = request.desk.body
    found = certification_for_staff(request.user, body.slug, public_id, Duty.REGISTER)
    held = held_of(found, now(request))
    form = RulingForm(sent(request))
    fields.offer_clauses(form, "clause", held.rulebook)
    _offer_levels(form, found)
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


def _offer_levels(form: RulingForm, found: Certification) -> None:
    """The levels of the credential; no such question where it has none."""
    levels = credential_named(found.body.slug, found.credential).levels
    if not levels:
        del form.fields["level"]
        return
    words = [(each, each.replace("-", " ").capitalize()) for each in levels]
    fields.offer(form, "level", [("", _("No other")), *words])


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
            amount=answers["amount"],
            level=answers.get("level", ""),
            stays=answers["stays"],
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


@desk_for_staff(Duty.REGISTER)
def overrides(request: DeskRequest) -> HttpResponse:
    """Everything that holds for single persons today, what ends first standing first."""
    body, names = request.desk.body, short_names(request.desk.body)
    on = today(request, body.zone)
    rows = overrides_in_force(body, on)
    form = OverridesForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("soon"):
        rows = rows.filter(until__lte=on + SOON)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "form": form,
        "page": page,
        "lines": [
            (
                each,
                names.get(each.certification.credential, each.certification.credential),
                RULINGS[DecisionKind(each.kind)],
                each.until is not None and each.until <= on + SOON,
            )
            for each in page
        ],
        "is_filtered": any(chosen.values()),
    }
    return render(request, "staff/overrides.html", context)


urlpatterns = [
    path("overrides", overrides, name="overrides"),
    path("register/<str:public_id>/decide", decide, name="ruling"),
    path("register/<str:public_id>/decisions/<str:ruling_id>/end", end, name="ruling_end"),
]
