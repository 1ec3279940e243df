"""Drafting: what completing an edition is, as a neutral fact with the credit bodies approved.

What a body approved is an award of its own unit in its own name; every rulebook then reads the
same fact. Loaded for many editions by `approvals_on`, so that a page of courses takes as many
queries as one course.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.db.models import Q

from recert.catalogue.models import APPROVED, CourseApproval, CourseEdition
from recert.rules import facts
from recert.rules.amounts import from_grains


def approvals_on(editions: Iterable[CourseEdition], on: date) -> dict[int, list[CourseApproval]]:
    """The approvals of these editions that speak on a day, by the edition's row; one query."""
    found: dict[int, list[CourseApproval]] = {edition.pk: [] for edition in editions}
    speaking = CourseApproval.objects.filter(
        Q(until=None) | Q(until__gte=on),
        Q(ended_on=None) | Q(ended_on__gte=on),
        edition__in=list(found),
        state=APPROVED,
        since__lte=on,
    ).select_related("body")
    for approval in speaking.order_by("body__slug", "id"):
        found[approval.edition_id].append(approval)
    return found


def draft_of(
    edition: CourseEdition, provider: str, completed: date, approvals: Iterable[CourseApproval]
) -> facts.Activity:
    """What somebody did who completed the edition on that day; `provider` is the slug."""
    return facts.Activity(
        id="",
        title=edition.title,
        kind=facts.Kind(edition.kind),
        completed=completed,
        delivery=facts.Delivery(edition.delivery),
        provider=provider,
        awards=tuple(
            facts.Award(
                amount=from_grains(approval.amount_grains),
                unit=facts.Unit(approval.unit),
                by=approval.body.slug,
                number=approval.number,
            )
            for approval in approvals
            if approval.amount_grains is not None
        ),
        minutes=edition.minutes,
        topics=frozenset(facts.Topic(topic) for topic in edition.topics),
        parts=tuple(
            facts.Part(
                share=Fraction(part["share"]),
                topics=frozenset(facts.Topic(topic) for topic in part["topics"]),
            )
            for part in edition.parts
        ),
        assessed=edition.assessed,
        passed=True if edition.assessed else None,
        course=f"{provider}:{edition.course.number}",
        cards=frozenset(facts.DocumentKind(card) for card in edition.cards),
        card_months=edition.card_months,
        reported_by=facts.Reporter.PROVIDER,
    )
