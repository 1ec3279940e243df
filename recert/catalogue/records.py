"""Records: between what is said of courses and classes and the rows that keep it, both ways."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from recert.catalogue.entering import ClassDraft, CourseDraft, Teacher
from recert.catalogue.models import CourseClass, CourseEdition
from recert.catalogue.timing import moment_of, wall_of
from recert.rules.facts import Delivery, DocumentKind, Kind, Part, Topic


def tidied(draft: CourseDraft) -> CourseDraft:
    """The draft as it is kept: what was typed, without the blanks around it."""
    return replace(
        draft,
        title=draft.title.strip(),
        summary=draft.summary.strip(),
        objectives=tuple(each.strip() for each in draft.objectives if each.strip()),
        presenters=tuple(
            Teacher(name=each.name.strip(), qualification=each.qualification.strip())
            for each in draft.presenters
        ),
        language=draft.language.strip(),
        accessibility=draft.accessibility.strip(),
        evidence_note=draft.evidence_note.strip(),
    )


def edition_columns(draft: CourseDraft) -> dict[str, Any]:
    """The columns that keep an edition; presenters are rows of their own."""
    return {
        "since": draft.since,
        "title": draft.title,
        "summary": draft.summary,
        "objectives": list(draft.objectives),
        "kind": draft.kind.value,
        "delivery": draft.delivery.value,
        "minutes": draft.minutes,
        "topics": sorted(draft.topics),
        "parts": part_rows(draft.parts),
        "assessed": draft.assessed,
        "pass_percent": draft.pass_percent,
        "cards": sorted(draft.cards),
        "card_months": draft.card_months,
        "language": draft.language,
        "accessibility": draft.accessibility,
        "evidence_note": draft.evidence_note,
    }


def edition_draft(row: CourseEdition) -> CourseDraft:
    """What an edition says, as it was entered. Prefetch `presenters` for many."""
    return CourseDraft(
        title=row.title,
        kind=Kind(row.kind),
        delivery=Delivery(row.delivery),
        since=row.since,
        minutes=row.minutes,
        topics=frozenset(Topic(each) for each in row.topics),
        parts=parts_from(row.parts),
        summary=row.summary,
        objectives=tuple(row.objectives),
        presenters=tuple(
            Teacher(name=each.name, qualification=each.qualification)
            for each in row.presenters.all()
        ),
        assessed=row.assessed,
        pass_percent=row.pass_percent,
        cards=frozenset(DocumentKind(each) for each in row.cards),
        card_months=row.card_months,
        language=row.language,
        accessibility=row.accessibility,
        evidence_note=row.evidence_note,
    )


def part_rows(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """Parts as they are kept: each with its share and its topics."""
    return [{"share": str(each.share), "topics": sorted(each.topics)} for each in parts]


def parts_from(rows: list[dict[str, Any]]) -> tuple[Part, ...]:
    """Parts as the law reads them."""
    return tuple(
        Part(
            share=Fraction(each["share"]),
            topics=frozenset(Topic(topic) for topic in each["topics"]),
        )
        for each in rows
    )


def class_columns(draft: ClassDraft) -> dict[str, Any]:
    """The columns that keep a class; member prices are rows of their own."""
    return {
        "number": draft.number.strip(),
        "starts_at": moment_of(draft.starts, draft.zone) if draft.starts else None,
        "ends_at": moment_of(draft.ends, draft.zone) if draft.ends else None,
        "zone": draft.zone,
        "place": draft.place.strip(),
        "city": draft.city.strip(),
        "region": draft.region.strip().upper(),
        "country": draft.country,
        "link": draft.link.strip(),
        "joining": draft.joining.strip(),
        "seats": draft.seats,
        "cents": draft.cents,
        "tax_free": draft.tax_free,
        "enrol_until": moment_of(draft.enrol_until, draft.zone) if draft.enrol_until else None,
        "refund_days": draft.refund_days,
        "refund_words": draft.refund_words.strip(),
        "least_minutes": draft.least_minutes,
        "is_listed": draft.is_listed,
    }


def class_draft(row: CourseClass) -> ClassDraft:
    """What a class says, on the wall of its own zone. Prefetch `member_prices__body` for many."""
    return ClassDraft(
        zone=row.zone,
        starts=wall_of(row.starts_at, row.zone) if row.starts_at else None,
        ends=wall_of(row.ends_at, row.zone) if row.ends_at else None,
        number=row.number,
        place=row.place,
        city=row.city,
        region=row.region,
        country=row.country,
        link=row.link,
        joining=row.joining,
        seats=row.seats,
        cents=row.cents,
        currency=row.currency,
        tax_free=row.tax_free,
        member_cents=tuple((each.body.slug, each.cents) for each in row.member_prices.all()),
        enrol_until=wall_of(row.enrol_until, row.zone) if row.enrol_until else None,
        refund_days=row.refund_days,
        refund_words=row.refund_words,
        least_minutes=row.least_minutes,
        is_listed=row.is_listed,
    )
