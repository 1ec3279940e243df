"""What if: one holding's answers under two policies, compared; and many of them, counted.

An answer is reduced to plain numbers first, so that whoever judges, one by one or a whole
register in columns, can be compared in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any

from recert.rules.amounts import ZERO, show
from recert.rules.checking import WORST_FIRST
from recert.rules.findings import Plain, RequirementFinding, Standing, State, Status, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One requirement of one holding; where it is judged window by window, their sums."""

    clause: str
    state: State
    need: Fraction = ZERO
    counted: Fraction = ZERO
    short: Fraction = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The plain numbers of one answer. `fee_cents` None: not said, or no fee is due."""

    person: str
    holding: str
    credential: str
    edition: str
    verdict: Verdict
    status: Status
    requirements: tuple[Reached, ...] = ()
    fee_cents: int | None = None

    @property
    def is_short(self) -> bool:
        """Whether anything asked for is still missing."""
        return any(each.state is State.SHORT for each in self.requirements)


class Turn(StrEnum):
    """What became of a requirement, or of a holding as a whole."""

    SHORT = "short"  # was met, or not asked; is short
    MET = "met"  # was short; is met, or no longer asked
    MORE = "more"  # short before and after, now of more
    LESS = "less"
    OTHER = "other"  # waits for a person, the policy is silent, ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A requirement that does not stand as it stood; None where it is not asked."""

    clause: str
    turn: Turn
    before: Reached | None
    after: Reached | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One holding that is answered differently under the new policy."""

    old: Numbers
    new: Numbers
    turned: tuple[Turned, ...]

    @property
    def turn(self) -> Turn | None:
        """Whether the whole went from nothing missing to something, or back."""
        if self.old.is_short == self.new.is_short:
            return None
        return Turn.SHORT if self.new.is_short else Turn.MET


def numbers_of(standing: Standing) -> Numbers:
    """The plain numbers of an answer."""
    found: dict[str, list[Reached]] = {}
    for finding in standing.requirements:
        found.setdefault(finding.clause, []).append(_reached(finding))
    total = standing.fee_today.total if standing.fee_today else None
    return Numbers(
        person=standing.person,
        holding=standing.holding,
        credential=standing.credential,
        edition=standing.edition,
        verdict=standing.verdict,
        status=standing.status,
        requirements=tuple(joined(each) for each in found.values()),
        fee_cents=total.cents if total else None,
    )


def _reached(finding: RequirementFinding) -> Reached:
    return Reached(
        clause=finding.clause,
        state=finding.state,
        need=finding.need,
        counted=finding.counted,
        short=finding.short,
    )


def joined(windows: Sequence[Reached]) -> Reached:
    """One requirement of all its windows: the worst of their states, and their sums."""
    if len(windows) == 1:
        return windows[0]
    states = {each.state for each in windows}
    return Reached(
        clause=windows[0].clause,
        state=next((state for state in WORST_FIRST if state in states), State.MET),
        need=sum((each.need for each in windows), ZERO),
        counted=sum((each.counted for each in windows), ZERO),
        short=sum((each.short for each in windows), ZERO),
    )


def differences(old: Numbers, new: Numbers) -> Difference | None:
    """What the new policy changes for one holding; None where it is answered alike."""
    before = {each.clause: each for each in old.requirements}
    after = {each.clause: each for each in new.requirements}
    turned = tuple(
        Turned(clause=clause, turn=turn, before=before.get(clause), after=after.get(clause))
        for clause in {**before, **after}
        if (turn := _turn(before.get(clause), after.get(clause))) is not None
    )
    alike = (old.verdict, old.status, old.fee_cents) == (new.verdict, new.status, new.fee_cents)
    return None if alike and not turned else Difference(old=old, new=new, turned=turned)


def _turn(before: Reached | None, after: Reached | None) -> Turn | None:
    """What became of a requirement. What is not asked is as good as met."""
    was = before.state if before else State.MET
    now = after.state if after else State.MET
    if was is State.SHORT and now is State.SHORT and before and after:
        if before.short == after.short:
            return None
        return Turn.MORE if after.short > before.short else Turn.LESS
    if was is now:
        return None
    if now is State.SHORT:
        return Turn.SHORT
    return Turn.MET if was is State.SHORT and now is State.MET else Turn.OTHER


@dataclass(slots=True)
class Summary:
    """How many were judged, how many are answered differently, by which clause, for what fee.

    The fees are summed over those whose fee both policies say.
    """

    judged: int = 0
    changed: int = 0
    turned_short: int = 0
    turned_met: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)  # "ready short": how many
    clauses: Counter[str] = field(default_factory=Counter)  # "ethics-hour short": how many
    missing: dict[str, Fraction] = field(
        default_factory=dict
    )  # by clause: so much more than before
    pay_more: int = 0
    pay_less: int = 0
    cents_before: int = 0
    cents_after: int = 0

    def count(self, old: Numbers, new: Numbers) -> Difference | None:
        """Take in one holding; its difference, if there is one."""
        self.judged += 1
        if old.fee_cents is not None and new.fee_cents is not None:
            self.cents_before += old.fee_cents
            self.cents_after += new.fee_cents
            self.pay_more += new.fee_cents > old.fee_cents
            self.pay_less += new.fee_cents < old.fee_cents
        found = differences(old, new)
        if found is None:
            return None
        self.changed += 1
        self.turned_short += found.turn is Turn.SHORT
        self.turned_met += found.turn is Turn.MET
        if old.verdict is not new.verdict:
            self.verdicts[f"{old.verdict} {new.verdict}"] += 1
        for each in found.turned:
            self.clauses[f"{each.clause} {each.turn}"] += 1
            self._miss(each)
        return found

    def _miss(self, turned: Turned) -> None:
        more = _missing(turned.after) - _missing(turned.before)
        if more:
            self.missing[turned.clause] = self.missing.get(turned.clause, ZERO) + more

    def to_plain(self) -> dict[str, Plain]:
        """As JSON keeps it, with the names it has here."""
        found: dict[str, Plain] = {each.name: getattr(self, each.name) for each in fields(self)}
        found["verdicts"], found["clauses"] = dict(self.verdicts), dict(self.clauses)
        found["missing"] = {clause: show(more) for clause, more in self.missing.items()}
        return found

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Summary:
        """From what `to_plain` wrote; from nothing, before anybody was judged."""
        found = dict(plain)
        found |= {key: Counter(found.get(key, {})) for key in ("verdicts", "clauses")}
        missing = found.get("missing", {})
        return cls(**found | {"missing": {key: Fraction(more) for key, more in missing.items()}})


def _missing(reached: Reached | None) -> Fraction:
    return reached.short if reached and reached.state is State.SHORT else ZERO


def sum_up(pairs: Iterable[tuple[Numbers, Numbers]]) -> tuple[Summary, tuple[Difference, ...]]:
    """Count many answers at once: the summary, and whoever is answered differently."""
    summary = Summary()
    found = (summary.count(old, new) for old, new in pairs)
    changed = tuple(each for each in found if each is not None)
    return summary, changed
