"""Which edition governs a day, and where a fixed or an extended cycle begins and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from recert.rules.cycles import Period, choose, period_of
from recert.rules.facts import Decision, DecisionKind, Facts, Holding
from recert.rules.findings import Code
from recert.rules.rulebook import Chooser, Clause, Cycle, Ends, Length, Rulebook, Span, Who
from tests.rules.small import END, HELD, START, TODAY, book, clause

DAY = timedelta(days=1)
TWO_YEARS = Cycle(length=Length(years=2), ends=Ends.YEAR_END)
FIXED = Cycle(fixed=Span(START, END))
OPEN = replace(HELD, expires=None)


def edition(name: str, since: date | None, until: date | None, **more: Any) -> Rulebook:
    return replace(
        book(clause("cycle", TWO_YEARS)), edition=name, in_force=Span(since, until), **more
    )


def chosen(*editions: Rulebook, as_of: date = TODAY, holding: Holding = HELD) -> str:
    facts = Facts(person="p", holdings=(holding,))
    found = choose(editions, facts, holding, as_of)
    assert found == choose(editions[::-1], facts, holding, as_of)
    return found[0].edition if found else ""


@pytest.mark.parametrize(
    ("chooser", "last_day", "expected"),
    [
        (Chooser.FILING, TODAY, "old"),
        (Chooser.FILING, TODAY - DAY, "new"),
        (Chooser.CYCLE_START, START, "old"),
        (Chooser.CYCLE_START, START - DAY, "new"),
        (Chooser.CYCLE_END, END, "old"),
        (Chooser.CYCLE_END, END - DAY, "new"),
    ],
)
def test_the_date_that_chooses_an_edition(chooser: Chooser, last_day: date, expected: str) -> None:
    old = edition("old", None, last_day, chosen_by=chooser)
    new = edition("new", last_day + DAY, None, chosen_by=chooser)
    assert chosen(old, new) == expected


def test_where_no_edition_covers_the_day_the_law_declines() -> None:
    assert chosen(edition("new", TODAY + DAY, None)) == ""
    assert chosen(edition("old", None, TODAY - DAY)) == ""
    assert chosen() == ""


def test_an_edition_speaks_of_its_own_body_and_credentials_only() -> None:
    whole = edition("1", None, None)
    assert chosen(whole) == "1"
    assert chosen(replace(whole, body="other")) == ""
    assert chosen(replace(whole, credentials=())) == ""


def test_of_two_that_cover_it_the_one_whose_cycle_runs_is_taken() -> None:
    past = Cycle(fixed=Span(date(2023, 1, 1), date(2024, 12, 31)))
    over = replace(book(clause("cycle", past)), edition="over")
    runs = replace(book(clause("cycle", FIXED)), edition="runs")
    held = replace(OPEN, certified=date(2023, 6, 1))
    assert chosen(over, runs, holding=held) == "runs"
    for day in (START, END):
        assert chosen(over, runs, holding=held, as_of=day) == "runs"
    later = Cycle(fixed=Span(date(2026, 1, 1), date(2027, 12, 31)))
    beside = replace(book(clause("cycle", later)), edition="beside")
    assert chosen(beside, runs, holding=held) == "beside"  # both run: the later end


def period(*clauses: Clause, holding: Holding = OPEN, as_of: date = TODAY) -> Period | None:
    return period_of(book(*clauses), Facts(person="p", holdings=(holding,)), holding, as_of)


def test_a_cycle_of_others_is_passed_over() -> None:
    of_others = clause("others", FIXED, who=Who(credentials=frozenset({"ep"})))
    of_level = clause("level", FIXED, who=Who(levels=frozenset({"master"})))
    own = clause("own", TWO_YEARS, who=Who(credentials=frozenset({"cpt"})))
    found = period(of_others, of_level, own)
    assert found is not None
    assert found.cycle.clause == "own"
    master = period(of_level, own, holding=replace(OPEN, level="master"))
    assert master is not None
    assert master.cycle.clause == "level"
    assert period(of_others) is None


@pytest.mark.parametrize(
    ("certified", "expires", "as_of", "start"),
    [
        (date(2021, 3, 1), None, TODAY, START),
        (date(2021, 3, 1), END, TODAY, START),
        (date(2021, 3, 1), END - DAY, TODAY, None),  # printed for another cycle
        (date(2021, 3, 1), None, START, START),
        (date(2021, 3, 1), None, START - DAY, None),
        (END, None, END, END),
        (END + DAY, None, END + DAY, None),
    ],
)
def test_a_fixed_cycle_is_open_for_whom_it_fits(
    certified: date, expires: date | None, as_of: date, start: date | None
) -> None:
    held = replace(HELD, certified=certified, expires=expires)
    found = period(clause("cycle", FIXED), holding=held, as_of=as_of)
    assert (found.cycle.start if found else None) == start


@pytest.mark.parametrize(
    ("certified", "is_first"), [(START - DAY, False), (START, True), (START + DAY, True)]
)
def test_the_first_fixed_cycle_is_the_one_certified_in(certified: date, is_first: bool) -> None:
    found = period(clause("cycle", FIXED), holding=replace(OPEN, certified=certified))
    assert found is not None
    assert found.cycle.first is is_first
    assert found.previous_end == START - DAY


def test_the_first_anniversary_cycle_has_none_before_it() -> None:
    law = clause("cycle", replace(TWO_YEARS, ends=Ends.DAY_BEFORE))
    new = period(law, holding=replace(OPEN, certified=date(2025, 3, 12)))
    assert new is not None
    assert (new.cycle.first, new.previous_end) == (True, None)
    old = period(law, holding=replace(OPEN, certified=date(2023, 3, 12)))
    assert old is not None
    assert (old.cycle.first, old.previous_end) == (False, date(2025, 3, 11))


def test_where_the_policy_does_not_say_the_end_a_printed_one_settles_it() -> None:
    law = clause("cycle", Cycle(length=Length(years=2), ends=Ends.UNSAID))
    unsaid = period(law)
    assert unsaid is not None
    assert [each.code for each in unsaid.cycle.reasons] == [Code.SILENT]
    said = period(law, holding=HELD)
    assert said is not None
    assert said.cycle.reasons == ()


def extended(*decisions: Decision) -> date:
    found = period_of(
        book(clause("cycle", TWO_YEARS)),
        Facts(person="p", holdings=(HELD,), decisions=decisions),
        HELD,
        TODAY,
    )
    assert found is not None
    assert found.cycle.extended is (found.cycle.end != END)
    assert found.law_end == END
    return found.cycle.end


def test_of_extensions_the_longest_counts_if_it_is_one() -> None:
    later = date(2027, 3, 31)
    longer = Decision(
        kind=DecisionKind.EXTEND, body="body", on=TODAY, reason="Illness.", until=later
    )
    assert extended(longer) == later
    assert extended(longer, replace(longer, until=later + DAY)) == later + DAY
    assert extended(replace(longer, holding="h")) == later
    for none in (
        replace(longer, kind=DecisionKind.WAIVE),
        replace(longer, body="other"),
        replace(longer, holding="other"),
        replace(longer, until=None),
        replace(longer, until=END),
        replace(longer, until=END - DAY),
        replace(longer, until=later, on=later + DAY),
    ):
        assert extended(none) == END
