"""Ledgers: one certification that is short, laid open so that more credit can be tried.

All that credit is worth, and every need and limit it touches, is told by the law's own
functions; nothing of a rulebook is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, product

from recert.rules.admitting import Admitted, Look, admit, looking
from recert.rules.carrying import brought_in, owed
from recert.rules.counting import Cap, Demand, Item
from recert.rules.facts import Activity, Decision, Facts
from recert.rules.findings import Code, RequirementFinding, Standing, State
from recert.rules.itemising import Touch, items_of, touches_of
from recert.rules.judging import earn_until, opened_for
from recert.rules.lapsing import stage_on
from recert.rules.matching import Matter
from recert.rules.planning.offers import Mentions, Offer, mentions, whats
from recert.rules.requiring import cap_of, demands_for
from recert.rules.rulebook import Breadth, Need, Route, Rulebook
from recert.rules.spanning import Window, limit_windows, need_windows

HOUR = Fraction(1)
MOST_CHOICES = 12
"""So many ways to choose between categories are tried, no more."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one hour of an offer is worth here, and the sets it touches."""

    rate: Fraction
    sets: frozenset[str]
    asks: bool

    def does_for(self, other: Sight, needs: frozenset[str], limits: frozenset[str]) -> bool:
        """Whether it is worth as much, touches the same needs, and no limits but the same."""
        return (
            self.rate >= other.rate
            and self.sets & needs >= other.sets & needs
            and self.sets & limits <= other.sets & limits
            and self.asks <= other.asks
        )


@dataclass(frozen=True)
class Case:
    """One whole way to be judged: its demands, of which some are not met, and its caps."""

    demands: tuple[Demand, ...]
    beyond: tuple[Demand, ...]  # met whether or not a cap lets the credit count
    caps: tuple[Cap, ...]
    short: frozenset[str]  # the keys of what is not met


