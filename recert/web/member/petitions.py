"""Petitions: asking a body whether an activity counts, and answering what it asks back."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.queries import certifications_of
from recert.lib.refusals import Refused
from recert.renewals.actions import (
    PetitionFee,
    ask_body,
    prices_of_asking,
    take_back_petition,
)
from recert.reporting.models import Promise
from recert.reporting.queries.practice import promise_of, promises_of
from recert.rulebooks.queries import all_rulebooks
from recert.rules.amounts import Money, from_grains
from recert.standing.gathering import facts_of
from recert.standing.queries import standings_under
from recert.standing.words.plainly import money_words
from recert.transcript.actions import answer_petition
from recert.transcript.entering import read_amount
from recert.transcript.models import OPEN_PETITIONS, Petition, PetitionState
from recert.transcript.queries import activity_for, petition_for, petitions_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.naming import certification_name, certification_names
from recert.web.components.promises import Countdown, countdown
from recert.web.components.worth import WorthView, comes_to
from recert.web.member.approved import approved_for

A_PAGE = 25
LONGEST_QUESTION = 4000

TONES = {
    PetitionState.TO_PAY: "warn",
    PetitionState.SUBMITTED: "wait",
    PetitionState.RETURNED: "warn",
    PetitionState.ACCEPTED: "good",
    PetitionState.REJECTED: "stop",
    PetitionState.WITHDRAWN: "quiet",
}


class AnswerForm(forms.Form):
    """What the reviewer reads."""

    question = forms.CharField(
        label=lazy("Why do you think it counts?"),
        help_text=lazy(
            "Say what it was about and how it belongs to what the certification is for. The "
            "reviewer also sees the entry and its proof."
        ),
        error_messages={"required": lazy("Say why you think that it counts.")},
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 7}),
    )


class QuestionForm(AnswerForm):
    """A question to one of the bodies whose certification is held."""

    certification = forms.ChoiceField(
        label=lazy("For which certification?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose the certification you ask about.")},
    )
    credit = forms.CharField(
        label=lazy("For how much do you ask?"),
        help_text=lazy("In the body’s own credit. A fee that goes by the credit needs it."),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    field_order = ("certification", "credit", "question")

    def offer(self, worth: list[WorthView], fees: dict[str, str], by_credit: bool) -> None:
        """Offer every certification held: what the activity comes to there, what asking costs."""
        field = self.fields["certification"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.id, _offered(each, fees[each.id])) for each in worth]
        if not by_credit:
            del self.fields["credit"]

    def clean_credit(self) -> Fraction | None:
        """The amount, with its own mending sentence."""
        text = str(self.cleaned_data["credit"]).strip()
        try:
            return read_amount(text, "credit") if text else None
        except Refused as refused:
            raise forms.ValidationError(list(refused.sentences)) from None


def _offered(each: WorthView, fee: str) -> str:
    said = _("%(name)s, %(body)s: %(word)s") % {
        "name": each.name,
        "body": each.body,
        "word": each.word.lower(),
    }
    return f"{said}. {fee}" if fee else said


def fee_words(fee: PetitionFee, currency: str) -> str:
    """What asking costs, in a sentence; empty where it is free."""
    if fee.is_unsaid:
        return _("There is a fee; the policy does not say how much. The body tells you.")
    if not fee.cents:
        return ""
    money = {"money": money_words(Money(fee.cents, currency))}
    if fee.by_credit:
        return _("Asking costs %(money)s a credit.") % money
    return _("Asking costs %(money)s.") % money


@signed_in
def ask(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask a body whether an activity counts."""
    entry = activity_for(request.user, public_id)
    facts = facts_of(request.user)
    held = standings_under(request.user, facts, all_rulebooks(), now(request))
    worth = comes_to(held, entry.public_id)
    fees = prices_of_asking(facts, held)
    initial = {"certification": request.GET.get("for", "")}
    form = QuestionForm(sent(request), initial=initial)
    form.offer(
        worth,
        {
            each.certification.public_id: fee_words(
                fees[each.certification.public_id], each.certification.body.currency
            )
            for each in held
        },
        any(fee.by_credit for fee in fees.values()),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            opened = ask_body(
                by=request.user,
                at=now(request),
                activity_id=entry.public_id,
                certification_id=form.cleaned_data["certification"],
                question=form.cleaned_data["question"],
                credit=form.cleaned_data.get("credit"),
            )
            if opened.invoice:
                messages.success(request, _("Written. It goes out once its bill is paid."))
                return redirect("member:bill", opened.invoice)
            messages.success(request, _("Sent. You are told when the body has answered."))
            return redirect("member:petition", opened.public_id)
    context = {
        "form": form,
        "entry": entry,
        "worth": worth,
        "approved": approved_for(entry, today(request, request.user.zone)),
    }
    status = 422 if form.errors else 200
    return render(request, "member/petition_ask.html", context, status=status)


@signed_in
def petitions(request: MemberRequest) -> HttpResponse:
    """Everything asked so far, newest first."""
    page = Paginator(petitions_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    names = certification_names(certifications_of(request.user))
    promises = promises_of({each.certification.body for each in page.object_list})
    rows = [
        (
            each,
            names.get(each.certification.public_id, ""),
            TONES[PetitionState(each.state)],
            _countdown(each, promises[each.certification.body_id], now(request)),
        )
        for each in page.object_list
    ]
    return render(request, "member/petitions.html", {"page": page, "rows": rows})


@signed_in
def petition(request: MemberRequest, public_id: str) -> HttpResponse:
    """One petition: the question, the answer, and what to do now."""
    asked = petition_for(request.user, public_id)
    is_returned = asked.state == PetitionState.RETURNED
    form = AnswerForm(sent(request), initial={"question": asked.question})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_petition(
                by=request.user,
                at=now(request),
                public_id=public_id,
                question=form.cleaned_data["question"],
            )
            messages.success(request, _("Sent back to the body."))
            return redirect("member:petition", public_id)
    shown = form if is_returned or form.errors else None
    context = {**_context(asked, now(request)), "form": shown}
    status = 422 if form.errors else 200
    return render(request, "member/petition.html", context, status=status)


def _context(asked: Petition, at: datetime) -> dict[str, object]:
    state = PetitionState(asked.state)
    amount = None if asked.amount_grains is None else from_grains(asked.amount_grains)
    return {
        "petition": asked,
        "name": certification_name(asked.certification),
        "tone": TONES[state],
        "is_open": state in OPEN_PETITIONS,
        "is_decided": state in (PetitionState.ACCEPTED, PetitionState.REJECTED),
        "is_returned": state == PetitionState.RETURNED,
        "amount": amount,
        "countdown": _countdown(asked, promise_of(asked.certification.body), at),
    }


def _countdown(asked: Petition, promise: Promise, at: datetime) -> Countdown | None:
    """By when the body means to answer, while it is with the body."""
    if asked.state != PetitionState.SUBMITTED:
        return None
    zone = asked.certification.body.zone
    return countdown(asked.submitted_at, promise.petitions, zone, at)


@signed_in
@require_POST
def withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a petition back; another can be sent."""
    with refusals_said(request):
        take_back_petition(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("Taken back. You can ask again from the activity’s page."))
    return redirect("member:petition", public_id)


urlpatterns = [
    path("activities/<str:public_id>/ask", ask, name="activity_ask"),
    path("activities/petitions/", petitions, name="petitions"),
    path("activities/petitions/<str:public_id>/", petition, name="petition"),
    path("activities/petitions/<str:public_id>/withdraw", withdraw, name="petition_withdraw"),
]
