"""Declaring: what a holder says of certifications, and affirms about them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import (
    change,
    create,
    journal,
    problems_of,
)
from recert.credentials.models import Affirmation, Certification, Register
from recert.credentials.queries import certification_for
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refused, refuse_all
from recert.people.models import Body, Person


@transaction.atomic
def add_certification(
    *,
    by: Person,
    at: datetime,
    body: Body,
    credential: str,
    certified: date,
    expires: date | None = None,
    level: str = "",
    number: str = "",
) -> Certification:
    """Record that the person holds a credential, on their own word.

    What a body has confirmed is put back, not added anew: its number, and what was decided
    about it, stay with it.
    """
    refuse_all(problems_of(body, credential, level, certified, expires, at))
    removed = Certification.objects.filter(
        person=by, body=body, credential=credential, removed_at__isnull=False
    )
    if removed.filter(register=Register.CONFIRMED).exists():
        raise Refused(
            _("You took this off your list after %(body)s had confirmed it. Put it back instead.")
            % {"body": body.name},
            "credential",
        )
    certification = create(
        person=by,
        body=body,
        credential=credential,
        level=level,
        number=number.strip(),
        certified=certified,
        expires=expires,
        added_at=at,
    )
    journal(at, by, "credentials.added", certification)
    return certification


@transaction.atomic
def correct_certification(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    certified: date,
    expires: date | None,
    level: str,
    number: str,
) -> Certification:
    """Correct what the holder declared; what the body confirmed only the body changes.

    What the body did not know stands as declared again, for the body to look once more.
    """
    certification = certification_for(by, public_id)
    declared = (
        Certification.objects.filter(pk=certification.pk)
        .exclude(register=Register.CONFIRMED)
        .update(register=Register.SELF_DECLARED)
    )
    if not declared:
        raise Refused(
            _("%(body)s has confirmed this. Ask them to correct it.")
            % {"body": certification.body.name}
        )
    certification.register = Register.SELF_DECLARED
    return change(
        by=by,
        at=at,
        certification=certification,
        certified=certified,
        expires=expires,
        level=level,
        number=number,
    )


@transaction.atomic
def remove_certification(*, by: Person, at: datetime, public_id: str) -> Certification:
    """Take a certification off one's own list; what was decided about it stays."""
    certification = certification_for(by, public_id)
    if Certification.objects.filter(pk=certification.pk, removed_at=None).update(removed_at=at):
        journal(at, by, "credentials.removed", certification)
    return certification


@transaction.atomic
def restore_certification(*, by: Person, at: datetime, public_id: str) -> Certification:
    """Put back a certification one has removed."""
    found = Certification.objects.filter(person=by, public_id=public_id).first()
    if found is None:
        raise NotFound
    twin = Certification.objects.filter(
        person=by, body=found.body, credential=found.credential, removed_at=None
    ).exclude(pk=found.pk)
    if twin.exists():
        raise _twice()
    removed = Certification.objects.filter(pk=found.pk, removed_at__isnull=False)
    try:
        with transaction.atomic():
            is_back = removed.update(removed_at=None)
    except IntegrityError:  # it was added again this very moment
        raise _twice() from None
    if is_back:
        journal(at, by, "credentials.restored", found)
    return certification_for(by, public_id)


def _twice() -> Refused:
    return Refused(_("You have added this credential again since. There is nothing to undo."))


@transaction.atomic
def affirm(
    *, by: Person, at: datetime, certification: Certification, to: str, cycle_end: date
) -> Affirmation:
    """The holder affirms something for the cycle that ends then; twice is once."""
    certification = certification_for(by, certification.public_id)
    affirmation, is_new = Affirmation.objects.get_or_create(
        certification=certification,
        to=to,
        cycle_end=cycle_end,
        defaults={"on": local_day(at, certification.body.zone), "at": at},
    )
    if is_new:
        journal(at, by, "credentials.affirmed", certification, {"to": to})
    return affirmation
