"""Cycles as a calendar has them: month ends, leap days, snapped and printed last days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from recert.rules.cycles import add, local_day, period_of
from recert.rules.facts import Decision, DecisionKind, Facts, Holding
from recert.rules.lapsing import next_cycle, stage_on, stages_of
from recert.rules.matching import Matter
from recert.rules.rulebook import (
    Chooser,
    Clause,
    Credential,
    CreditUnit,
    Cycle,
    Ends,
    Lapse,
    Lateness,
    Length,
    NextCycle,
    Rulebook,
    Span,
    Stage,
)

TWO_YEARS = Length(years=2)


def book(law: Cycle, *lapses: Lapse) -> Rulebook:
    """A rulebook of nothing but a cycle, and what lateness does."""
    clauses = [Clause(id="cycle", rule=law, says="The cycle.", source="S")]
    clauses += [
        Clause(id=f"stage-{number}", rule=lapse, says="Late.", source="S")
        for number, lapse in enumerate(lapses)
    ]
    return Rulebook(
        body="body", name="Body", edition="1", in_force=Span(), chosen_by=Chooser.FILING,
        unit=CreditUnit(name="CEC"), zone="America/New_York", currency="USD",
        credentials=(Credential(id="cpt", name="Trainer"),), clauses=tuple(clauses),
    )  # fmt: skip


def held(certified: date, expires: date | None = None) -> Holding:
    return Holding(id="h", body="body", credential="cpt", certified=certified, expires=expires)


def cycle(law: Cycle, holding: Holding, as_of: date) -> tuple[date, date]:
    period = period_of(book(law), Facts(person="p", holdings=(holding,)), holding, as_of)
    assert period is not None
    return period.cycle.start, period.cycle.end


@pytest.mark.parametrize(
    ("ends", "certified", "as_of", "start", "end"),
    [
        (Ends.DAY_BEFORE, "2023-03-12", "2024-06-01", "2023-03-12", "2025-03-11"),
        (Ends.SAME_DAY, "2023-03-12", "2024-06-01", "2023-03-12", "2025-03-12"),
        (Ends.MONTH_END, "2023-03-12", "2024-06-01", "2023-03-12", "2025-03-31"),
        (Ends.MONTH_END, "2022-02-10", "2023-06-01", "2022-02-10", "2024-02-29"),
        (Ends.YEAR_END, "2023-03-12", "2024-06-01", "2023-03-12", "2025-12-31"),
        # the second cycle begins the day after the first
        (Ends.DAY_BEFORE, "2023-03-12", "2025-03-12", "2025-03-12", "2027-03-11"),
        (Ends.SAME_DAY, "2023-03-12", "2025-03-13", "2025-03-13", "2027-03-12"),
        (Ends.MONTH_END, "2023-03-12", "2025-04-01", "2025-04-01", "2027-03-31"),
        (Ends.YEAR_END, "2023-03-12", "2026-01-01", "2026-01-01", "2027-12-31"),
        # 29 February: always reckoned from the anchor, never step by step
        (Ends.SAME_DAY, "2020-02-29", "2021-01-01", "2020-02-29", "2022-02-28"),
        (Ends.SAME_DAY, "2020-02-29", "2023-01-01", "2022-03-01", "2024-02-29"),
        (Ends.MONTH_END, "2024-02-29", "2027-01-01", "2026-03-01", "2028-02-29"),
    ],
)
def test_anniversaries(ends: Ends, certified: str, as_of: str, start: str, end: str) -> None:
    law = Cycle(length=TWO_YEARS, ends=ends)
    found = cycle(law, held(date.fromisoformat(certified)), date.fromisoformat(as_of))
    assert found == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_printed_last_day_outranks_the_law_and_stays_open_when_it_has_passed() -> None:
    law = Cycle(length=TWO_YEARS, ends=Ends.DAY_BEFORE)
    holding = held(date(2020, 5, 1), date(2024, 12, 31))
    for as_of in (date(2024, 6, 1), date(2025, 6, 1)):
        assert cycle(law, holding, as_of) == (date(2023, 1, 1), date(2024, 12, 31))


def test_a_fixed_cycle_starts_with_the_certification_and_later_after_a_late_renewal() -> None:
    law = Cycle(
        fixed=Span(date(2024, 1, 1), date(2026, 12, 31)), starts_after_late=date(2024, 2, 1)
    )
    assert cycle(law, held(date(2019, 1, 1)), date(2025, 1, 1))[0] == date(2024, 1, 1)
    assert cycle(law, held(date(2025, 7, 1)), date(2025, 8, 1))[0] == date(2025, 7, 1)
    late = replace(held(date(2019, 1, 1)), previous_closed=date(2024, 1, 20))
    assert cycle(law, late, date(2025, 1, 1))[0] == date(2024, 2, 1)
    in_time = replace(late, previous_closed=date(2023, 12, 31))
    assert cycle(law, in_time, date(2025, 1, 1))[0] == date(2024, 1, 1)


def test_the_cut_off_minute_is_in_time_and_the_next_is_not() -> None:
    rulebook = book(Cycle(length=TWO_YEARS, cutoff=time(17, 0)))
    eastern = timedelta(hours=5)
    in_time = datetime(2026, 1, 15, 17, 0, 59, tzinfo=UTC) + eastern
    assert local_day(rulebook, in_time) == date(2026, 1, 15)
    assert local_day(rulebook, in_time + timedelta(seconds=1)) == date(2026, 1, 16)


def test_an_extension_moves_the_last_day_but_not_the_schedule() -> None:
    law = Cycle(length=TWO_YEARS, ends=Ends.DAY_BEFORE)
    holding = held(date(2023, 3, 12), date(2025, 3, 11))
    extended = Decision(
        kind=DecisionKind.EXTEND, body="body", on=date(2025, 3, 1), reason="illness",
        until=date(2025, 6, 11),
    )  # fmt: skip
    facts = Facts(person="p", holdings=(holding,), decisions=(extended,))
    period = period_of(book(law), facts, holding, date(2025, 4, 1))
    assert period is not None
    assert period.cycle.end == date(2025, 6, 11)
    assert period.cycle.extended
    assert period.next == (date(2025, 3, 12), date(2027, 3, 11))


@pytest.mark.parametrize(
    ("next_from", "expected"),
    [
        (NextCycle.ORIGINAL, (date(2025, 4, 1), date(2027, 3, 31))),
        (NextCycle.FILING, (date(2025, 5, 10), date(2027, 5, 31))),
        (NextCycle.APPROVAL, None),
        (None, None),
    ],
)
def test_the_cycle_after_a_late_renewal(
    next_from: NextCycle | None, expected: tuple[date, date] | None
) -> None:
    law = Cycle(length=TWO_YEARS, ends=Ends.MONTH_END)
    grace = Lapse(stage=Lateness(until=Length(months=6)), name=Stage.GRACE, next_cycle=next_from)
    rulebook, holding = book(law, grace), held(date(2023, 3, 12), date(2025, 3, 31))
    facts, as_of = Facts(person="p", holdings=(holding,)), date(2025, 5, 10)
    period = period_of(rulebook, facts, holding, as_of)
    assert period is not None
    matter = Matter(
        rulebook=rulebook, facts=facts, holding=holding, as_of=as_of, cycle=period.cycle
    )
    stage = stage_on(stages_of(matter), as_of)
    assert next_cycle(matter, period, stage) == (expected, "stage-0")


def test_lengths_keep_to_the_calendar() -> None:
    assert add(date(2024, 2, 29), Length(years=1)) == date(2025, 2, 28)
    assert add(date(2025, 12, 31), Length(months=6)) == date(2026, 6, 30)
    assert add(date(2024, 5, 31), Length(days=180)) == date(2024, 11, 27)
