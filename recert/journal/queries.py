"""What may be asked of the journal. The caller has already made sure who is asking."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from recert.journal.models import Line


def lines_about(subject: str) -> QuerySet[Line]:
    """Everything that happened to one thing (`renewal:<public id>`), oldest first."""
    return Line.objects.filter(subject=subject)


def lines_of_person(person_id: str) -> QuerySet[Line]:
    """Everything that concerns one person, oldest first."""
    return Line.objects.filter(person_id=person_id)


OPENED = Q(code__endswith="evidence-opened") | Q(code__endswith="pack-opened")
"""Every room writes such a line when somebody of a body's staff looks at a file of proof."""


def openings_of(person_id: str) -> QuerySet[Line]:
    """Every look at one person's files by somebody else, the latest first."""
    return Line.objects.filter(OPENED, person_id=person_id).order_by("-at", "-id")


def openings_at(body_slug: str) -> QuerySet[Line]:
    """Every look at anybody's files at one body, the latest first."""
    return Line.objects.filter(OPENED, body_slug=body_slug).order_by("-at", "-id")
