"""Impartiality at the desk: declaring a relation to somebody, or a conflict in one matter."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for_staff
from recert.lib.refusals import NotFound
from recert.people.impartiality import declare_apart, end_relation, relations_of
from recert.people.models import Person
from recert.people.queries import Duty
from recert.renewals.queries import renewal_for_staff
from recert.transcript.queries import petition_for_staff
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields

HERE, ALL = "matter", "person"


def _renewal(staff: Person, slug: str, public_id: str) -> Certification:
    return renewal_for_staff(staff, slug, public_id).certification


def _petition(staff: Person, slug: str, public_id: str) -> Certification:
    return petition_for_staff(staff, slug, public_id).certification


def _certification(staff: Person, slug: str, public_id: str) -> Certification:
    return certification_for_staff(staff, slug, public_id, Duty.REVIEW)


FOUND: dict[str, Callable[[Person, str, str], Certification]] = {
    "renewal": _renewal,
    "petition": _petition,
    "certification": _certification,
}
"""What one may stand back from, by the word before the colon of its subject."""


class ApartForm(forms.Form):
    """How far one stands back, and why."""

    reach = forms.ChoiceField(
        label=lazy("From what do you stand back?"),
        choices=[
            (ALL, lazy("From everything about this person: I employ, supervise, teach or "
                       "am related to them")),
            (HERE, lazy("Only from this matter")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose one.")},
    )  # fmt: skip
    says = fields.text(lazy("What is it?"), lazy("Only you and officers read it."))


@desk_for_staff(Duty.REVIEW)
def apart(request: DeskRequest, kind: str, public_id: str) -> HttpResponse:
    """Declare a relation or a conflict before one decides; a colleague sees to it then."""
    body = request.desk.body
    if kind not in FOUND:
        raise NotFound
    about = FOUND[kind](request.user, body.slug, public_id)
    form = ApartForm(sent(request), initial={"reach": ALL})
    if request.method == "POST" and form.is_valid():
        subject = f"{kind}:{public_id}" if form.cleaned_data["reach"] == HERE else ""
        with refusals_on(form):
            declare_apart(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                person=about.person,
                says=form.cleaned_data["says"],
                subject=subject,
            )
            messages.success(request, _("Kept. A colleague has to see to it."))
            return redirect("staff:relations", body.slug)
    context = {"body": body, "person": about.person, "certification": about, "form": form}
    return render(request, "staff/apart.html", context, status=422 if form.errors else 200)


@desk_for_staff(Duty.REVIEW)
def relations(request: DeskRequest) -> HttpResponse:
    """The relations one declared oneself."""
    body = request.desk.body
    context = {"body": body, "relations": list(relations_of(request.user, body))}
    return render(request, "staff/relations.html", context)


@desk_for_staff(Duty.REVIEW)
@require_POST
def relation_end(request: DeskRequest, person_id: str) -> HttpResponse:
    """A relation is over: one decides about that person again."""
    slug = request.desk.body.slug
    end_relation(by=request.user, at=now(request), body_slug=slug, person_id=person_id)
    messages.success(request, _("Ended. What you declared stays on record."))
    return redirect("staff:relations", slug)


urlpatterns = [
    path("relations", relations, name="relations"),
    path("relations/<str:person_id>/end", relation_end, name="relation_end"),
    path("apart/<slug:kind>/<str:public_id>", apart, name="apart"),
]
