"""Who works at this desk: appointing and dismissing, for the owner."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.lib.refusals import NotFound
from recert.people.actions import appoint, dismiss, invite, withdraw_invitation
from recert.people.models import Person
from recert.people.queries import Duty, invitations_of, person_by_email, staff_of
from recert.people.roles import ROLES
from recert.register.merging.following import now_part_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.staff import fields


class AppointForm(forms.Form):
    """Whom to appoint as what."""

    email = fields.email(
        lazy("Where nobody signs in with it yet, we send an invitation that holds for 14 days.")
    )
    role = forms.ChoiceField(
        label=lazy("Role"),
        choices=[
            (role.value, format_lazy("{}: {}", role.label, says)) for role, says in ROLES.items()
        ],
        widget=forms.RadioSelect,
    )


@dataclass(slots=True)
class Colleague:
    """Somebody who works here, with their roles."""

    person: Person
    roles: list[tuple[str, str]] = field(default_factory=list)


@desk_for_staff(Duty.STAFF)
def team(request: DeskRequest) -> HttpResponse:
    """Everybody who works here; appointing one more."""
    body = request.desk.body
    form = AppointForm(sent(request))
    if request.method == "POST" and form.is_valid() and _appointed(request, form):
        return redirect("staff:team", body.slug)
    context = {
        "body": body,
        "form": form,
        "colleagues": _colleagues(request),
        "invitations": invitations_of(request.user, body.slug),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/team.html", context, status=status)


def _colleagues(request: DeskRequest) -> list[Colleague]:
    found: dict[int, Colleague] = {}
    for held in staff_of(request.user, request.desk.body.slug):
        colleague = found.setdefault(held.person_id, Colleague(held.person))
        colleague.roles.append((held.role, held.get_role_display()))
    return list(found.values())


def _appointed(request: DeskRequest, form: AppointForm) -> bool:
    """Appoint whoever has an account; invite whoever has none."""
    body, by, at = request.desk.body, request.user, now(request)
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    with refusals_on(form):
        person = person_by_email(email)
        if person is None:
            invite(by=by, at=at, body=body, email=email, role=role)
            messages.success(request, _("An invitation goes to %(email)s.") % {"email": email})
        else:
            colleague = now_part_of(person)
            appoint(person=colleague, body=body, role=role, by=by, at=at)
            messages.success(request, _("%(name)s works here now.") % {"name": colleague})
        return True
    return False


@desk_for_staff(Duty.STAFF)
@require_POST
def withdrawal(request: DeskRequest, public_id: str) -> HttpResponse:
    """Invite somebody no longer."""
    slug = request.desk.body.slug
    withdraw_invitation(by=request.user, at=now(request), body_slug=slug, public_id=public_id)
    messages.success(request, _("The invitation no longer holds."))
    return redirect("staff:team", slug)


@desk_for_staff(Duty.STAFF)
@require_POST
def dismissal(request: DeskRequest, person_id: str, role: str) -> HttpResponse:
    """Take one role away from somebody who works here."""
    body = request.desk.body
    held = staff_of(request.user, body.slug).filter(person__public_id=person_id, role=role).first()
    if held is None:
        raise NotFound
    with refusals_said(request):
        dismiss(person=held.person, body=body, role=role, by=request.user, at=now(request))
        messages.success(request, _("%(name)s no longer has this role.") % {"name": held.person})
    if held.person_id == request.user.pk:
        return redirect("staff:home", body.slug)
    return redirect("staff:team", body.slug)


urlpatterns = [
    path("team", team, name="team"),
    path("team/invitations/<str:public_id>/withdraw", withdrawal, name="invitation_withdraw"),
    path("team/<str:person_id>/<str:role>/dismiss", dismissal, name="dismiss"),
]
