"""A provider's own till: its bills, tax, cards and ledger, apart from everybody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from recert.catalogue.actions import Profile, invite_to_provider, open_provider
from recert.catalogue.models import CourseClass, MemberPrice, Provider, ProviderRole
from recert.enrolments.actions import (
    accept_offer,
    enrol,
    enrol_by_hand,
    forget_old_places,
    give_places_on,
    leave,
)
from recert.enrolments.models import Enrolment
from recert.journal.models import Line as Written
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.payments.account import Account
from recert.payments.actions import (
    Share,
    TaxSaid,
    end_till,
    open_till,
    pay_by_card,
    record_payment,
    record_receipt,
    refund,
    return_otherwise,
    send_refunds,
    settle_event,
)
from recert.payments.models import (
    Checkout,
    Event,
    Invoice,
    InvoiceState,
    Method,
    Outcome,
    Payment,
    Refund,
    RefundState,
)
from recert.payments.queries import (
    Waiting,
    failed_refunds,
    invoice_for_staff,
    invoices_of_seller,
    moot_bills,
    received_cents,
    unmatched_events,
    waiting_at,
)
from recert.payments.reconciling import Period, reports_of
from recert.people.models import BodyMember, Person
from tests.cast import NOW, TODAY, person
from tests.fakes.stripe_server import SECRET_KEY, StripeServer, signed, stripe_server
from tests.teaching import Teaching, held_on

LAB = "movement-lab"
LAB_SECRET, ACSM_SECRET = "whsec_lab", "whsec_acsm"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shop:
    """Movement Lab sells a class for 95 dollars, 75 for members of ACSM; Tess keeps its till."""

    teaching: Teaching
    tess: Person
    sold: CourseClass

    @property
    def lab(self) -> Provider:
        return Provider.objects.get(slug=LAB)

    def ask(self, who: Person, at: datetime = NOW, **more: Any) -> Enrolment:
        return enrol(by=who, at=at, class_id=self.sold.public_id, key=f"form-{who.pk}", **more)

    def bill(self, place: Enrolment) -> Invoice:
        return Invoice.objects.get(public_id=place.invoice)

    def pay(self, place: Enrolment, **more: Any) -> Payment:
        bill = self.bill(place)
        asked: dict[str, Any] = {
            "by": self.tess, "at": NOW, "provider_slug": LAB, "public_id": bill.public_id,
            "cents": bill.total_cents, "received_on": TODAY, "reference": "7",
            "key": bill.public_id, "method": Method.TRANSFER,
        }  # fmt: skip
        return record_payment(**{**asked, **more})

    def refund(self, place: Enrolment, **more: Any) -> Invoice:
        asked = {"by": self.tess, "at": NOW, "provider_slug": LAB, "reason": "Storm"}
        return refund(public_id=place.invoice, **{**asked, **more})


def opened(nia: Person, tax: TaxSaid | None = None) -> Provider:
    return open_till(
        by=nia, at=NOW, provider_slug=LAB, currency="usd", payment_instructions="Bank 1 22 333",
        seller="Movement Lab LLC", tax_number="36-0000000", tax=tax or TaxSaid(),
    )  # fmt: skip


@pytest.fixture
def shop(teaching: Teaching) -> Shop:
    tess = person("Tess Okoro")
    invite_to_provider(
        by=teaching.nia, at=NOW, provider_slug=LAB, email=tess.email, role=ProviderRole.FINANCE
    )
    opened(teaching.nia)
    sold = held_on(teaching.edition, datetime(2027, 1, 9, 15, 0, tzinfo=UTC), seats=3)
    CourseClass.objects.filter(pk=sold.pk).update(cents=9500, refund_days=7)
    MemberPrice.objects.create(course_class=sold, body=teaching.cast.acsm, cents=7500)
    sold.refresh_from_db()
    return Shop(teaching, tess, sold)


def test_a_till_is_opened_by_whoever_keeps_the_money_and_ended_again(teaching: Teaching) -> None:
    nia, lab = teaching.nia, teaching.lab
    for who in (teaching.oto, teaching.pia, teaching.cast.hal):
        with pytest.raises(NotFound):
            open_till(by=who, at=NOW, provider_slug=LAB, currency="USD", payment_instructions="x")
        with pytest.raises(NotFound):
            end_till(by=who, at=NOW, provider_slug=LAB)
    with pytest.raises(Refused) as refused:
        open_till(
            by=nia, at=NOW, provider_slug=LAB, currency="dollars", payment_instructions=" ",
            tax=TaxSaid("", 8875),
        )  # fmt: skip
    fields = {each.field for each in refused.value.refusals}
    assert fields == {"currency", "payment_instructions", "tax_name"}
    with pytest.raises(Refused, match="body whose courses these are"):
        open_till(by=teaching.cast.hal, at=NOW, provider_slug="acsm", currency="USD",
                  payment_instructions="x")  # fmt: skip
    assert lab.seller is None
    stranger = open_provider(by=teaching.pia, at=NOW, profile=Profile(name="Quick Money"))
    with pytest.raises(Refused, match="No body here has approved you"):
        open_till(by=teaching.pia, at=NOW, provider_slug=stranger.slug, currency="USD",
                  payment_instructions="x")  # fmt: skip
    for _twice in range(2):
        assert opened(nia).seller == lab
    for _twice in range(2):
        assert end_till(by=nia, at=NOW, provider_slug=LAB).seller is None
    codes = Written.objects.filter(subject=f"provider:{lab.public_id}")
    said = [each.code.removeprefix("payments.") for each in codes.order_by("id")]
    assert said[-3:] == ["till-opened", "terms-set", "till-ended"]


def test_a_place_is_billed_by_the_provider_in_its_own_name(shop: Shop) -> None:
    ada, acsm = shop.teaching.cast.ada, shop.teaching.cast.acsm
    BodyMember.objects.create(person=ada, body=acsm, since=TODAY - DAY)
    mine = shop.bill(shop.ask(ada))
    other = shop.bill(shop.ask(shop.teaching.cast.ben))
    assert (str(mine), mine.total_cents, mine.seller) == ("MOVEMENT-LAB-00001", 7500, shop.lab)
    assert (str(other), other.total_cents) == ("MOVEMENT-LAB-00002", 9500)
    assert not invoices_of_seller(acsm).filter(pk=mine.pk).exists()
    shop.pay(shop.ask(ada))
    assert shop.ask(ada).state == "enrolled"
    line = Written.objects.get(code="payments.received")
    assert (line.body_slug, line.detail["provider"]) == ("", LAB)
    (notice,) = notices_of(ada.public_id).filter(kind="payment-received")
    assert "Movement Lab received 75.00 USD" in notice.text


@pytest.mark.parametrize(
    ("tax", "free", "total", "lines"),
    [
        (TaxSaid("VAT", 20_000), False, 9500, [(9500, False), (1583, True)]),
        (TaxSaid("Sales tax", 8875, added=True), False, 10343, [(9500, False), (843, False)]),
        (TaxSaid("Sales tax", 8875, added=True), True, 9500, [(9500, False)]),
        (TaxSaid(), False, 9500, [(9500, False)]),
    ],
)
def test_the_tax_stands_on_the_bill_as_its_own_line(
    shop: Shop, tax: TaxSaid, free: bool, total: int, lines: list[tuple[int, bool]]
) -> None:
    opened(shop.teaching.nia, tax)
    CourseClass.objects.filter(pk=shop.sold.pk).update(tax_free=free)
    bill = shop.bill(shop.ask(shop.teaching.cast.ada))
    assert bill.total_cents == total
    assert [(each["cents"], each["included"]) for each in bill.lines] == lines
    if len(lines) > 1:
        assert bill.lines[1]["says"] in ("VAT 20 %", "Sales tax 8.875 %")


def test_whoever_keeps_another_till_finds_nothing_here(shop: Shop) -> None:
    place = shop.ask(shop.teaching.cast.ada)
    gus, hal = shop.teaching.cast.gus, shop.teaching.cast.hal
    for who, at in ((gus, {"body_slug": "acsm"}), (hal, {"provider_slug": "acsm"}),
                    (hal, {"provider_slug": LAB}), (shop.teaching.oto, {"provider_slug": LAB}),
                    (shop.tess, {"body_slug": "acsm"}), (shop.tess, {})):  # fmt: skip
        with pytest.raises(NotFound):
            shop.pay(place, by=who, **{"provider_slug": "", **at})
        with pytest.raises(NotFound):
            shop.refund(place, by=who, **{"provider_slug": "", **at})
    with pytest.raises(NotFound):
        invoice_for_staff(shop.tess, "", "none", provider_slug=LAB)
    with pytest.raises(Refused, match="nobody records a payment of their own"):
        shop.pay(shop.ask(shop.tess), by=shop.tess)
    assert not Payment.objects.exists()


def test_one_cheque_for_two_bills_and_a_ledger_that_balances(shop: Shop) -> None:
    cast = shop.teaching.cast
    bills = [shop.bill(shop.ask(who)) for who in (cast.ada, cast.ben)]
    for _twice in range(2):
        record_receipt(
            by=shop.tess, at=NOW, provider_slug=LAB, payer="City Gym", cents=19000,
            received_on=TODAY, reference="C 1", key="r",
            shares=[Share(each.public_id, 9500) for each in bills],
        )  # fmt: skip
    shop.refund(shop.ask(cast.ben))
    (report,) = reports_of(Period(seller=shop.lab, since=TODAY, until=TODAY), NOW)
    assert report.balances
    assert (report.asked, report.received, report.returned) == (
        19000, {"employer": 19000}, {"employer": 9500},
    )  # fmt: skip
    (empty,) = reports_of(Period(seller=cast.acsm, since=TODAY, until=TODAY), NOW)
    assert (empty.asked, sum(empty.received.values())) == (0, 0)


def test_what_was_sold_outlives_the_till(shop: Shop) -> None:
    """Ended, nobody buys and nobody takes an offer; bills are paid and refunded as before."""
    cast = shop.teaching.cast
    first, second, third = (shop.ask(who) for who in (cast.ada, cast.ben, cast.carol))
    waits = shop.ask(cast.eve)
    shop.pay(first)
    end_till(by=shop.teaching.nia, at=NOW, provider_slug=LAB)
    with pytest.raises(Refused, match="not sold here"):
        shop.ask(cast.dan)
    shop.pay(second)
    shop.refund(first)
    assert received_cents(shop.bill(first)) == 0
    give_places_on(at=NOW)
    waits.refresh_from_db()
    assert waits.state == "offered"
    with pytest.raises(Refused, match="not sold here"):
        accept_offer(by=cast.eve, at=NOW, public_id=waits.public_id)
    assert shop.sold.starts_at is not None
    left = leave(by=cast.ben, at=shop.sold.starts_at - DAY, public_id=second.public_id)
    assert (left.state, received_cents(shop.bill(second))) == ("cancelled", 9500)
    assert third.state == "to-pay"


def test_where_the_class_has_no_rule_the_till_decides(shop: Shop) -> None:
    CourseClass.objects.filter(pk=shop.sold.pk).update(refund_days=None)
    place = shop.ask(shop.teaching.cast.ada)
    shop.pay(place)
    leave(by=shop.teaching.cast.ada, at=NOW, public_id=place.public_id)
    assert moot_bills(shop.lab).get() == shop.bill(place)
    assert waiting_at(shop.lab) == Waiting(announced=0, to_look_at=1)
    assert waiting_at(shop.teaching.cast.acsm) == Waiting(announced=0, to_look_at=0)
    assert notices_of(shop.tess.public_id).filter(kind="money-waiting").exists()
    assert not notices_of(shop.teaching.oto.public_id).filter(kind="money-waiting").exists()


def test_what_the_school_wrote_of_a_place_is_forgotten_in_time(shop: Shop) -> None:
    place = enrol_by_hand(
        by=shop.teaching.nia, at=NOW, provider_slug=LAB, class_id=shop.sold.public_id,
        name="Kim at the desk", email="kim@new.example", key="k", for_nothing=True,
    )  # fmt: skip
    leave(by=place.person, at=NOW, public_id=place.public_id)
    assert forget_old_places(at=NOW + 365 * 6 * DAY) == 0
    assert forget_old_places(at=NOW + 366 * 8 * DAY) == 1
    place.refresh_from_db()
    assert (place.named, place.cancel_reason) == ("", "")


# ---------------------------------------------------------------- cards


@pytest.fixture
def stripe(settings: Settings) -> Iterator[StripeServer]:
    """Movement Lab and ACSM take cards, each with an account of its own, at the stand-in."""
    with stripe_server() as server:
        settings.STRIPE_ACCOUNTS = {"acsm": Account(SECRET_KEY, (ACSM_SECRET,), server.url)}
        settings.STRIPE_PROVIDER_ACCOUNTS = {
            "movement_lab": Account(SECRET_KEY, (LAB_SECRET,), server.url)
        }
        yield server


def opens(place: Enrolment) -> Checkout:
    return pay_by_card(
        by=place.person, at=NOW, public_id=place.invoice, success_url="http://localhost/back",
        cancel_url="http://localhost/back",
    )  # fmt: skip


def tell(event: dict[str, Any], to: str = f"providers/{LAB}", secret: str = LAB_SECRET) -> int:
    payload, signature = signed(event, secret=secret)
    return Client().post(
        f"/stripe/{to}", payload, content_type="application/json",
        headers={"Stripe-Signature": signature},
    ).status_code  # fmt: skip


def test_a_card_pays_the_providers_account_once(shop: Shop, stripe: StripeServer) -> None:
    place = shop.ask(shop.teaching.cast.ada)
    page = opens(place)
    assert opens(place).url == page.url
    stripe.pay(page.session)
    # Told to another till, by whoever: not taken where it is not signed for, never booked there.
    paid = stripe.told("payment_intent.succeeded")
    assert tell(paid, "acsm") == 400
    assert tell(paid, "providers/acsm") == 404
    assert tell(paid, "acsm", ACSM_SECRET) == 200
    assert not Payment.objects.exists()
    stray = unmatched_events(shop.teaching.cast.acsm).get()
    for slug in ("acsm", LAB):
        with pytest.raises(NotFound):
            settle_event(by=shop.tess, at=NOW, provider_slug=slug, event_id=stray.event_id, how="x")
    for event in (*stripe.events, *stripe.events):
        assert tell(event) == 200
    payment = Payment.objects.get()
    assert (payment.cents, payment.method, payment.invoice.seller) == (9500, "card", shop.lab)
    assert shop.ask(shop.teaching.cast.ada).state == "enrolled"
    assert Event.objects.filter(provider=shop.lab, outcome=Outcome.DONE).count() == 2


def test_card_money_goes_back_after_the_till_and_after_the_keys(
    shop: Shop, stripe: StripeServer, settings: Settings
) -> None:
    cast = shop.teaching.cast
    first, second = shop.ask(cast.ada), shop.ask(cast.ben)
    for place in (first, second):
        stripe.pay(opens(place).session)
    for event in stripe.events:
        tell(event)
    end_till(by=shop.teaching.nia, at=NOW, provider_slug=LAB)
    for _twice in range(2):
        shop.refund(first)
    assert send_refunds(at=NOW) == 1
    assert (len(stripe.refunds), received_cents(shop.bill(first))) == (1, 0)
    # Without keys a refund does not wait for ever: it is shown, and goes some other way.
    settings.STRIPE_PROVIDER_ACCOUNTS = {}
    shop.refund(second)
    assert send_refunds(at=NOW) == 1
    failed = failed_refunds(shop.lab).get()
    assert shop.bill(second).state == InvoiceState.PAID
    for _twice in range(2):
        return_otherwise(
            by=shop.tess, at=NOW, provider_slug=LAB, public_id=failed.public_id, reference="T 9"
        )
    assert received_cents(shop.bill(second)) == 0
    assert Refund.objects.get(pk=failed.pk).state == RefundState.OTHERWISE
    (report,) = reports_of(Period(seller=shop.lab, since=TODAY, until=TODAY + 30 * DAY), NOW)
    assert report.balances
