"""Filling the form of an activity: rows that come and go, and an entry to be corrected."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from recert.rules.amounts import show
from recert.rules.facts import Activity
from recert.transcript.entering import MOST_AWARDS
from recert.transcript.models import Activity as Entry
from recert.transcript.records import activity_fact
from recert.web.member.entry_words import held_by
from recert.web.member.forms_activity import AWARD_FIELDS, rows_sent
from recert.web.member.naming import Names


def with_award(data: QueryDict) -> QueryDict:
    """What was typed, with an empty award more."""
    changed = data.copy()
    changed["rows"] = str(min(rows_sent(data) + 1, MOST_AWARDS))
    return changed


def without_award(data: QueryDict, place: int) -> QueryDict:
    """What was typed, without one award; those after it move up."""
    changed, rows = data.copy(), rows_sent(data)
    for name in AWARD_FIELDS:
        kept = [data.get(f"{name}_{each}", "") for each in range(rows) if each != place]
        for each in range(rows):
            changed[f"{name}_{each}"] = kept[each] if each < len(kept) else ""
    changed["rows"] = str(max(1, rows - (0 <= place < rows)))
    return changed


def as_initial(data: QueryDict) -> dict[str, Any]:
    """What was typed, for a form that is to be drawn without judging it."""
    several = {"topics", "accredited_by", "cards"}
    return {name: data.getlist(name) if name in several else data[name] for name in data}


# ---------------------------------------------------------------- from an entry


def initial_of(entry: Entry, names: Names) -> dict[str, Any]:
    """An entry as the form shows it, to be corrected."""
    return initial_of_fact(activity_fact(entry), held_by(entry, names), names) | {
        "note": entry.note
    }


def initial_of_fact(fact: Activity, provider_name: str, names: Names) -> dict[str, Any]:
    """An activity as the form shows it, written down or not."""
    hours, minutes = divmod(fact.minutes, 60) if fact.minutes is not None else (None, None)
    shown: dict[str, Any] = {
        "kind": fact.kind.value,
        "title": fact.title,
        "provider_name": provider_name,
        "completed": fact.completed,
        "started": fact.started,
        "delivery": fact.delivery.value if fact.delivery else "",
        "hours": hours,
        "minutes": minutes,
        "topics": sorted(topic.value for topic in fact.topics),
        "preparation": fact.preparation,
        "assessed": _shown(fact.assessed),
        "passed": _shown(fact.passed),
        "grade": fact.grade,
        "course": fact.course,
        "subject": fact.subject,
        "accredited_by": sorted(fact.accredited_by),
        "at_test_centre": _shown(fact.at_test_centre),
        "cards": sorted(card.value for card in fact.cards),
        "card_months": fact.card_months,
        "rows": max(1, len(fact.awards)),
        **_part(fact),
    }
    for place, award in enumerate(fact.awards):
        shown[f"amount_{place}"] = show(award.amount)
        shown[f"unit_{place}"] = award.unit.value
        shown[f"by_{place}"] = names.shown(award.by) if award.by else ""
        shown[f"number_{place}"] = award.number
    return shown


def _shown(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]


def _part(fact: Activity) -> dict[str, Any]:
    """A part as the form can show it: one topic, in whole minutes."""
    if len(fact.parts) != 1 or len(fact.parts[0].topics) != 1 or not fact.minutes:
        return {}
    minutes = fact.parts[0].share * fact.minutes
    if minutes.denominator != 1:
        return {}
    (topic,) = fact.parts[0].topics
    return {"part_topic": topic.value, "part_minutes": minutes.numerator}
