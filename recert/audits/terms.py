"""Terms: what the cases of a draw go by, fixed when its list is frozen.

Named as in the clause that orders the audit. What the clause does not say a person enters,
with a reason; a case goes by these terms whatever is published later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from recert.rules.cycles import add
from recert.rules.rulebook import Failing, Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long everybody has, and what follows. None: nobody has said, so nobody is held to it.

    `answer` is in working days of the body where `working_days`. `review` runs from the
    answer; `replace_within`, `cure` and `appeal` from the determination. `extend` and `defer`
    are the most that may be granted, from the first day to answer.
    """

    answer: Length
    working_days: bool = False
    stops_clock: bool = False  # while something asked for again is with the holder
    extend: Length | None = None
    defer: Length | None = None
    review: Length | None = None
    second: bool = False  # whoever determines is not the one who reviewed
    replace: bool = True  # credit not accepted may be replaced
    replace_within: Length | None = None
    failing: Failing | None = None
    cure: Length | None = None
    appeal: Length | None = None
    waits: bool = False  # the renewal is not approved before the case is closed
    separate: bool = False  # whoever approved the renewal neither reviews nor determines


LENGTHS = ("answer", "extend", "defer", "review", "replace_within", "cure", "appeal")


def to_plain(terms: Terms) -> dict[str, Any]:
    """Terms as they are kept."""
    return asdict(terms)


def from_plain(kept: dict[str, Any]) -> Terms:
    """Terms as they were kept."""
    lengths = {name: Length(**kept[name]) if kept[name] else None for name in LENGTHS}
    failing = Failing(kept["failing"]) if kept["failing"] else None
    return Terms(**{**kept, **lengths, "failing": failing})


def last_day(since: date, length: Length | None) -> date | None:
    """The last day of a length that begins the day after `since`; None where there is none."""
    return None if length is None else add(since, length)
