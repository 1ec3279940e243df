"""Records: between the law's facts and the rows that keep them, both ways.

Apart from `queries` and `actions` because both need it and neither may import the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from recert.rules import facts
from recert.rules.amounts import from_grains, to_grains
from recert.transcript.models import Activity, Award, Document


def activity_fact(row: Activity) -> facts.Activity:
    """An entry as the law sees it. Prefetch `awards` and `evidence` for many."""
    awards = [award_fact(award) for award in row.awards.all()]
    return activity_fact_with(row, awards, bool(row.evidence.all()))


def activity_fact_with(
    row: Activity, awards: Sequence[facts.Award], is_proved: bool
) -> facts.Activity:
    """The same, of which credit and proof were read before."""
    return facts.Activity(
        id=row.public_id,
        title=row.title,
        kind=facts.Kind(row.kind),
        completed=row.completed,
        started=row.started,
        delivery=facts.Delivery(row.delivery) if row.delivery else None,
        provider=row.provider,
        awards=tuple(awards),
        minutes=row.minutes,
        topics=frozenset(facts.Topic(topic) for topic in row.topics),
        parts=tuple(
            facts.Part(
                share=Fraction(part["share"]),
                topics=frozenset(facts.Topic(topic) for topic in part["topics"]),
            )
            for part in row.parts
        ),
        assessed=row.assessed,
        passed=row.passed,
        grade=row.grade,
        course=row.course,
        subject=row.subject,
        accredited_by=frozenset(row.accredited_by),
        at_test_centre=row.at_test_centre,
        cards=frozenset(facts.DocumentKind(card) for card in row.cards),
        card_months=row.card_months,
        preparation=row.preparation,
        ordered=row.ordered,
        reported_by=facts.Reporter(row.reported_by),
        evidence=is_proved,
    )


def award_fact(row: Award) -> facts.Award:
    """An award as the law sees it."""
    return facts.Award(
        amount=from_grains(row.amount_grains),
        unit=facts.Unit(row.unit),
        by=row.by,
        number=row.number,
    )


def activity_columns(activity: facts.Activity) -> dict[str, Any]:
    """The columns that keep an activity; awards are rows of their own."""
    return {
        "title": activity.title.strip(),
        "kind": activity.kind.value,
        "completed": activity.completed,
        "started": activity.started,
        "delivery": activity.delivery.value if activity.delivery else "",
        "provider": activity.provider,
        "minutes": activity.minutes,
        "topics": sorted(topic.value for topic in activity.topics),
        "parts": [
            {"share": str(part.share), "topics": sorted(topic.value for topic in part.topics)}
            for part in activity.parts
        ],
        "assessed": activity.assessed,
        "passed": activity.passed,
        "grade": activity.grade,
        "course": activity.course,
        "subject": activity.subject,
        "accredited_by": sorted(activity.accredited_by),
        "at_test_centre": activity.at_test_centre,
        "cards": sorted(activity.cards),
        "card_months": activity.card_months,
        "preparation": activity.preparation,
        "ordered": activity.ordered,
        "reported_by": activity.reported_by.value,
    }


def award_rows(row: Activity, activity: facts.Activity) -> list[Award]:
    """The award rows of an activity, not saved yet."""
    return [
        Award(
            activity=row,
            amount_grains=to_grains(award.amount),
            unit=award.unit.value,
            by=award.by,
            number=award.number,
        )
        for award in activity.awards
    ]


def document_fact(row: Document) -> facts.Document:
    """A document as the law sees it."""
    return facts.Document(
        id=row.public_id,
        kind=facts.DocumentKind(row.kind),
        issued=row.issued,
        expires=row.expires,
        skills=facts.Skills(row.skills) if row.skills else None,
        issuer=row.issuer,
    )
