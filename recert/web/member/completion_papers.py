"""Certificates of completion: made from the entry's page, saved as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from recert.completions.certifying import (
    Says,
    certificates_of,
    certify_own,
    own_certificate,
    what_it_says,
)
from recert.completions.models import Certificate, Completion, CompletionState
from recert.completions.signed import signed_completion
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.papers.completion import completion_name, completion_paper, signed_name
from recert.web.private_files import private_paper

SIGNED = "application/vc+jwt"


def certificates_behind(trail: Sequence[Completion]) -> dict[str, Any]:
    """What the page of an entry says of its certificate: whether there can be one, and is.

    `trail` is what was said before, and last what is said now.
    """
    made = [(each, what_it_says(each)) for each in certificates_of(trail)]
    good: Certificate | None = next((one for one, says in made if says is Says.GENUINE), None)
    return {
        "can_make": trail[-1].state == CompletionState.ACCEPTED,
        "certificate": good,
        "older": [one for one, says in made if says is not Says.GENUINE],
    }


@signed_in
@require_POST
def make(request: MemberRequest, public_id: str) -> HttpResponse:
    """Make the certificate of a completion, or find the one there is, and hand it out."""
    with refusals_said(request):
        made = certify_own(by=request.user, at=now(request), completion_id=public_id)
        return private_paper(completion_paper(made, now(request)), completion_name(made))
    return redirect("member:transcript")


@signed_in
def paper(request: MemberRequest, code: str) -> HttpResponse:
    """A certificate of one's own that was made before, word for word, as long as it stands."""
    found = own_certificate(request.user, code)
    if what_it_says(found) is not Says.GENUINE:
        return redirect("public:completion", found.code)
    return private_paper(completion_paper(found, now(request)), completion_name(found))


@signed_in
@require_safe
def signed(request: MemberRequest, code: str) -> HttpResponse:
    """The same as a signed file, which anybody can check without us."""
    found = own_certificate(request.user, code)
    if what_it_says(found) is not Says.GENUINE:
        return redirect("public:completion", found.code)
    token = signed_completion(found, at=now(request))
    return private_paper(token.encode(), signed_name(found), SIGNED)


urlpatterns = [
    path("reported/<str:public_id>/certificate", make, name="completion_certify"),
    path("completions/<str:code>.pdf", paper, name="completion_paper"),
    path("completions/<str:code>.jws", signed, name="completion_signed"),
]
