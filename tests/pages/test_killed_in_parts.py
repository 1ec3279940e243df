"""The machine stops in the middle of what goes on in parts: it is gone on with, nothing twice.

A process is killed at its first write, the next one that goes on at its second, and so on,
until one comes to the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from recert.completions import recall_work
from recert.completions.claiming import claim, open_window
from recert.completions.models import Claim, Completion, Correction, RecallRule, Report
from recert.completions.recall_work import advance_recalls
from recert.completions.recalling import (
    RecallDraft,
    declare_recall,
    draft_recall_by_body,
    undo_recall,
)
from recert.completions.receiving import Named
from recert.completions.rosters import acts, running
from recert.completions.rosters.running import advance_rosters
from recert.journal.models import Line
from recert.notices.models import Notice
from recert.people.models import Person
from recert.transcript.queries import transcript_of
from tests.cast import NOW, assemble
from tests.completions.rostering import HEAD, again, brought, named
from tests.completions.scene import line, sent, set_birthdays
from tests.pages.test_killed import MOST, is_killed_at
from tests.teaching import Teaching, set_teaching

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)


@pytest.fixture
def lab(transactional_db: None) -> Teaching:
    found = set_teaching(assemble())
    set_birthdays(found)
    return found


def credit_of(whom: Person) -> list[list[str]]:
    """Whose credit each reported entry in a transcript has."""
    entries = transcript_of(whom).filter(reported_by="provider")
    return [sorted(award.by for award in entry.awards.all()) for entry in entries]


def until_it_is_done(act: Callable[[], object]) -> int:
    """Have it killed and gone on with until it comes to its end; how often it was killed."""
    for number in range(1, MOST):
        if not is_killed_at(number, act):
            return number - 1
    raise AssertionError("it does not come to its end")


def test_a_claim(lab: Teaching) -> None:
    ada = lab.cast.ada
    window = open_window(
        by=lab.pia, at=ENDS, provider_slug="movement-lab", class_id=lab.open_class.public_id,
        since=ENDS, until=ENDS + timedelta(minutes=30), key="w",
    )  # fmt: skip
    assert until_it_is_done(lambda: claim(by=ada, at=ENDS, code=window.code)) > 2
    assert claim(by=ada, at=ENDS, code=window.code) == Completion.objects.get()
    assert (Claim.objects.count(), Report.objects.count(), len(credit_of(ada))) == (1, 1, 1)


def test_a_roster(lab: Teaching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "A_TURN", 2)
    rows = [
        f"{who},2026-10-0{day},Y"
        for day in (1, 2, 3)
        for who in ("Ada Ruiz,104233,03-14,,ML-101", "Ben Okafor,118860,07-01,,ML-101")
    ]
    roster = named(lab, brought(lab, "\n".join((HEAD, *rows))))
    acts.start(by=lab.pia, at=NOW, provider_slug="movement-lab", public_id=roster.public_id)

    def go_on() -> None:
        while advance_rosters(at=NOW):
            pass

    assert until_it_is_done(go_on) > 3
    assert again(roster).state == "done"
    assert [each.row for each in Completion.objects.order_by("row")] == [2, 3, 4, 5, 6, 7]
    assert [len(credit_of(who)) for who in (lab.cast.ada, lab.cast.ben)] == [3, 3]
    assert Line.objects.filter(code="completions.accepted").count() == 6


def test_a_recall_there_and_back(lab: Teaching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall_work, "DONE_AT_A_TIME", 1)
    monkeypatch.setattr(recall_work, "LISTED_AT_A_TIME", 1)
    people, hal = (lab.cast.ada, lab.cast.ben), lab.cast.hal
    for who in people:
        sent(lab, line(named=Named(email=who.email)), key=who.email)
    draft = RecallDraft(
        course_id=lab.course.public_id, since=date(2026, 11, 1), until=date(2026, 11, 20),
        rule=RecallRule.VOID, reason="The slides were wrong",
    )  # fmt: skip
    recall = draft_recall_by_body(by=hal, at=NOW, body_slug="acsm", draft=draft)
    declare_recall(by=hal, at=NOW, recall=recall)

    def go_on() -> None:
        while advance_recalls(at=NOW):
            pass

    assert until_it_is_done(go_on) > 5
    assert [credit_of(who) for who in people] == [[["ace"]]] * 2
    told = Notice.objects.filter(kind="credit-corrected")
    assert (Correction.objects.count(), told.count()) == (2, 2)
    recall.refresh_from_db()
    undo_recall(by=hal, at=NOW, recall=recall)
    assert until_it_is_done(go_on) > 5
    recall.refresh_from_db()
    assert recall.state == "undone"
    assert [credit_of(who) for who in people] == [[["ace", "acsm"]]] * 2
    assert told.count() == 4
