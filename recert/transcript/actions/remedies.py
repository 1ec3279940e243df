"""Remedies: a body says of an entry that it ordered it, so that its rules can tell it apart."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.people.telling import tell
from recert.transcript.models import Activity


@transaction.atomic
def mark_ordered(
    *, by: Person, at: datetime, body_slug: str, activity: Activity, ordered: bool, reason: str
) -> Activity:
    """Say that the body ordered an entry as a remedy, or that it did not after all.

    The caller has fetched the entry for that body's staff. Said twice is said once; the
    person is told, with the reason.
    """
    body = body_for_staff(by, body_slug, Duty.REVIEW)
    if activity.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody says this of an entry of their own."))
    if not reason.strip():
        raise Refused(_("Give the reason. The person reads it."), "reason")
    moved = Activity.objects.filter(pk=activity.pk, ordered=not ordered).update(ordered=ordered)
    activity.refresh_from_db()
    if not moved:
        return activity
    write(
        at=at,
        by=by.public_id,
        code="transcript.ordered" if ordered else "transcript.not-ordered",
        subject=f"activity:{activity.public_id}",
        body=body.slug,
        person=activity.person.public_id,
        detail={"reason": reason.strip()},
    )
    tell(
        at=at,
        person=activity.person,
        kind="renewal-decided",
        letter=lambda: (_letter(body.name, activity.title, ordered=ordered), reason.strip()),
        body_slug=body.slug,
        key=f"ordered:{activity.public_id}:{at.isoformat()}",
    )
    return activity


def _letter(body: str, title: str, *, ordered: bool) -> str:
    said = (
        _("%(body)s says that it ordered “%(title)s”")
        if ordered
        else _("%(body)s no longer says that it ordered “%(title)s”")
    )
    return said % {"body": body, "title": title}
