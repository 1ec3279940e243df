"""Proposing: real courses for a person's plan, with what each fills, its price and its day.

The law says what is short, the catalogue what is taught; here the two meet. Nothing is offered
that the law, judging again with the course done, does not bear out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from recert.enrolments.choices import Choice, choices_for
from recert.people.models import Person
from recert.rules.findings import RequirementFinding
from recert.rules.planning import Line
from recert.rules.planning.filling import fills
from recert.rules.planning.ledgers import Ledger
from recert.rules.planning.taking import Offered, Taken, filled_by, take
from recert.standing.filling import Learner, learner_of
from recert.standing.outlook import Outlook, outlook_with

A_LINE = 3
"""So many courses are named for a line of the plan."""
TRIES = 8
"""So many are judged for a line."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a course takes from one thing that is missing."""

    holding: str
    finding: RequirementFinding  # as it is today
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Fitting:
    """A course that fills something of a line of the plan, and all that it truly fills."""

    choice: Choice
    fills: tuple[Filled, ...]
    is_whole: bool  # something of all that the line serves


@dataclass(frozen=True, slots=True)
class Bundle:
    """Courses that together do what is missing, or the most that was found."""

    choices: tuple[Choice, ...]
    taken: Taken

    @property
    def sums(self) -> dict[str, int]:
        """What they cost in cents, by currency; what is free is of none."""
        found: Counter[str] = Counter()
        for each in self.choices:
            if each.cents:
                found[each.price.currency] += each.cents
        return dict(found)

    @property
    def finished(self) -> tuple[str, ...]:
        """The certifications that lack no credit then, by public id."""
        still = {holding for holding, _clause, _since in self.taken.lack}
        first = dict.fromkeys(holding for holding, _clause, _since in self.taken.before)
        return tuple(each for each in first if each not in still)

    @property
    def by(self) -> date:
        """The last day of any of them; what goes at one's own pace is taken as done today."""
        return max(each.completed for each in self.choices)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plan, what fills each of its lines, and courses that together finish it.

    The first bundle is of few courses; a second one is there where it costs less.
    """

    outlook: Outlook
    lines: tuple[tuple[Line, tuple[Fitting, ...]], ...] = ()
    bundles: tuple[Bundle, ...] = ()


def proposal_for(person: Person, at: datetime, only: str = "") -> Proposal:
    """What to take; as many queries however many courses are in the catalogue.

    `only`: for one certification, by public id; where it is not the person's, for all.
    """
    learner = learner_of(person, at)
    outlook = outlook_with(learner.books, learner.facts, learner.held)
    learner = _narrowed(learner, only)
    ledgers = [each for each in learner.short if each.until >= each.standing.as_of]
    if not ledgers:
        return Proposal(outlook)
    choices = choices_for(person, learner, ledgers, at)
    trying = _Trying(learner, {each.holding: each for each in ledgers})
    lines = tuple(
        (line, tuple(trying.fitting(line, choices)))
        for line in outlook.plan.lines
        if trying.ledgers.keys() & set(line.holdings)
    )
    return Proposal(outlook, lines, tuple(_bundles(learner, choices)))


def _narrowed(learner: Learner, only: str) -> Learner:
    held = tuple(each for each in learner.held if each.standing.holding == only)
    if not held:
        return learner
    short = tuple(each for each in learner.short if each.holding == only)
    return replace(learner, held=held, short=short)


# ---------------------------------------------------------------- what fills a line


@dataclass
class _Trying:
    """Courses tried one by one, each once."""

    learner: Learner
    ledgers: dict[str, Ledger]
    _known: dict[tuple[str, str], tuple[Filled, ...]] = field(default_factory=dict)

    def fitting(self, line: Line, choices: Sequence[Choice]) -> Iterator[Fitting]:
        """Some courses for a line, what fills all that it serves first."""
        wanted = {(each.holding, each.clause) for each in line.serves}
        guessed = [
            (-len(wanted & self._guess(line, each)), *_dear(each), each)
            for each in choices
            if (line.since or date.min) <= each.completed <= line.by
        ]
        guessed.sort(key=lambda each: each[:-1])
        found: list[Fitting] = []
        named: set[int] = set()
        for missed, *_, choice in guessed:
            course = choice.row.edition.course_id
            if not missed or course in named or len(named) == TRIES:
                continue
            named.add(course)
            filled = tuple(each for id in line.holdings for each in self._filled(id, choice))
            does = {(each.holding, each.finding.clause) for each in filled}
            if does & wanted:
                found.append(Fitting(choice, filled, wanted <= does))
        found.sort(key=lambda each: (not each.is_whole, *_dear(each.choice)))
        yield from found[:A_LINE]

    def _guess(self, line: Line, choice: Choice) -> set[tuple[str, str]]:
        """What it may fill, told without judging."""
        offered = choice.offered
        ledgers = [self.ledgers[id] for id in line.holdings if id in self.ledgers]
        return {
            (ledger.holding, clause)
            for ledger in ledgers
            for clause in fills(ledger, offered.activity, offered.decisions)
        }

    def _filled(self, holding: str, choice: Choice) -> tuple[Filled, ...]:
        key = (holding, choice.offered.activity.id)
        if key not in self._known and holding in self.ledgers:
            found = filled_by(
                self.learner.books, self.learner.facts, self.ledgers[holding], choice.offered
            )
            self._known[key] = tuple(Filled(holding, *each) for each in found)
        return self._known.get(key, ())


def _dear(choice: Choice) -> tuple[bool, int, int, date, int]:
    """One's own places first, then what costs least, is shortest and soonest."""
    return (
        choice.place is None,
        choice.cents,
        choice.offered.activity.minutes or 0,
        choice.completed,
        choice.row.pk,
    )


# ---------------------------------------------------------------- courses together


def _bundles(learner: Learner, choices: Sequence[Choice]) -> Iterator[Bundle]:
    """Of few courses; and what costs less, where that does as much."""
    few = _bundle(learner, choices, cheap=False)
    if few is None:
        return
    yield few
    if not few.sums:
        return
    cheap = _bundle(learner, choices, cheap=True)
    if cheap is not None and _is_cheaper(cheap, few):
        yield cheap


def _is_cheaper(cheap: Bundle, few: Bundle) -> bool:
    """Whether it does as much for less money of the same currency."""
    if len({*cheap.sums, *few.sums}) > 1 or cheap.taken.lack != few.taken.lack:
        return False
    return sum(cheap.sums.values()) < sum(few.sums.values())


def _bundle(learner: Learner, choices: Sequence[Choice], *, cheap: bool) -> Bundle | None:
    by_id = {each.offered.activity.id: each for each in choices}

    def rank(share: Fraction, offered: Offered) -> tuple[object, ...]:
        own, cents, *rest = _dear(by_id[offered.activity.id])
        return (own, cents / share if cheap else -share, cents, *rest)

    standings = [each.standing for each in learner.held]
    tried = [each.offered for each in choices]
    taken = take(learner.books, learner.facts, standings, tried, rank)
    if not taken.courses:
        return None
    chosen = [by_id[each.activity.id] for each in taken.courses]
    return Bundle(tuple(sorted(chosen, key=lambda each: (each.completed, each.row.pk))), taken)
