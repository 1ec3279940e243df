"""Taking: which of the courses there are finish what is missing, proven by judging.

A plan says so many hours; a course is what somebody teaches, on a day of its own. The next
course is told by what it would fill, and taken only if the law, judging again with it done,
finds less missing than before. What turns out to be needless is given back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Decision, Facts
from recert.rules.findings import ActivityFinding, Code, RequirementFinding, Standing
from recert.rules.judging import judge
from recert.rules.planning.filling import fills, ledgers_short, share_filled
from recert.rules.planning.ledgers import Ledger
from recert.rules.planning.offering import Books
from recert.rules.planning.proving import left
from recert.rules.planning.telling import reads_of

MOST = 12
"""Of more courses than these nobody speaks as of a plan."""
TRIES = 6
"""So many of those that seem best are judged before a step is given up."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A course somebody could complete: `activity`, with an id of its own.

    At one's own pace it is completed on any day from `activity.completed` through `last`, on
    which its approvals still speak; else `last` is None.
    """

    activity: Activity
    decisions: tuple[Decision, ...] = ()
    last: date | None = None

    def on(self, day: date) -> Offered:
        """The same, completed on another day."""
        decisions = tuple(replace(each, on=day) for each in self.decisions)
        return replace(self, activity=replace(self.activity, completed=day), decisions=decisions)


Rank = Callable[[Fraction, Offered], object]
"""By how much of what is missing a course does: what is taken first has the least rank."""

Lack = Mapping[tuple[str, str, date | None], Fraction]
"""What is short, by holding, clause and window."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Courses to take, where each certification then stands, and what is short before and after.

    `by`: the day through which what goes at one's own pace may be done, as far as the law was
    asked; a course that is not named there should be done soon.
    """

    courses: tuple[Offered, ...] = ()
    after: tuple[Standing, ...] = ()
    before: Lack = field(default_factory=dict)
    lack: Lack = field(default_factory=dict)
    by: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_enough(self) -> bool:
        """Whether nothing of what was missing is missing then."""
        return bool(self.courses) and not self.lack

    def findings(self, offered: Offered) -> dict[str, ActivityFinding]:
        """What a course comes to among the others, by holding."""
        return {
            standing.holding: found
            for standing in self.after
            for found in standing.activities
            if found.activity == offered.activity.id
        }

    def asks(self, offered: Offered) -> bool:
        """Whether somebody at a body must judge it before what it counts for is sure."""
        return any(map(is_asked, self.findings(offered).values()))


def is_asked(finding: ActivityFinding) -> bool:
    """Whether it counts only as long as nobody decides otherwise."""
    return finding.counted > ZERO and any(
        each.code is Code.NEEDS_PERSON for each in finding.reasons
    )


def lack_of(standings: Iterable[Standing]) -> Lack:
    """All the credit that is short."""
    return {
        (standing.holding, each.clause, each.since): each.short
        for standing in standings
        for each in standing.requirements
        if left(each)
    }


def take(
    books: Books,
    facts: Facts,
    standings: Sequence[Standing],
    offered: Sequence[Offered],
    rank: Rank,
) -> Taken:
    """Courses that finish what is missing, or as much of it as they can.

    What somebody at a body would have to judge first is only taken where nothing else helps.
    """
    ledgers = ledgers_short(books, facts, standings)
    if not ledgers:
        return Taken()
    found = _Taking(books, facts, ledgers, offered, rank)
    found.go_on(may_ask=False)
    found.go_on(may_ask=True)
    found.give_back()
    return found.taken()


class _Taking:
    """Courses taken so far, and what the law makes of them."""

    def __init__(
        self,
        books: Books,
        facts: Facts,
        ledgers: Sequence[Ledger],
        offered: Sequence[Offered],
        rank: Rank,
    ) -> None:
        self._books, self._facts, self._ledgers = books, facts, ledgers
        self._offered, self._rank = offered, rank
        self._courses: tuple[Offered, ...] = ()
        self._after = tuple(ledger.standing for ledger in ledgers)
        self._past = {
            (ledger.holding, each.clause, each.since)
            for ledger in ledgers
            for each in filter(left, ledger.standing.requirements)
            if each.until is not None and each.until < ledger.standing.as_of
        }
        self._first = self._lack(self._after)

    def go_on(self, *, may_ask: bool) -> None:
        """Take one course after the other while each makes less of what is missing."""
        while len(self._courses) < MOST and self._lack(self._after):
            for each in self._best():
                having = (*self._courses, each)
                after = self._judged(having)
                taken = Taken(having, after)
                if self._much(after) < self._much(self._after) and (
                    may_ask or not taken.asks(each)
                ):
                    self._courses, self._after = having, after
                    break
            else:
                return

    def give_back(self) -> None:
        """Leave out what the others made needless."""
        for each in self._courses:
            fewer = tuple(other for other in self._courses if other is not each)
            after = self._judged(fewer)
            if fewer and self._much(after) <= self._much(self._after):
                self._courses, self._after = fewer, after

    def taken(self) -> Taken:
        """What was found."""
        return Taken(
            self._courses, self._after, self._first, self._lack(self._after), dict(self._by())
        )

    def _best(self) -> list[Offered]:
        """What would fill most of what is still missing, as the caller ranks it."""
        having = _having(self._facts, self._courses)
        ledgers = ledgers_short(self._books, having, self._after)
        until = {ledger.holding: ledger.until for ledger in self._ledgers}
        known: dict[object, Fraction] = {}
        courses = {each.activity.course for each in self._courses} - {""}
        found = []
        for each in self._offered:
            if each.activity.course in courses or each in self._courses:
                continue
            share = sum(
                (
                    _share(ledger, each, known)
                    for ledger in ledgers
                    if each.activity.completed <= until[ledger.holding]
                ),
                ZERO,
            )
            if share:
                found.append((self._rank(share, each), each))
        found.sort(key=lambda ranked: ranked[0])  # type: ignore[arg-type, return-value]
        return [each for _, each in found[:TRIES]]

    def _judged(self, courses: Sequence[Offered]) -> tuple[Standing, ...]:
        return tuple(
            _judged(self._books, self._facts, ledger, list(_spread(courses)))
            for ledger in self._ledgers
        )

    def _lack(self, after: Sequence[Standing]) -> Lack:
        """All that is short and can still be earned."""
        return {key: short for key, short in lack_of(after).items() if key not in self._past}

    def _much(self, after: Sequence[Standing]) -> Fraction:
        """How much is missing, as parts of what was missing at first."""
        editions = {ledger.holding: ledger.standing.edition for ledger in self._ledgers}
        if any(each.edition != editions[each.holding] for each in after):
            return Fraction(len(self._first) + 1)  # another policy by then: nothing is promised
        lack = self._lack(after)
        return sum((short / self._first.get(key, short) for key, short in lack.items()), ZERO)

    def _by(self) -> Iterator[tuple[str, date]]:
        """Until when each may be done, where all of them done then do as much."""
        untils = {ledger.holding: ledger.until for ledger in self._ledgers}
        later, by = [], []
        for each in self._courses:
            serves = [
                untils[holding]
                for holding, found in Taken(after=self._after).findings(each).items()
                if found.counted
            ]
            if each.last is None or not serves:
                later.append(each)
                continue
            last = min(each.last, *serves)
            later.append(each.on(last))
            by.append((each.activity.id, last))
        if by and self._much(self._judged(later)) <= self._much(self._after):
            yield from by


def _share(ledger: Ledger, offered: Offered, known: dict[object, Fraction]) -> Fraction:
    """How much of what one certification lacks; reckoned once for what its policy takes alike."""
    activity = offered.activity
    day = max(activity.completed, ledger.standing.as_of)
    read = reads_of(ledger.rulebook).key(activity, offered.decisions)
    key = (ledger.holding, day, read)
    if key not in known:
        filled = fills(ledger, replace(activity, completed=day), offered.decisions)
        known[key] = share_filled(ledger, filled) if filled else ZERO
    return known[key]


def _spread(courses: Sequence[Offered]) -> Iterator[Offered]:
    """What goes at one's own pace is done one a day, for no day holds all of it."""
    taken: set[date] = set()
    for each in courses:
        if each.last is None:
            yield each
            continue
        day = each.activity.completed
        while day in taken and day < each.last:
            day += DAY
        taken.add(day)
        yield each.on(day)


