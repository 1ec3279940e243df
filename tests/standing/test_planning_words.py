"""Plans in words: one sentence a line, and one for each thing that learning cannot mend."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from recert.rules.facts import Delivery, Facts, Holding, Kind, Topic
from recert.rules.judging import judge
from recert.rules.planning import Line, Plan, Service, plan
from recert.rules.rulebook import EVERYTHING, Category, Gate, Need, Per, What
from recert.standing.words.planning import (
    Names,
    apart_sentence,
    examination_sentence,
    plan_sentences,
)
from tests.rules.judged import CYCLE, WORTH, so_much
from tests.rules.people import shipped
from tests.rules.small import HELD, TODAY, book, clause

BY = date(2027, 3, 31)
LIVE = frozenset({Delivery.IN_PERSON, Delivery.LIVE_ONLINE})
ACE = shipped()["ace"][-1]
NAMES = Names(
    bodies={"ace": "American Council on Exercise"},
    rulebooks={"ace": ACE, "pmi": shipped()["pmi"][-1], "action": shipped()["action"][-1]},
)
TOTAL = (Service(holding="ace", clause="total", amount=Fraction(1)),)


def said(*lines: Line) -> list[str]:
    return [each.sentence for each in plan_sentences(Plan(lines=lines), NAMES)]


def line(hours: int | str, *topics: Topic, **more: object) -> Line:
    about: dict[str, object] = {"by": BY, "serves": TOTAL, **more}
    return Line(hours=Fraction(hours), topics=frozenset(topics), **about)  # type: ignore[arg-type]  # as given


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (line(1), "1 hour, by 31 March 2027."),
        (line("0.5"), "0.5 hours, by 31 March 2027."),
        (line(2, deliveries=LIVE), "2 live hours, by 31 March 2027."),
        (line(2, Topic.ETHICS, Topic.LAW), "2 hours on ethics or law, by 31 March 2027."),
        (
            line(2, deliveries=frozenset({Delivery.SELF_PACED})),
            "2 hours at your own pace, by 31 March 2027.",
        ),
        (
            line(2, kinds=frozenset({Kind.QUIZ, Kind.WEBINAR})),
            "2 hours as quiz or webinar, by 31 March 2027.",
        ),
        (
            line(2, approved_by=("ace", "fl-pt")),
            "2 hours approved by American Council on Exercise and FL PT, by 31 March 2027.",
        ),
        (
            line(2, taught_by=("ace", "nasm")),
            "2 hours taught by American Council on Exercise or NASM, by 31 March 2027.",
        ),
        (line("0.8", counted_in="action"), "0.8 CECs, by 31 March 2027."),
        (
            line(2, since=date(2027, 1, 1)),
            "2 hours, from 1 January 2027 to 31 March 2027.",
        ),
        (line(2, asks=True), "2 hours, by 31 March 2027. Somebody at the body has to judge it."),
    ],
)
def test_a_line_is_a_sentence(given: Line, sentence: str) -> None:
    assert said(given) == [sentence]


def test_lines_that_differ_in_their_topic_are_said_together() -> None:
    assert said(line(2, deliveries=LIVE), line(1, Topic.ETHICS, deliveries=LIVE)) == [
        "3 live hours, 1 of them on ethics, by 31 March 2027."
    ]


def test_lines_on_topics_alone_stay_apart() -> None:
    assert said(line(2, Topic.LAW), line(1, Topic.ETHICS)) == [
        "2 hours on law, by 31 March 2027.", "1 hour on ethics, by 31 March 2027.",
    ]  # fmt: skip


def test_of_many_topics_the_need_is_named() -> None:
    many = list(Topic)[:9]
    education = Service(holding="pmi", clause="education-minimum", amount=Fraction(1))
    assert said(line(5, *many, serves=(education,))) == ["5 hours in education, by 31 March 2027."]
    assert said(line(5, *many)) == [
        "5 hours on a topic that counts with American Council on Exercise, by 31 March 2027."
    ]


def test_what_learning_cannot_mend_says_what_to_do() -> None:
    rulebook = book(
        CYCLE, WORTH,
        clause("yearly", Need(of=(EVERYTHING,), amount=so_much(4), per=Per.CALENDAR_YEAR)),
        clause("given", Category(what=What(kinds=frozenset({Kind.VOLUNTEERING})))),
        clause("service", Need(of=("given",), amount=so_much(3))),
        clause("member", Gate(membership=True)),
    )  # fmt: skip
    facts = Facts(person="p", holdings=(Holding(
        id="h", body="body", credential="cpt", certified=HELD.certified,
    ),))  # fmt: skip
    standing = judge([rulebook], facts, "h", TODAY)
    found = plan({"body": [rulebook]}, facts, [standing])
    assert {each.clause: apart_sentence(each, standing, rulebook) for each in found.apart} == {
        "yearly": "4 CECs had to be earned by 31 December 2025 and no longer can be. Ask the body.",
        "service": "3 CECs in given: no course fills this. Read the rule, or ask the body.",
        "member": "Membership: You are not a member on this day. Join or renew your membership "
        "first.",
    }


def test_an_examination_instead() -> None:
    assert examination_sentence("CSCS") == (
        "CSCS: you may renew by passing the examination instead."
    )
