"""Places in ACSM's own workshop, which costs 99 dollars and 79 for members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from recert.catalogue.models import CourseClass
from recert.enrolments.actions import enrol
from recert.enrolments.models import Enrolment
from recert.lib.days import local_day
from recert.payments.actions import record_payment
from recert.payments.models import Invoice
from recert.payments.queries import received_cents
from recert.people.models import BodyMember, Person
from tests.cast import NOW, TODAY, Cast
from tests.teaching import Teaching


@dataclass(frozen=True, slots=True)
class Places:
    """Who asks for places, in which classes, and ACSM's till."""

    teaching: Teaching

    @property
    def cast(self) -> Cast:
        return self.teaching.cast

    @property
    def workshop(self) -> CourseClass:
        return CourseClass.objects.get(pk=self.teaching.workshop_class.pk)

    @property
    def free(self) -> CourseClass:
        return CourseClass.objects.get(pk=self.teaching.open_class.pk)

    def ask(self, who: Person, row: CourseClass, at: datetime = NOW, **more: Any) -> Enrolment:
        """Somebody presses the button."""
        key = more.pop("key", f"form-{who.pk}-{at.isoformat()}")
        return enrol(by=who, at=at, class_id=row.public_id, key=key, **more)

    def join(self, who: Person, **days: Any) -> None:
        """Somebody becomes a member of ACSM, since a year ago unless said otherwise."""
        since = {"since": TODAY - timedelta(days=365), **days}
        BodyMember.objects.create(person=who, body=self.cast.acsm, **since)

    def seats(self, row: CourseClass, many: int) -> None:
        CourseClass.objects.filter(pk=row.pk).update(seats=many)

    def bill(self, place: Enrolment) -> Invoice:
        return Invoice.objects.get(public_id=place.invoice)

    def pay(self, place: Enrolment, at: datetime = NOW, cents: int | None = None) -> Invoice:
        """Gus records a transfer."""
        bill = self.bill(place)
        record_payment(
            by=self.cast.gus, at=at, body_slug="acsm", public_id=bill.public_id,
            cents=bill.total_cents if cents is None else cents, received_on=local_day(at, "UTC"),
            reference="transfer", key=f"{bill.public_id}-{at.isoformat()}",
        )  # fmt: skip
        bill.refresh_from_db()
        place.refresh_from_db()
        return bill

    def here(self, place: Enrolment) -> int:
        """What is here of the money for a place."""
        return received_cents(self.bill(place))


@pytest.fixture
def places(teaching: Teaching) -> Places:
    return Places(teaching)
