"""Figures about a register: each counted by hand on a few people."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.credentials.actions import rule
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.payments.models import Invoice, Payment
from recert.renewals.models import Renewal, ReturnItem
from recert.reporting.actions import promise
from recert.reporting.queries.cohorts import By, Cohort, cohorts, total
from recert.reporting.queries.money import money_by_day
from recert.reporting.queries.practice import promise_of
from recert.reporting.queries.register import Part, count_ending, ending, renewed_by_day
from recert.reporting.queries.rhythm import (
    cycle_length,
    earlier,
    months_from,
    summed,
    weeks_until,
)
from recert.reporting.queries.work import Durations, days_to_decide, returned_for
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import DecisionKind
from recert.rules.rulebook import Length
from tests.cast import NOW, TODAY, Cast
from tests.reporting.history import ENDED, history

YEAR = (date(2025, 11, 21), date(2026, 11, 20))


def test_cohorts_say_what_became_of_each_cycle(cast: Cast) -> None:
    known = history(cast)
    by_level = cohorts(cast.acsm, *YEAR, today=TODAY)
    whole = Cohort(in_time=4, late=1, reinstated=1, gone=1, lapsed=1)
    assert by_level == {("cpt", ""): whole}
    assert whole.rate == Fraction(6, 8)
    assert cohorts(cast.acsm, *YEAR, By.YEAR, today=TODAY) == {("2020",): whole}
    assert cohorts(cast.acsm, *YEAR, By.MONTH, today=TODAY) == {("2026-06",): whole}
    assert cohorts(cast.acsm, *YEAR, part=Part(credential="ep"), today=TODAY) == {}
    assert cohorts(cast.action, *YEAR, today=TODAY) == {}
    assert cohorts(cast.acsm, ENDED + timedelta(days=1), YEAR[1], today=TODAY) == {}
    longer = date(2027, 3, 31)
    rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=known.lapsed.public_id,
         kind=DecisionKind.EXTEND, reason="Illness.", clause="", until=longer)  # fmt: skip
    later = total(cohorts(cast.acsm, *YEAR, today=TODAY))
    assert (later.lapsed, later.undecided, later.rate) == (0, 1, Fraction(6, 7))
    over = longer + timedelta(days=1)  # the extension ran out, and nobody renewed
    assert total(cohorts(cast.acsm, *YEAR, today=over)).lapsed == 1
    assert cohorts(cast.acsm, *YEAR, today=ENDED) == {}  # the last day itself is not over
    assert Cohort(undecided=3).rate is None


def test_who_ends_soon_counts_extensions_and_leaves_out_who_left(cast: Cast) -> None:
    assert count_ending(cast.acsm, TODAY, (30, 60, 90)) == {30: 0, 60: 4, 90: 4}
    rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ben_acsm.public_id,
         kind=DecisionKind.EXTEND, reason="Leave.", clause="", until=date(2027, 2, 10))  # fmt: skip
    rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.carol_acsm.public_id,
         kind=DecisionKind.RETIRE, reason="Asked to.", clause="", until=None)  # fmt: skip
    assert count_ending(cast.acsm, TODAY, (30, 60, 90)) == {30: 0, 60: 2, 90: 3}
    rows = ending(cast.acsm, TODAY, TODAY + timedelta(days=90))
    assert [(row.person.name, row.ends) for row in rows] == [
        ("Ada Ruiz", date(2026, 12, 31)),
        ("Dan Whitfield", date(2026, 12, 31)),
        ("Ben Okafor", date(2027, 2, 10)),
    ]
    assert count_ending(cast.ace, TODAY, (400,)) == {400: 0}  # only declared, not confirmed


def test_renewals_by_day_and_the_weeks_they_fall_in(cast: Cast) -> None:
    history(cast)
    by_day = renewed_by_day(cast.acsm, *YEAR)
    assert by_day == Counter({date(2026, 6, 20): 4, date(2026, 7, 20): 1, date(2026, 10, 8): 1})
    months = months_from(date(2026, 6, 15), date(2026, 8, 1))
    assert months == [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)]
    assert summed(by_day, months, date(2026, 8, 2)) == [4, 1, 0]
    assert weeks_until(date(2026, 11, 22), 2) == [date(2026, 11, 9), date(2026, 11, 16)]
    assert cycle_length(rulebooks_of("acsm")) == Length(years=3)
    assert earlier(date(2028, 2, 29), Length(years=3)) == date(2025, 2, 28)
    assert cycle_length(()) == Length(years=1)


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 9)))
def test_nothing_falls_between_two_months(found: dict[date, int]) -> None:
    months = months_from(date(2026, 1, 1), date(2026, 12, 31))
    assert sum(summed(Counter(found), months, date(2027, 1, 1))) == sum(found.values())


def moment(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=UTC)


def test_days_to_decide_leave_out_the_applicants_own(cast: Cast) -> None:
    """Sent on the 1st, back with Ada from the 3rd to the 13th, decided on the 15th: 4 days."""
    renewal = Renewal.objects.create(
        certification=cast.ada_acsm, state="approved", cycle_start=date(2024, 1, 1),
        cycle_end=date(2026, 12, 31), begun_at=moment(1), submitted_at=moment(1),
        decided_at=moment(15),
    )  # fmt: skip
    Renewal.objects.create(
        certification=cast.ben_acsm, state="refused", cycle_start=date(2024, 1, 1),
        cycle_end=date(2026, 12, 31), begun_at=moment(1), submitted_at=moment(1, 3),
        decided_at=moment(2, 3),
    )  # fmt: skip
    for code, day in (("returned", 3), ("resubmitted", 13)):
        write(at=moment(day), code=f"renewals.{code}", subject=renewal.subject, body="acsm")
    ReturnItem.objects.create(renewal=renewal, clause="cpr", note="A card.", returned_at=moment(3))
    period = (moment(1), moment(30))
    found = days_to_decide(cast.acsm, *period)
    assert {state: each.days for state, each in found.items()} == {
        "approved": (4,),
        "refused": (1,),
    }
    assert days_to_decide(cast.action, *period)["approved"].days == ()
    assert returned_for(cast.acsm, *period) == (("cpr", 1),)


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_a_share_is_a_day_that_occurred_and_holds_so_many(days: list[int], part: int) -> None:
    found = Durations(tuple(sorted(days)))
    share = found.share(part)
    assert share in days
    assert found.within(share or 0) * 100 >= part * len(days)
    assert Durations(()).share(part) is None


def test_money_is_summed_by_day_in_the_bodys_currency(cast: Cast) -> None:
    for number, (currency, cents) in enumerate((("USD", 6000), ("USD", -1000), ("EUR", 500))):
        invoice = Invoice.objects.create(
            person=cast.ada, body=cast.acsm, number=number, subject="renewal:x", lines=[],
            total_cents=6000, currency=currency, issued_at=NOW,
        )  # fmt: skip
        Payment.objects.create(
            invoice=invoice, cents=cents, method="offline", received_on=TODAY, recorded_at=NOW,
            key=f"k{number}",
        )  # fmt: skip
        for way in (1, -1):  # from one bill to another: it neither comes nor goes
            Payment.objects.create(
                invoice=invoice, cents=way * 700, method="moved", received_on=TODAY,
                recorded_at=NOW, key=f"m{number}{way}",
            )  # fmt: skip
    came, went = money_by_day(cast.acsm, TODAY, TODAY)
    assert (came, went) == (Counter({TODAY: 6000}), Counter({TODAY: 1000}))


def test_a_promise_is_the_policy_staffs_to_give(cast: Cast) -> None:
    days = {"applications": 14, "petitions": None, "questions": 3}
    for whom in (cast.dan, cast.gus, cast.fay):
        with pytest.raises(NotFound):
            promise(by=whom, at=NOW, body_slug="acsm", **days)
    with pytest.raises(Refused) as said:
        promise(by=cast.hal, at=NOW, body_slug="acsm", **{**days, "petitions": 0})
    assert said.value.refusals[0].field == "petitions"
    assert promise_of(cast.acsm).applications is None
    promise(by=cast.hal, at=NOW, body_slug="acsm", **days)
    assert (promise_of(cast.acsm).applications, promise_of(cast.acsm).questions) == (14, 3)