@dataclass
class Ledger:
    """A certification with the credit it has and the needs that are short."""

    standing: Standing
    matter: Matter
    until: date  # the last day of earning
    touches: Sequence[Touch]
    items: Sequence[Item]
    cases: Sequence[Case]
    told: Mentions
    _seen: dict[object, Sight | None] = field(default_factory=dict, repr=False)
    _looks: dict[tuple[date, tuple[Decision, ...]], tuple[Callable[[Activity], Look], Matter]] = (
        field(default_factory=dict, repr=False)
    )

    @cached_property
    def named(self) -> frozenset[str]:
        """The providers that the rulebook speaks of."""
        return self.rulebook.own.union(*(what.providers for what in whats(self.rulebook)))

    @cached_property
    def short(self) -> frozenset[str]:
        """The keys of all that is short, in any case."""
        return frozenset().union(*(case.short for case in self.cases))

    @cached_property
    def limits(self) -> frozenset[str]:
        """The keys of all that bounds credit: caps, and what a need accepts only so much of."""
        caps = {cap.key for case in self.cases for cap in case.caps}
        accepts = {key for case in self.cases for each in case.demands for key in each.accepts}
        return frozenset(caps | accepts)

    @cached_property
    def room(self) -> Mapping[str, Fraction]:
        """What each limit of so much still lets count, by its key; shares are left aside."""
        found: dict[str, Fraction] = {}
        for case in self.cases[:1]:
            for cap in case.caps:
                if cap.amount is not None:
                    used = (item.value for item in self.items if cap.key in item.sets)
                    found[cap.key] = max(Fraction(0), cap.amount - sum(used, Fraction(0)))
        return found

    @property
    def hours_short(self) -> Fraction:
        """About how many hours are short: the longest need by what an hour is said to be."""
        most = max(
            (each.short for each in self.standing.requirements if each.kind == "need"),
            default=Fraction(0),
        )
        return most / (self.rulebook.unit.per_hour or HOUR)

    @property
    def rulebook(self) -> Rulebook:
        """The edition that governs."""
        return self.matter.rulebook

    @property
    def holding(self) -> str:
        """The id of the certification."""
        return self.standing.holding

    def day(self, offer: Offer) -> date:
        """The day on which the offer is taken, as this body reckons days."""
        return max(offer.slot, self.standing.as_of)

    def sees(self, offer: Offer) -> Sight | None:
        """What one hour of an offer does here; None where it counts for nothing."""
        told = [self.told.get(each) for each in (offer.kind, offer.delivery, offer.topic)]
        maker = offer.maker
        provider = maker.provider if maker.provider in self.named else ""
        key = (*told, provider, maker.approvals, maker.counted_in, offer.slot)
        if key not in self._seen:
            self._seen[key] = self._sight(offer)
        return self._seen[key]

    def worth(self, offer: Offer, hours: Fraction) -> Fraction:
        """What so many hours of an offer are worth here, taken as one course."""
        sight = self._sight(offer, hours)
        return sight.rate if sight else Fraction(0)

    def _sight(self, offer: Offer, hours: Fraction = HOUR) -> Sight | None:
        day = self.day(offer)
        if day > self.until:
            return None
        admitted, items = self.alone(offer.activity("planned", hours, day))
        if not admitted or not items[0].value:
            return None
        asks = any(each.code is Code.NEEDS_PERSON for each in admitted[0].reasons)
        return Sight(items[0].value, items[0].sets, asks)

    def alone(
        self, activity: Activity, decisions: tuple[Decision, ...] = ()
    ) -> tuple[Sequence[Admitted], Sequence[Item]]:
        """An activity as if nothing else had been done: what is admitted, and its items."""
        look, matter = self._bare(activity.completed, decisions)
        seen = look(activity)
        if not isinstance(seen, Admitted):
            return (), ()
        items, _ = items_of(matter, (seen,), (), self.touches)
        return (seen,), items

    def _bare(
        self, day: date, decisions: tuple[Decision, ...]
    ) -> tuple[Callable[[Activity], Look], Matter]:
        """How one looks at an activity of that day, and the matter with nothing done in it."""
        if (day, decisions) not in self._looks:
            facts = replace(self.matter.facts, activities=(), decisions=decisions)
            matter = replace(self.matter, facts=facts)
            self._looks[day, decisions] = looking(replace(matter, as_of=day), self.until), matter
        return self._looks[day, decisions]


def ledger_of(
    books: Mapping[str, Sequence[Rulebook]], facts: Facts, standing: Standing
) -> Ledger | None:
    """The ledger behind a standing that is short of credit; None where nothing governs."""
    opened = opened_for(books.get(standing.body, ()), facts, standing.holding, standing.as_of)
    if opened is None:
        return None
    matter, _ = opened
    until = earn_until(matter, stage_on(standing.stages, standing.as_of))
    admitted, _ = admit(matter, until)
    waived = frozenset(each.clause for each in standing.requirements if each.state is State.WAIVED)
    debt = owed(matter)
    everything = need_windows(matter, frozenset(), debt)
    done = [each.activity for each in admitted if not each.early]
    limits = limit_windows(matter, done, frozenset(), everything)
    touches = [*touches_of(everything, limits, ()), *_breadth_touches(matter.rulebook)]
    items, _ = items_of(matter, admitted, brought_in(matter), touches)
    cases = []
    for left_out in _left_out(standing, matter.rulebook):
        needs = need_windows(matter, left_out, debt)
        some = limit_windows(matter, done, left_out, needs)
        cases += list(_cases(standing, matter, needs, some, waived))
    return Ledger(
        standing=standing,
        matter=matter,
        until=until,
        touches=touches,
        items=items,
        cases=cases,
        told=mentions(matter.rulebook),
    )


