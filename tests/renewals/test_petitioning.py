"""Petitions that cost: billed, sent once paid, paid back by the terms; approved for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.catalogue.actions import Approving
from recert.catalogue.models import CourseApproval, Provider
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.payments.actions import pay_in_sandbox, set_terms
from recert.payments.models import Invoice, RefundPolicy
from recert.people.actions import appoint
from recert.people.models import Person, Role
from recert.renewals.actions import (
    answer_for_body,
    ask_body,
    fee_for_asking,
    settle_lost_petitions,
    take_back_petition,
)
from recert.rules.facts import Award, Delivery, Kind, Topic, Unit
from recert.transcript.actions import answer_petition, return_petition, withdraw_activity
from recert.transcript.models import Activity, Petition
from recert.transcript.queries import petition_for_staff, petition_queue
from recert.transcript.spreading import approve_for_everybody, course_in
from tests.cast import NOW, Cast, course, log, person

LATER = NOW + timedelta(days=2)


def _outside(cast: Cast, title: str = "Kettlebell basics") -> Activity:
    """A course ACE has not approved."""
    fields: dict[str, Any] = {
        "provider": "kettle-school",
        "kind": Kind.WORKSHOP,
        "delivery": Delivery.IN_PERSON,
        "minutes": 360,
        "topics": frozenset({Topic.TECHNIQUE}),
        "awards": (Award(amount=Fraction(6), unit=Unit.CONTACT_HOUR),),
    }
    return log(cast.ada, course(title, date(2026, 10, 3), "6", **fields))


def _ask(cast: Cast, entry: Activity, **more: Any) -> Petition:
    said: dict[str, Any] = {"question": "It is about technique."}
    return ask_body(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_ace.public_id,
        **said | more,
    )


@pytest.fixture
def amy(cast: Cast) -> Person:
    """Somebody who reviews at ACE, and takes its money."""
    found = person("Amy Otieno")
    appoint(person=found, body=cast.ace, role=Role.OWNER, by=None, at=NOW)
    return found


def test_a_petition_goes_out_once_its_bill_is_paid(cast: Cast, settings: Any, amy: Person) -> None:
    settings.SANDBOX = True
    assert fee_for_asking(cast.ada_ace, NOW, Fraction(1)).cents == 2500  # as ACE's clause says
    assert fee_for_asking(cast.ada_acsm, NOW, Fraction(1)).cents == 0
    petition = _ask(cast, _outside(cast))
    bill = Invoice.objects.get(public_id=petition.invoice)
    assert (petition.state, bill.total_cents, bill.lines[0]["clause"]) == (
        "to-pay", 2500, "petition-fee",
    )  # fmt: skip
    assert not petition_queue(cast.ace)
    with pytest.raises(NotFound):  # nor can it be opened by its address
        petition_for_staff(amy, "ace", petition.public_id)
    assert not Notice.objects.filter(kind="work-waiting", recipient_id=amy.public_id)
    with pytest.raises(Refused, match="asked this already"):
        _ask(cast, petition.activity)
    pay_in_sandbox(by=cast.ada, at=LATER, public_id=bill.public_id)
    petition.refresh_from_db()
    assert (petition.state, petition.submitted_at) == ("submitted", LATER)
    assert list(petition_queue(cast.ace)) == [petition]
    assert Notice.objects.filter(kind="work-waiting", recipient_id=amy.public_id).count() == 1


def test_one_that_is_free_goes_out_at_once(cast: Cast) -> None:
    petition = ask_body(
        by=cast.ada, at=NOW, activity_id=_outside(cast).public_id,
        certification_id=cast.ada_acsm.public_id, question="Why not?",
    )  # fmt: skip
    assert (petition.state, petition.invoice) == ("submitted", "")


def test_what_is_rejected_or_taken_back_is_paid_back_by_the_terms(
    cast: Cast, settings: Any, amy: Person
) -> None:
    settings.SANDBOX = True
    set_terms(
        by=amy, at=NOW, body_slug="ace", when_refused=RefundPolicy.ALWAYS,
        when_withdrawn=RefundPolicy.NEVER, refund_words="Kept.",
    )  # fmt: skip
    entry, other = _outside(cast), _outside(cast, "Another")
    rejected, taken = _ask(cast, entry), _ask(cast, other)
    for each in (rejected, taken):
        pay_in_sandbox(by=cast.ada, at=NOW, public_id=each.invoice)
    answer_for_body(
        by=amy, at=LATER, body_slug="ace", public_id=rejected.public_id, accept=False,
        reason="Workouts.", clause="petition-fee",
    )  # fmt: skip
    take_back_petition(by=cast.ada, at=LATER, public_id=taken.public_id)
    states = {
        each.public_id: each.state
        for each in Invoice.objects.filter(subject__startswith="petition:")
    }
    assert (states[rejected.invoice], states[taken.invoice]) == ("refunded", "paid")


def test_a_petition_that_went_with_its_entry_loses_its_bill_too(cast: Cast) -> None:
    entry = _outside(cast)
    petition = _ask(cast, entry)
    withdraw_activity(by=cast.ada, at=LATER, public_id=entry.public_id)
    assert settle_lost_petitions(at=LATER) == 1
    assert settle_lost_petitions(at=LATER) == 0
    assert Invoice.objects.get(public_id=petition.invoice).state == "cancelled"


def test_the_bodys_days_begin_anew_when_it_is_answered(
    cast: Cast, settings: Any, amy: Person
) -> None:
    settings.SANDBOX = True
    petition = _ask(cast, _outside(cast))
    pay_in_sandbox(by=cast.ada, at=NOW, public_id=petition.invoice)
    said: dict[str, Any] = {"at": LATER, "public_id": petition.public_id}
    return_petition(by=amy, body_slug="ace", reason="The outline?", **said)
    answer_petition(by=cast.ada, question="Here it is.", **said)
    petition.refresh_from_db()
    assert (petition.state, petition.submitted_at) == ("submitted", LATER)


def test_what_was_accepted_for_one_is_approved_for_everybody(
    cast: Cast, settings: Any, amy: Person
) -> None:
    settings.SANDBOX = True
    petition = _ask(cast, _outside(cast))
    draft = course_in(petition.activity, date(2026, 1, 1))
    said: dict[str, Any] = {
        "by": amy, "at": LATER, "body_slug": "ace", "public_id": petition.public_id,
        "provider": "", "provider_name": "Kettle School", "number": "KB-1", "draft": draft,
        "approving": Approving(
            amount=Fraction("0.6"), unit="cec", since=date(2026, 1, 1), number="ACE-K1"
        ),
    }  # fmt: skip
    pay_in_sandbox(by=cast.ada, at=NOW, public_id=petition.invoice)
    with pytest.raises(Refused, match="accepted"):
        approve_for_everybody(**said)
    answer_for_body(
        by=amy, at=LATER, body_slug="ace", public_id=petition.public_id, accept=True,
        reason="Fine.",
    )  # fmt: skip
    with pytest.raises(NotFound):
        approve_for_everybody(**said | {"by": cast.hal})
    row = approve_for_everybody(**said)
    assert approve_for_everybody(**said) == row
    course_row = row.edition.course
    assert (course_row.provider.slug, course_row.number) == ("kettle-school", "KB-1")
    assert course_row.is_listed
    assert not course_row.provider.staff.exists()  # nobody runs it yet
    assert row.asked_by is None  # nor does it say who asked
    assert CourseApproval.objects.get().number == "ACE-K1"
    assert Provider.objects.count() == 1
