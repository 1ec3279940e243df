"""Classes: those to come and those held; planned once or in a series, changed, cancelled."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.catalogue.actions import plan_class
from recert.catalogue.course_queries import classes_at, newest_edition
from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff, course_for_staff, editions_of
from recert.catalogue.records import class_draft
from recert.rules.amounts import Money
from recert.standing.words.plainly import money_words
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.class_words import class_view, class_views
from recert.web.components.forms import refusals_on, sent
from recert.web.provider import fields
from recert.web.provider.changing import cancelled, changed
from recert.web.provider.class_form import ClassForm, NewClassForm, initial_of

A_PAGE = 50


class FindForm(forms.Form):
    """Which classes to show."""

    q = forms.CharField(label=lazy("Course, place or number"), required=False, max_length=100)
    which = forms.ChoiceField(
        label=lazy("Which"),
        required=False,
        choices=(
            ("", lazy("To come, and open at any time")),
            ("held", lazy("Held")),
            ("cancelled", lazy("Cancelled")),
        ),
    )
    course = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)


class CancelForm(forms.Form):
    """Why it is not held."""

    reason = fields.text(lazy("Why is it cancelled?"), lazy("Everybody who has a place reads it."))


@desk_for_provider()
def classes(request: ProviderRequest) -> HttpResponse:
    """The classes to come, the next one first; or those held."""
    provider, at = request.at_provider.provider, now(request)
    form = FindForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = classes_at(provider, at, asked.get("which", ""), asked.get("q", ""),
                       asked.get("course", ""))  # fmt: skip
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "provider": provider,
        "form": form,
        "page": page,
        "class_views": class_views(page, at),
        "show_course": True,
        "is_filtered": any(asked.values()),
    }
    return render(request, "provider/classes.html", context)


@desk_for_provider()
def one(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One class: when, where, for how much, and what to do about it."""
    provider, at = request.at_provider.provider, now(request)
    row = class_for_staff(request.user, provider.slug, public_id)
    context = {
        "provider": provider,
        "row": row,
        "view": class_view(row, at),
        "member_prices": _member_prices(row),
        "cancel": CancelForm(),
        "may_change": ProviderDuty.COURSES in request.at_provider.duties
        and row.cancelled_at is None,
    }
    return render(request, "provider/class.html", context)


def _member_prices(row: CourseClass) -> list[tuple[str, str]]:
    return [
        (each.body.name, money_words(Money(each.cents, row.currency)))
        for each in row.member_prices.select_related("body")
    ]


@desk_for_provider(ProviderDuty.COURSES)
def plan(request: ProviderRequest, course_id: str) -> HttpResponse:
    """Plan a class of a course, once or in a series."""
    provider = request.at_provider.provider
    course = course_for_staff(request.user, provider.slug, course_id, ProviderDuty.COURSES)
    edition = editions_of(course).filter(public_id=request.GET.get("edition", "")).first()
    edition = edition or newest_edition(course)
    initial = {
        "key": secrets.token_urlsafe(18),
        "zone": provider.zone,
        "country": "" if edition.delivery in ("live-online", "self-paced") else provider.country,
        "is_listed": True,
    }
    form = NewClassForm(sent(request), initial=initial, provider=provider)
    if request.method == "POST" and form.is_valid():
        days = form.further_days()
        with refusals_on(form):
            if not form.errors:
                rows = plan_class(
                    by=request.user,
                    at=now(request),
                    provider_slug=provider.slug,
                    course_id=course_id,
                    edition_id=edition.public_id,
                    draft=form.draft(),
                    also_on=days,
                    key=form.cleaned_data["key"],
                )
                said = ngettext("%(n)s class planned.", "%(n)s classes planned.", len(rows))
                messages.success(request, said % {"n": len(rows)})
                return redirect("provider:class", provider.slug, rows[0].public_id)
    context = {"provider": provider, "form": form, "edition": edition, "row": None}
    return render(request, "provider/class_form.html", context, status=422 if form.errors else 200)


@desk_for_provider(ProviderDuty.COURSES)
def change(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Put a class differently; whoever has a place is told."""
    provider = request.at_provider.provider
    row = class_for_staff(request.user, provider.slug, public_id, ProviderDuty.COURSES)
    priced = [each.body for each in row.member_prices.select_related("body")]
    form = ClassForm(
        sent(request), initial=initial_of(class_draft(row)), provider=provider, priced=priced
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            messages.success(request, changed(request, public_id, form.draft()))
            return redirect("provider:class", provider.slug, public_id)
    context = {"provider": provider, "form": form, "edition": row.edition, "row": row}
    return render(request, "provider/class_form.html", context, status=422 if form.errors else 200)


@desk_for_provider(ProviderDuty.COURSES)
def cancel(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Hold a class no more, with the reason."""
    provider = request.at_provider.provider
    row = class_for_staff(request.user, provider.slug, public_id, ProviderDuty.COURSES)
    form = CancelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            messages.success(request, cancelled(request, public_id, form.cleaned_data["reason"]))
            return redirect("provider:class", provider.slug, public_id)
    context = {
        "provider": provider,
        "form": form,
        "row": row,
        "view": class_view(row, now(request)),
    }
    return render(
        request, "provider/class_cancel.html", context, status=422 if form.errors else 200
    )


urlpatterns = [
    path("classes", classes, name="classes"),
    path("courses/<str:course_id>/classes/new", plan, name="class_new"),
    path("classes/<str:public_id>/", one, name="class"),
    path("classes/<str:public_id>/change", change, name="class_change"),
    path("classes/<str:public_id>/cancel", cancel, name="class_cancel"),
]
