"""Activities and what is said of them, as an object and around a statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.statements.requirements.saying import (
    COURSE,
    NO_IRI,
    NUMBER,
    THING,
    WORDS,
    Case,
    Said,
    around,
    both,
    defined,
)

NAME = {"en-GB": "Meeting", "de": "Treffen"}
ANY = {"http://example.org/where": "here", "http://example.org/who": {"name": "Kim"}}

INTERACTIONS: dict[str, Said] = {
    "true-false": {"correctResponsesPattern": ["true"]},
    "choice": {"choices": [{"id": "a", "description": {"en": "A"}}, {"id": "b"}]},
    "fill-in": {"correctResponsesPattern": ["Kim"]},
    "long-fill-in": {"correctResponsesPattern": ["{case_matters=false}it was"]},
    "matching": {"source": [{"id": "a"}], "target": [{"id": "1"}]},
    "performance": {"steps": [{"id": "a"}]},
    "sequencing": {"choices": [{"id": "a"}]},
    "likert": {"scale": [{"id": "a"}]},
    "numeric": {"correctResponsesPattern": ["4[:]"]},
    "other": {"correctResponsesPattern": ["(35.9,-86.8)"]},
}
PARTS = {"choices": 50, "scale": 52, "source": 53, "target": 54, "steps": 55}
PART_OF = {"choices": "choice", "scale": "likert", "source": "matching", "target": "matching",
           "steps": "performance"}  # fmt: skip

WRONG_PARTS: list[tuple[int | None, str, Any]] = [
    (None, "not a list", THING),
    (None, "a list of words", [WORDS]),
    (62, "without an id", [{"description": {"en": "A"}}]),
    (62, "with an id that is an object", [{"id": THING}]),
    (63, "with one id twice", [{"id": "a"}, {"id": "a"}]),
    (58, "with a description in words", [{"id": "a", "description": WORDS}]),
    (58, "with a description in no language", [{"id": "a", "description": {"something": "A"}}]),
]
TAGS_TAKEN = (
    "de", "cmn", "ine", "de-DE", "es-MX", "zh-Hant", "sr-Latn-RS", "zh-cmn-Hans-CN", "fr-CA",
    "sl-rozaj-biske", "de-CH-1901", "hy-Latn-IT-arevela", "az-Arab-x-AZE-derbend", "i-enochian",
    "x-whatever", "ase", "ja", "en-a-bbb-x-a-ccc",
)  # fmt: skip
TAGS_REFUSED = (
    "something", "a-DE", "j-JP", "s-RS", "de-419-DE", "ase-GB-US", "zh-something-ccc", "a12345",
    "ar-a-aaa-b-bbb-a-ccc", "zh-z-aaa-z-bbb-c-ccc", "",
)  # fmt: skip

WRONG_DEFINITIONS: list[tuple[int, str, Said]] = [
    (56, "a name that is a number", {"name": NUMBER}),
    (56, "a name in words", {"name": WORDS}),
    (59, "a description that is a number", {"description": NUMBER}),
    (59, "a description in words", {"description": WORDS}),
    (60, "a type that is no IRI", {"type": WORDS}),
    (61, "more information at no address", {"moreInfo": WORDS}),
    (1, "more information that is null", {"moreInfo": None}),
    (57, "extensions in words", {"extensions": WORDS}),
    (57, "an extension whose name is no IRI", {"extensions": {"id": "a"}}),
    (49, "an interaction of no kind", {"interactionType": WORDS}),
    (49, "an interaction that is a number", {"interactionType": NUMBER}),
    (49, "an interaction that is an object", {"interactionType": THING}),
    (49, "an interaction that is an IRI", {"interactionType": COURSE}),
    (8, "a property in other letters", {"Name": NAME}),
]


def _objects() -> Iterator[Case]:
    yield from both(46, "an activity that does not say so", True, object={"id": COURSE})
    yield from both(47, "an activity without an id", object={"objectType": "Activity"})
    yield from both(47, "an activity whose id is no IRI", object={"id": NO_IRI})
    for kind in ("activity", "agent", "group", "statementref", "substatement", "Person"):
        yield from both(
            46, f"an object of the kind {kind}", object={"objectType": kind, "id": COURSE}
        )
    yield from both(48, "a definition in words", object={"id": COURSE, "definition": WORDS})
    yield from both(
        48, "a definition that is a number", object={"id": COURSE, "definition": NUMBER}
    )
    for definition in (
        {}, {"name": NAME}, {"description": NAME}, {"type": COURSE}, {"moreInfo": COURSE},
        {"extensions": ANY}, {"interactionType": "fill-in", "correctResponsesPattern": ["Kim"]},
    ):  # fmt: skip
        words = f"a definition with {' and '.join(definition) or 'nothing'}"
        yield from both(48, words, True, **defined(**definition))
    for number, words, definition in WRONG_DEFINITIONS:
        yield from both(number, f"a definition with {words}", **defined(**definition))


def _interactions() -> Iterator[Case]:
    for kind, parts in INTERACTIONS.items():
        yield from both(
            49, f"an interaction: {kind}", True, **defined(interactionType=kind, **parts)
        )
        yield from both(49, f"an interaction with nothing else: {kind}", True,
                        **defined(interactionType=kind))  # fmt: skip
        yield from both(9, f"an interaction in other letters: {kind}",
                        **defined(interactionType=kind.title(), **parts))  # fmt: skip
        yield from both(64, f"what only an interaction has, without saying so: {kind}",
                        **defined(**parts))  # fmt: skip
    for part, its_number in PARTS.items():
        for number, words, wrong in WRONG_PARTS:
            definition = {"interactionType": PART_OF[part], part: wrong}
            yield from both(number or its_number, f"{part} {words}", **defined(**definition))
    for wrong in (WORDS, [NUMBER], THING):
        definition = {"interactionType": "fill-in", "correctResponsesPattern": wrong}
        yield from both(51, f"answers that are {wrong}", **defined(**definition))


def _around() -> Iterator[Case]:
    one = {"objectType": "Activity", "id": COURSE}
    for kind in ("parent", "grouping", "category", "other"):
        for words, given in (("one activity", one), ("a list", [one, {"id": "urn:x:y"}])):
            yield from both(
                93, f"{words} as {kind}", True, **around(contextActivities={kind: given})
            )
    every = {kind: [one] for kind in ("parent", "grouping", "category", "other")}
    yield from both(93, "all four", True, **around(contextActivities=every))
    yield from both(93, "a fifth", **around(contextActivities={**every, "peer": one}))
    yield from both(94, "something else first", **around(contextActivities={"other": [THING, one]}))
    yield from both(94, "something else last", **around(contextActivities={"other": [one, THING]}))
    yield from both(86, "words", **around(contextActivities=WORDS))


def _languages() -> Iterator[Case]:
    places: dict[str, Any] = {
        "a verb": lambda words: {"verb": {"id": COURSE, "display": words}},
        "a name": lambda words: defined(name=words),
        "a description": lambda words: defined(description=words),
        "a choice": lambda words: defined(
            interactionType="choice", choices=[{"id": "a", "description": words}]
        ),
    }
    for place, put in places.items():
        for tag in TAGS_TAKEN:
            yield from both(13, f"{place} in {tag}", True, **put({tag: "words"}))
        for tag in TAGS_REFUSED:
            number = 45 if place == "a verb" else 121
            yield from both(
                number, f"{place} in no language, {tag}", **put({"en": "a", tag: "words"})
            )
        for words, given in (("in none", {}), ("as words", WORDS), ("as null", {"en": None})):
            yield from both(121, f"{place} {words}", **put(given))
    for tag in TAGS_TAKEN:
        yield from both(91, f"the language {tag}", True, **around(language=tag))
    for refused in (*TAGS_REFUSED, NUMBER, THING):
        yield from both(91, f"the language {refused}", **around(language=refused))


ACTIVITIES: tuple[Case, ...] = (*_objects(), *_interactions(), *_around(), *_languages())
