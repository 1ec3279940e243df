"""Following: whose record it is now, where one has become part of another."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Q

from recert.people.models import Person
from recert.register.models import Merge


def now_part_of(person: Person) -> Person:
    """The record a person's has become part of, through every merge; themselves where it has not.

    An address that stayed with the record that went still leads to the one that is kept.
    """
    into = Merge.objects.filter(undone_at=None).select_related("kept")
    while (merge := into.filter(gone=person).first()) is not None:
        person = merge.kept
    return person


def led_to(address: str) -> tuple[Person, bool] | None:
    """Whose record the one with this address is part of now, and whether they made it so.

    None where no record with this address has become part of one that can be signed in to.
    What the person merged was shown to be theirs by signing in to both; what a desk merged
    was not, and its address may be anybody's.
    """
    address = address.strip().lower()
    listed = EmailAddress.objects.filter(email=address).values("user")
    for gone in Person.objects.filter(Q(email=address) | Q(pk__in=listed), is_active=False):
        kept = now_part_of(gone)
        if kept != gone and kept.is_active:
            return kept, _made_it_so(gone)
    return None


def _made_it_so(person: Person) -> bool:
    into = Merge.objects.filter(undone_at=None).select_related("kept")
    while (merge := into.filter(gone=person).first()) is not None:
        if merge.body_id is not None:
            return False
        person = merge.kept
    return True
