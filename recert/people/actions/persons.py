"""Persons: opening an account, what a person says of themselves, and leaving."""

from __future__ import annotations

import re
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.days import is_birthday, is_zone
from recert.lib.refusals import Refusal, refuse_all
from recert.notices.languages import LANGUAGES
from recert.people.models import BodyMember, Invitation, Person, StaffRole
from recert.people.queries import person_by_email


def id_of(person: Person | None) -> str:
    """The public id for the journal; empty stands for the system."""
    return person.public_id if person else ""


@transaction.atomic
def register_person(
    *, email: str, name: str, password: str, by: Person | None, at: datetime
) -> Person:
    """Open an account whose address is known to be right; people themselves sign up."""
    refuse_all(_person_problems(email, name, password))
    person = Person.objects.create_user(email=email, password=password, name=name.strip())
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    write(
        at=at,
        by=id_of(by),
        code="people.person-registered",
        subject=f"person:{person.public_id}",
        person=person.public_id,
    )
    return person


def _person_problems(email: str, name: str, password: str) -> list[Refusal]:
    found = []
    if not name.strip():
        found.append(Refusal(_("Enter the person’s name."), "name"))
    try:
        validate_email(email)
    except ValidationError as error:
        found += [Refusal(sentence, "email") for sentence in error.messages]
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as error:
        found += [Refusal(sentence, "password") for sentence in error.messages]
    if person_by_email(email) is not None:
        found.append(Refusal(_("Somebody with this address is here already."), "email"))
    return found


@transaction.atomic
def update_profile(
    *,
    person: Person,
    name: str,
    country: str,
    language: str,
    zone: str,
    at: datetime,
    birthday: str | None = None,
) -> Person:
    """Change what a person says of themselves; `birthday` None leaves month and day alone."""
    problems = []
    if birthday and not is_birthday(birthday):
        problems.append(
            Refusal(_("Write month and day, such as 03-14, or leave it empty."), "birthday")
        )
    if not name.strip():
        problems.append(Refusal(_("Enter your name as it stands on your certificates."), "name"))
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        problems.append(Refusal(_("Write the country as two capital letters: US."), "country"))
    if not is_zone(zone):
        problems.append(Refusal(_("Choose a time zone from the list."), "zone"))
    if language not in LANGUAGES:
        problems.append(Refusal(_("Choose a language from the list."), "language"))
    refuse_all(problems)
    person.name, person.country = name.strip(), country
    person.language, person.zone = language, zone
    person.birthday = person.birthday if birthday is None else birthday
    person.save(update_fields=["name", "country", "language", "zone", "birthday"])
    write(
        at=at,
        by=person.public_id,
        code="people.profile-updated",
        subject=f"person:{person.public_id}",
        person=person.public_id,
    )
    return person


@transaction.atomic
def erase_person(*, person: Person, by: Person | None, at: datetime) -> None:
    """Delete who somebody is, leaving the pseudonym that kept decisions refer to.

    Only contact data and sign-in go here; `renewals.erasure` asks the other rooms first.
    """
    if person.erased_at is not None:
        return
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    StaffRole.objects.filter(person=person).delete()
    BodyMember.objects.filter(person=person).delete()
    Invitation.objects.filter(email=person.email).delete()
    person.email = f"{person.public_id}@erased.invalid"
    person.name, person.country, person.zone, person.birthday = "", "", "UTC", ""
    person.is_active, person.erased_at = False, at
    person.set_unusable_password()
    person.save()
    write(
        at=at,
        by=id_of(by),
        code="people.erased",
        subject=f"person:{person.public_id}",
        person=person.public_id,
    )
