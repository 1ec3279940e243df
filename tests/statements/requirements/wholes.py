"""The statement itself, its verb, result, context, attachments and the statement within it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.statements.requirements.saying import (
    COURSE,
    DID,
    KIM,
    LONG_UUID,
    NO_IRI,
    NUMBER,
    OTHER_UUID,
    REFERENCE,
    THING,
    UUID,
    WORDS,
    Case,
    Said,
    around,
    both,
    defined,
    plain,
    within,
)

VOIDED: Said = {"id": "http://adlnet.gov/expapi/verbs/voided"}
GROUP: Said = {"objectType": "Group", "member": [KIM]}
FILE: Said = {
    "usageType": "http://example.org/use",
    "display": {"en": "A file", "es": "Un archivo"},
    "description": {"en": "About it", "es-MX": "De eso"},
    "contentType": "text/plain; charset=ascii",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "http://example.org/file",
}
NO_UUIDS = (NUMBER, THING, WORDS, LONG_UUID, OTHER_UUID, "")
NO_DAYS = (
    WORDS, "01/011/2015", "2008-09-15T15:53:00.601-00", "2008-09-15T15:53:00.601-0000",
    "2008-09-15T15:53:00.601-00:00", "2026-02-30T00:00:00Z", NUMBER, "",
)  # fmt: skip


def _statements() -> Iterator[Case]:
    wrong: Any
    yield Case(22, "a moment", plain(timestamp="2013-05-18T05:32:34.804Z"), taken=True)
    for number, name in ((3, "actor"), (4, "verb"), (5, "object")):
        gone: dict[str, Any] = {name: None}
        yield from both(number, f"no {name}", **gone)
    for name, wrong in (("iD", UUID), ("Actor", KIM), ("veRb", DID), ("oBject", {"id": COURSE}),
                        ("RESULT", {}), ("conText", {}), ("timeStamp", "2026-01-01T00:00:00Z"),
                        ("STOred", "2026-01-01T00:00:00Z"), ("auTHORity", KIM),
                        ("Version", "1.0.3"), ("attachmentS", [FILE])):  # fmt: skip
        yield Case(8, f"{name} in other letters", plain(**{name: wrong}))
    yield Case(10, "a property nobody knows", plain(mood="good"))
    for wrong in NO_UUIDS:
        yield Case(27, f"an id that is {wrong}", plain(id=wrong))
        yield from both(28, f"a registration that is {wrong}", **around(registration=wrong))
        yield from both(72, f"a reference to {wrong}", object={**REFERENCE, "id": wrong})
        yield from both(92, f"a context of {wrong}", **around(statement={**REFERENCE, "id": wrong}))
    yield from both(1, "a registration that is null", **around(registration=None))
    yield Case(26, "an id in capital letters", plain(id=UUID.upper()), taken=True)
    for wrong in NO_DAYS:
        yield from both(123, f"a moment that is {wrong}", timestamp=wrong)
    for day in ("2026-03-14T15:09:26.535+02:00", "20260314T150926Z", "2026-03-14T15:09:26"):
        yield from both(123, f"the moment {day}", True, timestamp=day)
    yield Case(
        97, "when it was stored, which we know better", plain(stored="2011-07-15T00:00:00Z"), True
    )
    for version in ("1.0", "1.0.0", "1.0.9"):
        yield Case(101, f"the version {version}", plain(version=version), taken=True)
    for wrong in (WORDS, "0.9.9", "1.1.0", "2.0.0", 1):
        yield Case(101, f"the version {wrong}", plain(version=wrong))


def _verbs() -> Iterator[Case]:
    yield from both(44, "a verb by its id alone", True, verb={"id": DID["id"]})
    yield from both(44, "a verb without an id", verb={"display": DID["display"]})
    yield from both(44, "a verb whose id is no IRI", verb={"id": NO_IRI})
    yield from both(44, "a verb that is a word", verb=NO_IRI)
    yield Case(
        19, "a voiding of what is not here", plain(verb=VOIDED, object=REFERENCE), taken=True
    )
    yield Case(17, "a voiding of an activity", plain(verb=VOIDED))
    yield Case(
        17, "a voiding of somebody", plain(verb=VOIDED, object={"objectType": "Agent", **KIM})
    )


def _inner() -> Iterator[Case]:
    for kind, target in (("a reference", REFERENCE), ("a group", GROUP),
                         ("an agent", {"objectType": "Agent", **KIM})):  # fmt: skip
        yield from both(66, f"{kind} as object", True, object=target)
    yield from both(72, "a reference without an id", object={"objectType": "StatementRef"})
    yield from both(73, "a reference that does not say so", object={"id": UUID})
    yield Case(66, "a statement within", within(), taken=True)
    yield Case(
        68,
        "a statement within one within",
        plain(object=dict(within()["object"], object=within()["object"])),
    )
    inner = within()["object"]
    for number, name, wrong in ((69, "id", UUID), (70, "stored", "2013-05-18T05:32:34Z"),
                                (71, "version", "1.0.0"), (71, "authority", KIM)):  # fmt: skip
        yield Case(number, f"a statement within with {name}", plain(object={**inner, name: wrong}))


def _results() -> Iterator[Case]:
    given: Any
    wrong: Any
    score = {"scaled": 0.6767676, "raw": 12.125, "min": 0.12123434, "max": 45.45}
    for given in (
        {},
        score,
        {"scaled": 1.0},
        {"scaled": -1.0},
        {"raw": -5},
        {"min": 3},
        {"max": 100.6767676},
    ):
        yield from both(79, f"the score {given}", True, result={"score": given})
    for number, wrong in (
        (79, NUMBER), (79, WORDS), (79, {"mean": 3}), (83, {"scaled": 1.01}),
        (83, {"scaled": -1.00001}), (82, {"raw": 0.7, "max": 0.68}), (82, {"raw": 0.7, "min": 1.4}),
        (81, {"min": 0.7, "max": 0.6999}), (80, {"max": 100, "raw": 110, "min": 200}),
        (6, {"max": "one hundred"}), (6, {"max": "100"}), (6, {"raw": True}),
    ):  # fmt: skip
        yield from both(number, f"the score {wrong}", result={"score": wrong})
    for name, number in (("success", 74), ("completion", 75)):
        for given in (True, False):
            yield from both(number, f"{name} {given}", True, result={name: given})
        for wrong in ("true", "false", "sadly not", 1, None):
            yield from both(number, f"{name} {wrong!r}", result={name: wrong})
    for wrong in (NUMBER, THING):
        yield from both(76, f"the answer {wrong}", result={"response": wrong})
    for given in (
        "PT1H0M0.1S",
        "PT4H35M59.14S",
        "PT16559.14S",
        "P3Y1M29DT4H35M59.14S",
        "P3Y",
        "P4W",
    ):
        yield from both(77, f"the duration {given}", True, result={"duration": given})
    for wrong in ("PA1H0M0S", WORDS, NUMBER, THING, "P", "PT", "P1DT", ""):
        yield from both(124, f"the duration {wrong}", result={"duration": wrong})


def _extensions() -> Iterator[Case]:
    given: Any
    wrong: Any
    places: dict[str, Any] = {
        "an activity": lambda given: defined(extensions=given),
        "a result": lambda given: {"result": {"extensions": given}},
        "a context": lambda given: around(extensions=given),
    }
    for place, put in places.items():
        for given in (True, NUMBER, THING, WORDS, None, []):
            yield from both(118, f"{given} beside {place}", True, **put({COURSE: given}))
        yield from both(119, f"nothing beside {place}", True, **put({}))
        for wrong in ({"no iri": True}, WORDS, NUMBER):
            number = 78 if place == "a result" else 120
            yield from both(number, f"{wrong} beside {place}", **put(wrong))


def _contexts() -> Iterator[Case]:
    wrong: Any
    whole = {"registration": UUID, "revision": "3", "platform": "An LMS", "language": "en-GB",
             "statement": REFERENCE}  # fmt: skip
    yield from both(84, "all of a context", True, **around(**whole))
    yield from both(84, "all of a context, of an activity that does not say so", True,
                    object={"id": COURSE}, **around(**whole))  # fmt: skip
    for wrong in (THING, WORDS):
        yield from both(88, f"the instructor {wrong}", **around(instructor=wrong))
        yield from both(87, f"the team {wrong}", **around(team=wrong))
    for name, number, of_others in (("revision", 89, 84), ("platform", 90, 85)):
        for wrong in (NUMBER, THING):
            yield from both(number, f"the {name} {wrong}", **around(**{name: wrong}))
        for target in (REFERENCE, GROUP, {"objectType": "Agent", **KIM}):
            yield from both(of_others, f"a {name} of something else than an activity",
                            object=target, **around(**{name: "3"}))  # fmt: skip
        outer = {**within(), **around(**{name: "3"})}
        yield Case(of_others, f"a {name} of a statement within", outer)
    yield from both(92, "a reference in other letters",
                    **around(statement={"objectType": "statementref", "id": UUID}))  # fmt: skip


def _attachments() -> Iterator[Case]:
    yield from both(25, "a list of attachments", True, attachments=[FILE])
    yield from both(25, "an attachment without its list", attachments=FILE)
    for number, wrong in (
        (25, NUMBER), (25, WORDS), (107, {**FILE, "usageType": WORDS}),
        (105, {**FILE, "contentType": WORDS}), (102, {**FILE, "length": WORDS}),
        (102, {**FILE, "length": 2.5}), (103, {**FILE, "sha2": NUMBER}),
        (103, {**FILE, "sha2": WORDS}),
        (104, {**FILE, "fileUrl": WORDS}), (106, {**FILE, "display": NUMBER}),
        (106, {**FILE, "display": WORDS}), (106, {**FILE, "display": {}}),
        (106, {**FILE, "display": {"something": "A"}}), (106, {**FILE, "description": NUMBER}),
        (106, {**FILE, "description": WORDS}), (106, {**FILE, "description": {}}),
        (106, {**FILE, "description": {"a12345": "A"}}),
        *((107, {name: each for name, each in FILE.items() if name != gone})
          for gone in ("usageType", "display", "contentType", "length", "sha2")),
    ):  # fmt: skip
        yield from both(number, f"the attachment {wrong}", attachments=[wrong])


WHOLES: tuple[Case, ...] = (
    *_statements(),
    *_verbs(),
    *_inner(),
    *_results(),
    *_extensions(),
    *_contexts(),
    *_attachments(),
)
