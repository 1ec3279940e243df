"""Clauses read aloud: every figure and condition that the wider law brought has its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from recert.rules.amounts import Money
from recert.rules.facts import Kind, Reporter, Topic
from recert.rules.rulebook import (
    ANYONE,
    Asked,
    Audit,
    Base,
    By,
    Carry,
    CreditPeriod,
    Cycle,
    Each,
    Failing,
    Fee,
    For,
    Gate,
    Keep,
    KeptFrom,
    Lateness,
    Length,
    Limit,
    Measure,
    Moment,
    Months,
    Need,
    Occasion,
    Once,
    Parity,
    Price,
    Proof,
    Prorated,
    Row,
    Rule,
    Selection,
    Several,
    Strata,
    Target,
    What,
    Who,
    Window,
)
from recert.rules.vocabulary import Evidence
from recert.web.components.clause_facts import clause_facts
from recert.web.components.conditions import what_words, who_words
from tests.rules.small import book, clause

YEAR, HALF = Length(years=1), Length(months=6)
ONE = (Row(ANYONE, Fraction(1)),)
SUPERVISES = {"supervises": Asked(says="Do you supervise?", answers=("yes", "no"))}


def aloud(rule: Rule) -> str:
    """A clause as its page says it."""
    made = clause("it", rule)
    return "; ".join(f"{row.label}: {row.value}" for row in clause_facts(book(made), made))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Cycle(length=Length(years=2), ends_on=date(2026, 8, 31)), "31 August, as in 2026"),
        (Cycle(length=YEAR, ends_on=date(2026, 8, 31)), "Ends on: 31 August"),
        (Cycle(length=YEAR, first_at_least=HALF), "shorter than: 6 months runs on to the end"),
        (Cycle(length=YEAR, parity=Parity.BIRTH_YEAR), "odd years if you were born in one"),
        (
            Cycle(length=YEAR, credit=CreditPeriod(length=YEAR, ends="12-31")),
            "Credit is earned in: the 1 year up to 31 December",
        ),
        (Cycle(length=YEAR, opens=HALF), "You can file from: 6 months before your last day"),
        (Cycle(length=YEAR, closes=HALF), "You can file until: 6 months before your last day"),
        (Window(instead=YEAR), "In place of the cycle: the 1 year before filing"),
        (Once(within=YEAR), "Counts: once in any 1 year"),
        (Once(ever=True, times=2), "Counts: 2 times, ever"),
        (Measure(by=By.DAY), "Every day: 1 CEC"),
        (Measure(by=By.WEEK), "Every week: 1 CEC"),
        (Measure(by=By.HOURS, about=frozenset({Topic.LAW})), "only the part about law"),
        (
            Measure(by=By.HOURS, about=frozenset({Topic.LAW}), share_at_least=Fraction(1, 2)),
            "the whole of it, if at least 50% is about law; else nothing",
        ),
        (Measure(by=By.HOURS, preparation=Fraction(2)), "at most 2 times the time taught"),
        (Need(of=("law",), amount=ONE, within=YEAR), "1 year from your last day"),
        (Need(of=("law",), amount=ONE, ever=True), "as far as your record goes"),
        (Need(of=("law", "tax"), amount=ONE, in_one=True), "Reached: in one of these alone"),
        (
            Need(of=("law",), amount=ONE, prorated=Prorated(months=Months.BEGUN, nothing_below=3)),
            "for every month begun; Nothing is due for less than: 3 months",
        ),
        (
            Limit(of=("law",), share=Fraction(1, 2), base=Base.REQUIRED),
            "At most: 50% of the total due",
        ),
        (Limit(of=("law",), amount=ONE, each=Each.PROVIDER), "for each provider by itself"),
        (
            Gate(done=What(kinds=frozenset({Kind.COURSE})), times=2, within=YEAR),
            "You have done: course; How often: 2 times; When: within 1 year of your last day",
        ),
        (Gate(done=What(kinds=frozenset({Kind.COURSE})), ever=True), "When: at any time"),
        (Gate(holds=("nsca:cscs", "ncca")), "You hold, in force: NSCA CSCS or NCCA"),
        (Carry(at_most=ONE, relabel="education"), "There it stands as: education"),
        (Carry(at_most=ONE, periods=2), "It lasts: 2 cycles"),
        (Carry(at_most=ONE, forfeits=True), "If you need what came in: nothing passes on"),
        (Carry(owes=Fraction(5)), "short by: 5 CECs, due on top in the next cycle"),
        (
            Fee(for_=For.PETITION, prices=(Price(ANYONE, Money(300, "USD")),), per_credit=True),
            "Petition: $3; Paid: for every credit asked for",
        ),
        (Several(at_most=Fraction(4)), "In all, at most: 4 CECs"),
    ],
)
def test_a_clause_tells_all_its_figures(rule: Rule, said: str) -> None:
    assert said in aloud(rule)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Audit(drawn=Selection.RANDOM), ["Drawn: by lot", "How many: the policy does not say"]),
        (Audit(number=1), ["How many: 1 person"]),
        (Audit(percent=Fraction(17, 2)), ["How many: 8.5%"]),
        (Audit(percent_at_least=Fraction(3)), ["How many: at least 3%"]),
        (Audit(percent_at_most=Fraction(3)), ["How many: at most 3%"]),
        (
            Audit(percent_at_least=Fraction(8), percent_at_most=Fraction(10)),
            ["How many: from 8% to 10%"],
        ),
        (
            Audit(drawn=Selection.EVERYONE, per=Occasion.FILING),
            ["Drawn: everybody", "How often: each on filing"],
        ),
        (
            Audit(
                drawn=Selection.TARGETED,
                strata=Strata.LEVEL,
                taken=frozenset({Target.LATE, Target.FAILED}),
                spared_cycles=2,
                light=Fraction(1, 2),
            ),
            [
                "Drawn: nobody by lot, only those named below",
                "Within: each credential and level by itself",
                "In any case: who failed an audit before and who filed late",
                "Spared: whoever was audited in the last 2 cycles",
                "Where providers reported everything: 0.5 of the usual chance",
            ],
        ),
        (
            Audit(moment=Moment.BEFORE, waits=True, notice=HALF, answer=Length(days=30)),
            [
                "When: before renewing",
                "Your renewal waits for it: yes",
                "You hear of it: 6 months before",
                "Time to answer: 30 days",
            ],
        ),
        (
            Audit(
                answer=Length(days=20),
                working_days=True,
                stops_clock=True,
                extend=HALF,
                defer=HALF,
                review=Length(days=14),
                second=True,
            ),
            [
                "Time to answer: 20 days, working days only",
                "The clock stops when something is asked for again: yes",
                "More time, at most: 6 months",
                "Put off, at most: 6 months",
                "The body answers within: 14 days",
                "Decided by: another person than the one who reviewed it",
            ],
        ),
        (
            Audit(
                look_back=YEAR,
                replace_within=HALF,
                failing=Failing.INACTIVE,
                cure=YEAR,
                appeal=Length(days=20),
                keep=Keep(at_least=YEAR, since=KeptFrom.RENEWAL),
            ),
            [
                "Up to: 1 year after renewing",
                "What is not accepted may be replaced within: 6 months",
                "Whoever fails is: not active until it is put right",
                "Time to put it right: 1 year",
                "Time to appeal: 20 days",
                "Keep your proof: 1 year, from renewing",
            ],
        ),
        (
            Audit(replace=False, keep=Keep(cycles=2)),
            ["What is not accepted may be replaced: no", "Keep your proof: 2 cycles"],
        ),
        (
            Proof(
                what=What(kinds=frozenset({Kind.AUTHORING})),
                accepted=frozenset({Evidence.CARD, Evidence.CONFIRMATION}),
                refused=frozenset({Evidence.OWN_LOG}),
                shows="The day it appeared.",
            ),
            [
                "For: writing for publication",
                "One of these is enough: card or letter of whoever was in charge",
                "Never accepted: your own list",
                "It shows: The day it appeared.",
            ],
        ),
    ],
)
def test_an_audit_is_told_line_by_line(rule: Rule, said: list[str]) -> None:
    assert aloud(rule).split("; ") == said


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (Who(certified_for=YEAR), "certified for at least 1 year"),
        (Who(cycle_at_least=2), "from your 2. cycle on"),
        (Who(cycle_at_most=2), "up to your 2. cycle"),
        (Who(every_nth_cycle=3), "in every 3. cycle"),
        (Who(late=Lateness(until=HALF)), "filing up to 6 months after your last day"),
        (Who(holds=frozenset({"cpt"})), "holding Trainer"),
        (Who(attributes={"supervises": "yes"}), "who answers “yes” to: Do you supervise?"),
    ],
)
def test_a_condition_on_the_person_is_told(who: Who, said: str) -> None:
    assert who_words(replace(book(), asks=SUPERVISES), who) == said


def test_a_condition_on_the_activity_is_told() -> None:
    what = What(ordered=True, reported_by=frozenset({Reporter.PROVIDER}))
    assert what_words(book(), what) == "ordered by the body; told by the provider"
    assert what_words(book(), What(ordered=False)) == "not ordered by the body"
