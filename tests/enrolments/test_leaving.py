"""Leaving, moving, cancelling: what was paid is what went back and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from recert.catalogue.models import CourseClass
from recert.catalogue.records import class_draft
from recert.enrolments.actions import (
    cancel_for_all,
    change_for_all,
    close_held_classes,
    end_feed,
    give_places_on,
    leave,
    make_feed,
    remind_of_classes,
    take_off,
    what_leaving_means,
)
from recert.enrolments.models import Enrolment
from recert.enrolments.own_data import OWN_DATA
from recert.enrolments.queries import enrolment_for, feed_by_secret, feed_of
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.payments.actions import cancel_invoice, keep_fee, refund
from recert.payments.actions.receiving import Came, receive
from recert.payments.ledger_lines import entries_of
from recert.payments.models import Method
from recert.payments.queries import moot_bills, overpaid
from recert.payments.reconciling import Figure, Period
from tests.cast import NOW, TODAY
from tests.enrolments.conftest import Places

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def enrolled(places: Places, who: Any = None) -> Enrolment:
    """Ada, or somebody else, has paid for the workshop on 12 December."""
    place = places.ask(who or places.cast.ada, places.workshop)
    places.pay(place)
    assert place.state == "enrolled"
    return place


def test_in_time_all_goes_back_and_later_nothing(places: Places) -> None:
    ada, ben, begins = places.cast.ada, places.cast.ben, places.workshop.starts_at
    assert begins is not None
    early, late = enrolled(places), enrolled(places, ben)
    assert what_leaving_means(early, begins - 7 * DAY).policy == "always"
    assert what_leaving_means(early, begins - 7 * DAY + HOUR).policy == "never"
    for _twice in range(2):
        left = leave(by=ada, at=begins - 7 * DAY, public_id=early.public_id)
    assert (left.state, places.bill(left).state, places.here(left)) == ("cancelled", "refunded", 0)
    left = leave(by=ben, at=begins - DAY, public_id=late.public_id)
    assert (left.state, places.bill(left).state, places.here(left)) == ("cancelled", "paid", 9900)
    refund(by=places.cast.gus, at=begins, body_slug="acsm", public_id=left.invoice, reason="Ill.")
    assert places.here(left) == 0  # the till may still decide otherwise


def test_where_there_is_no_rule_the_till_decides(places: Places) -> None:
    CourseClass.objects.filter(pk=places.workshop.pk).update(refund_days=None)
    place = enrolled(places)
    leave(by=places.cast.ada, at=NOW + DAY, public_id=place.public_id)
    assert list(moot_bills(places.cast.acsm)) == [places.bill(place)]
    keep_fee(by=places.cast.gus, at=NOW + DAY, body_slug="acsm", public_id=place.invoice,
             reason="Too late.")  # fmt: skip
    assert places.here(place) == 9900
    assert not moot_bills(places.cast.acsm)


def test_a_class_not_held_pays_everybody_back(places: Places) -> None:
    cast = places.cast
    paid, unpaid = enrolled(places), places.ask(cast.ben, places.workshop)
    places.seats(places.workshop, 2)
    waits = places.ask(cast.carol, places.workshop)
    given: dict[str, Any] = {
        "at": NOW,
        "provider_slug": "acsm",
        "class_id": places.workshop.public_id,
    }
    for _twice in range(2):
        row, told = cancel_for_all(by=cast.hal, **given, reason="The teacher is ill.")
    assert (row.cancelled_at, told) == (NOW, 0)  # the second time nobody was left to tell
    for place in (paid, unpaid, waits):
        place.refresh_from_db()
        assert (place.state, place.cancel_reason) == ("cancelled", "The teacher is ill.")
        letter = Notice.objects.get(
            recipient_id=place.person.public_id, subject__startswith="You have no"
        )
        assert "The teacher is ill." in letter.text
    assert (places.here(paid), places.bill(unpaid).state) == (0, "cancelled")


def test_who_is_told_of_another_day_may_leave(places: Places) -> None:
    place, begins = enrolled(places), places.workshop.starts_at
    assert begins is not None
    draft = class_draft(places.workshop)
    assert draft.starts is not None
    assert draft.ends is not None
    given: dict[str, Any] = {"by": places.cast.hal, "at": NOW, "provider_slug": "acsm",
             "class_id": places.workshop.public_id}  # fmt: skip
    priced = replace(draft, cents=20000, seats=1)
    assert change_for_all(**given, draft=priced)[2] == 0  # nobody's own price changes
    moved = replace(priced, starts=draft.starts + HOUR, ends=draft.ends + HOUR)
    assert change_for_all(**given, draft=moved)[2] == 1
    place.refresh_from_db()
    assert (place.cents, place.moved_at) == (9900, NOW)
    left = leave(by=places.cast.ada, at=begins - HOUR, public_id=place.public_id)
    assert places.here(left) == 0
    waits = [
        places.ask(who, places.workshop, NOW + HOUR) for who in (places.cast.ben, places.cast.carol)
    ]
    assert [each.state for each in waits] == ["to-pay", "waiting"]
    change_for_all(**given, draft=replace(moved, seats=2))
    waits[1].refresh_from_db()
    assert waits[1].state == "offered"  # one more seat


def test_the_money_stays_whole(places: Places) -> None:
    """Paid, refunded by finance, paid too late: the ledger knows where each cent is."""
    cast = places.cast
    kept, returned, late = enrolled(places), enrolled(places, cast.ben), places.ask(
        cast.carol, places.workshop
    )  # fmt: skip
    refund(by=cast.gus, at=NOW, body_slug="acsm", public_id=returned.invoice, reason="A mistake.")
    returned.refresh_from_db()
    assert returned.state == "cancelled"  # what is paid back is no place any more
    give_places_on(at=NOW + 7 * DAY)
    came = Came(cents=9900, method=Method.CARD, received_on=TODAY, key="late", charge="pi_1")
    for _twice in range(2):
        receive(places.bill(late), by=None, at=NOW + 8 * DAY, came=came)
    late.refresh_from_db()
    assert (late.state, [each.surplus for each in overpaid(cast.acsm)]) == ("cancelled", [9900])
    letters = Notice.objects.filter(recipient_id=cast.carol.public_id)
    assert letters.filter(subject__contains="too late").count() == 1
    period = Period(seller=cast.acsm, since=TODAY, until=TODAY + 30 * DAY)
    sums = {
        figure: sum(each.cents for each in entries_of(period, figure, "USD"))
        for figure in (Figure.RECEIVED, Figure.RETURNED, Figure.SURPLUS)
    }
    assert sums == {Figure.RECEIVED: 29700, Figure.RETURNED: 9900, Figure.SURPLUS: 9900}
    assert places.here(kept) + places.here(returned) + places.here(late) == 29700 - 9900


def test_the_day_before_one_is_reminded_once(places: Places) -> None:
    place = places.ask(places.cast.ada, places.free)
    begins = places.free.starts_at
    assert begins is not None
    assert remind_of_classes(at=begins - 3 * DAY) == 0
    assert remind_of_classes(at=begins - 20 * HOUR) == 1
    assert remind_of_classes(at=begins - 19 * HOUR) == 0
    CourseClass.objects.filter(pk=places.free.pk).update(
        starts_at=begins + 5 * DAY, ends_at=begins + 5 * DAY + HOUR
    )
    assert remind_of_classes(at=begins + 5 * DAY - HOUR) == 1  # it was moved
    letter = Notice.objects.filter(kind="class-reminder").order_by("pk")[0]
    assert "https://lab.example/room" in letter.text
    assert OWN_DATA.open_matters(places.cast.ada)
    assert close_held_classes(at=begins + 6 * DAY) == 1
    assert not OWN_DATA.open_matters(places.cast.ada)
    with pytest.raises(Refused, match="over"):
        leave(by=places.cast.ada, at=begins + 6 * DAY, public_id=place.public_id)


def test_the_provider_takes_somebody_off_its_own_list(places: Places) -> None:
    place = enrolled(places)
    given: dict[str, Any] = {
        "at": NOW,
        "public_id": place.public_id,
        "reason": "Asked by telephone.",
    }
    with pytest.raises(NotFound):
        take_off(by=places.teaching.nia, provider_slug="movement-lab", **given)
    with pytest.raises(Refused):
        take_off(by=places.cast.hal, provider_slug="acsm", **{**given, "reason": " "})
    take_off(by=places.cast.hal, provider_slug="acsm", **given)
    assert (enrolment_for(places.cast.ada, place.public_id).state, places.here(place)) == (
        "cancelled", 0,
    )  # fmt: skip
    with pytest.raises(Refused):
        cancel_invoice(by=None, at=NOW, invoice=places.bill(place), reason="")


def test_a_calendars_address_can_be_changed(places: Places) -> None:
    ada = places.cast.ada
    first = make_feed(by=ada, at=NOW)
    second = make_feed(by=ada, at=NOW)
    assert feed_by_secret(second.secret).person == ada
    with pytest.raises(NotFound):
        feed_by_secret(first.secret)
    assert set(OWN_DATA.rows(ada)["calendar-addresses"]) == {first, second}
    for _twice in range(2):
        end_feed(by=ada, at=NOW)
    assert feed_of(ada) is None
