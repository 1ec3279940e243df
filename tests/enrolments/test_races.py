"""Races: many want the last places in the very same moment, each by a connection of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from recert.enrolments.actions import give_places_on, leave
from recert.enrolments.models import HAS_A_PLACE, Enrolment
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import Invoice, Method
from recert.payments.queries import received_cents
from tests.cast import NOW, TODAY, assemble, person
from tests.enrolments.conftest import Places
from tests.teaching import set_teaching

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def places(transactional_db: None) -> Places:
    """Places that other connections see."""
    return Places(set_teaching(assemble()))


def together(*acts: Callable[[], object]) -> None:
    """Do all at once; what is refused is refused."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(one, acts))


def test_never_more_than_there_are(places: Places) -> None:
    """Six want two places, each clicking twice; then both are given back in one moment."""
    places.seats(places.free, 2)
    six = [person(f"{name} Roe") for name in ("Ana", "Bo", "Cy", "Dot", "Eli", "Flo")]
    row = places.free
    clicks = [partial(places.ask, who, row, key=f"{n}") for who in six for n in (1, 2)]
    together(*clicks)
    states = Counter(Enrolment.objects.values_list("state", flat=True))
    assert states == {"enrolled": 2, "waiting": 4}
    seated = list(Enrolment.objects.filter(state="enrolled").select_related("person"))
    together(
        *(partial(leave, by=each.person, at=NOW, public_id=each.public_id) for each in seated),
        *(partial(give_places_on, at=NOW) for _worker in range(2)),
    )  # fmt: skip
    states = Counter(Enrolment.objects.values_list("state", flat=True))
    assert states == {"cancelled": 2, "offered": 2, "waiting": 2}
    assert Enrolment.objects.filter(state__in=HAS_A_PLACE).count() == 2


def test_paid_and_given_on_in_one_moment(places: Places) -> None:
    """Either it is theirs, or the money is there to be given back; never neither, never both."""
    place = places.ask(places.cast.ada, places.workshop)
    bill = places.bill(place)
    came = Came(cents=9900, method=Method.CARD, received_on=TODAY, key="card", charge="pi_1")
    later = NOW + timedelta(days=8)
    together(lambda: receive(bill, by=None, at=later, came=came), lambda: give_places_on(at=later))
    place.refresh_from_db()
    bill = Invoice.objects.get(pk=bill.pk)
    assert received_cents(bill) == 9900
    assert (place.state, bill.state) in {("enrolled", "paid"), ("cancelled", "cancelled")}
