"""Terms: what a draw and its cases go by, fixed on the day the list is frozen.

Taken from the clause that orders the audit; what the clause does not say a person enters,
with a reason. A case goes by these terms whatever is published later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from recert.rules.cycles import add
from recert.rules.rulebook.conditions import Length


class Consequence(StrEnum):
    """What failing an audit does to the certification, when a person says so."""

    NONE = "none"
    INACTIVE = "inactive"  # not in force until the failing is cured
    SUSPENDED = "suspended"
    NOT_RENEWED = "not-renewed"  # the application that waits is refused
    LAPSED = "lapsed"  # the renewal no longer holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long everybody has and what follows. None: nobody has said, so nobody is held to it.

    `business`: days to answer are working days of the body. `appeal` runs from the
    determination, `cure` and `replace` too, `review` from the answer; `extend` and `defer`
    are the most that may be granted in all, from the day they are added to.
    """

    answer: Length
    business: bool = False
    review: Length | None = None
    replace: Length | None = None
    cure: Length | None = None
    appeal: Length | None = None
    extend: Length | None = None
    defer: Length | None = None
    stops_clock: bool = False  # while something asked for again is with the holder
    waits: bool = False  # the renewal is not approved before the case is closed
    second: bool = False  # whoever determines is not the one who reviewed
    separate: bool = False  # nor may the one who approved the renewal do either
    failing: Consequence = Consequence.NONE


def to_plain(terms: Terms) -> dict[str, Any]:
    """Terms as they are kept."""
    return asdict(terms)


def from_plain(kept: dict[str, Any]) -> Terms:
    """Terms as they were kept."""
    lengths = {
        name: None if value is None else Length(**value)
        for name, value in kept.items()
        if isinstance(value, dict | None)
    }
    known = {each.name for each in fields(Terms)}
    rest = {name: value for name, value in kept.items() if name in known}
    return Terms(**{**rest, **lengths, "failing": Consequence(kept["failing"])})


def ends(since: date, length: Length | None) -> date | None:
    """The last day of a length that begins the day after `since`; None where there is none."""
    return None if length is None else add(since, length)
