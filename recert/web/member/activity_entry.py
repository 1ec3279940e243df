"""Logging an activity, correcting one, and what it would be worth while it is being typed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.catalogue.course_queries import class_held, edition_taught_on
from recert.catalogue.drafting import draft_of
from recert.catalogue.queries import listed_course
from recert.completions.recalled import given_on
from recert.lib.days import local_day
from recert.lib.numbers import whole
from recert.lib.refusals import Refused
from recert.rules import facts
from recert.standing.queries import worth_of
from recert.transcript.actions import attach_evidence, correct_activity, log_activity
from recert.transcript.entering import activity_refusals
from recert.transcript.models import Activity, Evidence
from recert.transcript.queries import activity_for, evidence_for
from recert.transcript.records import activity_fact
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.worth import would_be
from recert.web.member.forms_activity import ActivityForm
from recert.web.member.forms_filling import (
    as_initial,
    initial_of,
    initial_of_fact,
    with_award,
    without_award,
)
from recert.web.member.naming import Names, names_known, near_topics
from recert.web.member.uploads import ACCEPTED, Uploads, take_uploads

NOTHING_UPLOADED = Uploads((), ())


@signed_in
def log(request: MemberRequest) -> HttpResponse:
    """Log an activity: everything on one page, and its worth beside it."""
    names = names_known()
    if request.method == "POST":
        return _posted(request, names, None)
    near = near_topics(request.user)
    initial = {"kind": request.GET.get("kind", ""), "key": secrets.token_urlsafe(18), "rows": 1}
    initial |= _of_course(request, names)
    proof = request.GET.get("proof", "")
    kept = (evidence_for(request.user, proof),) if proof else ()
    form = ActivityForm(names=names, near=near, initial=initial)
    return _page(request, form, Uploads(kept, ()), None)


def _of_course(request: MemberRequest, names: Names) -> dict[str, Any]:
    """What the catalogue says of the course somebody comes from; nothing where there is none.

    With a class that is over its last day is filled in too.
    """
    if not request.GET.get("course"):
        return {}
    course, on = listed_course(request.GET["course"]), today(request, request.user.zone)
    held = class_held(course, request.GET.get("class", ""))
    over = local_day(held.ends_at, held.zone) if held is not None and held.ends_at else None
    day = over if over is not None and over <= on else on
    edition = held.edition if held is not None else edition_taught_on(course, day)
    if edition is None:
        return {}
    fact = draft_of(edition, course.provider.slug, day, given_on(edition, day, on))
    found = initial_of_fact(fact, course.provider.name, names)
    left_out = {"passed"} if day == over else {"passed", "completed"}
    return {name: value for name, value in found.items() if name not in left_out}


@signed_in
def correct(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a newer entry in the place of one; what it said before stays readable."""
    entry = activity_for(request.user, public_id)
    if not entry.is_standing or entry.reported_by != facts.Reporter.SELF:
        messages.warning(request, _why_not_correctable(entry))
        return redirect("member:activity", public_id)
    names = names_known()
    if request.method == "POST":
        return _posted(request, names, entry)
    near = near_topics(request.user)
    form = ActivityForm(names=names, near=near, initial=initial_of(entry, names))
    return _page(request, form, NOTHING_UPLOADED, entry)


def _why_not_correctable(entry: Activity) -> str:
    if entry.is_standing:
        return _("This was reported by somebody else. Ask them to correct it, or ask the body.")
    return _("This entry has been replaced or withdrawn since. Open the newest one.")


@signed_in
@require_POST
def worth(request: MemberRequest) -> HttpResponse:
    """What the activity would be worth as typed so far: a piece of the page, for htmx."""
    form = ActivityForm(request.POST, names=names_known())
    context = _worth(request, form, _instead_of(request))
    return render(request, "member/activity_worth.html", context)


def _instead_of(request: MemberRequest) -> Activity | None:
    """The entry that is being corrected, whose place the draft takes in the reckoning."""
    public_id = request.POST.get("instead_of", "")
    return activity_for(request.user, public_id) if public_id else None


