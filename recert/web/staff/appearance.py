"""How the body appears: its name and words for the owner, its colours and logo for policy."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.people.actions import (
    colour_body,
    demand_second_factor,
    describe_body,
    remove_logo,
    set_logo,
)
from recert.people.models import Body
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields

ON_LIGHT = lazy("# and six digits, such as #1f6f5c. Leave it empty for ours.")
ON_DARK = lazy("Leave it empty and we choose the nearest shade that can be read.")


class LookForm(forms.Form):
    """The colours and the logo."""

    accent = forms.CharField(
        label=lazy("Colour on light pages and in letters"),
        help_text=ON_LIGHT,
        required=False,
        max_length=20,
    )
    accent_dark = forms.CharField(
        label=lazy("Colour on dark pages"), help_text=ON_DARK, required=False, max_length=20
    )
    logo = forms.FileField(
        label=lazy("Logo"),
        help_text=lazy("PNG, JPEG or WebP, up to 2 MB, for a white ground. SVG is not taken."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class DescribeForm(forms.Form):
    """What pages and letters say of the body, and how its staff must sign in."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    email = forms.EmailField(
        label=lazy("E-mail address of your office"),
        help_text=lazy("Answers to your letters go there."),
        required=False,
    )
    about = fields.text(
        lazy("About you"), lazy("A sentence or two on your public page."), required=False, rows=3
    )
    payment_instructions = fields.text(
        lazy("How to pay you"),
        lazy("It stands on bills that are not paid by card."),
        required=False,
    )
    demands_second_factor = forms.BooleanField(
        label=lazy("Let nobody to this desk without a passkey or a second factor"), required=False
    )


@desk_for_staff(Duty.POLICY)
def appearance(request: DeskRequest) -> HttpResponse:
    """The colours and the logo, as they are used, to change."""
    body = request.desk.body
    initial = {"accent": body.accent, "accent_dark": body.accent_dark}
    form = LookForm(sent(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        return redirect("staff:appearance", body.slug)
    context = {"body": body, "form": form, "may_describe": Duty.STAFF in request.desk.duties}
    status = 422 if form.errors else 200
    return render(request, "staff/appearance.html", context, status=status)


def _kept(request: DeskRequest, form: LookForm) -> bool:
    """Keep the colours and the logo, or neither."""
    body, at, typed = request.desk.body, now(request), form.cleaned_data
    with refusals_on(form), transaction.atomic():
        colour_body(
            by=request.user,
            at=at,
            body=body,
            accent=typed["accent"],
            accent_dark=typed["accent_dark"],
        )
        if typed["logo"]:
            set_logo(by=request.user, at=at, body=body, content=typed["logo"].read())
        messages.success(request, _("Kept. Your pages, papers and letters look so from now on."))
        return True
    return False


@desk_for_staff(Duty.POLICY)
@require_POST
def logo_removal(request: DeskRequest) -> HttpResponse:
    """Show the name again instead of the logo."""
    remove_logo(by=request.user, at=now(request), body=request.desk.body)
    return redirect("staff:appearance", request.desk.body.slug)


@desk_for_staff(Duty.STAFF)
def describing(request: DeskRequest) -> HttpResponse:
    """The name, the office's address, how to pay, and how staff must sign in."""
    body = request.desk.body
    form = DescribeForm(sent(request), initial=_described(body))
    if request.method == "POST" and form.is_valid() and _told(request, form):
        return redirect("staff:appearance", body.slug)
    context = {"body": body, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/describing.html", context, status=status)


def _described(body: Body) -> dict[str, object]:
    return {name: getattr(body, name) for name in DescribeForm.base_fields}


def _told(request: DeskRequest, form: DescribeForm) -> bool:
    by, at, body, typed = request.user, now(request), request.desk.body, form.cleaned_data
    with refusals_on(form), transaction.atomic():
        describe_body(
            by=by,
            at=at,
            body=body,
            name=typed["name"],
            email=typed["email"],
            about=typed["about"],
            payment_instructions=typed["payment_instructions"],
        )
        demand_second_factor(by=by, at=at, body=body, demands=typed["demands_second_factor"])
        messages.success(request, _("Kept."))
        return True
    return False


urlpatterns = [
    path("appearance", appearance, name="appearance"),
    path("appearance/logo/remove", logo_removal, name="logo_remove"),
    path("appearance/words", describing, name="describe"),
]
