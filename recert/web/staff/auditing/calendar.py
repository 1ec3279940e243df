"""The body's working days: whose public holidays it keeps, and days of its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import keep_calendar, say_day, unsay_day
from recert.audits.days import countries as known_countries
from recert.audits.days import public_holidays
from recert.audits.models import Calendar
from recert.audits.queries import calendar_of, own_days_of
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, read_day, today
from recert.web.components.countries import countries
from recert.web.components.forms import day_field, refusals_on
from recert.web.staff import fields


class CalendarForm(forms.Form):
    """Whose public holidays are kept."""

    act = forms.CharField(widget=forms.HiddenInput, initial="keep")
    country = forms.ChoiceField(label=lazy("Public holidays of"), required=False)
    region = forms.CharField(
        label=lazy("Region"),
        help_text=lazy("Its short name, such as CA or BY. Empty: those of the whole country."),
        max_length=10,
        required=False,
    )


class DayForm(forms.Form):
    """A day of the body's own."""

    act = forms.CharField(widget=forms.HiddenInput, initial="say")
    day = day_field(lazy("Day"))
    says = forms.CharField(
        label=lazy("What it is"),
        max_length=120,
        error_messages={"required": lazy("Say what day it is, such as an office holiday.")},
    )
    is_open = forms.BooleanField(
        label=lazy("A public holiday or a weekend on which the body works"), required=False
    )


@desk_for_staff(Duty.POLICY)
def calendar(request: DeskRequest) -> HttpResponse:
    """The days on which the body is closed, this year and the next."""
    body = request.desk.body
    act = request.POST.get("act", "") if request.method == "POST" else ""
    kept = calendar_of(body)
    keep = CalendarForm(
        request.POST if act == "keep" else None, initial=_kept(kept), auto_id="id_keep_%s"
    )
    known = known_countries()
    names = [(code, name) for code, name in countries() if code in known]
    fields.offer(keep, "country", [("", _("None")), *names])
    say = DayForm(request.POST if act == "say" else None, auto_id="id_say_%s")
    if act and _acted(request, act, keep, say):
        return redirect("staff:calendar", body.slug)
    year = today(request, body.zone).year
    context = {
        "body": body,
        "keep": keep,
        "say": say,
        "wrong": next((form for form in (keep, say) if form.errors), None),
        "own": own_days_of(body),
        "public": _public(kept, (year, year + 1)),
    }
    status = 422 if context["wrong"] else 200
    return render(request, "staff/auditing/calendar.html", context, status=status)


def _kept(kept: Calendar | None) -> dict[str, str]:
    return {"country": kept.country, "region": kept.region} if kept else {}


def _public(kept: Calendar | None, years: tuple[int, ...]) -> list[tuple[date, str]]:
    """The public holidays of these years, in order."""
    if kept is None or not kept.country:
        return []
    found = public_holidays(kept.country, kept.region)
    days = (date(year, 1, 1) + timedelta(days=n) for year in years for n in range(366))
    return [
        (day, found.get(day, ""))
        for day in dict.fromkeys(days)
        if day.year in years and day in found
    ]


def _acted(request: DeskRequest, act: str, keep: CalendarForm, say: DayForm) -> bool:
    on: dict[str, Any] = {
        "by": request.user,
        "at": now(request),
        "body_slug": request.desk.body.slug,
    }
    if act == "keep" and keep.is_valid():
        with refusals_on(keep):
            keep_calendar(
                **on,
                country=keep.cleaned_data["country"],
                region=keep.cleaned_data["region"].strip().upper(),
            )
            messages.success(request, _("Kept. Days already set stay as they are."))
            return True
    if act == "say" and say.is_valid():
        answers = say.cleaned_data
        with refusals_on(say):
            say_day(**on, day=answers["day"], says=answers["says"], is_open=answers["is_open"])
            messages.success(request, _("Noted."))
            return True
    if act == "unsay":
        day = read_day(request.POST.get("day", ""))
        if day is not None:
            unsay_day(**on, day=day)
        messages.success(request, _("Taken back."))
        return True
    return False


urlpatterns = [path("audits/working-days", calendar, name="calendar")]
