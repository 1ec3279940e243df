"""Registering: what a body confirms, rejects and corrects, and the cycles it closes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import (
    change,
    create,
    journal,
    problems_of,
    refuse_own,
    tell_holder,
)
from recert.credentials.actions.ruling import reset_overrides
from recert.credentials.models import Certification, Register, Term
from recert.credentials.queries import certification_for_staff
from recert.lib.refusals import Refused, refuse_all
from recert.people.impartiality import keep_apart
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rules.rulebook import Credential


@transaction.atomic
def register_certification(
    *,
    by: Person | None,
    at: datetime,
    person: Person,
    body: Body,
    credential: str,
    certified: date,
    expires: date,
    number: str,
    level: str = "",
    previous_closed: date | None = None,
    offered: Credential | None = None,
) -> Certification:
    """Enter a certification in the body's register as confirmed; by its staff.

    A register always has the last day: without one nothing could ever lapse. `offered` is
    the credential itself, where the caller has looked it up for many.
    """
    if by is not None:
        body_for_staff(by, body.slug, Duty.REGISTER)
        if by == person:
            raise Refused(_("Ask a colleague: nobody registers a certification of their own."))
    refuse_all(problems_of(body, credential, level, certified, expires, at, offered))
    certification = create(
        person=person,
        body=body,
        credential=credential,
        level=level,
        number=number.strip(),
        certified=certified,
        expires=expires,
        previous_closed=previous_closed,
        register=Register.CONFIRMED,
        added_at=at,
    )
    journal(at, by, "credentials.registered", certification)
    return certification


@transaction.atomic
def correct_register(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    certified: date,
    expires: date | None,
    level: str,
    number: str,
) -> Certification:
    """Correct the body's register; the holder is told."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    _refuse_endless(expires)
    change(
        by=by,
        at=at,
        certification=certification,
        certified=certified,
        expires=expires,
        level=level,
        number=number,
    )
    tell_holder(at, certification, lambda: _("Your entry was corrected"), "corrected")
    return certification


@transaction.atomic
def confirm_certification(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    number: str = "",
    expires: date | None = None,
) -> Certification:
    """The body stands behind a declared certification; number and last day may be entered.

    A register always has the last day: without one nothing could ever lapse.
    """
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    number = number.strip() or certification.number
    expires = expires or certification.expires
    _refuse_endless(expires)
    try:
        with transaction.atomic():
            moved = (
                Certification.objects.filter(pk=certification.pk)
                .exclude(register=Register.CONFIRMED)
                .update(register=Register.CONFIRMED, number=number, expires=expires)
            )
    except IntegrityError:
        raise Refused(_("This number belongs to somebody else."), "number") from None
    certification.refresh_from_db()
    if moved:
        journal(at, by, "credentials.confirmed", certification)
        tell_holder(at, certification, lambda: _("Your certification was confirmed"), "confirmed")
    return certification


@transaction.atomic
def reject_certification(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> Certification:
    """The body does not know of a declared certification, and says why."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    if not reason.strip():
        raise Refused(_("Say why, so that the holder can put it right."), "reason")
    moved = Certification.objects.filter(
        pk=certification.pk, register=Register.SELF_DECLARED
    ).update(register=Register.REJECTED)
    certification.refresh_from_db()
    if moved:
        journal(at, by, "credentials.rejected", certification)
        tell_holder(
            at, certification, lambda: _("Your certification was not found"), "rejected", reason
        )
    return certification


@transaction.atomic
def reconsider_certification(
    *, by: Person, at: datetime, certification: Certification, apart: Collection[str]
) -> Certification:
    """Put a rejected certification back among those to confirm, as after an appeal.

    The caller has checked who. `apart` are the public ids of those who rejected it.
    """
    moved = Certification.objects.filter(pk=certification.pk, register=Register.REJECTED).update(
        register=Register.SELF_DECLARED
    )
    certification.refresh_from_db()
    if not moved:
        raise Refused(_("It is not rejected any more. Nothing was changed."))
    subject = f"certification:{certification.public_id}"
    keep_apart(at=at, body=certification.body, staff_ids=apart, subject=subject)
    journal(at, by, "credentials.reconsidered", certification)
    return certification


def _refuse_endless(expires: date | None) -> None:
    if expires is None:
        raise Refused(_("Enter the last day, as it stands on the certificate."), "expires")


@transaction.atomic
def close_term(
    *,
    by: Person | None,
    at: datetime,
    certification: Certification,
    start: date,
    end: date,
    next_end: date,
    closed_on: date,
    renewal_id: str = "",
    level: str | None = None,
    reason: str = "",
) -> Term:
    """Close a cycle and open the next one, which ends on `next_end`; twice is once.

    What was decided for the cycle alone ends with it.
    """
    term, is_new = Term.objects.get_or_create(
        certification=certification,
        end=end,
        defaults={
            "start": start,
            "renewed_on": closed_on,
            "next_end": next_end,
            "renewal_id": renewal_id,
            "reason": reason,
        },
    )
    if not is_new:
        return term
    Certification.objects.filter(pk=certification.pk).update(
        expires=next_end,
        previous_closed=closed_on,
        level=certification.level if level is None else level,
    )
    certification.refresh_from_db()
    reset_overrides(at=at, certification=certification)
    journal(
        at,
        by,
        "credentials.term-closed",
        certification,
        {"end": end.isoformat(), "next-end": next_end.isoformat(), "renewal": renewal_id},
    )
    return term
