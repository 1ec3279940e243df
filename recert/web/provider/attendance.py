"""Attendance: who came and went, at the desk or by a meeting's file, and who has enough."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.catalogue.drafting import approvals_on
from recert.catalogue.models import CourseApproval, CourseClass, InPart
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.attending import (
    attendees_of,
    bring_joins_in,
    check_in,
    check_out,
    say_minutes,
    sheet_of,
)
from recert.completions.enrolled import enrolled_in, reported_in
from recert.completions.joins import JoinsRead, read_joins
from recert.completions.lines import Named
from recert.completions.posting_attendance import post_attendance
from recert.lib.days import local_day
from recert.lib.refusals import NotFound
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.class_words import class_view
from recert.web.components.course_words import in_part_words
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.provider import fields
from recert.web.provider.reporting.row_form import body_choices

ADD, FILE, POST = "add", "file", "post"


class SomebodyForm(forms.Form):
    """Somebody who came without a place."""

    name = fields.line(lazy("Name"))
    email = fields.line(lazy("E-mail address"), required=False, inputmode="email")
    body = forms.ChoiceField(label=lazy("or a number of"), required=False)
    number = fields.line(lazy("Number"), required=False, most=60)
    born = fields.line(lazy("Birthday, as 03-14"), required=False, most=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the bodies there are."""
        super().__init__(*args, **kwargs)
        fields.offer(self, "body", body_choices())


class FileForm(forms.Form):
    """What a meeting says of who joined."""

    file = forms.FileField(
        label=lazy("Attendance file"),
        help_text=lazy("CSV or XLSX as Zoom or Teams save it, or any with columns for name or "
                       "e-mail, join time and leave time."),
    )  # fmt: skip


