"""Audit packs: a cycle with all its proof in one download, whether anybody asks or not."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for
from recert.renewals.queries import (
    papers_asked_by,
    renewal_for,
    rulebook_behind,
    standing_as_filed,
)
from recert.rules.findings import Standing
from recert.rules.rulebook import Rulebook
from recert.standing.queries import held_of
from recert.transcript.queries import documents_of, transcript_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.member.accounted import is_outside
from recert.web.papers.audit_pack import pack_of, pack_response


@signed_in
def of_certification(request: MemberRequest, public_id: str) -> HttpResponse:
    """The open cycle of a certification."""
    own = certification_for(request.user, public_id)
    held = held_of(own, now(request))
    return packed(request, own, held.standing, held.rulebook)


@signed_in
def of_renewal(request: MemberRequest, public_id: str) -> HttpResponse:
    """The cycle of an application, judged as it was filed."""
    found = renewal_for(request.user, public_id)
    standing = standing_as_filed(found, now(request))
    return packed(request, found.certification, standing, rulebook_behind(found, standing))


def packed(
    request: MemberRequest, own: Certification, standing: Standing, rulebook: Rulebook | None
) -> HttpResponse:
    """The entries of the cycle, the documents its policy asks about, and their proof."""
    here = {each.activity for each in standing.activities if not is_outside(each)}
    asked = papers_asked_by(rulebook)
    pack = pack_of(
        own,
        standing,
        rulebook,
        [each for each in transcript_of(request.user) if each.public_id in here],
        [each for each in documents_of(request.user) if each.kind in asked],
    )
    return pack_response(pack, now(request))


urlpatterns = [
    path("certifications/<str:public_id>/audit-pack.zip", of_certification, name="pack"),
    path("renewals/<str:public_id>/audit-pack.zip", of_renewal, name="renewal_pack"),
]
