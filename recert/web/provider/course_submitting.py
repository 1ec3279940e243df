"""Asking bodies to approve a course: several at once, answered one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.actions import Ask, answer_course_application
from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.course_queries import (
    Askable,
    applications_about,
    bodies_to_ask,
    course_application_for,
    newest_edition,
    units_of,
)
from recert.catalogue.models import OPEN_APPROVALS, ApprovalState, CourseApproval
from recert.catalogue.queries import ProviderDuty, course_for_staff
from recert.enrolments.course_fees import apply_for_courses, withdraw_from_body
from recert.lib.refusals import Refused
from recert.payments.queries import invoices_about
from recert.rules.amounts import Money, from_grains, show
from recert.rules.facts import Unit
from recert.standing.words.plainly import money_words
from recert.standing.words.vocabulary import word
from recert.transcript.entering import read_amount
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now, today
from recert.web.components.course_words import approval_view
from recert.web.components.forms import add_refusal, refusals_on, refusals_said, sent
from recert.web.components.promises import Countdown, countdown
from recert.web.provider import fields


def amount_field(label: Any, help_text: Any = "") -> forms.CharField:
    """An amount of a body's credit."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def read_asked(form: forms.Form, field: str) -> Fraction | None:
    """The amount typed in a field; None where it is left to the body, or cannot be read."""
    text = (form.cleaned_data.get(field) or "").strip()
    if not text:
        return None
    try:
        return read_amount(text, field)
    except Refused as refused:
        for refusal in refused.refusals:
            add_refusal(form, refusal)
        return None


def unit_choices(units: tuple[str, ...]) -> list[tuple[str, str]]:
    """The units of a body, in words."""
    return [(unit, str(word(Unit(unit)))) for unit in units]


