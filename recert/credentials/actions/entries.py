"""Entries: what declaring, registering and ruling share: checks, the row, its line and notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.journal.actions import Plain, write, write_many
from recert.lib.days import latest_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.actions import id_of
from recert.people.impartiality import refuse_apart
from recert.people.models import Body, Person
from recert.people.telling import tell
from recert.people.telling_many import ToTell, tell_many
from recert.rulebooks.queries import credential_named
from recert.rules.rulebook import Credential


def create(**fields: object) -> Certification:
    """Write a new certification; one that is recorded already is refused."""
    try:
        with transaction.atomic():
            return Certification.objects.create(**fields)
    except IntegrityError:
        raise Refused(
            _("This certification, or this number, is recorded already. Look for it in the list."),
            "credential",
        ) from None


def problems_of(
    body: Body,
    credential: str,
    level: str,
    certified: date,
    expires: date | None,
    at: datetime,
    offered: Credential | None = None,
) -> list[Refusal]:
    """Everything wrong with what somebody says of a certification.

    `offered` is the credential itself, where the caller has looked it up for many.
    """
    found = []
    try:
        levels = (offered or credential_named(body.slug, credential)).levels
    except NotFound:
        sentence = _("%(body)s grants no such credential here. Choose one from the list.")
        return [Refusal(sentence % {"body": body.name}, "credential")]
    if levels and level not in levels:
        choices = ", ".join(levels)
        found.append(Refusal(_("Choose the level: %(levels)s.") % {"levels": choices}, "level"))
    if level and not levels:
        found.append(Refusal(_("This credential has no levels. Leave the level empty."), "level"))
    if certified > latest_day(at):
        found.append(
            Refusal(
                _("The day you were certified lies in the future. Check the year."), "certified"
            )
        )
    if expires is not None and expires < certified:
        found.append(
            Refusal(
                _("The last day lies before the day you were certified. Check both."), "expires"
            )
        )
    return found


def change(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    certified: date,
    expires: date | None,
    level: str,
    number: str,
) -> Certification:
    """Correct a certification, leaving what it said in the journal."""
    refuse_all(
        problems_of(certification.body, certification.credential, level, certified, expires, at)
    )
    was: dict[str, Plain] = {
        "was-certified": certification.certified.isoformat(),
        "was-expires": certification.expires.isoformat() if certification.expires else None,
        "was-level": certification.level,
    }
    certification.certified, certification.expires = certified, expires
    certification.level, certification.number = level, number.strip()
    try:
        with transaction.atomic():
            certification.save(update_fields=["certified", "expires", "level", "number"])
    except IntegrityError:
        raise Refused(_("This number belongs to somebody else."), "number") from None
    journal(at, by, "credentials.corrected", certification, was)
    return certification


def refuse_own(by: Person, certification: Certification) -> None:
    """Nobody decides about a certification of their own."""
    if certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides about a certification of their own."))
    subject = f"certification:{certification.public_id}"
    refuse_apart(by, person=certification.person, subject=subject)


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    certification: Certification,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to a certification."""
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"certification:{certification.public_id}",
        body=certification.body.slug,
        person=certification.person.public_id,
        detail=detail,
    )


def journal_many(
    at: datetime,
    by: Person | None,
    code: str,
    about: Iterable[tuple[Certification, Mapping[str, Plain]]],
) -> None:
    """Write down that the same thing happened to many certifications of one body."""
    rows = list(about)
    if not rows:
        return
    write_many(
        at=at,
        by=id_of(by),
        code=code,
        about=(
            (f"certification:{each.public_id}", each.person.public_id, detail)
            for each, detail in rows
        ),
        body=rows[0][0].body.slug,
    )


def tell_holder(
    at: datetime,
    certification: Certification,
    subject: Callable[[], str],
    what: str,
    reason: str | Callable[[], str] = "",
) -> None:
    """Tell the holder that the register changed, and why: what makes it, if words are ours."""
    told = _told(at, certification, subject, what, reason)
    tell(
        at=at,
        person=told.person,
        kind="register-changed",
        letter=told.letter,
        body_slug=certification.body.slug,
        key=told.key,
    )


def tell_holders(
    at: datetime,
    body: Body,
    certifications: Iterable[Certification],
    subject: Callable[[], str],
    what: str,
) -> None:
    """The same to many of one body, in as many queries as to one."""
    letters = [_told(at, each, subject, what, "") for each in certifications]
    if letters:
        tell_many(at=at, kind="register-changed", body=body, letters=letters)


def _told(
    at: datetime,
    certification: Certification,
    subject: Callable[[], str],
    what: str,
    reason: str | Callable[[], str],
) -> ToTell:
    def letter() -> tuple[str, str]:
        text = _("%(body)s changed its register about your certification. Sign in to see it.") % {
            "body": certification.body.name
        }
        why = reason if isinstance(reason, str) else reason()
        return subject(), f"{text}\n\n{why}".strip()

    key = f"certification:{certification.public_id}:{what}:{at.isoformat()}"
    return ToTell(certification.person, letter, key)
