"""What may be asked of the journal. The caller has already made sure who is asking."""

from __future__ import annotations

from django.db.models import QuerySet

from recert.journal.models import Line


def lines_about(subject: str) -> QuerySet[Line]:
    """Everything that happened to one thing (`renewal:<public id>`), oldest first."""
    return Line.objects.filter(subject=subject)


def lines_of_person(person_id: str) -> QuerySet[Line]:
    """Everything that concerns one person, oldest first."""
    return Line.objects.filter(person_id=person_id)
