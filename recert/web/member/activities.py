"""One activity: its facts, its proof, its worth everywhere, its history; undo and redo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.rules import facts
from recert.standing.queries import standings_of, worth_of
from recert.transcript.actions import (
    attach_evidence,
    detach_evidence,
    restore_activity,
    withdraw_activity,
)
from recert.transcript.models import Activity, PetitionState
from recert.transcript.queries import activity_for, earlier_versions
from recert.transcript.records import activity_fact
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.forms import refusals_said
from recert.web.components.lists import Row
from recert.web.components.worth import WorthView, comes_to, would_be
from recert.web.member import activity_entry
from recert.web.member.approved import approved_for
from recert.web.member.entry_words import facts_of_entry
from recert.web.member.naming import Names, names_known
from recert.web.member.petitions import TONES
from recert.web.member.reported import report_behind
from recert.web.member.uploads import ACCEPTED, take_uploads


@signed_in
def activity(request: MemberRequest, public_id: str) -> HttpResponse:
    """Everything about one activity; just after logging it, what it has changed."""
    entry = activity_for(request.user, public_id)
    names = names_known()
    is_own = entry.reported_by == facts.Reporter.SELF
    context = {
        "entry": entry,
        "rows": tuple(facts_of_entry(entry, names)),
        "versions": _versions(entry, names),
        "worth": _worth(request, entry),
        "petitions": [(each, TONES[PetitionState(each.state)]) for each in entry.petitions.all()],
        "accepted": ACCEPTED,
        "asks": entry.is_standing,
        "is_own": is_own,
        "report": report_behind(entry),
        "can_change": is_own and entry.is_standing,
        "is_saved": "saved" in request.GET and entry.is_standing,
        "approved": approved_for(entry, today(request, request.user.zone)),
    }
    return render(request, "member/activity.html", context)


def _versions(entry: Activity, names: Names) -> list[tuple[Activity, tuple[Row, ...]]]:
    """What the entry said before, newest first, each with its facts."""
    return [(each, tuple(facts_of_entry(each, names))) for each in earlier_versions(entry)]


def _worth(request: MemberRequest, entry: Activity) -> list[WorthView]:
    if not entry.is_standing:
        return []
    at = now(request)
    if "saved" in request.GET:
        return would_be(worth_of(request.user, activity_fact(entry), at))
    return comes_to(standings_of(request.user, at), entry.public_id)


# ---------------------------------------------------------------- acts


@signed_in
@require_POST
def withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take an entry out; its own page then offers to put it back."""
    with refusals_said(request):
        withdraw_activity(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("Taken out of your transcript. You can put it back below."))
    return redirect("member:activity", public_id)


@signed_in
@require_POST
def restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a withdrawn entry back."""
    with refusals_said(request):
        restore_activity(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("It is back in your transcript."))
    return redirect("member:activity", public_id)


@signed_in
@require_POST
def add_proof(request: MemberRequest, public_id: str) -> HttpResponse:
    """Add files that prove an entry; the good ones are kept whatever the others are like."""
    entry = activity_for(request.user, public_id)
    uploads = take_uploads(request)
    for mistake in uploads.mistakes:
        messages.error(request, mistake)
    if not uploads.kept and not uploads.mistakes:
        messages.warning(request, _("Choose a file first."))
    with refusals_said(request):
        for evidence in uploads.kept:
            attach_evidence(
                by=request.user,
                at=now(request),
                public_id=evidence.public_id,
                activity_id=entry.public_id,
            )
            messages.success(request, _("Added as proof: %(name)s.") % {"name": evidence.name})
    return redirect("member:activity", public_id)


@signed_in
@require_POST
def remove_proof(request: MemberRequest, public_id: str, proof_id: str) -> HttpResponse:
    """Take a file off an entry; the file stays in the inbox."""
    entry = activity_for(request.user, public_id)
    detach_evidence(
        by=request.user, at=now(request), public_id=proof_id, activity_id=entry.public_id
    )
    messages.success(request, _("Taken off. The file itself is still in your proof inbox."))
    return redirect("member:activity", public_id)


urlpatterns = [
    *activity_entry.urlpatterns,
    path("activities/<str:public_id>/", activity, name="activity"),
    path("activities/<str:public_id>/withdraw", withdraw, name="activity_withdraw"),
    path("activities/<str:public_id>/restore", restore, name="activity_restore"),
    path("activities/<str:public_id>/proof", add_proof, name="activity_proof"),
    path(
        "activities/<str:public_id>/proof/<str:proof_id>/remove",
        remove_proof,
        name="activity_proof_remove",
    ),
]
