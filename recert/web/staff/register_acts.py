"""Keeping the register: entering, confirming, not knowing, correcting a certification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.actions import (
    confirm_certification,
    correct_register,
    register_certification,
    reject_certification,
)
from recert.credentials.models import Certification
from recert.credentials.queries import certification_for_staff
from recert.people.queries import Duty
from recert.rulebooks.queries import credentials_of
from recert.rules.rulebook import Credential
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.components.naming import short_name
from recert.web.staff import fields
from recert.web.staff.finding import person_with


class EntryForm(forms.Form):
    """What the register says of a certification."""

    level = forms.ChoiceField(label=lazy("Level"), required=False)
    certified = day_field(lazy("Certified on"))
    expires = day_field(
        lazy("Last day"), lazy("As it stands on the certificate: after it, it is not active.")
    )
    number = forms.CharField(label=lazy("Number"), max_length=60, required=False)

    def __init__(self, *args: Any, offered: tuple[Credential, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = dict.fromkeys(level for each in offered for level in each.levels)
        if levels:
            words = [(each, each.replace("-", " ").capitalize()) for each in levels]
            fields.offer(self, "level", [("", _("None")), *words])
        else:
            del self.fields["level"]


class NewEntryForm(EntryForm):
    """A certification to enter: whose, which, and what the register says of it."""

    email = fields.email()
    credential = forms.ChoiceField(label=lazy("Certification"))
    field_order = ("email", "credential", "level", "certified", "expires", "number")

    def __init__(self, *args: Any, offered: tuple[Credential, ...], **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, **kwargs)
        fields.offer(self, "credential", [(each.id, each.name) for each in offered])


class ConfirmForm(forms.Form):
    """The number under which the body knows it, and its last day."""

    number = forms.CharField(
        label=lazy("Number in your register"),
        max_length=60,
        required=False,
        help_text=lazy("Others can check the certification by it."),
    )
    expires = day_field(
        lazy("Last day"), lazy("As it stands on the certificate: after it, it is not active.")
    )


class RejectForm(forms.Form):
    """Why the body does not know it."""

    reason = fields.reason(
        help_text=lazy("The holder reads it. Say what would help you find them.")
    )


@desk_for_staff(Duty.REGISTER)
def enter(request: DeskRequest) -> HttpResponse:
    """Enter a certification the body has granted; it is confirmed from the start."""
    body = request.desk.body
    form = NewEntryForm(sent(request), offered=credentials_of(body.slug))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            found = register_certification(
                by=request.user,
                at=now(request),
                person=person_with(answers["email"]),
                body=body,
                credential=answers["credential"],
                certified=answers["certified"],
                expires=answers["expires"],
                level=answers.get("level", ""),
                number=answers["number"],
            )
            messages.success(request, _("Entered and confirmed."))
            return redirect("staff:certificant", body.slug, found.public_id)
    status = 422 if form.errors else 200
    context = {"body": body, "form": form}
    return render(request, "staff/register_enter.html", context, status=status)


@desk_for_staff(Duty.REGISTER)
def confirm(request: DeskRequest, public_id: str) -> HttpResponse:
    """Stand behind what its holder declared."""
    found = _certification(request, public_id)
    form = ConfirmForm(sent(request), initial=_printed(found))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            confirm_certification(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                public_id=public_id,
                number=answers["number"],
                expires=answers["expires"],
            )
            messages.success(request, _("Confirmed. The holder is told."))
            return redirect("staff:certificant", request.desk.body.slug, public_id)
    return _page(request, found, form, "staff/register_confirm.html")


@desk_for_staff(Duty.REGISTER)
def reject(request: DeskRequest, public_id: str) -> HttpResponse:
    """Say that the body does not know what its holder declared."""
    found = _certification(request, public_id)
    form = RejectForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_on(form):
            reject_certification(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                public_id=public_id,
                reason=reason,
            )
            messages.success(request, _("Marked as not known here. The holder is told why."))
            return redirect("staff:certificant", request.desk.body.slug, public_id)
    return _page(request, found, form, "staff/register_reject.html")


@desk_for_staff(Duty.REGISTER)
def correct(request: DeskRequest, public_id: str) -> HttpResponse:
    """Correct what the register says; the holder is told."""
    found = _certification(request, public_id)
    offered = tuple(each for each in credentials_of(found.body.slug) if each.id == found.credential)
    form = EntryForm(sent(request), initial=_printed(found), offered=offered)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            correct_register(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                public_id=public_id,
                certified=answers["certified"],
                expires=answers["expires"],
                level=answers.get("level", ""),
                number=answers["number"],
            )
            messages.success(request, _("Corrected. The holder is told."))
            return redirect("staff:certificant", request.desk.body.slug, public_id)
    return _page(request, found, form, "staff/register_correct.html")


def _certification(request: DeskRequest, public_id: str) -> Certification:
    return certification_for_staff(request.user, request.desk.body.slug, public_id, Duty.REGISTER)


def _printed(found: Certification) -> dict[str, object]:
    return {name: getattr(found, name) for name in ("level", "certified", "expires", "number")}


def _page(
    request: DeskRequest, found: Certification, form: forms.Form, template: str
) -> HttpResponse:
    context = {
        "body": request.desk.body,
        "certification": found,
        "person": found.person,
        "name": short_name(found),
        "form": form,
    }
    return render(request, template, context, status=422 if form.errors else 200)


urlpatterns = [
    path("register/enter", enter, name="register_enter"),
    path("register/<str:public_id>/confirm", confirm, name="register_confirm"),
    path("register/<str:public_id>/reject", reject, name="register_reject"),
    path("register/<str:public_id>/correct", correct, name="register_correct"),
]
