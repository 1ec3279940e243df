"""Bringing in: what a body's own list says of many certifications, in a few strokes.

Each act does for many what its twin does for one, with the same checks and lines; whoever calls
has made the rows, not saved them. A row that was recorded meanwhile raises `IntegrityError`,
and then nothing of the call is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import journal_many, problems_of, tell_holders
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.journal.actions import Plain
from recert.lib.refusals import Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.people.unclaimed import is_claimed
from recert.rules.rulebook import Credential

Offered = Mapping[str, Credential]
"""What the body grants, by id."""


@dataclass(slots=True)
class Corrected:
    """A recorded certification as it is to be, and what it said before."""

    certification: Certification
    was: dict[str, Plain] = field(default_factory=dict)
    is_confirmed_now: bool = False


@transaction.atomic
def register_many(
    *, by: Person, at: datetime, body: Body, rows: Sequence[Certification], offered: Offered
) -> None:
    """Enter certifications in the body's register as confirmed."""
    body_for_staff(by, body.slug, Duty.REGISTER)
    for each in rows:
        _refuse(by, at, each, offered)
        each.register, each.added_at = Register.CONFIRMED, at
    Certification.objects.bulk_create(rows)
    journal_many(at, by, "credentials.registered", ((each, {}) for each in rows))


@transaction.atomic
def correct_many(
    *, by: Person, at: datetime, body: Body, rows: Sequence[Corrected], offered: Offered
) -> None:
    """Correct certifications and stand behind them; holders with an account are told."""
    body_for_staff(by, body.slug, Duty.REGISTER)
    for each in rows:
        held = each.certification
        _refuse(by, at, held, offered)
        Certification.objects.filter(pk=held.pk).update(
            certified=held.certified,
            expires=held.expires,
            level=held.level,
            number=held.number,
            register=Register.CONFIRMED,
        )
        held.register = Register.CONFIRMED
    journal_many(at, by, "credentials.corrected", ((each.certification, each.was) for each in rows))
    now = [each.certification for each in rows if each.is_confirmed_now]
    journal_many(at, by, "credentials.confirmed", ((each, {}) for each in now))
    told = [each.certification for each in rows if is_claimed(each.certification.person)]
    tell_holders(at, body, told, lambda: _("Your entry was corrected"), "corrected")


@transaction.atomic
def record_statuses(*, by: Person, at: datetime, rows: Iterable[Ruling]) -> None:
    """Keep statuses that no dates can say as decisions of the body's."""
    kept = Ruling.objects.bulk_create(rows)
    about = ((each.certification, {"kind": str(each.kind), "clause": ""}) for each in kept)
    journal_many(at, by, "credentials.ruled", about)


@transaction.atomic
def record_cycles(*, by: Person, at: datetime, rows: Iterable[Term]) -> None:
    """Keep earlier cycles as history; the newest says when a certification was renewed."""
    kept = Term.objects.bulk_create(rows)
    held = Certification.objects.filter(pk__in={each.certification_id for each in kept})
    said = dict(held.values_list("pk", "previous_closed"))
    newest = Term.objects.filter(certification__in=held).order_by("end")
    closed = {each.certification_id: each.renewed_on for each in newest}
    for pk, renewed_on in closed.items():
        if said[pk] != renewed_on:
            Certification.objects.filter(pk=pk).update(previous_closed=renewed_on)
    journal_many(
        at,
        by,
        "credentials.term-imported",
        (
            (
                each.certification,
                {"end": each.end.isoformat(), "renewed": each.renewed_on.isoformat()},
            )
            for each in kept
        ),
    )


def _refuse(by: Person, at: datetime, held: Certification, offered: Offered) -> None:
    if by == held.person:
        raise Refused(_("Ask a colleague: nobody registers a certification of their own."))
    if held.expires is None:
        raise Refused(_("Enter the last day, as it stands on the certificate."), "expires")
    refuse_all(
        problems_of(
            held.body,
            held.credential,
            held.level,
            held.certified,
            held.expires,
            at,
            offered.get(held.credential),
        )
    )
