"""What the cases share: a plain statement, the same within another, and one case."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Said = dict[str, Any]

KIM: Said = {"mbox": "mailto:kim@example.org", "name": "Kim"}
DID: Said = {"id": "http://example.org/verbs/did", "display": {"en-GB": "did", "de": "tat"}}
COURSE = "http://example.org/courses/7"
UUID = "39b1c58f-58d2-4a0c-8e57-0c1e9d2b6a11"
REFERENCE: Said = {"objectType": "StatementRef", "id": UUID}

NO_IRI = "ab=c://not.an.iri"
NUMBER, THING, WORDS = 12345, {"key": "no"}, "just words"
LONG_UUID, OTHER_UUID = f"{UUID}8", f"X{UUID[1:]}"


@dataclass(frozen=True, slots=True)
class Case:
    """A statement that is to be taken, or refused with 400, by this requirement."""

    number: int
    words: str
    statement: Said
    taken: bool = False


def plain(**more: Any) -> Said:
    """A statement that says who did what; None takes a property away."""
    whole = {"actor": KIM, "verb": DID, "object": {"objectType": "Activity", "id": COURSE}, **more}
    return deepcopy({name: each for name, each in whole.items() if each is not None})


def within(**more: Any) -> Said:
    """The same as the object of another statement."""
    return plain(object={"objectType": "SubStatement", **plain(**more)})


def both(number: int, words: str, taken: bool = False, **more: Any) -> Iterator[Case]:
    """The same case in a statement and in one within it."""
    yield Case(number, words, plain(**more), taken)
    yield Case(number, f"{words}, within", within(**more), taken)


def around(**more: Any) -> dict[str, Any]:
    """The context of a statement, as a property of it."""
    return {"context": more}


def defined(**definition: Any) -> dict[str, Any]:
    """An activity with a definition, as the object of a statement."""
    return {"object": {"id": COURSE, "definition": definition}}
