"""Drafting: from standings to a plan, proven by judging again with all of it done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import islice, product
from math import ceil

from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Facts
from recert.rules.findings import RequirementFinding, Standing, State, Status, Verdict
from recert.rules.judging import judge
from recert.rules.planning.choosing import Chosen, choose_hours
from recert.rules.planning.ledgers import Ledger, ledger_of
from recert.rules.planning.offering import Books, Market, Seen, market_of, offers_for, plainest
from recert.rules.planning.offers import Offer
from recert.rules.planning.plans import Apart, Line, Plan, Service, Why

SETTLED = frozenset({Status.SUSPENDED, Status.ON_HOLD, Status.RETIRED, Status.NOT_YET})
NOTHING_TO_PLAN = frozenset({Verdict.READY, Verdict.CLOSED, Verdict.NOT_COVERED})
CREDIT = ("need", "breadth")
STEPS = (Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2))
"""The least that is taken of anything: a quarter of an hour, unless more is asked."""
TENTH = Fraction(1, 10)
"""The least of what is told in a body's own credits."""
MOST_WAYS = 8
"""So many ways of renewing by credits, of all certifications together, are weighed."""
MOST_LATER = 6
"""So many windows that are yet to come are planned; what comes after them can wait."""
LONGEST = 400
"""Courses of an hour, at most, that a proof takes apart."""


@dataclass(frozen=True, slots=True)
class Task:
    """Hours of one offer, and the line that will tell of them."""

    offer: Offer
    hours: Fraction
    step: Fraction
    line: Line


@dataclass(frozen=True, slots=True)
class Draft:
    """Tasks for some certifications, what they leave short, and where each then stands."""

    ledgers: tuple[Ledger, ...]
    tasks: tuple[Task, ...]
    unmet: tuple[frozenset[str], ...]
    after: tuple[Standing, ...]


def plan(books: Books, facts: Facts, standings: Sequence[Standing]) -> Plan:
    """The cheapest set of things still to do for the certifications of these standings.

    The standings are of one person, each on its own body's day. What learning cannot mend
    stands apart, with the reason.
    """
    ledgers = [
        ledger
        for standing in standings
        if _is_short_of_credit(standing)
        and (ledger := ledger_of(books, facts, standing)) is not None
    ]
    drafts = list(_drafts(books, facts, ledgers))
    lines = [line for draft in drafts for line in _lines(draft)]
    planned = {
        ledger.holding: after
        for draft in drafts
        for ledger, after in zip(draft.ledgers, draft.after, strict=True)
    }
    return Plan(
        lines=tuple(sorted(lines, key=_order)),
        apart=tuple(
            each
            for standing in standings
            for each in _apart(standing, planned.get(standing.holding, standing))
        ),
        examinations=tuple(
            standing.holding
            for standing in standings
            if standing.missing
            and any(each.open and not each.taken for each in standing.examinations)
        ),
        proven=len(planned) == len(ledgers),
    )


def _is_short_of_credit(standing: Standing) -> bool:
    return (
        standing.status not in SETTLED
        and standing.verdict not in NOTHING_TO_PLAN
        and any(each.kind in CREDIT for each in standing.missing)
    )


def _order(line: Line) -> tuple[object, ...]:
    return (line.by, line.since or date.min, -line.hours, sorted(line.topics), line.serves != ())


# ---------------------------------------------------------------- drafts


def _drafts(books: Books, facts: Facts, ledgers: Sequence[Ledger]) -> Iterator[Draft]:
    """Drafts that are proven: of all together, else of those that can be, and each alone.

    What cannot be proven even alone has no draft.
    """
    if not ledgers:
        return
    draft = _draft(books, facts, ledgers)
    failed = _unproven(draft)
    if not failed:
        yield draft
    elif len(ledgers) > 1:
        yield from _drafts(books, facts, [each for each in ledgers if each.holding not in failed])
        for ledger in ledgers:
            if ledger.holding in failed:
                yield from _drafts(books, facts, [ledger])


