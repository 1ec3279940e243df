"""What the till of Movement Lab has in the world: a bill of Ben's, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from recert.catalogue.models import CourseClass
from recert.enrolments.actions import enrol
from recert.payments.actions import open_till
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import Event, Invoice, Method, Outcome, Refund, RefundState
from recert.people.models import Person
from tests.cast import NOW, TODAY, person
from tests.teaching import Teaching, held_on


@dataclass(frozen=True, slots=True)
class LabTill:
    """Movement Lab sells a class: somebody pays, somebody's refund failed, some money is stray."""

    teaching: Teaching
    sold: CourseClass
    bill: Invoice
    failed: Refund
    stray: Event


def set_lab_till(teaching: Teaching) -> LabTill:
    """Open the till, and sell two places: one is paid, and could not be paid back."""
    open_till(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", currency="USD",
        payment_instructions="Bank of the Lake, 1 22 333.",
    )  # fmt: skip
    sold = held_on(teaching.edition, datetime(2027, 1, 9, 15, 0, tzinfo=UTC))
    CourseClass.objects.filter(pk=sold.pk).update(cents=9500)
    paid, open_bill = (_billed(sold, who) for who in ("Quinn Paid", "Rosa Slow"))
    came = Came(cents=9500, method=Method.CARD, received_on=TODAY, key="stripe:pi_lab",
                charge="pi_lab")  # fmt: skip
    failed = Refund.objects.create(
        payment=receive(paid, by=None, at=NOW, came=came), cents=9500, reason="Storm",
        asked_at=NOW, key="refund:lab", state=RefundState.FAILED, problem="Card closed.",
    )  # fmt: skip
    stray = Event.objects.create(
        provider=teaching.lab, event_id="evt_lab", kind="payment_intent.succeeded",
        charge="pi_lab_stray", content={}, sha256="0" * 64, made_at=NOW, received_at=NOW,
        outcome=Outcome.UNMATCHED, problem="No bill here has this number.", cents=4200,
        currency="USD",
    )  # fmt: skip
    return LabTill(teaching, sold, open_bill, failed, stray)


def _billed(sold: CourseClass, name: str) -> Invoice:
    return _bill_of(person(name), sold)


def _bill_of(who: Person, sold: CourseClass) -> Invoice:
    place = enrol(by=who, at=NOW, class_id=sold.public_id, key="world", by_transfer=True)
    return Invoice.objects.get(public_id=place.invoice)


def grow_lab_till(found: LabTill, number: int) -> None:
    """One more learner buys a place, and one more payment fits no bill."""
    _billed(found.sold, f"Buyer{number} Roe")
    Event.objects.create(
        provider=found.teaching.lab, event_id=f"evt_lab_{number}", kind=found.stray.kind,
        charge=f"pi_lab_{number}", content={}, sha256="0" * 64, made_at=NOW, received_at=NOW,
        outcome=Outcome.UNMATCHED, problem=found.stray.problem, cents=100, currency="USD",
    )  # fmt: skip
