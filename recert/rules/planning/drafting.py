"""Drafting: from standings to a plan, proven by judging again with all of it done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice, product
from math import ceil

from recert.rules.facts import Facts
from recert.rules.findings import Standing, State, Status, Verdict
from recert.rules.planning.choosing import Chosen, choose_hours
from recert.rules.planning.ledgers import Ledger, ledger_of
from recert.rules.planning.offering import Books, Market, Seen, market_of, offers_for, plainest
from recert.rules.planning.offers import Offer
from recert.rules.planning.plans import Apart, Line, Plan, Why
from recert.rules.planning.proving import CREDIT, Draft, Task, left, tried, unproven
from recert.rules.planning.timing import lines_of

SETTLED = frozenset(
    {
        Status.SUSPENDED,
        Status.WITHDRAWN,
        Status.ON_HOLD,
        Status.RETIRED,
        Status.INACTIVE,
        Status.NOT_YET,
    }
)
NOTHING_TO_PLAN = frozenset({Verdict.READY, Verdict.CLOSED, Verdict.NOT_COVERED})
STEPS = (Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2))
"""The least that is taken of anything: a quarter of an hour, unless more is asked."""
TENTH = Fraction(1, 10)
"""The least of what is told in a body's own credits."""
MOST_WAYS = 8
"""So many ways of renewing by credits, of all certifications together, are weighed."""
MOST_LATER = 6
"""So many windows that are yet to come are planned; what comes after them can wait."""


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
    lines = [line for draft in drafts for line in lines_of(books, facts, draft)]
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
    return (line.by, line.since or date.min, -line.hours, sorted(line.topics), line.holdings)


# ---------------------------------------------------------------- drafts


def _drafts(books: Books, facts: Facts, ledgers: Sequence[Ledger]) -> Iterator[Draft]:
    """Drafts that are proven: of all together, else of those that can be, and each alone.

    What cannot be proven even alone has no draft.
    """
    if not ledgers:
        return
    draft = _draft(books, facts, ledgers)
    failed = unproven(draft)
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
    draft = Draft(tuple(ledgers), tuple(tasks), chosen.unmet)
    draft = tried(books, facts, draft)
    exact = {hours for hours in chosen.hours if hours}
    if exact != {task.hours for task in tasks} and not unproven(draft):
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


def _trimmed(books: Books, facts: Facts, draft: Draft) -> Draft:
    """The draft without the steps that rounding up has made needless."""
    for place in range(len(draft.tasks)):
        while (fewer := _one_step_fewer(draft, place)) is not None:
            judged = tried(books, facts, fewer)
            if unproven(judged):
                break
            draft = judged
    return draft


def _one_step_fewer(draft: Draft, place: int) -> Draft | None:
    task = draft.tasks[place]
    if not task.hours:
        return None
    fewer = replace(task, hours=task.hours - task.step)
    return replace(draft, tasks=(*draft.tasks[:place], fewer, *draft.tasks[place + 1 :]))


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
        if left(each) and (each.since is None or each.since <= standing.as_of)
    }
    for finding in after.requirements:
        if left(finding) and (finding.clause, finding.since) in short:
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
