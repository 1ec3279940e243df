"""Working days: holidays of a country, days of the body's own, and what is due on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from recert.audits.actions import ask_for, decide_ask, keep_calendar, say_day, unsay_day
from recert.audits.days import due_after, working_days_of
from recert.audits.models import AskKind
from recert.audits.queries import calendar_of, own_days_of
from recert.lib.refusals import NotFound, Refused
from recert.rules.rulebook import Length
from tests.audits.acting import case, on
from tests.audits.scene import SLUG, TERMS, hold_draw, holder, renewed
from tests.cast import NOW, Cast

FRIDAY = date(2026, 11, 20)
FIVE = Length(days=5)


def test_working_days_skip_weekends_holidays_and_days_of_ones_own(cast: Cast) -> None:
    on: dict[str, Any] = {"by": cast.hal, "at": NOW, "body_slug": SLUG}

    def due(length: Length = FIVE) -> date:
        return due_after(FRIDAY, length, working_days_of(cast.acsm))

    assert due_after(FRIDAY, FIVE, None) == date(2026, 11, 25)
    assert due() == date(2026, 11, 27)
    keep_calendar(**on, country="US")
    assert due() == date(2026, 11, 30)  # Thursday was Thanksgiving
    say_day(**on, day=date(2026, 11, 27), says="The day after")
    assert due() == date(2026, 12, 1)
    for _click in range(2):
        say_day(**on, day=date(2026, 11, 26), says="We work", is_open=True)
    assert due() == date(2026, 11, 30)
    for _click in range(2):
        unsay_day(**on, day=date(2026, 11, 27))
    assert due() == date(2026, 11, 27)
    assert due(Length(months=1, days=1)) == date(2026, 12, 21)  # a month, then Monday
    assert [each.day for each in own_days_of(cast.acsm)] == [date(2026, 11, 26)]
    assert not own_days_of(cast.action)


def test_only_who_keeps_the_policy_says_which_days(cast: Cast) -> None:
    for somebody, slug in ((cast.dan, SLUG), (cast.fay, SLUG), (cast.eve, SLUG)):
        with pytest.raises(NotFound):
            keep_calendar(by=somebody, at=NOW, body_slug=slug, country="US")
        with pytest.raises(NotFound):
            say_day(by=somebody, at=NOW, body_slug=slug, day=FRIDAY, says="x")
    on: dict[str, Any] = {"by": cast.hal, "at": NOW, "body_slug": SLUG}
    with pytest.raises(Refused, match="not known here"):
        keep_calendar(**on, country="XX")
    with pytest.raises(Refused, match="no such region"):
        keep_calendar(**on, country="DE", region="CA")
    with pytest.raises(Refused, match="Say what day"):
        say_day(**on, day=FRIDAY, says=" ")
    assert calendar_of(cast.acsm) is None


def test_the_letter_names_the_working_day(cast: Cast) -> None:
    keep_calendar(by=cast.hal, at=NOW, body_slug=SLUG, country="US")
    renewed(cast, "ep", "one")
    own = replace(TERMS, answer=Length(days=10), working_days=True)
    (audit,) = hold_draw(cast, terms=own, clause="", edition="").audits
    assert audit.notified_at == datetime(2026, 12, 13, 15, tzinfo=UTC)  # a Sunday
    assert audit.due == date(2026, 12, 28)  # the 25th is a holiday


def test_days_given_back_are_working_days_where_the_policy_counts_those(cast: Cast) -> None:
    audit = case(cast, working_days=True)
    assert audit.due == date(2027, 1, 22)  # a Friday, thirty working days after the draw
    ask: dict[str, Any] = {"by": holder(audit), "public_id": audit.public_id, "reason": "Ill."}
    friday, monday = datetime(2027, 1, 15, 15, tzinfo=UTC), datetime(2027, 1, 18, 15, tzinfo=UTC)
    more = ask_for(**ask, at=friday, kind=AskKind.EXTENSION, until=date(2027, 3, 1))
    decide: dict[str, Any] = {"grant": False, "answer": "The list is long."}
    decide_ask(**on(cast.dan, audit, monday), **decide, ask_id=more.public_id)
    audit.refresh_from_db()
    assert audit.due == date(2027, 1, 25)  # one working day, not the three of a weekend
    saturday, sunday = datetime(2027, 1, 23, 15, tzinfo=UTC), datetime(2027, 1, 24, 15, tzinfo=UTC)
    never = ask_for(**ask, at=saturday, kind=AskKind.EXEMPTION)
    decide_ask(**on(cast.dan, audit, sunday), **decide, ask_id=never.public_id)
    audit.refresh_from_db()
    assert audit.due == date(2027, 1, 25)
