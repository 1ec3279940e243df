"""Courses: what a provider teaches, entered, put right, taught anew, listed and retired."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.actions import (
    enter_course,
    list_course,
    mend_edition,
    new_edition,
    retire_course,
)
from recert.catalogue.actions.courses import rests_on
from recert.catalogue.course_queries import (
    applications_about,
    classes_at,
    counts_of,
    courses_found,
    newest_edition,
)
from recert.catalogue.models import Course, CourseEdition
from recert.catalogue.queries import ProviderDuty, course_for_staff, editions_of
from recert.catalogue.records import edition_draft
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now, today
from recert.web.components.class_words import class_views
from recert.web.components.course_words import approval_view, edition_rows
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.provider.course_form import CourseForm, NewCourseForm, initial_of

A_PAGE = 50
CLASSES_SHOWN = 12


class FindForm(forms.Form):
    """Which courses to show."""

    q = forms.CharField(label=lazy("Title or number"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=lazy("Which"),
        required=False,
        choices=(
            ("", lazy("All")),
            ("listed", lazy("In the catalogue")),
            ("unlisted", lazy("Not in the catalogue")),
            ("retired", lazy("Retired")),
        ),
    )


@desk_for_provider()
def courses(request: ProviderRequest) -> HttpResponse:
    """The provider's courses, found by title or number."""
    provider = request.at_provider.provider
    form = FindForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    words, state = asked.get("q", ""), asked.get("state", "")
    page = Paginator(courses_found(provider, words, state), A_PAGE).get_page(
        request.GET.get("page")
    )
    counts = counts_of(page)
    context = {
        "provider": provider,
        "form": form,
        "page": page,
        "lines": [(each, *counts.get(each.pk, (0, 0)), *_state_of(each)) for each in page],
        "is_filtered": bool(words or state),
        "may_enter": ProviderDuty.COURSES in request.at_provider.duties,
    }
    return render(request, "provider/courses.html", context)


def _state_of(course: Course) -> tuple[str, str]:
    if course.retired_at is not None:
        return "quiet", _("Retired")
    return ("good", _("In the catalogue")) if course.is_listed else ("note", _("Not listed"))


@desk_for_provider()
def course(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One course: what it is, what bodies approved, its classes and editions."""
    provider = request.at_provider.provider
    found = course_for_staff(request.user, provider.slug, public_id)
    newest, on = newest_edition(found), today(request, provider.zone)
    coming = classes_at(provider, now(request), "", course_id=public_id)
    context = {
        "provider": provider,
        "course": found,
        "edition": newest,
        "rows": edition_rows(newest),
        "state": _state_of(found),
        "approvals": [approval_view(each, on) for each in applications_about(found)],
        "class_views": class_views(coming[:CLASSES_SHOWN], now(request)),
        "earlier": editions_of(found).exclude(pk=newest.pk),
        "may_change": ProviderDuty.COURSES in request.at_provider.duties,
        "may_mend": not rests_on(newest),
    }
    return render(request, "provider/course.html", context)


@desk_for_provider(ProviderDuty.COURSES)
def enter(request: ProviderRequest) -> HttpResponse:
    """Enter a course with its first edition."""
    provider = request.at_provider.provider
    initial = {"since": today(request, provider.zone), "language": "en"}
    form = NewCourseForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            entered = enter_course(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                number=form.cleaned_data["number"],
                draft=form.draft(),
            )
            messages.success(request, _("Entered. Now ask bodies to approve it, or plan a class."))
            return redirect("provider:course", provider.slug, entered.public_id)
    return _form_page(request, form, None, "new")


@desk_for_provider(ProviderDuty.COURSES)
def mend(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Put the newest edition right, while nothing rests on it."""
    return _another(request, public_id, "mend")


@desk_for_provider(ProviderDuty.COURSES)
def teach_anew(request: ProviderRequest, public_id: str) -> HttpResponse:
    """A new edition from a day on; the one before stays what it is."""
    return _another(request, public_id, "edition")


def _another(request: ProviderRequest, public_id: str, act: str) -> HttpResponse:
    provider = request.at_provider.provider
    found = course_for_staff(request.user, provider.slug, public_id, ProviderDuty.COURSES)
    newest = newest_edition(found)
    said = edition_draft(newest)
    initial = initial_of(said)
    if act == "edition":
        initial["since"] = max(today(request, provider.zone), said.since)
    form = CourseForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            write = mend_edition if act == "mend" else new_edition
            write(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                course_id=public_id,
                draft=form.draft(said),
            )
            messages.success(request, _("Saved."))
            return redirect("provider:course", provider.slug, public_id)
    return _form_page(request, form, newest, act)


def _form_page(
    request: ProviderRequest, form: CourseForm, edition: CourseEdition | None, act: str
) -> HttpResponse:
    context = {
        "provider": request.at_provider.provider,
        "form": form,
        "edition": edition,
        "act": act,
        "relied_on": act == "mend" and edition is not None and rests_on(edition),
    }
    return render(request, "provider/course_form.html", context, status=422 if form.errors else 200)


@desk_for_provider(ProviderDuty.COURSES)
@require_POST
def change(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Show it in the catalogue or not; retire it or bring it back."""
    slug, act = request.at_provider.provider.slug, request.POST.get("act", "")
    by, at = request.user, now(request)
    with refusals_said(request):
        if act in ("list", "unlist"):
            listed = act == "list"
            list_course(by=by, at=at, provider_slug=slug, course_id=public_id, listed=listed)
        elif act in ("retire", "bring-back"):
            retired = act == "retire"
            retire_course(by=by, at=at, provider_slug=slug, course_id=public_id, retired=retired)
    return redirect("provider:course", slug, public_id)


urlpatterns = [
    path("courses", courses, name="courses"),
    path("courses/new", enter, name="course_new"),
    path("courses/<str:public_id>/", course, name="course"),
    path("courses/<str:public_id>/mend", mend, name="course_mend"),
    path("courses/<str:public_id>/edition", teach_anew, name="course_edition"),
    path("courses/<str:public_id>/change", change, name="course_change"),
]
