"""The forecast: counted as the law judges one by one, estimated as it says it estimates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.credentials.actions import register_certification, rule
from recert.credentials.models import Certification
from recert.lib.refusals import NotFound
from recert.people.models import Person
from recert.reporting import foretelling
from recert.reporting.estimating import expect, income
from recert.reporting.forecasting import (
    ask_forecast,
    forecasts_of,
    has_failed,
    refresh_forecasts,
)
from recert.reporting.foretelling import advance_forecasts, give_up_forecast, last_day
from recert.reporting.models import Forecast
from recert.reporting.tallying import Group, HowFar, Tally, how_far
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import DecisionKind
from recert.rules.findings import State, Status, Verdict
from recert.rules.whatif import Numbers, Reached, numbers_of
from recert.standing import population
from recert.standing.queries import on_register, standings_of_many
from tests.cast import NOW, Cast
from tests.reporting.history import history


def reckoned(cast: Cast) -> Forecast:
    found = ask_forecast(by=cast.hal, at=NOW, body_slug="acsm")
    while advance_forecasts(at=NOW):
        pass
    found.refresh_from_db()
    return found


def test_it_counts_what_judging_each_alone_says(cast: Cast) -> None:
    history(cast)
    found = reckoned(cast)
    assert (found.state, found.judged, found.total) == ("done", 12, 12)
    ruling = sorted(book.edition for book in rulebooks_of("acsm"))
    assert [edition for edition, _sha256 in found.editions] == ruling
    alone = Tally()
    for held in standings_of_many(on_register(cast.acsm), NOW):
        cycle, numbers = held.standing.cycle, numbers_of(held.standing)
        if cycle is None or not found.as_of <= cycle.end <= last_day(found.as_of):
            continue
        if numbers.status in (Status.RETIRED, Status.WITHDRAWN, Status.LAPSED):
            continue
        counted = sum((each.counted for each in held.standing.requirements), Fraction(0))
        alone.count(cycle.end, f"{held.certification.credential}|", how_far(numbers, counted),
                    numbers.fee_cents)  # fmt: skip
    tally = Tally.from_plain(found.tally)
    assert tally.months == alone.months
    assert set(tally.months) == {"2026-12"}
    assert tally.rates == {"cpt|": (6, 8)}
    assert Tally.from_plain(tally.to_plain()) == tally


def test_only_those_are_read_whose_cycle_may_end_in_the_months_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extension brings somebody in whom the register alone would leave out."""

    def held(whom: Person, expires: date) -> Certification:
        return register_certification(
            by=cast.hal, at=NOW, person=whom, body=cast.acsm, credential="cep",
            certified=date(2020, 1, 1), expires=expires, number=f"N-{whom.pk}",
        )  # fmt: skip

    def extended(row: Certification, until: date) -> None:
        rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=row.public_id,
             kind=DecisionKind.EXTEND, reason="Illness.", until=until)  # fmt: skip

    late, later = held(cast.eve, date(2026, 1, 31)), held(cast.fay, date(2027, 10, 31))
    far = held(cast.gus, date(2027, 11, 1))
    extended(late, date(2027, 3, 31))
    extended(cast.carol_acsm, date(2028, 1, 1))
    read: list[int] = []

    def columns(part: tuple[Certification, ...]) -> object:
        read.extend(row.pk for row in part)
        return population.columns(part)

    monkeypatch.setattr(foretelling, "columns", columns)
    monkeypatch.setattr(foretelling, "AT_ONCE", 2)
    found = reckoned(cast)
    own = (cast.ada_acsm, cast.ben_acsm, cast.dan_acsm)
    inside = {late.pk, later.pk, *(each.pk for each in own)}
    assert sorted(read) == sorted({*inside, cast.carol_acsm.pk})  # each once
    assert far.pk not in read
    assert (found.judged, found.total) == (7, 7)
    months = Tally.from_plain(found.tally).months
    ends = {month: sum(each.ends for each in groups.values()) for month, groups in months.items()}
    assert ends == {"2026-12": 3, "2027-03": 1, "2027-10": 1}


