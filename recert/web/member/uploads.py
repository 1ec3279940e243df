"""Uploads: every good file of a form is kept at once, every other is named with its remedy.

A file that was sent once is never asked for again, even if the rest of the form has to be
mended: it lies in the proof inbox, and the form remembers it by its id.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound, Refused
from recert.transcript.actions import add_evidence
from recert.transcript.models import Evidence
from recert.transcript.queries import evidence_of
from recert.web.access import MemberRequest
from recert.web.clock import now

FIELD = "proof"
KEPT = "proof_kept"
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp"
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Uploads:
    """What came with a form: files kept now or before, and what was wrong with others."""

    kept: tuple[Evidence, ...]
    mistakes: tuple[str, ...]


def take_uploads(request: MemberRequest) -> Uploads:
    """Keep the files of this form, and find again those it was sent with before."""
    kept = {each.pk: each for each in _kept_before(request)}
    mistakes = []
    for file in request.FILES.getlist(FIELD):
        name = file.name or _("The file")
        try:
            evidence = add_evidence(
                by=request.user, at=now(request), name=name, content=file.read()
            )
        except Refused as refused:
            mistakes += [f"{name}: {sentence}" for sentence in refused.sentences]
        else:
            kept[evidence.pk] = evidence
    return Uploads(tuple(kept.values()), tuple(mistakes))


def _kept_before(request: MemberRequest) -> list[Evidence]:
    ids = set(request.POST.getlist(KEPT)[:MOST_AT_ONCE])
    if not ids:
        return []
    found = list(evidence_of(request.user).filter(public_id__in=ids))
    if len(found) != len(ids):
        raise NotFound
    return found
