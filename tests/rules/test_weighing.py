"""Whole alternatives by credits: the best is kept, and each tells what it still lacks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from recert.rules.facts import Attestation, Member, Topic
from recert.rules.findings import RouteFinding, Standing, State, Verdict
from recert.rules.rulebook import EVERYTHING, Breadth, Carry, Gate, Limit, Need, Route, Who
from tests.rules.judged import LATE, figures, hours, judged, so_much, state, topic
from tests.rules.small import START, clause

ETHICS, LAW = Topic.ETHICS, Topic.LAW


def need(amount: int, *of: str) -> Need:
    return Need(of=of or (EVERYTHING,), amount=so_much(amount))


def route(standing: Standing, id: str) -> RouteFinding:
    return next(each for each in standing.routes if each.clause == id)


def lacks(standing: Standing, id: str) -> dict[str, int]:
    return {each.clause: int(each.amount) for each in route(standing, id).missing}


NEW_YORK_CPA = (
    topic("ethics", ETHICS),
    topic("law", LAW),
    clause("any-forty", need(40)),
    clause("one-subject", Need(of=("ethics", "law"), amount=so_much(24), in_one=True)),
    clause("broad", Route(needs=("any-forty",))),
    clause("deep", Route(needs=("one-subject",))),
)


def test_forty_of_anything_or_twenty_four_in_one() -> None:
    deep = judged(*NEW_YORK_CPA, done=(hours("a", 24, LAW),))
    assert deep.verdict is Verdict.READY
    assert route(deep, "deep").taken
    assert not route(deep, "broad").taken
    assert lacks(deep, "broad") == {"any-forty": 16}
    broad = judged(*NEW_YORK_CPA, done=(hours("a", 20, LAW), hours("b", 20, ETHICS)))
    assert broad.verdict is Verdict.READY
    assert lacks(broad, "deep") == {"one-subject": 4}
    assert all(each.by == "credits" and each.open for each in broad.routes)


def test_the_cheapest_way_left_is_told() -> None:
    standing = judged(*NEW_YORK_CPA, done=(hours("a", 20, LAW), hours("b", 10, ETHICS)))
    assert standing.verdict is Verdict.SHORT
    (missing,) = standing.missing
    assert (missing.clause, figures(missing.amount)) == ("one-subject", "4")
    assert (lacks(standing, "broad"), lacks(standing, "deep")) == (
        {"any-forty": 10}, {"one-subject": 4},
    )  # fmt: skip


MIXED = (
    topic("ethics", ETHICS),
    topic("law", LAW),
    clause("total", need(10)),
    clause("both", Breadth(at_least=2, among=("ethics", "law"))),
    clause("few", need(4)),
    clause("most-law", Limit(of=("law",), amount=so_much(1))),
    clause("member", Gate(membership=True)),
    clause("conduct", Gate(attests="code")),
    clause("alone", Route(needs=("total", "both", "most-law"))),
    clause("together", Route(needs=("few", "member"))),
)
MEMBER = Member(body="body", since=START)


def mixed(*done: Any, **facts: Any) -> Standing:
    return judged(*MIXED, done=done, **facts)


def test_an_alternative_is_made_of_needs_breadths_limits_and_gates() -> None:
    standing = mixed(hours("a", 4, LAW), memberships=(MEMBER,))
    assert standing.verdict is Verdict.READY
    asked = {each.clause for each in standing.requirements}
    assert asked == {"few", "member", "conduct"}
    assert standing.limits == ()
    assert standing.counted == 4


def test_a_gate_that_is_short_counts_against_its_alternative() -> None:
    standing = mixed(hours("a", 9, ETHICS), hours("b", 1, LAW))
    assert {each.clause for each in standing.requirements} == {"total", "both", "conduct"}
    assert standing.verdict is Verdict.READY
    assert lacks(standing, "together") == {"member": 1}


def test_what_is_outside_every_alternative_is_asked_under_each() -> None:
    standing = mixed(
        hours("a", 10, ETHICS), attestations=(Attestation(holding="h", to="code", on=LATE),)
    )
    assert state(standing, "conduct") is State.MET
    assert standing.verdict is Verdict.SHORT
    assert (lacks(standing, "alone"), lacks(standing, "together")) == ({"both": 1}, {"member": 1})


def test_an_alternative_of_which_nothing_is_in_force_is_none() -> None:
    rules = (
        clause("total", need(10)),
        clause("abroad", need(5), who=Who(countries=frozenset({"CA"}))),
        clause("here", Route(needs=("total",))),
        clause("there", Route(needs=("abroad",))),
    )
    standing = judged(*rules, done=(hours("a", 5),), country="US")
    assert standing.verdict is Verdict.SHORT
    assert [each.clause for each in standing.routes] == ["here"]
    assert judged(*rules, done=(hours("a", 5),), country="CA").verdict is Verdict.READY


def test_what_the_policy_leaves_open_is_no_way_around_what_it_asks() -> None:
    rules = (
        clause("total", need(10)),
        clause("unsaid", need(5), silent=True),
        clause("one", Route(needs=("total",))),
        clause("other", Route(needs=("unsaid",))),
    )
    assert judged(*rules).verdict is Verdict.SHORT
    assert not route(judged(*rules), "other").taken
    assert judged(*rules, done=(hours("a", 10),)).verdict is Verdict.READY


def test_a_way_without_a_debt_is_better_than_one_that_passes_by_owing() -> None:
    rules = (
        clause("points", need(10)),
        clause("owing", Carry(owes=Fraction(10))),
        clause("member", Gate(membership=True)),
        clause("verified", Route(needs=("points",))),
        clause("otherwise", Route(needs=("member",))),
    )
    free = judged(*rules, memberships=(MEMBER,))
    assert (free.verdict, [each.clause for each in free.requirements]) == (
        Verdict.READY,
        ["member"],
    )
    owing = judged(*rules)
    assert (owing.verdict, [each.clause for each in owing.requirements]) == (
        Verdict.READY,
        ["points"],
    )