def _worth(request: MemberRequest, form: ActivityForm, entry: Activity | None) -> dict[str, object]:
    """What the piece of page about worth needs; mistakes elsewhere do not matter to it.

    `worth` is None while there is too little to go by.
    """
    form.is_valid()
    draft = _draft(form, entry)
    worth = None
    if draft is not None:
        worth = would_be(worth_of(request.user, draft, now(request)))
    return {"worth": worth, "asked": True, "leaves_out": form.has_unread_awards}


def _draft(form: ActivityForm, entry: Activity | None) -> facts.Activity | None:
    if entry is None:
        return form.draft()
    return form.draft(entry.public_id, activity_fact(entry))


# ---------------------------------------------------------------- what was pressed


def _posted(request: MemberRequest, names: Names, entry: Activity | None) -> HttpResponse:
    uploads, near = take_uploads(request), near_topics(request.user)
    changed = _changed(request.POST)
    if changed is not None:  # not done yet: nothing is a mistake so far
        form = ActivityForm(names=names, near=near, initial=as_initial(changed))
        worth = _worth(request, ActivityForm(changed, names=names), entry)
        return _page(request, form, uploads, entry, worth)
    form = ActivityForm(request.POST, names=names, near=near)
    saved = _save(request, form, uploads, entry)
    if saved is None:
        worth = _worth(request, ActivityForm(request.POST, names=names), entry)
        return _page(request, form, uploads, entry, worth, status=422)
    return redirect(reverse("member:activity", args=(saved.public_id,), query={"saved": "1"}))


def _changed(data: QueryDict) -> QueryDict | None:
    """What was typed, when a button was pressed that is not the one to save."""
    if "add_award" in data:
        return with_award(data)
    if "remove_award" in data:
        place = whole(str(data["remove_award"]))
        return without_award(data, -1 if place is None else place)
    return data.copy() if {"see", "questions"} & set(data) else None


def _save(
    request: MemberRequest, form: ActivityForm, uploads: Uploads, entry: Activity | None
) -> Activity | None:
    """Save all of it, or nothing but the files, and put every mistake on the form."""
    form.is_valid()
    draft = _draft(form, entry)
    at = now(request)
    if draft is not None:
        said = {sentence for errors in form.errors.values() for sentence in errors}
        form.take([each for each in activity_refusals(draft, at) if each.sentence not in said])
    for mistake in uploads.mistakes:
        form.add_error(None, mistake)
    if draft is None or form.errors:
        return None
    try:
        return _write(request, form, draft, uploads.kept, entry)
    except Refused as refused:
        form.take(refused.refusals)
        return None


@transaction.atomic
def _write(
    request: MemberRequest,
    form: ActivityForm,
    draft: facts.Activity,
    proof: Iterable[Evidence],
    entry: Activity | None,
) -> Activity:
    by, at = request.user, now(request)
    provider, note = form.cleaned_data["provider_name"], form.cleaned_data["note"]
    if entry is None:
        key = form.cleaned_data["key"]
        saved = log_activity(
            by=by, at=at, person=by, activity=draft, provider_name=provider, note=note, key=key
        )
    else:
        saved = correct_activity(
            by=by,
            at=at,
            public_id=entry.public_id,
            activity=draft,
            provider_name=provider,
            note=note,
        )
    held = {each.pk for each in saved.evidence.all()}
    for evidence in proof:
        if evidence.pk not in held:
            attach_evidence(by=by, at=at, public_id=evidence.public_id, activity_id=saved.public_id)
    return saved


def _page(
    request: MemberRequest,
    form: ActivityForm,
    uploads: Uploads,
    entry: Activity | None,
    worth: dict[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "upload_mistakes": () if form.is_bound else uploads.mistakes,
        "kept": uploads.kept,
        "entry": entry,
        "names": form.names.options,
        "accepted": ACCEPTED,
        **(worth or {"worth": None}),
    }
    return render(request, "member/activity_form.html", context, status=status)


urlpatterns = [
    path("activities/log", log, name="activity_log"),
    path("activities/worth", worth, name="activity_worth"),
    path("activities/<str:public_id>/correct", correct, name="activity_correct"),
]
