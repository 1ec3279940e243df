"""Awkward people: days far off, the same certification twice, a country nobody told."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from recert.rules.facts import (
    Activity,
    Award,
    Decision,
    DecisionKind,
    Document,
    DocumentKind,
    Facts,
    Holding,
    Kind,
    Skills,
    Unit,
)
from recert.rules.findings import Standing, State, Verdict
from recert.rules.judging import judge
from recert.rules.reading.json_nodes import parse_json
from recert.rules.reading.nodes import Listing, Table, position
from tests.rules.people import shipped

FAR = (date.min, date(1900, 2, 28), date(2100, 2, 28), date.max)
FEW = 4
"""So many bodies share out the far days between them; the first seven take them all."""


def far_off() -> list[tuple[str, date, date | None]]:
    """Bodies with a day of certification and a last day, far from ours or from each other."""
    days = list(product(FAR, (None, *FAR)))
    return [
        (body, *each)
        for place, body in enumerate(sorted(shipped()))
        for each in (days if place < 7 else days[place % FEW :: FEW])
    ]


def judged(facts: Facts, as_of: date) -> Standing:
    """The standing of the first holding under what ships."""
    held = facts.holdings[0]
    return judge(shipped()[held.body], facts, held.id, as_of)


@pytest.mark.parametrize(("body", "certified", "expires"), far_off())
def test_a_day_far_off_is_answered(body: str, certified: date, expires: date | None) -> None:
    credential = shipped()[body][-1].credentials[0]
    level = credential.levels[0] if credential.levels else ""
    held = Holding(
        id="h", body=body, credential=credential.id, certified=certified, expires=expires,
        level=level,
    )  # fmt: skip
    done = Activity(id="a", title="A", kind=Kind.COURSE, completed=date.max, started=date.min)
    card = Document(id="c", kind=DocumentKind.CPR, issued=date.min, expires=date.max)
    longer = Decision(
        kind=DecisionKind.EXTEND, body=body, on=date(2020, 1, 1), until=date.max, reason="For ever"
    )
    facts = Facts(
        person="p", holdings=(held,), activities=(done,), documents=(card,), decisions=(longer,)
    )
    for as_of in (*FAR, date(2026, 11, 21)):
        standing = judged(facts, as_of)
        assert standing.counted == 0
        assert standing.verdict is Verdict.NOT_COVERED or standing.cycle is not None


def acsm(id: str, credential: str, certified: date, expires: date) -> Holding:
    return Holding(id=id, body="acsm", credential=credential, certified=certified, expires=expires)


LAST = date(2015, 12, 31)


@pytest.mark.parametrize(
    ("others", "cents"),
    [
        ([], 4500),
        ([acsm("again", "cpt", date(2010, 5, 1), LAST)], 4500),
        ([acsm("more", "gei", date(2010, 5, 1), LAST)], 5000),
        ([acsm("gone", "gei", date(2010, 5, 1), date(2013, 12, 31))], 4500),
    ],
    ids=["one", "the same twice", "two", "one that ended long ago"],
)
def test_each_certification_that_runs_is_paid_for_once(others: list[Holding], cents: int) -> None:
    held = acsm("h", "cpt", date(2010, 1, 1), LAST)
    facts = Facts(person="p", holdings=(held, *others))
    for as_of in (date(2015, 11, 1), LAST):
        fee = judged(facts, as_of).fee_today
        assert fee is not None
        assert fee.total is not None
        assert fee.total.cents == cents


def test_a_fee_is_not_less_before_somebody_is_certified() -> None:
    facts = Facts(person="p", holdings=(acsm("h", "cpt", date(2015, 12, 1), LAST),))
    fee = judged(facts, date(2015, 11, 1)).fee_today
    assert fee is not None
    assert fee.total is not None
    assert fee.total.cents == 4500


@pytest.mark.parametrize(
    ("country", "aed", "state"),
    [
        ("US", False, State.SHORT),
        ("GB", False, None),
        ("", False, State.NEEDS_PERSON),
        ("", True, State.MET),
    ],
)
def test_a_card_some_countries_ask_for_is_asked_about_where_none_is_told(
    country: str, aed: bool, state: State | None
) -> None:
    day = date(2025, 6, 1)
    held = Holding(id="h", body="ace", credential="cpt", certified=date(2024, 5, 10))
    card = Document(
        id="aed", kind=DocumentKind.AED, issued=date(2025, 1, 1), expires=date(2027, 1, 1),
        skills=Skills.HANDS_ON,
    )  # fmt: skip
    facts = Facts(
        person="p", holdings=(held,), documents=(card,) if aed else (), country=country
    )  # fmt: skip
    found = {each.clause: each.state for each in judged(facts, day).requirements}
    assert found.get("aed") == state


def test_of_two_decisions_of_one_day_the_order_of_entry_does_not_matter() -> None:
    held = Holding(id="h", body="ace", credential="cpt", certified=date(2024, 5, 10))
    done = Activity(
        id="a", title="A", kind=Kind.COURSE, completed=date(2025, 1, 1),
        awards=(Award(amount=Fraction(10), unit=Unit.CONTACT_HOUR),),
    )  # fmt: skip
    less, more = (
        Decision(
            kind=DecisionKind.ACCEPT, body="ace", on=date(2025, 2, 1), activity="a",
            amount=Fraction(tenths, 10), reason="Petition",
        )
        for tenths in (3, 6)
    )  # fmt: skip
    facts = [
        Facts(person="p", holdings=(held,), activities=(done,), decisions=both)
        for both in ((less, more), (more, less))
    ]
    counted = [judged(each, date(2025, 6, 1)).counted for each in facts]
    assert counted == [Fraction(6, 10)] * 2


def test_every_value_of_a_file_knows_its_line() -> None:
    text = '{"a": [1,\n  2],\n\n "b":\n"c"}'
    table, problems = parse_json(text, "x.json")
    assert not problems
    assert isinstance(table, Table)
    numbers = table.entries["a"]
    assert isinstance(numbers, Listing)
    places = [(node.line, node.column) for node in (table, *numbers.items, table.entries["b"])]
    assert places == [position(text, text.index(mark)) for mark in ("{", "1", "2", '"c"')]
