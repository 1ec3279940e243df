"""Filling: how much one course would do of what is still short.

Told for very many courses at once, so nothing is assigned anew: a course is held against what
is short and against the room that limits leave. What it truly comes to `judge` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Award, Decision, Facts
from recert.rules.findings import RequirementFinding, Standing
from recert.rules.planning.drafting import NOTHING_TO_PLAN, SETTLED
from recert.rules.planning.ledgers import Ledger, ledger_of
from recert.rules.planning.offering import Books
from recert.rules.planning.offers import whats
from recert.rules.planning.proving import left
from recert.rules.rulebook import By, Measure

ONE = Fraction(1)


def ledgers_short(books: Books, facts: Facts, standings: Sequence[Standing]) -> tuple[Ledger, ...]:
    """The certifications that learning can bring on, laid open."""
    short = (
        standing
        for standing in standings
        if standing.verdict not in NOTHING_TO_PLAN
        and standing.status not in SETTLED
        and any(map(left, standing.requirements))
    )
    found = (ledger_of(books, facts, standing) for standing in short)
    return tuple(ledger for ledger in found if ledger is not None)


def fills(
    ledger: Ledger, activity: Activity, decisions: tuple[Decision, ...] = ()
) -> dict[str, Fraction]:
    """By clause, how much of what is short the activity may fill; empty where nothing."""
    return _fills(ledger, _room(ledger), activity, decisions)


class Reads:
    """What a rulebook reads of an activity that somebody completes at a provider's."""

    def __init__(self, ledger: Ledger) -> None:
        """Look once at all the clauses."""
        rulebook = ledger.rulebook
        measures = [rule for _, rule in rulebook.of_kind(Measure)]
        awarding = [rule for rule in measures if rule.by is By.AWARD]
        self.told = ledger.told
        self.named = ledger.named
        self.body = rulebook.body
        self.minutes = any(rule.by is By.HOURS for rule in measures)
        self.heard = rulebook.own.union(
            {rulebook.body},
            *(what.awarded_by for what in whats(rulebook)),
            *(rule.awarders for rule in awarding),
        )
        self.units = frozenset().union(*(what.units for what in whats(rulebook)))
        anybodys = [rule.units for rule in awarding if not rule.awarders]
        self.anything = not all(anybodys)
        self.anybodys = frozenset().union(*anybodys)

    def key(self, activity: Activity, decisions: tuple[Decision, ...]) -> object:
        """The same for activities that the rulebook takes for the same."""
        return (
            self._word(activity.kind),
            self._word(activity.delivery),
            self._words(activity.topics),
            tuple((part.share, self._words(part.topics)) for part in activity.parts),
            activity.provider if activity.provider in self.named else "",
            activity.minutes if self.minutes else None,
            activity.assessed,
            activity.cards,
            activity.card_months,
            bool(activity.awards),
            frozenset(award.unit for award in activity.awards) & self.units,
            tuple(filter(self._hears, activity.awards)),
            tuple(each.categories for each in decisions if each.body == self.body),
        )

    def _word(self, word: StrEnum | None) -> frozenset[int]:
        return self.told.get(word, frozenset()) if word is not None else frozenset()

    def _words(self, words: Iterable[StrEnum]) -> frozenset[frozenset[int]]:
        return frozenset(map(self._word, words)) - {frozenset()}

    def _hears(self, award: Award) -> bool:
        return award.by in self.heard or self.anything or award.unit in self.anybodys


def _fills(
    ledger: Ledger,
    room: Mapping[str, Fraction],
    activity: Activity,
    decisions: tuple[Decision, ...],
) -> dict[str, Fraction]:
    if activity.completed > ledger.until:
        return {}
    _, items = ledger.alone(activity, decisions)
    keys: dict[str, Fraction] = {}
    for item in items:
        value = min([item.value, *(room[key] for key in item.sets if key in room)])
        for key in item.sets & ledger.short if value > ZERO else ():
            keys[key] = keys.get(key, ZERO) + value
    found: dict[str, Fraction] = {}
    for finding in filter(left, ledger.standing.requirements):
        amount = min(finding.short, _of(finding, keys))
        if amount:
            found[finding.clause] = max(amount, found.get(finding.clause, ZERO))
    return found


def share_filled(ledger: Ledger, filled: Mapping[str, Fraction]) -> Fraction:
    """How much of all that is short that is: each requirement weighs the same; 0 to 1."""
    short = list(filter(left, ledger.standing.requirements))
    parts = (min(ONE, filled.get(each.clause, ZERO) / each.short) for each in short)
    return sum(parts, ZERO) / len(short)


def _of(finding: RequirementFinding, keys: Mapping[str, Fraction]) -> Fraction:
    """What of these keys is this requirement's: for a breadth, one for each new category."""
    own = list(_own(finding, keys))
    if finding.kind == "breadth":
        return Fraction(len(own))
    return max((keys[key] for key in own), default=ZERO)


def _own(finding: RequirementFinding, keys: Mapping[str, Fraction]) -> Iterator[str]:
    names = {finding.clause, f"{finding.clause} from {finding.since}"}
    for key in keys:
        if key in names or key.split(" in ")[0].split(" across ")[0] in names:
            yield key


def _room(ledger: Ledger) -> dict[str, Fraction]:
    """What each limit of so much still lets count, by its key; shares are left aside."""
    found: dict[str, Fraction] = {}
    for case in ledger.cases[:1]:
        for cap in case.caps:
            if cap.amount is not None:
                used = sum((item.value for item in ledger.items if cap.key in item.sets), ZERO)
                found[cap.key] = max(ZERO, cap.amount - used)
    return found
