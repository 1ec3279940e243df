"""Duplicates: who may be here twice, two records side by side, merging and taking apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.lib.refusals import Refusal, Refused
from recert.people.models import Person
from recert.people.queries import Duty
from recert.people.unclaimed import is_claimed
from recert.register.finding import Asked, find
from recert.register.merging.acts import merge_at_desk, person_at, say_different
from recert.register.merging.clashes import clashes_of, hindrances_at, hindrances_to
from recert.register.merging.doubles import doubles_of
from recert.register.merging.suggesting import suggestions_for
from recert.register.merging.undoing import undo_merge
from recert.register.models import Findable, Kind, Merge
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.components.naming import short_names
from recert.web.components.words import day

MOST_MERGES = 20
WHY = {
    "address": lazy("the same address but for dots"),
    "number": lazy("the same number"),
    "name": lazy("the same name"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records, as this body knows it, and what is to become of it."""

    word: str
    person: Person
    holds: tuple[str, ...]
    has_come: bool
    email: str


@desk_for_staff(Duty.REGISTER)
def duplicates(request: DeskRequest) -> HttpResponse:
    """Who may be here twice; whom to compare otherwise; what was merged."""
    body, words = request.desk.body, request.GET.get("q", "").strip()[:100]
    one = request.GET.get("one", "")[:24]
    first = person_at(body, one) if one else None
    found: dict[int, Person] = {}
    if words:
        for kind in Kind:
            for row in find(body, Asked(words=words, kind=kind)).rows:
                held = row.certification or row.member
                if held is not None and (first is None or held.person_id != first.pk):
                    found[held.person_id] = held.person
    context = {
        "body": body,
        "q": words,
        "first": first,
        "found": list(found.values()),
        "suggestions": [(each, WHY[each.why]) for each in suggestions_for(body)],
        "merges": Merge.objects.filter(body=body).select_related("kept", "gone", "by")[
            :MOST_MERGES
        ],
    }
    return render(request, "staff/duplicates.html", context)


@desk_for_staff(Duty.REGISTER)
def compare(request: DeskRequest, one: str, other: str) -> HttpResponse:
    """Two records side by side, what both have, and making them one."""
    body = request.desk.body
    kept, gone = person_at(body, one), person_at(body, other)
    if request.method == "POST":
        try:
            merge_at_desk(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                kept_id=one,
                gone_id=other,
                standing=[
                    str(value) for key, value in request.POST.items() if key.startswith("stands-")
                ],
            )
        except Refused as refused:
            return _compared(request, kept, gone, refused.refusals, 422)
        messages.success(request, _("The two records are one. You can take that back below."))
        return redirect("staff:duplicates", body.slug)
    return _compared(request, kept, gone, (), 200)


def _compared(
    request: DeskRequest, kept: Person, gone: Person, said: tuple[Refusal, ...], status: int
) -> HttpResponse:
    body = request.desk.body
    clashes = clashes_of(kept, gone) if kept != gone else []
    hindrances = (
        *hindrances_at(body, kept, gone, request.user),
        *hindrances_to(kept, gone, clashes),
    )
    names = short_names(body)
    context: dict[str, Any] = {
        "body": body,
        "sides": (
            _side(body.pk, kept, _("Is kept"), names),
            _side(body.pk, gone, _("Becomes part of it"), names),
        ),
        "kept": kept,
        "gone": gone,
        "clashes": [
            (names.get(each.stands.credential, each.stands.credential), each)
            for each in clashes
            if each.stands.body_id == body.pk
        ],
        "doubles": len(doubles_of(kept, gone)) if kept != gone else 0,
        "hindrances": said or hindrances,
    }
    return render(request, "staff/duplicates_compare.html", context, status=status)


def _side(body: int, person: Person, word: str, names: dict[str, str]) -> Side:
    rows = Findable.objects.filter(body_id=body, person=person).select_related(
        "certification", "member"
    )
    holds = tuple(_held(row, names) for row in rows.order_by("kind", "credential"))
    return Side(word, person, holds, is_claimed(person), person.address)


def _held(row: Findable, names: dict[str, str]) -> str:
    """A certification or a membership in words."""
    if row.certification is None:
        return f"{_('Member')} {row.member.number if row.member else ''}".strip()
    held = f"{names.get(row.credential, row.credential)} {row.certification.number}".strip()
    if row.certification.expires is None:
        return held
    return _("%(held)s, until %(day)s") % {"held": held, "day": day(row.certification.expires)}


@desk_for_staff(Duty.REGISTER)
@require_POST
def different(request: DeskRequest, one: str, other: str) -> HttpResponse:
    """They are two people."""
    say_different(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        one_id=one,
        other_id=other,
    )
    messages.success(request, _("Noted: these are two people."))
    return redirect("staff:duplicates", request.desk.body.slug)


@desk_for_staff(Duty.REGISTER)
@require_POST
def undo(request: DeskRequest, merge_id: str) -> HttpResponse:
    """Take two records apart again."""
    with refusals_said(request):
        undo_merge(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=merge_id,
        )
        messages.success(request, _("They are two records again, as they were."))
    return redirect("staff:duplicates", request.desk.body.slug)


urlpatterns = [
    path("duplicates", duplicates, name="duplicates"),
    path("duplicates/merges/<str:merge_id>/undo", undo, name="merge_undo"),
    path("duplicates/<str:one>/<str:other>", compare, name="duplicates_compare"),
    path("duplicates/<str:one>/<str:other>/different", different, name="duplicates_different"),
]
