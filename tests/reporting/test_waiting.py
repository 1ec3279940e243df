"""Piles: counted all at once as each would be counted alone."""

from __future__ import annotations

from datetime import timedelta

from recert.payments.actions import Line as Priced
from recert.payments.actions import issue_invoice
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import Dispute, Method
from recert.reporting.actions import promise
from recert.reporting.waiting import Work, counted, piles_at
from tests.cast import NOW, TODAY, Cast
from tests.counting import counted as asking
from tests.web.staff.scene import EARLIER, set_scene


def test_two_questions_count_every_pile_as_each_would_be_counted_alone(cast: Cast) -> None:
    set_scene(cast)
    promise(by=cast.hal, at=NOW, body_slug="acsm", applications=5, petitions=9, questions=None)
    bill = issue_invoice(
        by=None, at=NOW, person=cast.ada, body=cast.acsm, subject="dues:1",
        lines=[Priced("fee", "Dues", 100)],
    )  # fmt: skip
    came = Came(cents=150, method=Method.CARD, received_on=TODAY, key="stripe:1")
    contested = receive(bill, by=None, at=NOW, came=came)
    Dispute.objects.create(
        payment=contested, dispute="dp_1", cents=150, status="needs_response", said_at=NOW,
        opened_on=TODAY - timedelta(days=3), answer_by=TODAY - timedelta(days=1),
    )  # fmt: skip
    piles = list(piles_at(cast.acsm, NOW))
    with asking() as asked:
        found = {each.pile.work: each for each in counted(piles, NOW, "America/New_York")}
    assert len(asked) == 2  # by moments, and by days
    assert {work: each.many for work, each in found.items()} == {
        pile.work: pile.rows.count() for pile in piles
    }
    waiting = {work: (each.many, each.overdue) for work, each in found.items() if each.many}
    assert waiting == {
        Work.APPLICATIONS: (1, 1), Work.PETITIONS: (1, 0), Work.REGISTER: (1, 0),
        Work.PAYMENTS: (1, 0), Work.SURPLUS: (1, 0), Work.DISPUTES: (1, 1),
        Work.QUESTIONS: (1, 0),
    }  # fmt: skip
    assert found[Work.APPLICATIONS].oldest == EARLIER
    assert found[Work.DISPUTES].oldest == TODAY - timedelta(days=3)
    assert found[Work.AUDITS].oldest is None
