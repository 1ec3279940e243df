"""What is recorded of a person: theirs to have, to have forgotten, and not kept for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from recert.cli import clock
from recert.cli.completing import see_to_completions, tidy_completions
from recert.completions.correcting import void
from recert.completions.disputing import dispute_missing, withdraw_dispute
from recert.completions.keeping import KEPT, forget_unmatched
from recert.completions.models import Completion, KnownAs
from recert.lib.refusals import Refused
from recert.notices.models import Notice
from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from recert.transcript.actions import restore_activity
from tests.cast import NOW
from tests.completions.scene import ADA, DAY, line, send, sent, set_birthdays
from tests.teaching import Teaching


def test_all_of_it_is_exported_and_forgotten(teaching: Teaching) -> None:
    set_birthdays(teaching)
    ada = teaching.cast.ada
    sent(teaching, line(said={"Name": "Ada Ruiz"}))
    KnownAs.objects.create(
        provider=teaching.lab, system="https://lms.example", name="ada", person=ada, linked_at=NOW
    )
    dispute = dispute_missing(
        by=ada, at=NOW, course=teaching.course, completed=DAY - timedelta(days=50), key="f",
        text="I was there",
    )  # fmt: skip
    exported = export_of(ada)
    assert exported["person"]["birthday"] == "03-14"
    named = ("completions", "disputes-about-credit", "known-to-providers-as")
    assert [len(exported[each]) for each in named] == [1, 1, 1]
    with pytest.raises(Refused, match="has not answered you"):
        erase(person=ada, by=ada, at=NOW)
    withdraw_dispute(by=ada, at=NOW, public_id=dispute.public_id)
    erase(person=ada, by=ada, at=NOW)
    kept = Completion.objects.get()
    dispute.refresh_from_db()
    ada.refresh_from_db()
    assert (kept.named, kept.said, kept.by_number, dispute.text, ada.birthday) == (
        {}, {}, "", "", "",
    )  # fmt: skip
    assert not KnownAs.objects.exists()
    with pytest.raises(Refused, match="forgotten"):
        void(by=teaching.nia, at=NOW, completion=kept, reason="x")


def test_a_name_nobody_was_found_for_goes_after_two_years(teaching: Teaching) -> None:
    waits = sent(teaching, line(named=replace(ADA, number="9")))
    assert forget_unmatched(at=NOW + KEPT) == 0
    assert forget_unmatched(at=NOW + KEPT + timedelta(days=1)) == 1
    waits.refresh_from_db()
    assert (waits.named, waits.by_number, waits.state) == ({}, "", "voided")


def test_the_worker_tells_of_what_came_in_a_file(
    teaching: Teaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_birthdays(teaching)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    send(teaching, line())
    told = Notice.objects.filter(kind="credit-reported")
    assert not told.exists()
    see_to_completions(Event())
    assert told.get().recipient_id == teaching.cast.ada.public_id
    tidy_completions()


def test_what_a_provider_took_out_its_person_does_not_put_back(teaching: Teaching) -> None:
    set_birthdays(teaching)
    old = sent(teaching)
    void(by=teaching.nia, at=NOW, completion=old, reason="x")
    assert old.activity is not None
    with pytest.raises(Refused):
        restore_activity(by=teaching.cast.ada, at=NOW, public_id=old.activity.public_id)
