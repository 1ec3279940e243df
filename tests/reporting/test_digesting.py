"""The digest: what waits, in one letter, in the morning of the body."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from recert.enquiries.actions import ask
from recert.notices.actions import set_preference
from recert.notices.models import Notice, Rhythm
from recert.payments.actions import Line, issue_invoice
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import Method, Refund, RefundState
from recert.people.models import Person
from recert.people.queries import Duty
from recert.reporting.digesting import send_digests
from recert.reporting.waiting import Work, piles_at
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)  # 8 in the morning in New York
MONDAY = SUNDAY + timedelta(days=1)


def choose(whom: Person, rhythm: Rhythm, email: bool = True) -> None:
    set_preference(
        person_id=whom.public_id, kind="work-waiting", email=email, days=(), at=SUNDAY,
        rhythm=rhythm,
    )  # fmt: skip


def digests() -> list[str]:
    return sorted(Notice.objects.filter(kind="digest").values_list("email", flat=True))


def test_each_gets_what_they_may_see_when_they_want_it(cast: Cast) -> None:
    choose(cast.hal, Rhythm.DAILY)
    choose(cast.gus, Rhythm.WEEKLY)
    choose(cast.dan, Rhythm.DAILY, email=False)  # nothing at all, then
    choose(cast.ada, Rhythm.DAILY)  # who works nowhere
    assert send_digests(at=SUNDAY) == 0  # nothing waits
    ask(by=None, at=SUNDAY, body=cast.acsm, text="May I?", email="r@example.org")
    assert not Notice.objects.filter(recipient_id=cast.hal.public_id, state="queued").exists()
    for early in (SUNDAY - timedelta(hours=2), SUNDAY + timedelta(hours=5)):
        assert send_digests(at=early) == 0
    for _again in range(2):
        send_digests(at=SUNDAY)
    assert digests() == ["hal@example.org"]
    letter = Notice.objects.get(kind="digest")
    assert "waits at" in letter.subject
    assert "Questions to answer: 1" in letter.text
    assert "/staff/acsm/" in letter.text
    assert letter.state == "queued"
    assert send_digests(at=MONDAY) == 2
    assert digests() == ["gus@example.org", "hal@example.org", "hal@example.org"]
    to_gus = Notice.objects.get(kind="digest", email="gus@example.org")
    assert "Applications" not in to_gus.text


def test_every_pile_of_money_is_in_the_digest_of_whoever_takes_it(cast: Cast) -> None:
    """What is overpaid, contested, moot, stray, or was not taken back by a card."""
    money = {pile.work for pile in piles_at(cast.acsm, SUNDAY) if pile.duty is Duty.MONEY}
    assert money == {
        Work.FEES, Work.PAYMENTS, Work.SURPLUS, Work.MOOT, Work.STRAY, Work.DISPUTES,
        Work.SENT_BACK,
    }  # fmt: skip
    bill = issue_invoice(
        by=None, at=SUNDAY, person=cast.ada, body=cast.acsm, subject="renewal:1",
        lines=[Line("fee", "Renewing", 100)],
    )  # fmt: skip
    came = Came(cents=150, method=Method.CARD, received_on=SUNDAY.date(), key="stripe:1")
    payment = receive(bill, by=None, at=SUNDAY, came=came)
    Refund.objects.create(
        payment=payment, cents=50, reason="Too much", state=RefundState.FAILED,
        asked_at=SUNDAY, key="refund:1",
    )  # fmt: skip
    choose(cast.gus, Rhythm.DAILY)
    send_digests(at=SUNDAY)
    letter = Notice.objects.get(kind="digest", email="gus@example.org")
    assert "Overpayments: 1" in letter.text
    assert "Refunds a card did not take: 1" in letter.text
