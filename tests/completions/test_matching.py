"""Whoever is not found yet: by themselves, by their body, by the provider; and checked before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from recert.completions import checking
from recert.completions.checking import Checked, check_numbers
from recert.completions.correcting import correct, void
from recert.completions.matching import (
    LOOK_AGAIN,
    advance_matching,
    look_for,
    match,
    waiting_for,
)
from recert.completions.models import Completion, CompletionState
from recert.completions.queries import tray_of
from recert.completions.receiving import Named
from recert.credentials.actions import register_certification
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import update_profile
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import ADA, DAY, line, send, sent, set_birthdays, states
from tests.teaching import Teaching

S = CompletionState


def test_a_birthday_said_later_brings_what_waited(teaching: Teaching) -> None:
    ada = teaching.cast.ada
    waits = sent(teaching)
    assert (waits.state, list(tray_of(teaching.lab))) == (S.UNMATCHED, [waits])
    update_profile(
        person=ada, name=ada.name, country="US", language="en", zone="UTC", birthday="03-14", at=NOW
    )
    assert look_for(ada, at=NOW) == 1
    waits.refresh_from_db()
    assert (waits.state, waits.person) == (S.ACCEPTED, ada)
    assert waits.activity in transcript_of(ada)
    assert look_for(ada, at=NOW) == 0


def test_a_number_entered_later_is_found_by_the_worker_and_not_looked_for_all_the_time(
    teaching: Teaching,
) -> None:
    set_birthdays(teaching)
    waits = sent(teaching, line(named=replace(ADA, number="200000")))
    assert advance_matching(at=NOW) == 1
    assert advance_matching(at=NOW + timedelta(minutes=1)) == 0
    register_certification(
        by=teaching.cast.hal, at=NOW, person=teaching.cast.ada, body=teaching.cast.acsm,
        credential="cpt", certified=date(2024, 1, 1), expires=date(2027, 12, 31), number="200000",
    )  # fmt: skip
    assert advance_matching(at=NOW + LOOK_AGAIN) == 1
    waits.refresh_from_db()
    assert waits.state == S.ACCEPTED


def test_what_was_reported_meanwhile_is_not_counted_twice(teaching: Teaching) -> None:
    waits = sent(teaching)
    send(teaching, line(named=Named(email="ada@example.org")), key="k2")
    set_birthdays(teaching)
    look_for(teaching.cast.ada, at=NOW)
    waits.refresh_from_db()
    assert (waits.state, waits.activity) == (S.DUPLICATE, None)


def test_the_body_whose_number_it_is_says_whose_and_nobody_else(teaching: Teaching) -> None:
    cast = teaching.cast
    slip = sent(teaching, line(named=replace(ADA, number="104332")))
    assert list(waiting_for(cast.acsm)) == [slip]
    assert not waiting_for(cast.ace).exists()
    said: dict[str, Any] = {
        "at": NOW, "body_slug": "acsm", "completion_id": slip.public_id,
        "certification_id": cast.ada_acsm.public_id,
    }  # fmt: skip
    with pytest.raises(NotFound):
        match(by=cast.dan, **said)
    with pytest.raises(NotFound):
        match(by=cast.fay, **{**said, "body_slug": "action"})
    matched = match(by=cast.hal, **said)
    assert match(by=cast.hal, **said) == matched
    assert (matched.state, matched.person, matched.settled_by) == (S.ACCEPTED, cast.ada, cast.hal)


def test_the_provider_mends_what_it_typed_without_typing_the_rest_again(
    teaching: Teaching,
) -> None:
    set_birthdays(teaching)
    wrong = sent(teaching, line(named=replace(ADA, number="104332"), external_id="e9", grade="A"))
    right = line(external_id="e9", grade="A")
    mended = correct(by=teaching.pia, at=NOW, completion=wrong, line=right)
    assert correct(by=teaching.pia, at=NOW, completion=wrong, line=right) == mended
    wrong.refresh_from_db()
    assert (wrong.state, mended.state, mended.grade) == (S.SUPERSEDED, S.ACCEPTED, "A")
    assert not tray_of(teaching.lab).exists()
    with pytest.raises(Refused, match="corrected already"):
        correct(by=teaching.pia, at=NOW, completion=wrong, line=line(grade="B"))
    other = sent(teaching, line(course="ML-999"), key="k2")
    with pytest.raises(Refused) as refused:
        correct(by=teaching.pia, at=NOW, completion=other, line=line(course="ML-998"))
    assert [each.field for each in refused.value.refusals] == ["course"]
    void(by=teaching.pia, at=NOW, completion=other, reason="typed twice")
    assert not tray_of(teaching.lab).exists()


def test_numbers_checked_before_say_yes_only_where_two_facts_agree(
    teaching: Teaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_birthdays(teaching)
    asked = (
        ADA, replace(ADA, born="03-15"), replace(ADA, number="9"), Named(email="ada@example.org"),
    )  # fmt: skip
    no = Checked(False)
    found = check_numbers(at=NOW, provider=teaching.lab, named=asked)
    assert found == (Checked(True, "Ada Ruiz"), no, no, no)
    monkeypatch.setattr(checking, "MOST_MISSES", 2)
    with pytest.raises(Refused, match="Too many"):
        check_numbers(at=NOW, provider=teaching.lab, named=asked)
    check_numbers(at=NOW + timedelta(days=1), provider=teaching.lab, named=asked[:1])
    assert states(send(teaching, line(completed=DAY), dry=True)) == [S.ACCEPTED]
    assert not Completion.objects.exists()
