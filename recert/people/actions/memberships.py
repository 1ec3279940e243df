"""Memberships of a body, which decide member prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write_many
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
    _let_in(by, body)
    _refuse(by, [(person, since, until)])
    member, _new = BodyMember.objects.update_or_create(
        person=person, body=body, defaults={"number": number, "since": since, "until": until}
    )
    _journal(by, at, body, [member])
    return member


@transaction.atomic
def set_memberships(
    *, body: Body, members: Sequence[BodyMember], by: Person | None, at: datetime
) -> None:
    """Record many memberships of one body, new ones in one stroke; those with a key are changed.

    `IntegrityError` where one of the new ones is recorded meanwhile: then nothing is.
    """
    _let_in(by, body)
    _refuse(by, [(each.person, each.since, each.until) for each in members])
    new = [each for each in members if each._state.adding]
    for each in members:
        if not each._state.adding:
            each.save(update_fields=["number", "since", "until"])
    BodyMember.objects.bulk_create(new)
    _journal(by, at, body, members)


def _let_in(by: Person | None, body: Body) -> None:
    if by is not None:
        body_for_staff(by, body.slug, Duty.REGISTER)


def _refuse(by: Person | None, said: Iterable[tuple[Person, date, date | None]]) -> None:
    for person, since, until in said:
        if by is not None and by == person:
            raise Refused(_("Ask a colleague: nobody sets a membership of their own."))
        if until is not None and until < since:
            raise Refused(
                _("The membership ends before it begins. Change one of the dates."), "until"
            )


def _journal(by: Person | None, at: datetime, body: Body, members: Iterable[BodyMember]) -> None:
    write_many(
        at=at,
        by=id_of(by),
        code="people.membership-set",
        about=(
            (
                f"person:{each.person.public_id}",
                each.person.public_id,
                {
                    "since": each.since.isoformat(),
                    "until": each.until.isoformat() if each.until else None,
                },
            )
            for each in members
        ),
        body=body.slug,
    )