def test_asking_twice_is_asking_once_and_every_day_once(cast: Cast) -> None:
    one = ask_forecast(by=cast.hal, at=NOW, body_slug="acsm")
    assert ask_forecast(by=cast.gus, at=NOW, body_slug="acsm").pk == one.pk
    for whom in (cast.dan, cast.fay, cast.eve):
        with pytest.raises(NotFound):
            ask_forecast(by=whom, at=NOW, body_slug="acsm")
    assert forecasts_of(cast.acsm) == (None, one)
    assert refresh_forecasts(at=NOW) == 1  # ACTION's; the others confirm nobody
    assert refresh_forecasts(at=NOW) == 0
    give_up_forecast(at=NOW)
    assert has_failed(cast.acsm)
    while advance_forecasts(at=NOW):
        pass
    assert forecasts_of(cast.action)[0] is not None
    assert refresh_forecasts(at=NOW + timedelta(days=1)) == 2
    Forecast.objects.update(state="done")
    refresh_forecasts(at=NOW + timedelta(days=400))
    assert Forecast.objects.filter(asked_at__lte=NOW).count() == 0


def numbers(verdict: Verdict, *short: tuple[int, int]) -> Numbers:
    return Numbers(
        person="p", holding="h", credential="c", edition="e", verdict=verdict,
        status=Status.ACTIVE,
        requirements=tuple(
            Reached(clause="all", state=State.SHORT, need=Fraction(need), short=Fraction(missing))
            for need, missing in short
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("short", "counted", "far"),
    [
        (((40, 10),), 30, HowFar.QUARTER),
        (((40, 11),), 29, HowFar.HALF),
        (((40, 20), (4, 1)), 20, HowFar.HALF),
        (((40, 21),), 19, HowFar.MORE),
        (((40, 1), (2, 2)), 39, HowFar.MORE),
        (((40, 40),), 0, HowFar.NOTHING),
        (((0, 0),), 40, HowFar.PAPERS),
        ((), 40, HowFar.DONE),
    ],
)
def test_how_far_is_the_part_that_is_missing_most(
    short: tuple[tuple[int, int], ...], counted: int, far: HowFar
) -> None:
    found = numbers(Verdict.SHORT if short else Verdict.READY, *short)
    assert how_far(found, Fraction(counted)) is far
    assert how_far(replace(found, requirements=(), verdict=Verdict.NEEDS_PERSON),
                   Fraction(1)) is HowFar.PERSON  # fmt: skip


HISTORIES = st.integers(0, 5000).flatmap(
    lambda ended: st.tuples(st.integers(0, 5000), st.integers(0, ended), st.just(ended))
)


@given(st.lists(HISTORIES, max_size=6))
def test_an_estimate_lies_within_its_range_and_within_what_can_be(
    groups: list[tuple[int, int, int]],
) -> None:
    found = expect(groups)
    if found is None:
        assert not any(ends and ended for ends, _renewed, ended in groups)
        return
    assert 0 <= found.low <= found.likely <= found.high <= found.many
    assert found.many + found.unknown == sum(ends for ends, _renewed, _ended in groups)


def test_an_estimate_by_hand() -> None:
    """100 end; 150 of 200 renewed: 75 likely, q = 151/202, variance 28.3, range 75 ± 11."""
    found = expect([(100, 150, 200)])
    assert found is not None
    assert (found.likely, found.low, found.high, found.unknown) == (75, 64, 86, 0)
    certain = expect([(100, 5, 5)])
    assert certain is not None
    assert certain.low < 100  # five who all renewed do not make it certain
    assert expect([(100, 0, 0)]) is None
    assert income(75, 12_000, 2) == 450_000
    assert income(75, 0, 0) is None


def test_the_last_day_is_the_end_of_the_twelfth_month() -> None:
    assert last_day(date(2026, 11, 21)) == date(2027, 10, 31)
    assert last_day(date(2027, 1, 31)) == date(2027, 12, 31)
    assert Group(far={"done": 2, "half": 1}).ends == 3
