"""Memberships of a body, which decide member prices."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.people.actions.persons import id_of
from recert.people.models import Body, BodyMember, Person
from recert.people.queries import Duty, body_for_staff


@transaction.atomic
def set_membership(
    *,
    person: Person,
    body: Body,
    since: date,
    until: date | None,
    by: Person | None,
    at: datetime,
    number: str = "",
) -> BodyMember:
    """Record that somebody is a member of a body from one day to another."""
    if by is not None:
        body_for_staff(by, body.slug, Duty.REGISTER)
        if by == person:
            raise Refused(_("Ask a colleague: nobody sets a membership of their own."))
    if until is not None and until < since:
        raise Refused(_("The membership ends before it begins. Change one of the dates."), "until")
    member, _new = BodyMember.objects.update_or_create(
        person=person, body=body, defaults={"number": number, "since": since, "until": until}
    )
    write(
        at=at,
        by=id_of(by),
        code="people.membership-set",
        subject=f"person:{person.public_id}",
        body=body.slug,
        person=person.public_id,
        detail={"since": since.isoformat(), "until": until.isoformat() if until else None},
    )
    return member
