"""Claiming at the end of a class: what it is, what it is worth for you, and the button."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.catalogue.drafting import draft_of
from recert.completions.claiming import (
    Code,
    claim,
    code_named,
    day_of,
    reported_before,
    why_not,
)
from recert.completions.recalled import given_on
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.standing.queries import worth_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.claim_words import COME_BACK, claimed_thing
from recert.web.components.guessing import count_miss, has_guessed_too_often
from recert.web.components.worth import WorthView, would_be


@signed_in
def claim_page(request: MemberRequest, code: str) -> HttpResponse:
    """What the code is for and what it comes to; on the button, it is in the transcript."""
    request.session.pop(COME_BACK, None)
    if has_guessed_too_often(request):
        return render(request, "member/claim.html", {"too_often": True}, status=429)
    found = code_named(code)
    if found is None:
        count_miss(request)
        return render(request, "member/claim.html", {"wrong": code}, status=404)
    at = now(request)
    before = reported_before(found, request.user, at)
    if before is not None and before.activity is not None:
        messages.info(request, _("This is in your transcript already. Nothing more is to be done."))
        return redirect("member:activity", before.activity.public_id)
    refused = ""
    if request.method == "POST":
        try:
            done = claim(by=request.user, at=at, code=code)
        except Refused as no:
            refused = " ".join(no.sentences)
        else:
            assert done.activity is not None  # what is claimed is in the transcript
            messages.success(request, _("It is in your transcript, and counts from now on."))
            return redirect("member:activity", done.activity.public_id)
    why = refused or why_not(found, request.user, at)
    context = {**claimed_thing(found, at), "why_not": why, "worth": _worth(request.user, found, at)}
    return render(request, "member/claim.html", context, status=422 if refused else 200)


def _worth(person: Person, code: Code, at: datetime) -> list[WorthView]:
    """What it would come to under each certification the reader holds."""
    edition, day = code.row.edition, day_of(code, at)
    approvals = given_on(edition, day, local_day(at, edition.course.provider.zone))
    draft = draft_of(edition, edition.course.provider.slug, day, approvals)
    return would_be(worth_of(person, draft, at))


urlpatterns = [path("claim/<str:code>", claim_page, name="claim")]
