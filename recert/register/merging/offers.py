"""Offers: a person with two sign-ins says so at one, and the other says the same.

"I made a new login and my certification is gone": nobody at a desk can know that both are one
person. Whoever can sign in to both can.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import person_by_email
from recert.register.merging.acts import merge_own
from recert.register.merging.clashes import clashes_of, hindrances_to
from recert.register.models import Merge, MergeOffer

HOLDS_FOR = timedelta(days=7)


def offers_to(person: Person, at: datetime) -> QuerySet[MergeOffer]:
    """What other sign-ins say is theirs too, and this one has not answered."""
    return MergeOffer.objects.filter(
        other=person, answered_at=None, at__gt=at - HOLDS_FOR
    ).select_related("by")


def offers_by(person: Person, at: datetime) -> QuerySet[MergeOffer]:
    """What this sign-in has said, and waits for the other."""
    return MergeOffer.objects.filter(
        by=person, answered_at=None, at__gt=at - HOLDS_FOR
    ).select_related("other")


def own_merges(person: Person) -> QuerySet[Merge]:
    """What the person made part of this record, and can take apart."""
    return Merge.objects.filter(kept=person, body=None, undone_at=None).select_related("gone")


@transaction.atomic
def offer_merge(*, by: Person, at: datetime, email: str) -> None:
    """Say that another address is one's own sign-in too.

    The answer is the same whether there is such a sign-in or not: addresses are not for guessing.
    """
    if email.strip().lower() == by.email:
        raise Refused(
            _("This is the address you are signed in with. Enter the other one."), "email"
        )
    other = person_by_email(email.strip())
    if other is None or not other.is_active:
        return
    MergeOffer.objects.filter(by=by, other=other, answered_at=None).update(answered_at=at)
    MergeOffer.objects.create(by=by, other=other, at=at)


@transaction.atomic
def take_offer(*, by: Person, at: datetime, public_id: str) -> Merge:
    """Say the same from the other sign-in: its record becomes part of the one that offered."""
    offer = offers_to(by, at).filter(public_id=public_id).first()
    if offer is None:
        raise NotFound
    refuse_all(hindrances_to(offer.by, by, clashes_of(offer.by, by)))
    MergeOffer.objects.filter(pk=offer.pk).update(answered_at=at)
    return merge_own(by=by, at=at, kept=offer.by, gone=by)


@transaction.atomic
def decline_offer(*, by: Person, at: datetime, public_id: str) -> None:
    """It is not the same person, or not to be; twice is once."""
    mine = MergeOffer.objects.filter(other=by, public_id=public_id)
    if not mine.exists():
        raise NotFound
    mine.filter(answered_at=None).update(answered_at=at)
