"""Following: whose record it is now, where one has become part of another."""

from __future__ import annotations

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