def _draft(books: Books, facts: Facts, ledgers: Sequence[Ledger]) -> Draft:
    market = market_of(ledgers, books)
    offers = offers_for(ledgers, market, _slots(ledgers))
    chosen = _chosen(ledgers, offers)
    tasks = [
        _task(seen, hours, ledgers, market)
        for seen, hours in zip(offers, chosen.hours, strict=True)
        if hours
    ]
    draft = Draft(tuple(ledgers), tuple(tasks), chosen.unmet, ())
    draft = _tried(books, facts, draft)
    exact = {hours for hours in chosen.hours if hours}
    if exact != {task.hours for task in tasks} and not _unproven(draft):
        draft = _trimmed(books, facts, draft)
    return draft


def _slots(ledgers: Sequence[Ledger]) -> list[date]:
    """From when something may be done: at once, and from where later windows begin."""
    later = {
        finding.since
        for ledger in ledgers
        for finding in ledger.standing.requirements
        if finding.state is State.SHORT
        and finding.since is not None
        and finding.since > ledger.standing.as_of
    }
    return [date.min, *sorted(later)[:MOST_LATER]]


def _chosen(ledgers: Sequence[Ledger], offers: Sequence[Seen]) -> Chosen:
    """The best of the whole ways to renew by credits, of all ledgers together."""
    sights = [[seen.sights[place] for seen in offers] for place in range(len(ledgers))]
    burdens = [seen.burden for seen in offers]
    ways = islice(product(*(ledger.cases for ledger in ledgers)), MOST_WAYS)
    found = [choose_hours(ledgers, cases, sights, burdens) for cases in ways]
    return min(found, key=lambda each: each.rank)


def _task(seen: Seen, hours: Fraction, ledgers: Sequence[Ledger], market: Market) -> Task:
    served = [
        ledger for ledger, sight in zip(ledgers, seen.sights, strict=True) if sight is not None
    ]
    plainly = plainest(seen.offer, served, market)
    offer = plainly.offer
    step = _step(offer, served)
    line = Line(
        hours=hours,
        by=min(ledger.until for ledger in served),
        since=None if offer.slot == date.min else offer.slot,
        kinds=plainly.kinds,
        deliveries=plainly.deliveries,
        topics=plainly.topics,
        taught_by=plainly.taught_by,
        approved_by=tuple(award.by for award in offer.maker.approvals),
        counted_in=offer.maker.counted_in,
        asks=any(sight is not None and sight.asks for sight in seen.sights),
    )
    return Task(offer, ceil(hours / step) * step, step, line)


def _step(offer: Offer, served: Sequence[Ledger]) -> Fraction:
    """The least piece of an offer of which every body counts each minute."""
    for step in (TENTH, *STEPS) if offer.maker.counted_in else STEPS:
        if all(
            ledger.worth(offer, step) == ledger.worth(offer, Fraction(1)) * step
            for ledger in served
        ):
            return step
    return Fraction(1)


# ---------------------------------------------------------------- proof


def _tried(books: Books, facts: Facts, draft: Draft) -> Draft:
    """The draft judged: with one course for each task, or else with courses of a piece each."""
    whole = replace(draft, after=_judged(books, facts, draft, pieces=False))
    if not _unproven(whole) or sum(task.hours / task.step for task in draft.tasks) > LONGEST:
        return whole
    return replace(draft, after=_judged(books, facts, draft, pieces=True))


def _judged(books: Books, facts: Facts, draft: Draft, *, pieces: bool) -> tuple[Standing, ...]:
    found = []
    for ledger in draft.ledgers:
        done = list(_done(draft.tasks, ledger, pieces=pieces))
        day = max([ledger.standing.as_of, *(each.completed for each in done)])
        having = replace(facts, activities=(*facts.activities, *done))
        editions = books.get(ledger.standing.body, ())
        found.append(judge(editions, having, ledger.holding, day))
    return tuple(found)


def _done(tasks: Sequence[Task], ledger: Ledger, *, pieces: bool) -> Iterator[Activity]:
    """The tasks done, on the first day on which each may be."""
    for place, task in enumerate(tasks):
        day = ledger.day(task.offer)
        if day > ledger.until:
            continue
        many = int(task.hours / task.step) if pieces else 1
        for number in range(many):
            id = _id(place, number)
            yield task.offer.activity(id, task.hours / many, day)


