"""Claims at a class: open a window, show its code large, print seats, see and void claims."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.claiming import (
    MOST_SEATS,
    claims_of,
    close_window,
    open_window,
    seat_codes_of,
    void_claims,
    window_for_staff,
    windows_of,
)
from recert.completions.models import ClaimWindow, CompletionState
from recert.lib.days import local_day
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.claim_words import claim_address, claim_square
from recert.web.components.class_words import class_view
from recert.web.components.forms import Words, refusals_on, sent
from recert.web.provider import fields

A_PAGE = 50
FOR = timedelta(minutes=45)


def _moment(label: Words, help_text: Words = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget)


class WindowForm(forms.Form):
    """From when until when, and for whom."""

    since = _moment(lazy("From"))
    until = _moment(lazy("Until"), lazy("A short time keeps the code from getting about."))
    only_enrolled = forms.BooleanField(
        label=lazy("Only who is enrolled in this class"), required=False
    )
    seats = forms.IntegerField(
        label=lazy("A code for each seat, good once"),
        help_text=lazy("How many to print. Leave it empty for one code that everybody scans."),
        required=False,
        min_value=0,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


class VoidForm(forms.Form):
    """Why these claims do not stand."""

    reason = fields.text(lazy("Why are they voided?"), lazy("Whoever claimed it reads it."), rows=2)


@desk_for_provider(ProviderDuty.REPORT)
def claims(request: ProviderRequest, class_id: str) -> HttpResponse:
    """The windows of a class, and a new one."""
    provider, at = request.at_provider.provider, now(request)
    row = class_for_staff(request.user, provider.slug, class_id, ProviderDuty.REPORT)
    with timezone.override(ZoneInfo(row.zone)):
        form = WindowForm(sent(request), initial=_initial(row, at))
        if request.method == "POST" and form.is_valid():
            asked = {**form.cleaned_data, "seats": form.cleaned_data["seats"] or 0}
            with refusals_on(form):
                window = open_window(
                    by=request.user, at=at, provider_slug=provider.slug, class_id=class_id, **asked
                )
                return redirect("provider:claim_window", provider.slug, class_id, window.public_id)
        context = {
            "provider": provider,
            "row": row,
            "view": class_view(row, at),
            "form": form,
            "windows": [(each, *_state(each, at)) for each in windows_of(row)[:A_PAGE]],
        }
        return render(request, "provider/claims.html", context, status=422 if form.errors else 200)


def _initial(row: CourseClass, at: datetime) -> dict[str, Any]:
    """From now on the last day of a class, and until a while after its end."""
    is_last_day = row.ends_at is None or local_day(at, row.zone) >= local_day(row.ends_at, row.zone)
    since = at if is_last_day or row.ends_at is None else row.ends_at
    until = max(since, row.ends_at or since) + FOR
    return {"since": since, "until": until, "key": secrets.token_urlsafe(18)}


def _state(window: ClaimWindow, at: datetime) -> tuple[str, str]:
    if window.closed_at is not None or at > window.until:
        return "quiet", _("Closed")
    if at < window.since:
        return "note", _("Not open yet")
    return "good", _("Open")


def _shown(request: ProviderRequest, class_id: str, window_id: str) -> dict[str, Any]:
    provider, at = request.at_provider.provider, now(request)
    window = window_for_staff(request.user, provider.slug, class_id, window_id)
    tone, state = _state(window, at)
    return {
        "provider": provider,
        "row": window.course_class,
        "view": class_view(window.course_class, at),
        "window": window,
        "tone": tone,
        "state": state,
        "is_closed": window.closed_at is not None or at > window.until,
        "address": claim_address(window.code),
        "square": claim_square(window.code),
    }


@desk_for_provider(ProviderDuty.REPORT)
def window_page(request: ProviderRequest, class_id: str, window_id: str) -> HttpResponse:
    """One window: its code, who claimed by it, closing it, voiding what it should not have made."""
    context = _shown(request, class_id, window_id)
    window, provider = context["window"], context["provider"]
    form = VoidForm(sent(request))
    with timezone.override(ZoneInfo(window.course_class.zone)):
        if request.method == "POST" and form.is_valid():
            with refusals_on(form):
                many = void_claims(
                    by=request.user,
                    at=now(request),
                    provider_slug=provider.slug,
                    class_id=class_id,
                    window_id=window_id,
                    completions=request.POST.getlist("chosen"),
                    reason=form.cleaned_data["reason"],
                )
                said = ngettext("%(n)s claim voided.", "%(n)s claims voided.", many)
                messages.success(request, said % {"n": many})
                return redirect("provider:claim_window", provider.slug, class_id, window_id)
        page = Paginator(claims_of(window), A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "form": form,
            "page": page,
            "chosen": request.POST.getlist("chosen"),
            "accepted": CompletionState.ACCEPTED,
        }
        status = 422 if form.errors else 200
        return render(request, "provider/claim_window.html", context, status=status)


@desk_for_provider(ProviderDuty.REPORT)
def show(request: ProviderRequest, class_id: str, window_id: str) -> HttpResponse:
    """The code for the wall: nothing else on the page."""
    context = _shown(request, class_id, window_id)
    with timezone.override(ZoneInfo(context["row"].zone)):
        return render(request, "provider/claim_show.html", context)


@desk_for_provider(ProviderDuty.REPORT)
def sheet(request: ProviderRequest, class_id: str, window_id: str) -> HttpResponse:
    """To print: the code for the door, or a slip for each seat."""
    context = _shown(request, class_id, window_id)
    seats = seat_codes_of(context["window"])
    context["slips"] = [
        (each.number, each.code, claim_square(each.code), hasattr(each, "claim")) for each in seats
    ]
    with timezone.override(ZoneInfo(context["row"].zone)):
        return render(request, "provider/claim_sheet.html", context)


@desk_for_provider(ProviderDuty.REPORT)
@require_POST
def close(request: ProviderRequest, class_id: str, window_id: str) -> HttpResponse:
    """Close a window before its time."""
    slug = request.at_provider.provider.slug
    close_window(
        by=request.user, at=now(request), provider_slug=slug, class_id=class_id, window_id=window_id
    )
    messages.success(request, _("Closed. Nobody can claim by this code any more."))
    return redirect("provider:claim_window", slug, class_id, window_id)


urlpatterns = [
    path("classes/<str:class_id>/claims/", claims, name="claims"),
    path("classes/<str:class_id>/claims/<str:window_id>/", window_page, name="claim_window"),
    path("classes/<str:class_id>/claims/<str:window_id>/show", show, name="claim_show"),
    path("classes/<str:class_id>/claims/<str:window_id>/sheet", sheet, name="claim_sheet"),
    path("classes/<str:class_id>/claims/<str:window_id>/close", close, name="claim_close"),
]
