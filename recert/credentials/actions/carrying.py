"""Carrying: credit that passes from one cycle into the next, recorded or declared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import journal
from recert.credentials.models import Carried, Certification
from recert.credentials.queries import carried_of, certification_for
from recert.lib.refusals import NotFound, Refusal, refuse_all
from recert.people.models import Person
from recert.rules import facts
from recert.rules.amounts import show, to_grains


@transaction.atomic
def record_carried(
    *, at: datetime, certification: Certification, carried: Iterable[facts.Carried], renewal_id: str
) -> None:
    """Keep what a renewal let pass into the next cycle; the same renewal again keeps it once."""
    if Carried.objects.filter(certification=certification, renewal_id=renewal_id).exists():
        return
    Carried.objects.bulk_create(
        Carried(
            certification=certification,
            into=each.into,
            amount_grains=to_grains(each.amount),
            earned=each.earned,
            categories=sorted(each.categories),
            owed=each.owed,
            renewal_id=renewal_id,
            added_at=at,
        )
        for each in carried
    )


@transaction.atomic
def declare_carried(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    into: date,
    amount: Fraction,
    earned: date | None = None,
    categories: Iterable[str] = (),
) -> Carried:
    """The holder says what passed from the cycle before, where no renewal here recorded it."""
    certification = certification_for(by, public_id)
    refuse_all(_problems(certification, into, amount, earned))
    entry, is_new = Carried.objects.get_or_create(
        certification=certification,
        into=into,
        amount_grains=to_grains(amount),
        earned=earned,
        categories=sorted(categories),
        withdrawn_at=None,
        defaults={"added_at": at},
    )
    if is_new:
        journal(at, by, "credentials.carried-declared", certification, {"amount": show(amount)})
    return entry


def _problems(
    certification: Certification, into: date, amount: Fraction, earned: date | None
) -> list[Refusal]:
    found = []
    if amount <= 0:
        found.append(Refusal(_("Write how much passed on, more than nothing."), "amount"))
    if earned is not None and earned >= into:
        found.append(Refusal(_("It was earned before the cycle began. Check the day."), "earned"))
    if carried_of(certification).filter(into=into).exclude(renewal_id="").exists():
        found.append(
            Refusal(
                _("%(body)s recorded what passed on when you renewed. Ask them to correct it.")
                % {"body": certification.body.name},
                "amount",
            )
        )
    return found


@transaction.atomic
def withdraw_carried(*, by: Person, at: datetime, public_id: str, entry_id: str) -> None:
    """Take back what the holder declared; what the body recorded stays."""
    certification = certification_for(by, public_id)
    taken = carried_of(certification).filter(public_id=entry_id, renewal_id="")
    if not taken.update(withdrawn_at=at):
        raise NotFound
    journal(at, by, "credentials.carried-withdrawn", certification)
