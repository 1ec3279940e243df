"""What a forecast counts: the certifications that end in each month, by how far they are.

Plain counts that add up part by part and are kept as JSON; nobody is named in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from recert.rules.findings import State, Verdict
from recert.rules.whatif import Numbers, Reached

JOINT = "|"
"""Stands between credential and level in a key; neither may contain it."""


class HowFar(StrEnum):
    """How far somebody is on the way to renewing, as of the day of the forecast."""

    DONE = "done"  # all that can be done before applying
    PERSON = "person"  # nothing is short; a person must look, or the policy is silent
    PAPERS = "papers"  # credits are there; a document or the like is not
    QUARTER = "quarter"  # short of no more than a quarter of what is asked
    HALF = "half"
    MORE = "more"  # short of more than half
    NOTHING = "nothing"  # nothing counts yet


def how_far(numbers: Numbers, counted: Fraction) -> HowFar:
    """How far one certification is; `counted` is all credit that counts so far."""
    short = [each for each in numbers.requirements if each.state is State.SHORT]
    if not short:
        return HowFar.DONE if numbers.verdict is Verdict.READY else HowFar.PERSON
    missing = max(map(_share, short))
    if not missing:
        return HowFar.PAPERS
    if not counted:
        return HowFar.NOTHING
    if missing <= Fraction(1, 4):
        return HowFar.QUARTER
    return HowFar.HALF if missing <= Fraction(1, 2) else HowFar.MORE


def _share(requirement: Reached) -> Fraction:
    """Which part of a requirement is short; nought for what has no amount, such as a card."""
    return requirement.short / requirement.need if requirement.need else Fraction(0)


@dataclass(slots=True)
class Group:
    """Certifications of one level that end in one month."""

    far: dict[str, int] = field(default_factory=dict)
    fee_cents: int = 0  # what the policy says they pay, of those it says it of
    fees_said: int = 0

    @property
    def ends(self) -> int:
        """How many they are."""
        return sum(self.far.values())


@dataclass(slots=True)
class Tally:
    """Everything a forecast counts: groups by month (`2027-03`) and level (`cpt|senior`)."""

    months: dict[str, dict[str, Group]] = field(default_factory=dict)
    rates: dict[str, tuple[int, int]] = field(default_factory=dict)  # renewed, ended: by level
    not_covered: int = 0  # no edition speaks of them, or they have no last day

    def count(self, end: date, level: str, far: HowFar, fee_cents: int | None) -> None:
        """Add one certification."""
        group = self.months.setdefault(f"{end:%Y-%m}", {}).setdefault(level, Group())
        group.far[far] = group.far.get(far, 0) + 1
        if fee_cents is not None:
            group.fee_cents += fee_cents
            group.fees_said += 1

    def groups(self, month: str) -> Iterator[tuple[str, Group]]:
        """The groups of a month, by level."""
        yield from sorted(self.months.get(month, {}).items())

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Tally:
        """As it was kept; nothing yet where nothing was."""
        return cls(
            months={
                month: {level: Group(**group) for level, group in levels.items()}
                for month, levels in kept.get("months", {}).items()
            },
            rates={level: (pair[0], pair[1]) for level, pair in kept.get("rates", {}).items()},
            not_covered=kept.get("not_covered", 0),
        )


def level_key(credential: str, level: str) -> str:
    """Credential and level as one key."""
    return f"{credential}{JOINT}{level}"


def level_of(key: str) -> tuple[str, str]:
    """The credential and the level of a key."""
    credential, _joint, level = key.partition(JOINT)
    return credential, level
