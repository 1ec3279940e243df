"""What a rulebook asks of a person: whose answer is read, and what is asked where none is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from recert.rules.facts import Facts, Holding
from recert.rules.findings import Standing, Verdict
from recert.rules.judging import judge
from recert.rules.matching import attributes_of
from recert.rules.rulebook import Asked, Clause, Cycle, Length, Rulebook, Span, Who
from tests.rules.small import book, clause

TWO_YEARS = Length(years=2)
HELD = Holding(id="h", body="body", credential="cpt", certified=date(2021, 3, 1))
DAY = date(2025, 3, 3)


def group(id: str, ends_on: date) -> Clause:
    law = Cycle(length=TWO_YEARS, ends_on=ends_on)
    return clause(id, law, who=Who(attributes={"group": id}))


GROUPS = (group("odd", date(2025, 6, 30)), group("even", date(2026, 6, 30)))


def asking(*clauses: Clause) -> Rulebook:
    asks = {"group": Asked(says="Which group?", answers=("odd", "even"))}
    return replace(book(*clauses), asks=asks)


def judged(rulebook: Rulebook, **attributes: str) -> Standing:
    named = {name.replace("_", ":"): value for name, value in attributes.items()}
    facts = Facts(person="p", holdings=(HELD,), attributes=named)
    return judge([rulebook], facts, "h", DAY)


def test_an_answer_to_this_body_outranks_one_to_anybody() -> None:
    known = {"group": "odd", "body:group": "even", "other:group": "odd", "other:years": "3"}
    facts = Facts(person="p", attributes=known)
    assert attributes_of(facts, "body") == {"group": "even"}
    assert attributes_of(facts, "third") == {"group": "odd"}


def test_every_step_reads_the_answer_given_to_the_body() -> None:
    standing = judged(asking(*GROUPS), group="odd", body_group="even")
    assert standing.cycle is not None
    assert standing.cycle.end == date(2026, 6, 30)
    assert standing.questions == ()
    assert judged(asking(*GROUPS), other_group="even").verdict is Verdict.NOT_COVERED


def test_where_an_answer_would_open_a_cycle_it_is_asked_for() -> None:
    standing = judged(asking(*GROUPS))
    assert standing.verdict is Verdict.NOT_COVERED
    assert standing.questions == ("group",)


def test_nothing_is_asked_where_no_answer_would_open_a_cycle() -> None:
    over = replace(asking(*GROUPS), in_force=Span(None, date(2024, 12, 31)))
    assert judged(over).questions == ()
    of_others = replace(GROUPS[0], who=replace(GROUPS[0].who, credentials=frozenset({"coach"})))
    assert judged(asking(of_others)).questions == ()
    assert judged(asking(*GROUPS), group="neither").questions == ()


def test_a_last_day_that_is_printed_answers_which_of_two_shared_periods_it_is() -> None:
    odd, even = GROUPS
    rulebook = asking(odd, replace(even, who=Who()))
    assert judged(rulebook).questions == ("group",)
    printed = replace(HELD, expires=date(2025, 6, 30))
    facts = Facts(person="p", holdings=(printed,))
    standing = judge([rulebook], facts, "h", DAY)
    assert standing.cycle is not None
    assert (standing.cycle.end, standing.questions) == (date(2025, 6, 30), ())


def test_it_does_not_answer_which_of_two_lengths_it_is() -> None:
    longer = Cycle(length=Length(years=4), ends_on=date(2025, 6, 30))
    rulebook = asking(GROUPS[0], replace(GROUPS[1], rule=longer, who=Who()))
    facts = Facts(person="p", holdings=(replace(HELD, expires=date(2025, 6, 30)),))
    assert judge([rulebook], facts, "h", DAY).questions == ("group",)
