"""Of plans for anybody under any rulebook: the law bears them out, and no line is needless."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Facts, Holding
from recert.rules.findings import Standing
from recert.rules.planning import drafting
from recert.rules.planning.ledgers import Ledger, ledger_of
from recert.rules.planning.proving import CREDIT, Draft, tried, unproven
from tests.rules.people import shipped
from tests.rules.planned import editions, held, planned, short_of, some, somebody

BODIES = tuple(sorted(shipped()))


def drafts(facts: Facts, standings: list[Standing]) -> tuple[list[Ledger], list[Draft]]:
    """The ledgers that are short, and the drafts made for them."""
    books = shipped()
    ledgers = [
        ledger
        for standing in standings
        if any(each.kind in CREDIT for each in standing.missing)
        and standing.verdict not in drafting.NOTHING_TO_PLAN
        and standing.status not in drafting.SETTLED
        and (ledger := ledger_of(books, facts, standing)) is not None
    ]
    return ledgers, list(drafting._drafts(books, facts, ledgers))


def borne_out(facts: Facts, as_of: date) -> None:
    """Judged with the plan done, all it serves is met; without any one line, something is not."""
    found, standings = planned(facts, as_of)
    ledgers, made = drafts(facts, standings)
    assert found.proven == (sum(len(each.ledgers) for each in made) == len(ledgers))
    assert found.proven
    left = {(each.holding, each.clause) for each in found.apart}
    for draft in made:
        for ledger, after in zip(draft.ledgers, draft.after, strict=True):
            still = {(ledger.holding, clause) for clause, _ in short_of(after)}
            assert still <= left
            assert short_of(after) <= short_of(ledger.standing) or still <= left
        for task in draft.tasks:
            others = tuple(each for each in draft.tasks if each is not task)
            without = tried(shipped(), facts, replace(draft, tasks=others))
            assert unproven(without)
    assert all(line.hours > 0 and line.serves for line in found.lines)
    whole = sum((task.hours for draft in made for task in draft.tasks), ZERO)
    assert sum((line.hours for line in found.lines), ZERO) == whole
    assert all(line.by >= (line.since or date.min) for line in found.lines)


@pytest.mark.parametrize(("body", "edition"), editions())
def test_every_rulebook(body: str, edition: str) -> None:
    (book,) = (each for each in shipped()[body] if each.edition == edition)
    for seed in range(2):
        borne_out(*somebody(book, Random(f"{body} {edition} {seed}")))  # noqa: S311 - seeded


@pytest.mark.parametrize("seed", range(12))
def test_several_certifications_together(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - seeded
    as_of = date(2026, 6, 1) + timedelta(days=dice.randrange(300))
    holdings: list[Holding] = []
    done: list[Activity] = []
    for body in dice.sample(BODIES, k=dice.choice((2, 3, 4))):
        book = shipped()[body][-1]
        certified = as_of - timedelta(days=dice.randrange(100, 3000))
        holdings.append(held(body, dice.choice(book.credentials).id, certified))
        done += some(book, as_of, dice, dice.choice((0, 2, 6)))
    facts = Facts(person="p", holdings=tuple(holdings), activities=tuple(done), country="US")
    borne_out(facts, as_of)
    apart = [planned(replace(facts, holdings=(holding,)), as_of)[0].hours for holding in holdings]
    assert planned(facts, as_of)[0].hours <= sum(apart)


def test_the_order_of_what_is_held_and_done_changes_nothing() -> None:
    dice = Random(7)  # noqa: S311 - seeded
    as_of = date(2026, 6, 1)
    holdings = tuple(held(body, shipped()[body][-1].credentials[0].id, date(2025, 3, 1))
                     for body in ("ace", "nasm", "acsm"))  # fmt: skip
    done = tuple(some(shipped()["ace"][-1], as_of, dice, 6))
    facts = Facts(person="p", holdings=holdings, activities=done, country="US")
    backwards = replace(facts, holdings=holdings[::-1], activities=done[::-1])
    one, other = planned(facts, as_of)[0], planned(backwards, as_of)[0]
    assert one.hours == other.hours
    assert {(line.hours, frozenset(line.holdings)) for line in one.lines} == {
        (line.hours, frozenset(line.holdings)) for line in other.lines
    }
