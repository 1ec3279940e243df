"""Describing: what a source says of an activity, gathered from every statement that names it."""

from __future__ import annotations

from collections.abc import Iterable

from recert.catalogue.models import Source
from recert.statements.models import KnownActivity
from recert.statements.naming import Said, activities_in

AT_A_TIME = 500

_IN_LANGUAGES = ("name", "description")


def describe(source: Source, statements: Iterable[Said]) -> None:
    """Add what these statements say of activities, in their order, to what is known of them."""
    said: dict[str, Said] = {}
    for statement in statements:
        for activity in activities_in(statement):
            if activity.get("definition"):
                before = said.get(activity["id"], {})
                said[activity["id"]] = together(before, activity["definition"])
    ids = list(said)
    for start in range(0, len(ids), AT_A_TIME):
        _add(source, {each: said[each] for each in ids[start : start + AT_A_TIME]})


def together(known: Said, said: Said) -> Said:
    """Two definitions as one: the newer word counts, and no language is lost."""
    both = {
        name: {**known[name], **said[name]}
        for name in _IN_LANGUAGES
        if name in known and name in said
    }
    return {**known, **said, **both}


def _add(source: Source, said: dict[str, Said]) -> None:
    known = KnownActivity.objects.filter(source=source, activity__in=said)
    changed = []
    for row in known:
        definition = together(row.definition, said.pop(row.activity))
        if definition != row.definition:
            row.definition = definition
            changed.append(row)
    KnownActivity.objects.bulk_update(changed, ("definition",))
    KnownActivity.objects.bulk_create(
        [
            KnownActivity(source=source, activity=activity, definition=definition)
            for activity, definition in said.items()
        ]
    )