class WhichForm(forms.Form):
    """Which bodies to ask, each with what looking costs."""

    bodies = forms.MultipleChoiceField(
        label=lazy("Which bodies?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one body.")},
    )

    def __init__(self, *args: Any, offered: list[Askable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "bodies", [(each.body.slug, _offer_words(each)) for each in offered])


class AskForm(forms.Form):
    """For how much of whose credit, and what those who were chosen should know."""

    text = fields.text(
        lazy("What should they know?"),
        lazy("How it belongs to the work of those they certify. All of them read it."),
        required=False,
        rows=6,
    )

    def __init__(self, *args: Any, chosen: list[Askable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        for each in chosen:
            name = {"body": each.body.slug.upper()}
            self.fields[f"amount_{each.body.slug}"] = amount_field(
                _("How much for %(body)s") % name, lazy("Empty: as much as it finds right.")
            )
            self.fields[f"unit_{each.body.slug}"] = forms.ChoiceField(
                label=_("Unit"), choices=unit_choices(each.units)
            )

    @property
    def amounts(self) -> list[tuple[forms.BoundField, forms.BoundField, str]]:
        """For each body the fields of its amount, and what looking costs, to be drawn."""
        return [
            (self[f"amount_{each.body.slug}"], self[f"unit_{each.body.slug}"], _offer_words(each))
            for each in self.chosen
        ]

    def asks(self) -> list[Ask]:
        """What is asked of each; adds an error where it cannot be read."""
        return [
            Ask(
                body=each.body.slug,
                unit=self.cleaned_data[f"unit_{each.body.slug}"],
                amount=read_asked(self, f"amount_{each.body.slug}"),
            )
            for each in self.chosen
        ]


def _offer_words(each: Askable) -> str:
    if not each.fee_cents:
        return str(each.body.name)
    fee = money_words(Money(each.fee_cents, each.body.currency))
    return _("%(body)s (it asks %(fee)s for looking at it)") % {"body": each.body.name, "fee": fee}


@desk_for_provider(ProviderDuty.COURSES)
def submit(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Ask several bodies at once to approve the newest edition: which, then for how much."""
    provider = request.at_provider.provider
    course = course_for_staff(request.user, provider.slug, public_id, ProviderDuty.COURSES)
    edition = newest_edition(course)
    offered = bodies_to_ask(edition)
    which = WhichForm(request.GET if "bodies" in request.GET else None, offered=offered)
    slugs = set(which.cleaned_data["bodies"]) if which.is_bound and which.is_valid() else set()
    chosen = [each for each in offered if each.body.slug in slugs]
    form = AskForm(sent(request), chosen=chosen)
    if request.method == "POST" and form.is_valid():
        asks = form.asks()
        with refusals_on(form):
            if not form.errors:
                rows = apply_for_courses(
                    by=request.user,
                    at=now(request),
                    provider_slug=provider.slug,
                    course_id=public_id,
                    edition_id=edition.public_id,
                    asks=asks,
                    text=form.cleaned_data["text"],
                )
                messages.success(request, _sent_words(rows))
                return redirect("provider:course", provider.slug, public_id)
    asked = applications_about(course).filter(edition=edition, state__in=OPEN_APPROVALS)
    on = today(request, provider.zone)
    context = {
        "provider": provider,
        "edition": edition,
        "which": which,
        "form": form,
        "chosen": chosen,
        "there": [approval_view(each, on) for each in asked],
    }
    status = 422 if form.errors else 200
    return render(request, "provider/course_submit.html", context, status=status)


def _sent_words(rows: tuple[CourseApproval, ...]) -> str:
    if any(row.invoice for row in rows):
        return _("Written. Where there is a fee, it goes out once the bill is paid.")
    return _("Sent. You are told when a body has answered.")


class AnswerForm(forms.Form):
    """What was missing."""

    text = fields.text(lazy("Your answer"), lazy("The body reads it with the course."), rows=6)
    amount = amount_field(lazy("How much you ask for"), lazy("Empty: as much as it finds right."))
    unit = forms.ChoiceField(label=lazy("Unit"))


@desk_for_provider()
def application(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One application or approval: how it stands, what the body asks, what to do now."""
    provider = request.at_provider.provider
    found = course_application_for(request.user, provider.slug, public_id)
    may_change = ProviderDuty.COURSES in request.at_provider.duties
    is_returned = found.state == ApprovalState.RETURNED
    form = AnswerForm(sent(request) if may_change else None, initial=_answered(found))
    fields.offer(form, "unit", unit_choices(_units_of(found)))
    if may_change and request.method == "POST" and form.is_valid():
        amount = read_asked(form, "amount")
        with refusals_on(form):
            if not form.errors:
                answer_course_application(
                    by=request.user,
                    at=now(request),
                    provider_slug=provider.slug,
                    public_id=public_id,
                    text=form.cleaned_data["text"],
                    amount=amount,
                    unit=form.cleaned_data["unit"],
                )
                messages.success(request, _("Sent back to the body."))
                return redirect("provider:application", provider.slug, public_id)
    context = {
        "provider": provider,
        "view": approval_view(found, today(request, provider.zone)),
        "approval": found,
        "form": form if may_change and (is_returned or form.errors) else None,
        "bill": _bill(request, found),
        "countdown": _countdown(request, found),
        "is_open": found.state in OPEN_APPROVALS,
        "may_change": may_change,
    }
    return render(request, "provider/application.html", context, status=422 if form.errors else 200)


def _answered(found: CourseApproval) -> dict[str, object]:
    asked = found.asked_grains
    return {
        "text": found.text,
        "amount": "" if asked is None else show(from_grains(asked)),
        "unit": found.unit,
    }


def _units_of(found: CourseApproval) -> tuple[str, ...]:
    return tuple(dict.fromkeys((found.unit, *units_of(found.body.slug))))


def _bill(request: ProviderRequest, found: CourseApproval) -> tuple[str, str, bool] | None:
    """The bill's address for whoever has to pay it, its sum and whether it is theirs."""
    if not found.invoice:
        return None
    invoice = invoices_about(f"course-approval:{found.public_id}").last()
    if invoice is None:
        return None
    money = money_words(Money(invoice.total_cents, invoice.currency))
    return invoice.public_id, money, invoice.person_id == request.user.pk


def _countdown(request: ProviderRequest, found: CourseApproval) -> Countdown | None:
    if found.state != ApprovalState.SUBMITTED or found.submitted_at is None:
        return None
    days = approval_terms_of(found.body).promise_days
    return countdown(found.submitted_at, days, found.body.zone, now(request))


@desk_for_provider(ProviderDuty.COURSES)
@require_POST
def withdraw(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Take an application back before it is decided."""
    slug = request.at_provider.provider.slug
    with refusals_said(request):
        withdraw_from_body(
            by=request.user, at=now(request), provider_slug=slug, public_id=public_id
        )
        messages.success(request, _("Taken back."))
    return redirect("provider:application", slug, public_id)


urlpatterns = [
    path("courses/<str:public_id>/submit", submit, name="course_submit"),
    path("courses/approvals/<str:public_id>/", application, name="application"),
    path("courses/approvals/<str:public_id>/withdraw", withdraw, name="application_withdraw"),
]
