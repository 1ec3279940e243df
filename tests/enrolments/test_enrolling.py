"""Enrolling: the price of the day, the bill, the place; the line, and who gets the next one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from recert.catalogue.models import Course, CourseClass, MemberPrice
from recert.enrolments.actions import (
    accept_offer,
    enrol_by_hand,
    give_places_on,
    leave,
    pay_by_transfer,
)
from recert.enrolments.models import Enrolment
from recert.enrolments.prices import price_for
from recert.enrolments.queries import ahead_of, enrolled_in, enrolment_for, feed_of
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.payments.actions import announce_payment
from recert.payments.models import InvoiceState
from recert.people.models import BodyMember, Person
from recert.people.unclaimed import is_claimed
from tests.cast import NOW, TODAY
from tests.enrolments.conftest import Places

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(person: Person) -> list[str]:
    """The subjects of what somebody was written about their classes."""
    found = Notice.objects.filter(recipient_id=person.public_id, kind="class-news")
    return [each.subject for each in found.order_by("pk")]


def test_what_is_free_is_taken_at_once_and_once(places: Places) -> None:
    ada = places.cast.ada
    first = places.ask(ada, places.free, key="one")
    again = places.ask(ada, places.free, key="two")
    assert first == again
    assert (first.state, first.cents, first.invoice) == ("enrolled", 0, "")
    assert list(enrolled_in(places.free)) == [first]
    assert told(ada) == ["You have a place: Ethics in practice"]
    assert feed_of(ada) is None
    with pytest.raises(NotFound):
        enrolment_for(places.cast.ben, first.public_id)


def test_a_member_pays_the_lowest_price_of_the_day(places: Places) -> None:
    cast, row = places.cast, places.workshop
    MemberPrice.objects.create(course_class=row, body=cast.ace, cents=7000)
    row = places.workshop
    assert price_for(cast.ada, row, NOW).cents == 9900
    places.join(cast.ada, until=TODAY)
    price = price_for(cast.ada, row, NOW)
    assert (price.cents, price.everybody_cents, price.member_of) == (7900, 9900, cast.acsm)
    assert price_for(cast.ada, row, NOW + 2 * DAY).cents == 9900  # the membership has ended
    BodyMember.objects.create(person=cast.ada, body=cast.ace, since=TODAY)
    assert price_for(cast.ada, row, NOW).member_of == cast.ace
    MemberPrice.objects.filter(course_class=row).update(cents=12000)
    assert price_for(cast.ada, places.workshop, NOW).member_of is None  # never the dearer one


def test_paying_gives_the_place(places: Places) -> None:
    ada = places.cast.ada
    places.join(ada)
    place = places.ask(ada, places.workshop)
    assert (place.state, place.cents, place.held_until) == ("to-pay", 7900, NOW + 7 * DAY)
    bill = places.bill(place)
    assert (bill.body, bill.person, bill.total_cents) == (places.cast.acsm, ada, 7900)
    assert bill.subject == f"enrolment:{place.public_id}"
    assert "members" in bill.lines[0]["says"]
    bill = places.pay(place)
    assert (bill.state, place.state, place.held_until) == ("paid", "enrolled", None)
    give_places_on(at=NOW + 10 * DAY)
    place.refresh_from_db()
    assert place.state == "enrolled"


def test_what_is_not_paid_goes_on_and_late_money_waits(places: Places) -> None:
    ada, ben = places.cast.ada, places.cast.ben
    places.seats(places.workshop, 1)
    place, next_one = places.ask(ada, places.workshop), places.ask(ben, places.workshop)
    assert (next_one.state, ahead_of(next_one)) == ("waiting", 0)
    announced = NOW + 6 * DAY
    announce_payment(by=ada, at=announced, public_id=place.invoice)
    assert give_places_on(at=NOW + 8 * DAY) == 0  # she says that it is on its way
    assert give_places_on(at=announced + 7 * DAY) == 1
    place.refresh_from_db()
    next_one.refresh_from_db()
    assert (place.state, places.bill(place).state) == ("cancelled", "cancelled")
    assert next_one.state == "offered"
    assert told(ben)[-1] == "A place is free for you: Clinical Exercise Workshop"
    with pytest.raises(Refused):
        places.pay(place)  # nobody is asked for it any more
    taken = accept_offer(by=ben, at=announced + 8 * DAY, public_id=next_one.public_id)
    assert taken.state == "to-pay"


def test_part_of_the_money_keeps_the_place_until_it_begins(places: Places) -> None:
    ada = places.cast.ada
    place = places.ask(ada, places.workshop)
    places.pay(place, cents=5000)
    assert place.state == "to-pay"
    assert give_places_on(at=NOW + 8 * DAY) == 0
    begins = places.workshop.starts_at
    assert begins is not None
    assert give_places_on(at=begins) == 1
    place.refresh_from_db()
    assert (place.state, places.here(place)) == ("cancelled", 0)
    assert places.bill(place).state == InvoiceState.REFUNDED


def test_the_line_moves_in_its_order(places: Places) -> None:
    cast = places.cast
    places.seats(places.free, 1)
    first, second, third = (
        places.ask(who, places.free, NOW + minute * HOUR)
        for minute, who in enumerate((cast.ada, cast.ben, cast.carol))
    )
    assert [each.state for each in (first, second, third)] == ["enrolled", "waiting", "waiting"]
    leave(by=cast.ada, at=NOW + 4 * HOUR, public_id=first.public_id)
    second.refresh_from_db()
    assert (second.state, second.held_until) == ("offered", NOW + 4 * HOUR + 2 * DAY)
    late = NOW + 4 * HOUR + 2 * DAY
    with pytest.raises(Refused, match="not kept"):
        accept_offer(by=cast.ben, at=late, public_id=second.public_id)
    assert give_places_on(at=late) == 1
    third.refresh_from_db()
    assert third.state == "offered"
    assert accept_offer(by=cast.carol, at=late, public_id=third.public_id).state == "enrolled"
    assert Enrolment.objects.filter(course_class=places.free, state="enrolled").count() == 1
    newcomer = places.ask(cast.ben, places.free, late)
    assert (newcomer.state, newcomer == second) == ("waiting", False)


def test_what_cannot_be_asked_for(places: Places) -> None:
    ada, row = places.cast.ada, places.workshop
    begins = row.starts_at
    assert begins is not None
    with pytest.raises(Refused, match="begun"):
        places.ask(ada, row, begins)
    CourseClass.objects.filter(pk=row.pk).update(enrol_until=NOW)
    with pytest.raises(Refused, match="closed"):
        places.ask(ada, row)
    CourseClass.objects.filter(pk=places.free.pk).update(cents=1000)
    with pytest.raises(Refused, match="not sold here"):
        places.ask(ada, places.free)  # Movement Lab has no till here
    CourseClass.objects.filter(pk=row.pk).update(enrol_until=None, cancelled_at=NOW)
    with pytest.raises(Refused, match="cancelled"):
        places.ask(ada, row)
    Course.objects.update(is_listed=False)
    with pytest.raises(NotFound):
        places.ask(ada, row)
    assert not Enrolment.objects.exists()


def test_a_transfer_takes_longer_than_a_card(places: Places) -> None:
    ada = places.cast.ada
    place = places.ask(ada, places.workshop)
    Enrolment.objects.filter(pk=place.pk).update(by_transfer=False, held_until=NOW + HOUR / 2)
    for _twice in range(2):
        place = pay_by_transfer(by=ada, at=NOW, public_id=place.public_id)
    assert (place.by_transfer, place.held_until) == (True, NOW + 7 * DAY)


def test_the_provider_enrols_by_hand_and_learns_nothing(places: Places) -> None:
    teaching, cast = places.teaching, places.cast
    row = places.free
    given: dict[str, Any] = {"at": NOW, "provider_slug": "movement-lab", "class_id": row.public_id}
    for stranger in (teaching.pia, cast.hal):
        with pytest.raises(NotFound):
            enrol_by_hand(by=stranger, **given, name="A", email="a@b.example", key="0",
                          for_nothing=True)  # fmt: skip
    with pytest.raises(Refused) as refused:
        enrol_by_hand(by=teaching.oto, **given, name="", email="nobody", key="0", for_nothing=True)
    assert {each.field for each in refused.value.refusals} == {"name", "email"}
    hand: dict[str, Any] = {"by": teaching.oto, **given, "for_nothing": True}
    known = enrol_by_hand(**hand, name="A. Known", email=cast.ada.email.upper(), key="1")
    new = enrol_by_hand(**hand, name="Kim New", email="kim@new.example", key="2")
    assert (known.person, known.named, known.state) == (cast.ada, "A. Known", "enrolled")
    assert (new.named, new.state, is_claimed(new.person)) == ("Kim New", "enrolled", False)
    assert enrol_by_hand(**hand, name="Again", email=cast.ada.email, key="3") == known
