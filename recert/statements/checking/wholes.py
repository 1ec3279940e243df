"""Wholes: a statement and its parts, property by property, as xAPI 1.0.3 lists them."""

from __future__ import annotations

from recert.statements.checking.agents import (
    check_agent,
    check_agent_or_group,
    check_authority,
    check_group,
)
from recert.statements.checking.faults import (
    Fault,
    a_list,
    a_text,
    a_truth,
    an_object,
    each_of,
    go_through,
    one_of,
    under,
)
from recert.statements.checking.forms import (
    check_duration,
    check_extensions,
    check_iri,
    check_language,
    check_link,
    check_media_type,
    check_sha2,
    check_timestamp,
    check_uuid,
    check_version,
    check_words,
)
from recert.statements.models import MOST_NAME, MOST_VERB

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_INTERACTIONS = (
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing",
    "likert", "numeric", "other",
)  # fmt: skip


def check_statement(value: object, place: str = "") -> dict[str, object]:
    """The statement, checked wholly; raises `Fault` at the first thing that is not right."""
    found = go_through(
        value,
        place,
        {
            "id": check_uuid,
            "stored": check_timestamp,
            "authority": check_authority,
            "version": check_version,
            "attachments": each_of(_check_attachment),
            "object": _check_object,
            **_SAID,
        },
        ("actor", "verb", "object"),
    )
    _check_context_fits(found, place)
    target = an_object(found["object"], "object")
    is_voiding = an_object(found["verb"], "verb")["id"] == VOIDED
    if is_voiding and target.get("objectType") != "StatementRef":
        raise Fault(under(place, "object"), "must be a StatementRef where the verb is voided")
    return found


def _check_substatement(value: object, place: str) -> None:
    found = go_through(
        value,
        place,
        {
            "objectType": one_of("SubStatement"),
            "attachments": each_of(_check_attachment),
            "object": _check_inner_object,
            **_SAID,
        },
        ("actor", "verb", "object"),
    )
    _check_context_fits(found, place)


def _check_object(value: object, place: str) -> None:
    if an_object(value, place).get("objectType") == "SubStatement":
        _check_substatement(value, place)
    else:
        _check_inner_object(value, place)


def _check_inner_object(value: object, place: str) -> None:
    kind = an_object(value, place).get("objectType", "Activity")
    checks = {
        "Activity": check_activity,
        "Agent": check_agent,
        "Group": check_group,
        "StatementRef": _check_reference,
    }
    if not isinstance(kind, str) or kind not in checks:
        raise Fault(under(place, "objectType"), f"must be one of {', '.join(checks)} here")
    checks[kind](value, place)


def _check_reference(value: object, place: str) -> None:
    known = {"objectType": one_of("StatementRef"), "id": check_uuid}
    go_through(value, place, known, ("objectType", "id"))


def _check_verb(value: object, place: str) -> None:
    go_through(value, place, {"id": check_iri(MOST_VERB), "display": check_words}, ("id",))


# ---------------------------------------------------------------- activities


def check_activity(value: object, place: str) -> None:
    """Check an activity: its id, and what is said of it."""
    known = {
        "objectType": one_of("Activity"),
        "id": check_iri(MOST_NAME),
        "definition": _check_definition,
    }
    go_through(value, place, known, ("id",))


_PARTS = ("choices", "scale", "source", "target", "steps")


def _check_definition(value: object, place: str) -> None:
    found = go_through(
        value,
        place,
        {
            "name": check_words,
            "description": check_words,
            "type": check_iri(MOST_NAME),
            "moreInfo": check_link,
            "extensions": check_extensions,
            "interactionType": one_of(*_INTERACTIONS),
            "correctResponsesPattern": each_of(a_text),
            **dict.fromkeys(_PARTS, _check_components),
        },
    )
    if "interactionType" not in found:
        for name in ("correctResponsesPattern", *_PARTS):
            if name in found:
                raise Fault(under(place, name), "is only for a definition with an interactionType")


def _check_components(value: object, place: str) -> None:
    ids = []
    for number, each in enumerate(a_list(value, place)):
        known = {"id": a_text, "description": check_words}
        ids.append(go_through(each, f"{place}[{number}]", known, ("id",))["id"])
    if len(set(ids)) != len(ids):
        raise Fault(place, "names one id twice")


# ---------------------------------------------------------------- result and context


def _check_result(value: object, place: str) -> None:
    go_through(
        value,
        place,
        {
            "score": _check_score,
            "success": a_truth,
            "completion": a_truth,
            "response": a_text,
            "duration": check_duration,
            "extensions": check_extensions,
        },
    )


def _a_number(value: object, place: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Fault(place, "must be a number")
    return value


def _check_score(value: object, place: str) -> None:
    go_through(value, place, dict.fromkeys(("scaled", "raw", "min", "max"), _a_number))
    given = {name: _a_number(each, name) for name, each in an_object(value, place).items()}
    if not -1 <= given.get("scaled", 0) <= 1:
        raise Fault(under(place, "scaled"), "must be between -1 and 1")
    if "min" in given and "max" in given and given["min"] >= given["max"]:
        raise Fault(under(place, "max"), "must be more than min")
    if "raw" in given and not (
        given.get("min", given["raw"]) <= given["raw"] <= given.get("max", given["raw"])
    ):
        raise Fault(under(place, "raw"), "must be between min and max")


def _check_context(value: object, place: str) -> None:
    go_through(
        value,
        place,
        {
            "registration": check_uuid,
            "instructor": check_agent_or_group,
            "team": check_group,
            "contextActivities": _check_context_activities,
            "revision": a_text,
            "platform": a_text,
            "language": check_language,
            "statement": _check_reference,
            "extensions": check_extensions,
        },
    )


def _check_context_activities(value: object, place: str) -> None:
    kinds = ("parent", "grouping", "category", "other")
    go_through(value, place, dict.fromkeys(kinds, _check_one_or_more))


def _check_one_or_more(value: object, place: str) -> None:
    if isinstance(value, list):
        each_of(check_activity)(value, place)
    else:
        check_activity(value, place)


def _check_context_fits(found: dict[str, object], place: str) -> None:
    """Revision and platform speak of an activity only."""
    context = found.get("context")
    kind = an_object(found["object"], place).get("objectType", "Activity")
    if isinstance(context, dict) and kind != "Activity":
        for name in ("revision", "platform"):
            if name in context:
                raise Fault(under(place, f"context.{name}"), "is only for an activity")


def _check_attachment(value: object, place: str) -> None:
    known = {
        "usageType": check_link,
        "display": check_words,
        "description": check_words,
        "contentType": check_media_type,
        "length": _check_length,
        "sha2": check_sha2,
        "fileUrl": check_link,
    }
    go_through(value, place, known, ("usageType", "display", "contentType", "length", "sha2"))


def _check_length(value: object, place: str) -> None:
    number = _a_number(value, place)
    if number != int(number) or number < 0:
        raise Fault(place, "must be a whole number of bytes")


_SAID = {
    "actor": check_agent_or_group,
    "verb": _check_verb,
    "result": _check_result,
    "context": _check_context,
    "timestamp": check_timestamp,
}
"""What a statement and one within it have alike."""
