"""“I was there and it is not here”: a timer, credit meanwhile, and one entry in the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.completions.correcting import correct
from recert.completions.disputes import (
    dispute_for_provider,
    dispute_for_staff,
    disputes_before,
    disputes_overdue,
)
from recert.completions.disputing import (
    accept_dispute,
    decline_dispute,
    dispute_missing,
    dispute_wrong,
    withdraw_dispute,
)
from recert.completions.models import Completion, Dispute, DisputeState
from recert.completions.reliability import reliability_of
from recert.completions.settling import remind_disputes
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.rules import facts
from recert.standing.queries import held_of
from recert.transcript.actions import add_evidence
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import DAY, line, send, sent, set_birthdays
from tests.teaching import Teaching
from tests.transcript.files import pdf

D = DisputeState
LATER = NOW + timedelta(days=15)


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching) -> None:
    set_birthdays(teaching)


def missing(teaching: Teaching, **more: Any) -> Dispute:
    """Ada says that her course is missing."""
    return dispute_missing(
        **{
            "by": teaching.cast.ada, "at": NOW, "course": teaching.course, "completed": DAY,
            "key": "form-1", **more,
        }
    )  # fmt: skip


def certificate(teaching: Teaching) -> str:
    """The file Ada has of it."""
    ada = teaching.cast.ada
    return add_evidence(by=ada, at=NOW, name="certificate.pdf", content=pdf()).public_id


def test_her_own_certificate_counts_meanwhile_and_gives_way_when_it_is_reported(
    teaching: Teaching,
) -> None:
    ada = teaching.cast.ada
    before = held_of(teaching.cast.ada_acsm, NOW).standing.counted
    dispute = missing(teaching, evidence_id=certificate(teaching))
    assert missing(teaching) == dispute
    own = dispute.provisional
    assert own is not None
    assert (own.reported_by, own.evidence.count()) == (facts.Reporter.SELF, 1)
    assert held_of(teaching.cast.ada_acsm, NOW).standing.counted - before == 2
    # the school remembers another day
    send(teaching, line(completed=DAY - timedelta(days=7)))
    dispute.refresh_from_db()
    entry = transcript_of(ada).get(reported_by="provider")
    assert (dispute.state, dispute.completion) == (D.SETTLED, Completion.objects.get())
    assert own not in transcript_of(ada)
    assert list(entry.evidence.all()) == list(own.evidence.all())
    assert held_of(teaching.cast.ada_acsm, NOW).standing.counted - before == 2
    assert Notice.objects.filter(kind="dispute-news", recipient_id=ada.public_id).count() == 1


def test_the_provider_agrees_and_the_credit_is_there(teaching: Teaching) -> None:
    ada = teaching.cast.ada
    dispute = missing(teaching)
    told = Notice.objects.filter(kind="dispute-waiting")
    assert {each.recipient_id for each in told} == {
        teaching.nia.public_id, teaching.oto.public_id,
    }  # fmt: skip
    with pytest.raises(NotFound):
        dispute_for_provider(teaching.cast.hal, teaching.lab.slug, dispute.public_id)
    said: dict[str, Any] = {
        "at": NOW, "provider_slug": teaching.lab.slug, "public_id": dispute.public_id,
    }  # fmt: skip
    done = accept_dispute(by=teaching.pia, **said, answer="We forgot a page.")
    assert accept_dispute(by=teaching.pia, **said) == done
    assert (done.state, done.answer) == (D.SETTLED, "We forgot a page.")
    assert transcript_of(ada).filter(reported_by="provider").count() == 1
    with pytest.raises(Refused, match="answered or taken back"):
        decline_dispute(by=teaching.pia, **said, answer="No")


def test_what_is_wrong_is_answered_by_correcting_it(teaching: Teaching) -> None:
    old = sent(teaching)
    said: dict[str, Any] = {"by": teaching.cast.ada, "at": NOW, "completion_id": old.public_id}
    with pytest.raises(Refused):
        dispute_wrong(**said, text=" ", key="f")
    with pytest.raises(NotFound):
        dispute_wrong(**{**said, "by": teaching.cast.ben}, text="Not me", key="f")
    dispute = dispute_wrong(**said, text="I had three hours", key="f")
    with pytest.raises(Refused, match="answers it too"):
        accept_dispute(
            by=teaching.pia, at=NOW, provider_slug=teaching.lab.slug, public_id=dispute.public_id
        )
    correct(by=teaching.pia, at=NOW, completion=old, line=line(minutes=100), reason="Right")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer) == (D.SETTLED, "Right")


def test_an_answer_that_does_not_come_is_seen_by_the_body(teaching: Teaching) -> None:
    cast = teaching.cast
    dispute = missing(teaching)
    assert dispute.due_on == date(2026, 12, 5)
    assert (remind_disputes(at=NOW), list(disputes_overdue(cast.acsm, DAY))) == (0, [])
    assert remind_disputes(at=LATER) == 1
    assert remind_disputes(at=LATER) == 0
    assert list(disputes_overdue(cast.acsm, LATER.date())) == [dispute]
    assert not disputes_overdue(cast.nasm, LATER.date()).exists()
    assert dispute_for_staff(cast.dan, "acsm", dispute.public_id, LATER.date()) == dispute
    for nobody in (cast.gus, cast.fay, teaching.nia):
        with pytest.raises(NotFound):
            dispute_for_staff(nobody, "acsm", dispute.public_id, LATER.date())
    decline_dispute(
        by=teaching.pia, at=LATER, provider_slug=teaching.lab.slug, public_id=dispute.public_id,
        answer="She left early",
    )  # fmt: skip
    assert list(disputes_before(cast.acsm, LATER.date())) == [dispute]
    assert not disputes_overdue(cast.acsm, LATER.date()).exists()


def test_one_at_a_time_and_taken_back(teaching: Teaching) -> None:
    dispute = missing(teaching)
    with pytest.raises(Refused, match="asked about this already"):
        missing(teaching, key="form-2")
    for _twice in range(2):
        assert withdraw_dispute(
            by=teaching.cast.ada, at=NOW, public_id=dispute.public_id
        ).state == D.WITHDRAWN  # fmt: skip
    with pytest.raises(NotFound):
        withdraw_dispute(by=teaching.cast.ben, at=NOW, public_id=dispute.public_id)
    sent(teaching)
    with pytest.raises(Refused, match="reported already"):
        missing(teaching, key="form-3")
    with pytest.raises(Refused, match="future"):
        missing(teaching, key="form-4", completed=date(2027, 1, 1))


def test_how_a_provider_keeps_its_word_is_counted(teaching: Teaching) -> None:
    late = sent(teaching, line(completed=date(2026, 8, 1)))
    sent(teaching, key="k2")
    correct(by=teaching.pia, at=NOW, completion=late, reason="x",
            line=line(completed=date(2026, 8, 2)))  # fmt: skip
    missing(teaching, completed=date(2026, 11, 7))
    remind_disputes(at=LATER)
    found = reliability_of(teaching.lab, LATER.date())
    assert (found.reported, found.in_time_percent, found.mended_percent) == (2, 50, 50)
    assert (found.disputes, found.overdue, found.days) == (1, 1, 14)
    nothing = reliability_of(teaching.own, LATER.date())
    assert (nothing.in_time_percent, nothing.mended_percent) == (None, None)