def _id(place: int, number: int) -> str:
    return f"planned-{place}-{number}"


def _unproven(draft: Draft) -> frozenset[str]:
    """The holdings of which the law still finds short what the draft says it fills."""
    return frozenset(
        ledger.holding
        for ledger, unmet, after in zip(draft.ledgers, draft.unmet, draft.after, strict=True)
        if after.edition != ledger.standing.edition
        or any(_left(finding) and not _expected(finding, unmet) for finding in after.requirements)
    )


def _left(finding: RequirementFinding) -> bool:
    return finding.kind in CREDIT and finding.state is State.SHORT


def _expected(finding: RequirementFinding, unmet: frozenset[str]) -> bool:
    """Whether the draft leaves it short knowingly."""
    names = {finding.clause, f"{finding.clause} from {finding.since}"}
    return any(key in names or key.split(" in ")[0].split(" across ")[0] in names for key in unmet)


def _trimmed(books: Books, facts: Facts, draft: Draft) -> Draft:
    """The draft without the steps that rounding up has made needless."""
    for place in range(len(draft.tasks)):
        while (fewer := _one_step_fewer(draft, place)) is not None:
            tried = _tried(books, facts, fewer)
            if _unproven(tried):
                break
            draft = tried
    return draft


def _one_step_fewer(draft: Draft, place: int) -> Draft | None:
    task = draft.tasks[place]
    if not task.hours:
        return None
    fewer = replace(task, hours=task.hours - task.step)
    return replace(draft, tasks=(*draft.tasks[:place], fewer, *draft.tasks[place + 1 :]))


# ---------------------------------------------------------------- lines


def _lines(draft: Draft) -> Iterator[Line]:
    for place, task in enumerate(draft.tasks):
        if not task.hours:
            continue
        serves, days = [], [task.line.by]
        for ledger, after in zip(draft.ledgers, draft.after, strict=True):
            for clause, amount in _served(place, ledger, after).items():
                serves.append(Service(holding=ledger.holding, clause=clause, amount=amount))
                days.append(_until(clause, ledger, task))
        yield replace(task.line, hours=task.hours, by=min(days), serves=tuple(serves))


def _served(place: int, ledger: Ledger, after: Standing) -> dict[str, Fraction]:
    """How much of a task serves each requirement that was short, as the law shares it out."""
    short = {each.clause for each in ledger.standing.requirements if each.state is State.SHORT}
    found: dict[str, Fraction] = {}
    for each in after.activities:
        if each.activity.startswith(f"planned-{place}-"):
            for service in each.serves:
                if service.clause in short:
                    found[service.clause] = found.get(service.clause, ZERO) + service.amount
    return found


def _until(clause: str, ledger: Ledger, task: Task) -> date:
    """The last day on which the task serves the clause: of its window, else of earning."""
    day = ledger.day(task.offer)
    windows = [
        finding.until
        for finding in ledger.standing.requirements
        if finding.clause == clause
        and finding.until is not None
        and (finding.since or day) <= day <= finding.until
    ]
    return min([ledger.until, *windows])


# ---------------------------------------------------------------- apart


def _apart(standing: Standing, after: Standing) -> Iterator[Apart]:
    """What stays short: credit as the law finds it then, conditions as they are today."""
    if (
        standing.cycle is None
        or standing.status in SETTLED
        or standing.verdict in (Verdict.CLOSED, Verdict.NOT_COVERED)
    ):
        return
    short = {
        (each.clause, each.since)
        for each in standing.requirements
        if _left(each) and (each.since is None or each.since <= standing.as_of)
    }
    for finding in after.requirements:
        if _left(finding) and (finding.clause, finding.since) in short:
            until = finding.until or standing.cycle.credit_until
            over = until < standing.as_of
            yield Apart(
                holding=standing.holding,
                clause=finding.clause,
                why=Why.PAST if over else Why.UNPLANNED,
                amount=finding.short,
                until=until if over else None,
            )
    for finding in standing.requirements:
        if finding.kind not in CREDIT and finding.state is State.SHORT:
            yield Apart(
                holding=standing.holding,
                clause=finding.clause,
                why=Why.CONDITION,
                amount=finding.short,
            )