def _having(facts: Facts, courses: Sequence[Offered]) -> Facts:
    done = list(_spread(courses))
    return replace(
        facts,
        activities=(*facts.activities, *(each.activity for each in done)),
        decisions=(*facts.decisions, *(said for each in done for said in each.decisions)),
    )


def _judged(books: Books, facts: Facts, ledger: Ledger, courses: Sequence[Offered]) -> Standing:
    """Where a certification stands with what of these is done by its last day."""
    done = [each for each in courses if each.activity.completed <= ledger.until]
    day = max([ledger.standing.as_of, *(each.activity.completed for each in done)])
    having = replace(
        facts,
        activities=(*facts.activities, *(each.activity for each in done)),
        decisions=(*facts.decisions, *(said for each in done for said in each.decisions)),
    )
    return judge(books.get(ledger.standing.body, ()), having, ledger.holding, day)


def filled_by(
    books: Books, facts: Facts, ledger: Ledger, offered: Offered
) -> list[tuple[RequirementFinding, Fraction]]:
    """What one course alone takes from what is missing, by the law; nothing where nothing."""
    if offered.activity.completed > ledger.until:
        return []
    after = _judged(books, facts, ledger, (offered,))
    if after.edition != ledger.standing.edition:
        return []
    lack = {(each.clause, each.since): each.short for each in after.requirements if left(each)}
    found = []
    for each in filter(left, ledger.standing.requirements):
        less = each.short - lack.get((each.clause, each.since), ZERO)
        if less > ZERO:
            found.append((each, less))
    return found
