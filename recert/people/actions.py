"""What may happen to persons and bodies."""

from __future__ import annotations

import re
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.days import is_zone
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import RETENTION_YEARS, Body, BodyMember, Person, Role, StaffRole
from recert.people.queries import Duty, body_for_staff, person_by_email

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
def register_body(
    *,
    slug: str,
    name: str,
    zone: str,
    currency: str,
    by: Person | None,
    at: datetime,
    email: str = "",
    about: str = "",
    retention_years: int = RETENTION_YEARS,
) -> Body:
    """Open a body on this installation; one that is already there is returned as it is."""
    refuse_all(_body_problems(slug, name, zone, currency))
    body, is_new = Body.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name.strip(),
            "zone": zone,
            "currency": currency,
            "email": email,
            "about": about,
            "retention_years": retention_years,
        },
    )
    if is_new:
        write(at=at, by=id_of(by), code="people.body-registered", subject=f"body:{slug}", body=slug)
    return body


def _body_problems(slug: str, name: str, zone: str, currency: str) -> list[Refusal]:
    found = []
    if not SLUG.fullmatch(slug):
        found.append(
            Refusal(_("Write the short name in lower-case letters and hyphens: acsm."), "slug")
        )
    if not name.strip():
        found.append(Refusal(_("Enter the body's name."), "name"))
    if not is_zone(zone):
        found.append(
            Refusal(
                _("“%(zone)s” is not a time zone we know. Write one such as America/New_York.")
                % {"zone": zone},
                "zone",
            )
        )
    if not re.fullmatch(r"[A-Z]{3}", currency):
        found.append(Refusal(_("Write the currency as three capital letters: USD."), "currency"))
    return found


@transaction.atomic
def describe_body(
    *,
    by: Person,
    at: datetime,
    body: Body,
    email: str,
    about: str,
    payment_instructions: str,
    accent: str = "",
) -> Body:
    """Change what a body's pages say of it; for its owner."""
    body = body_for_staff(by, body.slug, Duty.STAFF)
    if accent and not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise Refused(_("Write the colour as # and six digits: #1f6f5c."), "accent")
    body.email, body.about, body.accent = email, about, accent
    body.payment_instructions = payment_instructions
    body.save(update_fields=["email", "about", "accent", "payment_instructions"])
    write(
        at=at,
        by=by.public_id,
        code="people.body-described",
        subject=f"body:{body.slug}",
        body=body.slug,
    )
    return body


@transaction.atomic
def appoint(*, person: Person, body: Body, role: str, by: Person | None, at: datetime) -> StaffRole:
    """Give somebody a role; by an owner of the body, or by the system at its opening."""
    if by is not None:
        body_for_staff(by, body.slug, Duty.STAFF)
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), "role")
    held, is_new = StaffRole.objects.get_or_create(person=person, body=body, role=role)
    if is_new:
        _journal_role(at, by, "people.appointed", held)
    return held


@transaction.atomic
def dismiss(*, person: Person, body: Body, role: str, by: Person, at: datetime) -> None:
    """Take a role away; a body keeps at least one owner."""
    body_for_staff(by, body.slug, Duty.STAFF)
    Body.objects.select_for_update().get(pk=body.pk)  # two owners cannot dismiss each other
    held = StaffRole.objects.filter(person=person, body=body, role=role).first()
    if held is None:
        return
    owners = StaffRole.objects.filter(body=body, role=Role.OWNER).count()
    if role == Role.OWNER and owners == 1:
        raise Refused(
            _("This is the only owner of %(body)s. Appoint another first.") % {"body": body.name}
        )
    _journal_role(at, by, "people.dismissed", held)
    held.delete()


def _journal_role(at: datetime, by: Person | None, code: str, held: StaffRole) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"person:{held.person.public_id}",
        body=held.body.slug,
        person=held.person.public_id,
        detail={"role": held.role},
    )


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


@transaction.atomic
def update_profile(
    *, person: Person, name: str, country: str, language: str, zone: str, at: datetime
) -> Person:
    """Change what a person says of themselves."""
    problems = []
    if not name.strip():
        problems.append(Refusal(_("Enter your name as it stands on your certificates."), "name"))
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        problems.append(Refusal(_("Write the country as two capital letters: US."), "country"))
    if not is_zone(zone):
        problems.append(Refusal(_("Choose a time zone from the list."), "zone"))
    refuse_all(problems)
    person.name, person.country = name.strip(), country
    person.language, person.zone = language, zone
    person.save(update_fields=["name", "country", "language", "zone"])
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
    person.email = f"{person.public_id}@erased.invalid"
    person.name, person.country, person.zone = "", "", "UTC"
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
