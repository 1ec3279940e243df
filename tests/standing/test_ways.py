"""Ways by credits in words: what each still lacks, and credit that was carried in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from recert.rules.facts import Topic
from recert.rules.findings import Standing
from recert.rules.rulebook import EVERYTHING, Breadth, Carry, Gate, Need, Route
from recert.standing.words import reason_sentence, route_sentence
from tests.rules.judged import brought, hours, judged, so_much, topic
from tests.rules.small import book, clause

WAYS = (
    topic("ethics", Topic.ETHICS),
    topic("law", Topic.LAW),
    clause("total", Need(of=(EVERYTHING,), amount=so_much(10))),
    clause("both", Breadth(at_least=2, among=("ethics", "law"))),
    clause("few", Need(of=(EVERYTHING,), amount=so_much(2))),
    clause("seen", Gate(asks="Was the work seen?")),
    clause("broad", Route(needs=("total", "both"))),
    clause("judged", Route(needs=("few", "seen"))),
)


def sentences(standing: Standing) -> dict[str, str]:
    return {each.clause: route_sentence(each, book(*WAYS)) for each in standing.by_credits}


def test_each_way_says_what_it_lacks() -> None:
    assert sentences(judged(*WAYS, done=(hours("a", 4, Topic.LAW),))) == {
        "broad": "This way you need 6 more CECs and credits in 1 more category.",
        "judged": "Somebody at the body has to judge whether this way is open to you.",
    }


def test_a_way_that_is_met_says_so() -> None:
    done = (hours("a", 9, Topic.LAW), hours("b", 1, Topic.ETHICS))
    assert sentences(judged(*WAYS, done=done))["broad"] == "You have all that this way asks."


def test_a_way_by_credits_is_no_examination() -> None:
    standing = judged(*WAYS)
    assert standing.examinations == ()
    assert len(standing.by_credits) == 2


def test_what_came_in_and_what_goes_on_say_so() -> None:
    rules = (
        clause("total", Need(of=(EVERYTHING,), amount=so_much(5))),
        clause("carry", Carry(at_most=so_much(2))),
        clause("debt", Carry(owes=Fraction(3))),
    )
    standing = judged(
        *rules, carried=(brought(4),), done=(hours("a", 4, completed=date(2026, 2, 2)),)
    )
    said = [
        reason_sentence(reason, book(*rules))
        for each in standing.activities
        for reason in each.reasons
    ]
    assert said == [
        "It is worth 4 CECs.",
        "What is left is more than is due, and than may pass into the next cycle.",
        "2 CECs pass into the next cycle.",
        "It was carried in from the cycle before.",
    ]
    (owed,) = judged(*rules, done=(hours("a", 4),)).requirement("total").reasons
    assert reason_sentence(owed, book(*rules)) == (
        "Still owed, and due on top in the next cycle: 1 CEC."
    )