class PostForm(forms.Form):
    """What to report."""

    in_part = forms.BooleanField(
        label=lazy("Give who was there for less the share of the credit they were there for"),
        help_text=lazy("Bodies that say what a part earns go by that; of the others you say so."),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


class MinutesForm(forms.Form):
    """For how long somebody was there, by hand."""

    minutes = forms.IntegerField(
        label=lazy("Minutes"),
        help_text=lazy("Leave it empty for what was noted."),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = fields.text(lazy("Why?"), lazy("It is kept beside the minutes."), rows=2)


@desk_for_provider(ProviderDuty.REPORT)
def attendance(request: ProviderRequest, class_id: str) -> HttpResponse:
    """Who was there for how long; tap who comes and goes, bring a file in, post who has enough."""
    row = class_for_staff(
        request.user, request.at_provider.provider.slug, class_id, ProviderDuty.REPORT
    )
    act = request.POST.get("act", "") if request.method == "POST" else ""
    somebody = SomebodyForm(sent(request) if act == ADD else None)
    file = FileForm(sent(request) if act == FILE else None, request.FILES or None)
    approvals = _approvals(row, now(request))
    by_rule = any(each.in_part in (InPart.TIME, InPart.SUBJECTS) for each in approvals)
    posting = PostForm(
        sent(request) if act == POST else None,
        initial={"key": secrets.token_urlsafe(18), "in_part": by_rule},
    )
    unread: JoinsRead | None = None
    with timezone.override(ZoneInfo(row.zone)):
        if request.method == "POST":
            if act not in (ADD, FILE, POST):
                return _tapped(request, row)
            if act == FILE and file.is_valid():
                with refusals_on(file):
                    unread = _brought(request, row, file.cleaned_data["file"])
            elif act == ADD and somebody.is_valid():
                with refusals_on(somebody):
                    _came(request, row, _named(somebody))
            elif act == POST and posting.is_valid():
                with refusals_on(posting):
                    return _posted(request, row, posting)
            is_wrong = bool(somebody.errors or file.errors or posting.errors)
            if not is_wrong and not (unread and unread.unread):
                return _back(request, row)
        context = {
            **_shown(request, row),
            "somebody": somebody,
            "file": file,
            "posting": posting,
            "in_part": [(each.body.name, in_part_words(each)) for each in approvals],
            "unread": unread.unread if unread else (),
        }
        status = 422 if somebody.errors or file.errors or posting.errors else 200
        return render(request, "provider/attendance.html", context, status=status)


def _approvals(row: CourseClass, at: datetime) -> list[CourseApproval]:
    """The approvals that speak on the day of a class."""
    day = local_day(row.ends_at or at, row.zone)
    return approvals_on([row.edition], day)[row.edition.pk]


def _shown(request: ProviderRequest, row: CourseClass) -> dict[str, Any]:
    at = now(request)
    sheet = sheet_of(row, at)
    here = {each.attendee.person_id for each in sheet if each.is_there}
    reported = reported_in(row)
    places = list(enrolled_in(row))
    return {
        "provider": request.at_provider.provider,
        "row": row,
        "view": class_view(row, at),
        "sheet": sheet,
        "to_come": [
            each for each in places if each.person_id not in here and each.person_id not in reported
        ],
        "may_post": any(
            each.attendee.completion is None and (each.has_enough or each.minutes) for each in sheet
        ),
        "enough": sum(each.has_enough and each.attendee.completion is None for each in sheet),
        "has_length": bool(row.edition.minutes),
    }


def _back(request: ProviderRequest, row: CourseClass) -> HttpResponse:
    return redirect("provider:attendance", request.at_provider.provider.slug, row.public_id)


def _asked(request: ProviderRequest, row: CourseClass) -> dict[str, Any]:
    return {
        "by": request.user,
        "at": now(request),
        "provider_slug": request.at_provider.provider.slug,
        "class_id": row.public_id,
    }


def _tapped(request: ProviderRequest, row: CourseClass) -> HttpResponse:
    """A name was tapped: somebody came, or left; or everybody leaves."""
    with refusals_said(request):
        if came := request.POST.get("came"):
            check_in(**_asked(request, row), named=Named(person=came))
        elif left := request.POST.getlist("left"):
            check_out(**_asked(request, row), attendee_ids=left)
        elif "all" in request.POST:
            everybody = attendees_of(row).values_list("public_id", flat=True)
            check_out(**_asked(request, row), attendee_ids=everybody)
    return _back(request, row)


def _named(form: SomebodyForm) -> Named:
    said = {name: str(value).strip() for name, value in form.cleaned_data.items()}
    if not said["number"]:
        said |= {"body": "", "born": ""}
    return Named(**said)


def _came(request: ProviderRequest, row: CourseClass, named: Named) -> None:
    attendee = check_in(**_asked(request, row), named=named)
    messages.success(request, _("%(name)s is there.") % {"name": attendee})


def _brought(request: ProviderRequest, row: CourseClass, file: Any) -> JoinsRead:
    held = local_day(row.starts_at, row.zone) if row.starts_at else None
    found = read_joins(file.read(), file.name, row.zone, held)
    many = bring_joins_in(**_asked(request, row), joins=found.joins, file=file.name)
    said = ngettext("%(n)s person read from it.", "%(n)s people read from it.", many)
    messages.success(request, said % {"n": many})
    return found


def _posted(request: ProviderRequest, row: CourseClass, form: PostForm) -> HttpResponse:
    received = post_attendance(**_asked(request, row), **form.cleaned_data)
    assert received.report is not None  # it was not only tried
    return redirect("provider:report", request.at_provider.provider.slug, received.report.public_id)


@desk_for_provider(ProviderDuty.REPORT)
def attendee(request: ProviderRequest, class_id: str, attendee_id: str) -> HttpResponse:
    """When one person came and went; their minutes put right by hand."""
    slug = request.at_provider.provider.slug
    row = class_for_staff(request.user, slug, class_id, ProviderDuty.REPORT)
    found = next(
        (each for each in sheet_of(row, now(request)) if each.attendee.public_id == attendee_id),
        None,
    )
    if found is None:
        raise NotFound
    form = MinutesForm(sent(request), initial={"minutes": found.attendee.minutes})
    with timezone.override(ZoneInfo(row.zone)):
        if request.method == "POST" and form.is_valid():
            with refusals_on(form):
                say_minutes(**_asked(request, row), attendee_id=attendee_id, **form.cleaned_data)
                messages.success(request, _("Kept, with your reason."))
                return _back(request, row)
        context = {
            "provider": request.at_provider.provider,
            "row": row,
            "found": found,
            "presences": found.attendee.presences.all(),
            "form": form,
        }
        status = 422 if form.errors else 200
        return render(request, "provider/attendee.html", context, status=status)


urlpatterns = [
    path("classes/<str:class_id>/attendance/", attendance, name="attendance"),
    path("classes/<str:class_id>/attendance/<str:attendee_id>", attendee, name="attendee"),
]
