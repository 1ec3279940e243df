"""Naming: whom and which activities a checked statement names, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recert.statements.checking import name_of
from recert.statements.models import Mention, Statement

Said = dict[str, Any]
"""A checked statement or part of one."""

CONTEXT_KINDS = ("parent", "grouping", "category", "other")


def mentions_of(statement: Statement) -> list[Mention]:
    """Everybody and every activity the statement names, each once; direct where it is."""
    found: dict[tuple[bool, str], bool] = {}
    for is_activity, is_direct, name in _named(statement.content):
        if name:
            found[is_activity, name] = found.get((is_activity, name), False) or is_direct
    return [
        Mention(statement=statement, is_activity=is_activity, name=name, is_direct=is_direct)
        for (is_activity, name), is_direct in found.items()
    ]


def _named(said: Said) -> Iterator[tuple[bool, bool, str]]:
    for name in _persons(said["actor"]):
        yield False, True, name
    target = said["object"]
    kind = kind_of(target)
    if kind == "Activity":
        yield True, True, target["id"]
    elif kind in ("Agent", "Group"):
        for name in _persons(target):
            yield False, True, name
    elif kind == "SubStatement":
        for is_activity, _direct, name in _named(target):
            yield is_activity, False, name
    context = said.get("context", {})
    for who in (context.get("instructor"), context.get("team"), said.get("authority")):
        for name in _persons(who or {}):
            yield False, False, name
    for activity in context_activities(said):
        yield True, False, activity["id"]


def _persons(agent: Said) -> Iterator[str]:
    """The agent or group, and the members of a group: whoever asks for one of them finds it."""
    yield name_of(agent)
    for member in agent.get("member", ()):
        yield name_of(member)


def kind_of(target: Said) -> str:
    """What kind of thing an object is; an activity where it does not say."""
    return str(target.get("objectType", "Activity"))


def context_activities(said: Said, *kinds: str) -> Iterator[Said]:
    """The activities of a context, of these kinds or of all."""
    around = said.get("context", {}).get("contextActivities", {})
    for kind in kinds or CONTEXT_KINDS:
        given = around.get(kind, [])
        yield from given if isinstance(given, list) else [given]


def activities_in(said: Said) -> Iterator[Said]:
    """Every activity a statement names, wherever it stands."""
    target = said["object"]
    if kind_of(target) == "Activity":
        yield target
    elif kind_of(target) == "SubStatement":
        yield from activities_in(target)
    yield from context_activities(said)