def _left_out(standing: Standing, rulebook: Rulebook) -> list[frozenset[str]]:
    """The clauses to leave out for every way by credits that learning alone may finish."""
    needs = {
        each.clause: frozenset(rule.needs)
        for each in standing.by_credits
        if isinstance(rule := rulebook.clause(each.clause).rule, Route)
    }
    offered = frozenset().union(*needs.values())
    learned = [
        offered - needs[each.clause]
        for each in standing.by_credits
        if all(missing.kind != "gate" for missing in each.missing)
    ]
    return learned or [offered - own for own in needs.values()] or [frozenset()]


def _cases(
    standing: Standing,
    matter: Matter,
    needs: Sequence[Window],
    limits: Sequence[Window],
    waived: frozenset[str],
) -> Iterator[Case]:
    """Every way to choose the single categories that are to serve the needs asking for one."""
    found = {(each.clause, each.since): each for each in standing.requirements}
    amounts = {
        window.key: _wanted(window, found.get((window.clause.id, window.span.since)))
        for window in needs
        if window.clause.id not in waived
    }
    beyond = tuple(
        Demand(window.key, amount)
        for window in needs
        if isinstance(window.rule, Need)
        and window.rule.beyond_limits
        and (amount := amounts.get(window.key))
    )
    every = {key for window in needs for key, _ in window.options}
    options = [
        [replace(each, amount=amount) for each in some if (amount := _of(each.key, amounts))]
        for some in demands_for(needs, waived, every)
    ]
    options = [some for some in options if some]
    caps = tuple(cap_of(window) for window in limits)
    ways = product(product(*options), _spreads(standing, matter))
    for demands, spread in islice(ways, MOST_CHOICES):
        whole = (*demands, *spread)
        yield Case(whole, beyond, caps, _short(whole, beyond, found, needs))


def _of(key: str, amounts: Mapping[str, Fraction]) -> Fraction:
    """The amount of a demand, also where it stands for one category of a need."""
    return amounts.get(key) or amounts.get(key.rpartition(" in ")[0]) or Fraction(0)


def _wanted(window: Window, finding: RequirementFinding | None) -> Fraction:
    """What is wanted of a need: what is met, be it by a debt, must only stay met."""
    if window.amount is None:
        return Fraction(0)
    if finding is None or finding.state is State.SHORT:  # none: of a way not taken so far
        return window.amount
    return min(window.amount, finding.counted)


def _short(
    demands: Sequence[Demand],
    beyond: Sequence[Demand],
    found: Mapping[tuple[str, date | None], RequirementFinding],
    needs: Sequence[Window],
) -> frozenset[str]:
    """The keys of the demands that stand for something short, breadths among them."""
    met = {
        key
        for window in needs
        for key, _ in window.options
        if (finding := found.get((window.clause.id, window.span.since))) is not None
        and finding.state is not State.SHORT
    }
    return frozenset(each.key for each in (*demands, *beyond) if each.key not in met)


# ---------------------------------------------------------------- breadths


def _breadth_touches(rulebook: Rulebook) -> Iterator[Touch]:
    for clause, rule in rulebook.of_kind(Breadth):
        for category in rule.among:
            yield Touch(_spread_key(clause.id, category), frozenset({category}))


def _spread_key(clause: str, category: str) -> str:
    return f"{clause} across {category}"


def _spreads(standing: Standing, matter: Matter) -> Iterator[tuple[Demand, ...]]:
    """Every choice of categories that would give the breadth that is lacking."""
    filled = {name for each in standing.activities if each.counted for name in each.categories}
    least = (matter.rulebook.unit.per_hour or HOUR) / 4
    options = []
    for finding in standing.requirements:
        rule = matter.rulebook.clause(finding.clause).rule
        if isinstance(rule, Breadth) and finding.state is State.SHORT:
            free = [name for name in rule.among if name not in filled]
            demands = [Demand(_spread_key(finding.clause, name), least) for name in free]
            options.append(list(combinations(demands, int(finding.short))))
    for chosen in product(*options):
        yield tuple(demand for some in chosen for demand in some)
