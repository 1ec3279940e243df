"""Formats: a statement given back as it came, by its identifiers alone, or in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recert.statements.naming import Said, context_activities, kind_of

EXACT, IDS, CANONICAL = "exact", "ids", "canonical"

_IDENTIFYING = ("objectType", "mbox", "mbox_sha1sum", "openid", "account")

_COMPONENTS = ("choices", "scale", "source", "target", "steps")


def formatted(content: Said, form: str, languages: Sequence[str] = ()) -> Said:
    """The statement in one of the three formats; `languages` are wanted most to least."""
    if form == IDS:
        return _by_ids(content)
    if form == CANONICAL:
        return _in_one_language(content, languages)
    return content


# ---------------------------------------------------------------- by identifiers


def _by_ids(said: Said) -> Said:
    found = dict(said)
    found["actor"] = _identity(said["actor"])
    found["verb"] = {"id": said["verb"]["id"]}
    found["object"] = _object_by_id(said["object"])
    if "authority" in said:
        found["authority"] = _identity(said["authority"])
    if "context" in said:
        found["context"] = _context_by_ids(said)
    return found


def _identity(agent: Said) -> Said:
    """Only by what somebody is known; a nameless group by its members."""
    found = {name: agent[name] for name in _IDENTIFYING if name in agent}
    if agent.get("objectType") == "Group" and len(found) == 1:
        found["member"] = [_identity(member) for member in agent.get("member", ())]
    return found


def _object_by_id(target: Said) -> Said:
    kind = kind_of(target)
    if kind == "Activity":
        return {"id": target["id"]}
    if kind in ("Agent", "Group"):
        return _identity(target)
    return _by_ids(target) if kind == "SubStatement" else target


def _context_by_ids(said: Said) -> Said:
    found = dict(said["context"])
    for name in ("instructor", "team"):
        if name in found:
            found[name] = _identity(found[name])
    if "contextActivities" in found:
        found["contextActivities"] = {
            kind: [_object_by_id(each) for each in context_activities(said, kind)]
            for kind in found["contextActivities"]
        }
    return found


# ---------------------------------------------------------------- in one language


def _in_one_language(said: Said, languages: Sequence[str]) -> Said:
    found = dict(said)
    if "display" in said["verb"]:
        found["verb"] = {**said["verb"], "display": _chosen(said["verb"]["display"], languages)}
    target = said["object"]
    if kind_of(target) == "Activity":
        found["object"] = _activity(target, languages)
    elif kind_of(target) == "SubStatement":
        found["object"] = _in_one_language(target, languages)
    if "contextActivities" in said.get("context", {}):
        around = {
            kind: [_activity(each, languages) for each in context_activities(said, kind)]
            for kind in said["context"]["contextActivities"]
        }
        found["context"] = {**said["context"], "contextActivities": around}
    return found


def _activity(activity: Said, languages: Sequence[str]) -> Said:
    if "definition" not in activity:
        return activity
    definition: dict[str, Any] = dict(activity["definition"])
    for name in ("name", "description"):
        if name in definition:
            definition[name] = _chosen(definition[name], languages)
    for name in _COMPONENTS:
        if name in definition:
            definition[name] = [_component(each, languages) for each in definition[name]]
    return {**activity, "definition": definition}


def _component(component: Said, languages: Sequence[str]) -> Said:
    if "description" not in component:
        return component
    return {**component, "description": _chosen(component["description"], languages)}


def _chosen(words: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """The words in the language wanted most: the very tag, else the same language elsewhere."""
    for wanted in (each.lower() for each in languages):
        tags = sorted(words, key=lambda tag: tag.lower() != wanted)
        for tag in tags:
            if tag.lower() == wanted or tag.lower().split("-")[0] == wanted.split("-")[0]:
                return {tag: words[tag]}
    tag = next(iter(words))
    return {tag: words[tag]}
