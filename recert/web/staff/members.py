"""Members of the body: from when to when somebody pays member prices."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.refusals import NotFound
from recert.people.actions import join_members, read_members, set_membership
from recert.people.models import BodyMember, Person
from recert.people.queries import Duty, members_of
from recert.register.finding import Asked, find
from recert.register.models import Kind
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.staff import fields
from recert.web.staff.finding import person_with


class DatesForm(forms.Form):
    """From when to when, under which number."""

    number = forms.CharField(label=lazy("Membership number"), max_length=60, required=False)
    since = day_field(lazy("First day"))
    until = day_field(lazy("Last day"), lazy("Leave it empty if no end is known."), required=False)


class MemberForm(DatesForm):
    """A new member: who, then the dates."""

    email = fields.email()
    field_order = ("email", "number", "since", "until")


@desk_for_staff(Duty.REGISTER)
def members(request: DeskRequest) -> HttpResponse:
    """The members, by name; found by name, number or address."""
    body, asked = request.desk.body, request.GET.get("q", "").strip()
    on = today(request, body.zone)
    turn = {side: request.GET.get(side, "")[:24] for side in ("after", "before")}
    found = find(body, Asked(words=asked, kind=Kind.MEMBERSHIP), **turn)
    rows = [row.member for row in found.rows if row.member is not None]
    context = {
        "body": body,
        "found": found,
        "first": rows[0].person.public_id if rows else "",
        "last": rows[-1].person.public_id if rows else "",
        "q": asked,
        "lines": [(row, *_standing(row, on)) for row in rows],
    }
    return render(request, "staff/members.html", context)


def _standing(row: BodyMember, on: date) -> tuple[str, str]:
    if row.since > on:
        return "wait", _("Not begun")
    if row.until is not None and row.until < on:
        return "quiet", _("Ended")
    return "good", _("Member")


@desk_for_staff(Duty.REGISTER)
def add_member(request: DeskRequest) -> HttpResponse:
    """Enter a member by the address they sign in with."""
    form = MemberForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            person = person_with(form.cleaned_data["email"])
            _set(request, person, form)
            return redirect("staff:members", request.desk.body.slug)
    return _page(request, form, None)


@desk_for_staff(Duty.REGISTER)
def member(request: DeskRequest, person_id: str) -> HttpResponse:
    """Change one member's dates or number."""
    body = request.desk.body
    found = members_of(request.user, body.slug).filter(person__public_id=person_id).first()
    if found is None:
        raise NotFound
    initial = {"number": found.number, "since": found.since, "until": found.until}
    form = DatesForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _set(request, found.person, form)
            return redirect("staff:members", body.slug)
    return _page(request, form, found)


class ListForm(forms.Form):
    """A list of members as a body's membership system gives it."""

    rows = forms.CharField(
        label=lazy("The list"),
        help_text=lazy(
            "CSV with the columns email, number, since, until; days as 2026-01-31, an empty "
            "until has no end."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )


@desk_for_staff(Duty.REGISTER)
def member_list(request: DeskRequest) -> HttpResponse:
    """Look what a whole list of members would come to, then enter it: all of it or nothing."""
    body = request.desk.body
    form = ListForm(sent(request))
    found = None
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            only_look = request.POST.get("act") != "enter"
            found = join_members(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                rows=read_members(form.cleaned_data["rows"]),
                only_look=only_look,
            )
            if not only_look:
                words = {"entered": found.entered, "unknown": len(found.unknown)}
                messages.success(
                    request,
                    _("%(entered)d entered or changed; %(unknown)d nobody signs in with here.")
                    % words,
                )
                return redirect("staff:members", body.slug)
    context = {"body": body, "form": form, "found": found}
    status = 422 if form.errors else 200
    return render(request, "staff/member_list.html", context, status=status)


def _set(request: DeskRequest, person: Person, form: forms.Form) -> None:
    answers = form.cleaned_data
    set_membership(
        person=person,
        body=request.desk.body,
        since=answers["since"],
        until=answers["until"],
        number=answers["number"],
        by=request.user,
        at=now(request),
    )
    messages.success(request, _("Saved: member prices follow these dates."))


def _page(request: DeskRequest, form: forms.Form, found: BodyMember | None) -> HttpResponse:
    context = {"body": request.desk.body, "form": form, "member": found}
    status = 422 if form.errors else 200
    return render(request, "staff/member.html", context, status=status)


urlpatterns = [
    path("members", members, name="members"),
    path("members/add", add_member, name="member_add"),
    path("members/list", member_list, name="member_list"),
    path("members/<str:person_id>", member, name="member"),
]
