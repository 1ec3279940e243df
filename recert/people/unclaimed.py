"""People somebody else has entered, until they come and claim the record with a password.

They have no sign-in; some have no address either. Asking for a new password, with the address
they were entered with, is how they come in.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from recert.journal.actions import write, write_many
from recert.lib.public_ids import new_public_id
from recert.people.actions import id_of
from recert.people.models import Person

NO_ADDRESS = "@no-address.invalid"
"""Such an address is never written to: the outbox passes over `.invalid`."""


def is_claimed(person: Person) -> bool:
    """Whether the person has ever made the record their own."""
    return person.has_usable_password() or person.last_login is not None


def has_address(person: Person) -> bool:
    """Whether there is an address to write to."""
    return not person.email.endswith(".invalid")


def unclaimed_person(name: str, email: str = "") -> Person:
    """Somebody who has not come themselves, not saved yet; see `enter_people`."""
    public_id = new_public_id()
    address = email.lower() or public_id + NO_ADDRESS
    person = Person(public_id=public_id, name=name.strip(), email=address)
    # What `set_unusable_password` does, for thousands at once: none, and unlike any other.
    person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
    return person


def enter_person(*, by: Person | None, at: datetime, name: str, email: str = "") -> Person:
    """Enter somebody who has not come themselves; without an address nobody can claim them."""
    person = unclaimed_person(name, email)
    enter_people(by=by, at=at, people=(person,))
    return person


@transaction.atomic
def enter_people(*, by: Person | None, at: datetime, people: Sequence[Person]) -> None:
    """Enter many `unclaimed_person`s in as many queries as one.

    `IntegrityError` where somebody else has one of the addresses: then nobody is entered.
    """
    Person.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=False, primary=True)
        for person in people
        if has_address(person)
    )
    write_many(
        at=at,
        by=id_of(by),
        code="people.person-entered",
        about=((f"person:{each.public_id}", each.public_id, {}) for each in people),
    )


@transaction.atomic
def correct_unclaimed(
    *, by: Person | None, at: datetime, person: Person, name: str, email: str = ""
) -> Person:
    """Correct who somebody is, as long as they have not claimed the record; else nothing is done.

    Without an address the one there is stays.
    """
    mine = Person.objects.select_for_update().get(pk=person.pk)
    if is_claimed(mine):
        return mine
    mine.name = name.strip()
    if email and email.lower() != mine.email:
        mine.email = email
        EmailAddress.objects.filter(user=mine).delete()
        EmailAddress.objects.create(user=mine, email=email.lower(), verified=False, primary=True)
    mine.save(update_fields=["name", "email"])
    write(
        at=at,
        by=id_of(by),
        code="people.person-corrected",
        subject=f"person:{mine.public_id}",
        person=mine.public_id,
    )
    return mine
