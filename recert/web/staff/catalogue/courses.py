"""Courses: providers ask for credit; the queue, what was approved, and an early end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.actions import (
    approve_course,
    end_course_approval,
    return_course_application,
)
from recert.catalogue.actions.approving import bar_for_own
from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.course_queries import (
    course_application_for_staff,
    course_applications_to,
    courses_decided_by,
)
from recert.catalogue.models import ApprovalState, CourseApproval
from recert.enrolments.course_fees import refuse_for_body, subject_of
from recert.journal.queries import lines_about
from recert.lib.days import local_day
from recert.people.impartiality import bar_to
from recert.people.queries import Duty, duties_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.course_words import approval_view, credit_of, edition_rows
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.components.promises import countdown
from recert.web.staff import fields
from recert.web.staff.applications import waiting_words
from recert.web.staff.catalogue.approve_form import ApproveForm
from recert.web.staff.catalogue.looking import warnings_about, worth_rows
from recert.web.staff.telling import story

A_PAGE = 50

STATES = {
    ApprovalState.SUBMITTED: ("note", lazy("Waits for a decision")),
    ApprovalState.RETURNED: ("wait", lazy("With the provider")),
}
"""How the body calls what its provider calls otherwise."""


class ReturnForm(forms.Form):
    """What is missing."""

    act = forms.CharField(widget=forms.HiddenInput, initial="return")
    reason = fields.text(
        lazy("What is missing, and how to send it"), lazy("The provider reads it.")
    )


class RefuseForm(forms.Form):
    """Why it is not approved."""

    act = forms.CharField(widget=forms.HiddenInput, initial="refuse")
    reason = fields.reason(help_text=lazy("The provider reads it."))


class EndForm(forms.Form):
    """The last day on which it speaks, and why."""

    last_day = day_field(
        lazy("Its last day"), lazy("What was completed through this day keeps its credit.")
    )
    reason = fields.reason(help_text=lazy("The provider reads it."))


class FindForm(forms.Form):
    """Which decided courses to show."""

    q = forms.CharField(label=lazy("Title, number or provider"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=lazy("Which"),
        required=False,
        choices=(
            ("", lazy("All")),
            ("approved", lazy("Approved today")),
            ("ended", lazy("Ended")),
            ("refused", lazy("Not approved")),
        ),
    )


@desk_for_staff(Duty.REVIEW)
def courses(request: DeskRequest) -> HttpResponse:
    """The courses that wait, oldest first."""
    body, at = request.desk.body, now(request)
    page = Paginator(course_applications_to(body), A_PAGE).get_page(request.GET.get("page"))
    days, on = approval_terms_of(body).promise_days, today(request, body.zone)
    lines = []
    for each in page:
        assert each.submitted_at is not None  # written when it was sent
        lines.append(
            (
                each,
                credit_of(each),
                waiting_words((on - local_day(each.submitted_at, body.zone)).days),
                countdown(each.submitted_at, days, body.zone, at),
            )
        )
    context = {"body": body, "page": page, "lines": lines}
    return render(request, "staff/catalogue/courses.html", context)


@desk_for_staff(Duty.REVIEW)
def decided(request: DeskRequest) -> HttpResponse:
    """Every course the body has said something about, found by words and state."""
    body, on = request.desk.body, today(request, request.desk.body.zone)
    form = FindForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = courses_decided_by(body, on, asked.get("state", ""), asked.get("q", ""))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "form": form,
        "page": page,
        "lines": [approval_view(each, on) for each in page],
        "is_filtered": any(asked.values()),
    }
    return render(request, "staff/catalogue/courses_decided.html", context)


@desk_for_staff(Duty.REVIEW)
def course(request: DeskRequest, public_id: str) -> HttpResponse:
    """One course: what is asked, what it would be worth under the rules, and the decision."""
    body = request.desk.body
    found = course_application_for_staff(request.user, body.slug, public_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    offered: dict[str, Any] = {
        "approve": ApproveForm(
            request.POST if act in ("approve", "look") else None,
            approval=found,
            on=today(request, body.zone),
            auto_id="id_approve_%s",
        ),
        "return": ReturnForm(request.POST if act == "return" else None, auto_id="id_return_%s"),
        "refuse": RefuseForm(request.POST if act == "refuse" else None, auto_id="id_refuse_%s"),
    }
    chosen = offered.get(act)
    if chosen is not None and chosen.is_valid() and _done(request, found, act, chosen):
        return redirect("staff:course_approvals", body.slug)
    return _page(request, found, offered)


def _done(request: DeskRequest, found: CourseApproval, act: str, form: Any) -> bool:
    by, at, slug = request.user, now(request), request.desk.body.slug
    id = found.public_id
    with refusals_on(form):
        if act == "approve":
            approve_course(by=by, at=at, body_slug=slug, public_id=id, approving=form.approving())
        elif act == "return":
            reason = form.cleaned_data["reason"]
            return_course_application(by=by, at=at, body_slug=slug, public_id=id, reason=reason)
        else:
            reason = form.cleaned_data["reason"]
            refuse_for_body(by=by, at=at, body_slug=slug, public_id=id, reason=reason)
        messages.success(request, _("Sent. The provider is told."))
        return True
    return False


def _page(request: DeskRequest, found: CourseApproval, offered: dict[str, Any]) -> HttpResponse:
    body, on, form = request.desk.body, today(request, request.desk.body.zone), offered["approve"]
    wrong = next((each for each in offered.values() if each.errors), None)
    if request.POST.get("act") == "look":
        form.is_valid()
    amount, unit = form.so_far()
    bar = bar_for_own(request.user, found) or bar_to(
        request.user, person=found.asked_by, subject=subject_of(found)
    )
    is_waiting = found.state == ApprovalState.SUBMITTED
    days = approval_terms_of(body).promise_days
    context = {
        "body": body,
        "approval": found,
        "edition": found.edition,
        "provider": found.edition.course.provider,
        "rows": edition_rows(found.edition),
        "view": approval_view(found, on),
        "state": STATES.get(ApprovalState(found.state)),
        "worth": worth_rows(found, on, amount, unit),
        "looked_at": amount,
        "warnings": warnings_about(found, on, amount, unit) if is_waiting else (),
        "countdown": countdown(found.submitted_at, days, body.zone, now(request))
        if is_waiting and found.submitted_at
        else None,
        "is_waiting": is_waiting,
        "bar": bar,
        "forms": offered,
        "wrong": wrong,
        "may_end": found.state == ApprovalState.APPROVED and found.ended_on is None,
        "is_unrun": Duty.STAFF in duties_of(request.user, body)
        and found.state == ApprovalState.APPROVED
        and not found.edition.course.provider.staff.exists(),
        "story": story(body, lines_about(subject_of(found))),
    }
    status = 422 if wrong else 200
    return render(request, "staff/catalogue/course.html", context, status=status)


@desk_for_staff(Duty.REVIEW)
def end(request: DeskRequest, public_id: str) -> HttpResponse:
    """End an approval early, from a day on."""
    body = request.desk.body
    found = course_application_for_staff(request.user, body.slug, public_id)
    form = EndForm(sent(request), initial={"last_day": today(request, body.zone)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            end_course_approval(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                last_day=form.cleaned_data["last_day"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("It ends on that day. The provider is told."))
            return redirect("staff:course_approval", body.slug, public_id)
    context = {"body": body, "approval": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/catalogue/course_end.html", context, status=status)


urlpatterns = [
    path("courses", courses, name="course_approvals"),
    path("courses/decided", decided, name="courses_decided"),
    path("courses/<str:public_id>", course, name="course_approval"),
    path("courses/<str:public_id>/end", end, name="course_approval_end"),
]
