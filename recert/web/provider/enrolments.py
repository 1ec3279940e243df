"""Enrolments: who is on the list of a class, who waits; somebody put on it or taken off by hand."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty
from recert.enrolments.actions import enrol_by_hand, take_off
from recert.enrolments.models import UNDER_WAY, Enrolment, EnrolmentState
from recert.enrolments.queries import place_for_staff, places_in
from recert.lib.spreadsheets import harmless
from recert.payments.actions import show_cents
from recert.people.unclaimed import has_address
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.class_words import class_view
from recert.web.components.forms import refusals_on, sent
from recert.web.components.place_words import TONES, cents_words
from recert.web.private_files import private_paper
from recert.web.provider import fields

A_PAGE = 100

COLUMNS = ("name", "email", "state", "price", "currency", "member_of", "asked_at", "enrolled_at")


class HandForm(forms.Form):
    """Somebody to be put on the list."""

    name = fields.line(lazy("Name"), lazy("As it should stand on the list."), most=150)
    email = forms.EmailField(
        label=lazy("E-mail"), help_text=lazy("They are written to, and can give the place back.")
    )
    for_nothing = forms.BooleanField(
        label=lazy("They pay nothing, or have paid you already"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)


class OffForm(forms.Form):
    """Why somebody is taken off."""

    reason = fields.text(lazy("Why?"), lazy("They read it. All they paid goes back to them."))


@desk_for_provider()
def places(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Who has a place in a class, and who waits for one."""
    return _page(request, public_id, HandForm(initial={"key": secrets.token_urlsafe(18)}))


@desk_for_provider(ProviderDuty.COURSES)
def put(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Put somebody on the list of a class."""
    form = HandForm(sent(request), initial={"key": secrets.token_urlsafe(18)})
    provider = request.at_provider.provider
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            enrol_by_hand(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                class_id=public_id,
                **form.cleaned_data,
            )
            messages.success(request, _("On the list. They are written to."))
            return redirect("provider:places", provider.slug, public_id)
    return _page(request, public_id, form)


def _page(request: ProviderRequest, public_id: str, form: HandForm) -> HttpResponse:
    provider = request.at_provider.provider
    row, found = places_in(request.user, provider.slug, public_id)
    shown = found.filter(state__in=UNDER_WAY)
    page = Paginator(shown.order_by("asked_at", "id"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "provider": provider,
        "row": row,
        "view": class_view(row, now(request)),
        "form": form,
        "page": page,
        "lines": [_line(each) for each in page],
        "counts": _counts(shown),
        "bills": ProviderDuty.MONEY in request.at_provider.duties and provider.body_id is None,
        "may_change": ProviderDuty.COURSES in request.at_provider.duties
        and row.cancelled_at is None,
    }
    return render(request, "provider/places.html", context, status=422 if form.errors else 200)


def _counts(shown: QuerySet[Enrolment]) -> dict[str, int]:
    """How many are enrolled, have a place kept for them, and wait."""
    states = list(shown.values_list("state", flat=True))
    waiting = states.count(EnrolmentState.WAITING)
    enrolled = states.count(EnrolmentState.ENROLLED)
    return {"enrolled": enrolled, "held": len(states) - waiting - enrolled, "waiting": waiting}


def _line(each: Enrolment) -> tuple[Enrolment, str, str, str]:
    """A place, whose it is as the provider knows them, its tone and price."""
    return (
        each,
        each.shown,
        TONES[EnrolmentState(each.state)],
        cents_words(each.cents, each.currency),
    )


@desk_for_provider(ProviderDuty.COURSES)
def off(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Take somebody off the list; what they paid goes back."""
    provider = request.at_provider.provider
    found = place_for_staff(request.user, provider.slug, public_id)
    form = OffForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            take_off(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                public_id=public_id,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Taken off the list. They are written to."))
            return redirect("provider:places", provider.slug, found.course_class.public_id)
    context = {
        "provider": provider,
        "place": found,
        "row": found.course_class,
        "name": found.shown,
        "view": class_view(found.course_class, now(request)),
        "form": form,
    }
    return render(request, "provider/place_off.html", context, status=422 if form.errors else 200)


@desk_for_provider()
def export(request: ProviderRequest, public_id: str) -> HttpResponse:
    """The list of a class as a table for a spreadsheet."""
    row, found = places_in(request.user, request.at_provider.provider.slug, public_id)
    shown = found.filter(state__in=UNDER_WAY).order_by("asked_at", "id")
    return private_paper(_csv(row, shown).encode(), "class-list.csv", "text/csv; charset=utf-8")


def _csv(row: CourseClass, places: Iterable[Enrolment]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in places:
        cells = (
            each.shown,
            each.person.email if has_address(each.person) else "",
            each.state,
            show_cents(each.cents),
            row.currency,
            each.member_of.slug if each.member_of else "",
            each.asked_at.isoformat(),
            each.enrolled_at.isoformat() if each.enrolled_at else "",
        )
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


urlpatterns = [
    path("classes/<str:public_id>/places", places, name="places"),
    path("classes/<str:public_id>/places/new", put, name="place_new"),
    path("classes/<str:public_id>/places.csv", export, name="places_export"),
    path("classes/places/<str:public_id>/off", off, name="place_off"),
]
