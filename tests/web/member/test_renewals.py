"""Renewing: from the first click to the receipt, what comes back, and who is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from recert.credentials.models import Affirmation
from recert.payments.actions import record_payment
from recert.payments.models import Invoice, InvoiceState
from recert.renewals.actions import approve, begin_renewal, refuse, return_renewal, set_fee
from recert.renewals.actions.deciding import Missing
from recert.renewals.models import Renewal, State
from tests.cast import NOW, Cast, course, log

MOST_QUERIES = 30

Send = Callable[[Renewal], None]


@pytest.fixture
def carol(cast: Cast, client: Client) -> Client:
    """The browser of Carol, who has all she needs."""
    client.force_login(cast.carol)
    return client


@pytest.fixture
def renewal(cast: Cast) -> Renewal:
    """Carol's application, just begun."""
    return begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)


def address(renewal: Renewal, act: str = "") -> str:
    return f"/me/renewals/{renewal.public_id}/{act}"


def shown(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return " ".join(answer.content.decode().split())


def send(client: Client, renewal: Renewal) -> None:
    """Do every task and send it, as Carol would."""
    client.post(address(renewal, "affirm"), {"to": ["truthful"]})
    client.post(address(renewal, "pay"))
    invoice = Invoice.objects.get(subject=renewal.subject)
    client.post(address(renewal, f"pay/{invoice.public_id}/practice"))
    client.post(address(renewal, "send"))
    renewal.refresh_from_db()


def test_the_first_click_opens_one_application(cast: Cast, carol: Client) -> None:
    begin = f"/me/certifications/{cast.carol_acsm.public_id}/renew"
    first, again = carol.post(begin), carol.post(begin)
    assert first["Location"] == again["Location"]
    assert Renewal.objects.count() == 1
    assert "things to do before you can send it" in shown(carol, first["Location"])


def test_the_list_shows_what_is_open_and_what_could_be(
    cast: Cast, carol: Client, client: Client, renewal: Renewal
) -> None:
    page = shown(carol, "/me/renewals/")
    assert address(renewal) in page
    assert "Not submitted yet" in page
    client.force_login(cast.ada)
    page = shown(client, "/me/renewals/")
    assert page.count(">Begin<") == 4
    assert address(renewal) not in page


def test_nothing_held_leads_to_adding_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.eve)
    assert "/me/certifications/add" in shown(client, "/me/renewals/")


def test_the_whole_way_to_the_receipt(carol: Client, renewal: Renewal) -> None:
    assert "Cannot start yet" in shown(carol, address(renewal))
    send(carol, renewal)
    assert renewal.state == State.SUBMITTED
    page = shown(carol, address(renewal))
    assert "has had your application since 21 November 2026" in page
    assert "21 November 2026, 10:00" in page  # in New York
    assert "You sent it" in page
    receipt = shown(carol, address(renewal, "receipt"))
    assert "Carol Lindqvist" in receipt
    assert "21 November 2026, 10:00:00 in New York" in receipt
    assert "60.00 USD" in receipt
    assert renewal.answer is not None
    assert renewal.answer.sha256 in receipt


def test_totals_fill_themselves_and_a_difference_is_explained(
    carol: Client, renewal: Renewal
) -> None:
    page = shown(carol, address(renewal, "check"))
    assert 'name="total" value="45"' in page
    assert "Your transcript comes to 45." in page
    carol.post(address(renewal, "check"), {"total": "47.5"})
    renewal.refresh_from_db()
    assert renewal.declared == {"total": "47.5"}
    page = shown(carol, address(renewal, "check"))
    assert "you declare 47.5, your transcript comes to 45" in page


@pytest.mark.parametrize("typed", ["47,5", "-1", "lots", "1e9"])
def test_totals_that_are_no_numbers_are_kept_and_named(
    carol: Client, renewal: Renewal, typed: str
) -> None:
    answer = carol.post(address(renewal, "check"), {"total": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "with a point, such as 12.5" in page
    assert f'value="{typed}"' in page
    renewal.refresh_from_db()
    assert renewal.declared == {}


def test_what_is_not_affirmed_is_asked_for(carol: Client, renewal: Renewal) -> None:
    answer = carol.post(address(renewal, "affirm"))
    assert answer.status_code == 422
    assert "Tick this if it is true" in answer.content.decode()
    assert not Affirmation.objects.exists()
    carol.post(address(renewal, "affirm"), {"to": ["truthful", "something-else"]})
    assert [each.to for each in Affirmation.objects.all()] == ["truthful"]


def test_sending_early_says_all_that_is_left(carol: Client, renewal: Renewal) -> None:
    answer = carol.post(address(renewal, "send"), follow=True)
    page = answer.content.decode()
    assert "Affirm what the body asks" in page
    assert "The fee is not paid" in page
    renewal.refresh_from_db()
    assert renewal.state == State.DRAFT


def test_paying_offline_shows_how_and_by_which_reference(
    cast: Cast, carol: Client, renewal: Renewal
) -> None:
    cast.acsm.payment_instructions = "To First Bank, account 42."
    cast.acsm.save()
    carol.post(address(renewal, "pay"))
    carol.post(address(renewal, "pay"))
    invoice = Invoice.objects.get()
    page = shown(carol, address(renewal, "pay"))
    assert "To First Bank, account 42." in page
    assert "ACSM-00001" in page
    carol.post(address(renewal, f"pay/{invoice.public_id}/sent"))
    invoice.refresh_from_db()
    assert invoice.announced_at == NOW
    assert invoice.state == InvoiceState.OPEN
    assert "on its way" in shown(carol, address(renewal))


def test_the_practice_card_stays_in_the_sandbox(
    carol: Client, renewal: Renewal, settings: Settings
) -> None:
    carol.post(address(renewal, "pay"))
    invoice = Invoice.objects.get()
    assert "Practice installation" in shown(carol, address(renewal, "pay"))
    settings.SANDBOX = False
    assert "ractice" not in shown(carol, address(renewal, "pay"))
    carol.post(address(renewal, f"pay/{invoice.public_id}/practice"))
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.OPEN


def test_the_invoice_of_another_is_not_paid_here(
    cast: Cast, carol: Client, client: Client, renewal: Renewal
) -> None:
    carol.post(address(renewal, "pay"))
    invoice = Invoice.objects.get()
    log(cast.ben, course("More", NOW.date(), "40"))
    other = begin_renewal(by=cast.ben, at=NOW, certification_id=cast.ben_acsm.public_id)
    client.force_login(cast.ben)
    for act in ("sent", "practice"):
        answer = client.post(address(other, f"pay/{invoice.public_id}/{act}"))
        assert answer.status_code == 404
    invoice.refresh_from_db()
    assert (invoice.state, invoice.announced_at) == (InvoiceState.OPEN, None)


def returned(cast: Cast, renewal: Renewal) -> None:
    return_renewal(
        by=cast.dan,
        at=NOW,
        body_slug="acsm",
        public_id=renewal.public_id,
        items=[Missing(note="<b>The certificate</b> shows no date.")],
    )


def test_what_comes_back_is_named_mended_and_sent_again(
    cast: Cast, carol: Client, renewal: Renewal
) -> None:
    send(carol, renewal)
    returned(cast, renewal)
    page = shown(carol, address(renewal))
    assert "&lt;b&gt;The certificate&lt;/b&gt; shows no date." in page
    assert "nothing to pay twice" in page
    early = carol.post(address(renewal, "send"), follow=True).content.decode()
    assert "still missing" in early
    item = renewal.items.get()
    carol.post(address(renewal, f"items/{item.public_id}/done"))
    assert "Mended" in shown(carol, address(renewal))
    carol.post(address(renewal, "send"))
    renewal.refresh_from_db()
    assert renewal.state == State.SUBMITTED
    assert renewal.filed_on == NOW.date()


def test_an_approval_says_until_when(cast: Cast, carol: Client, renewal: Renewal) -> None:
    send(carol, renewal)
    approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id)
    page = shown(carol, address(renewal))
    assert "now runs through 31 December 2029" in page
    history = shown(carol, f"/me/certifications/{cast.carol_acsm.public_id}/")
    assert "1 January 2024 to 31 December 2026, through 31 December 2029" in history


def test_a_refusal_gives_reason_and_clause(cast: Cast, carol: Client, renewal: Renewal) -> None:
    send(carol, renewal)
    refuse(
        by=cast.dan,
        at=NOW,
        body_slug="acsm",
        public_id=renewal.public_id,
        reason="The summit did not take place.",
        clause="awarded",
    )
    page = shown(carol, address(renewal))
    assert "The summit did not take place." in page
    assert "Education counts when the organisation that held it" in page


def test_it_can_be_taken_back_and_begun_again(cast: Cast, carol: Client, renewal: Renewal) -> None:
    carol.post(address(renewal, "withdraw"))
    renewal.refresh_from_db()
    assert renewal.state == State.WITHDRAWN
    page = shown(carol, address(renewal))
    assert f"/me/certifications/{cast.carol_acsm.public_id}/renew" in page


def test_tasks_are_closed_once_it_is_sent(carol: Client, renewal: Renewal) -> None:
    send(carol, renewal)
    for act in ("check", "documents", "affirm", "send"):
        assert carol.get(address(renewal, act)).status_code == 404, act


def test_there_is_no_receipt_before_sending(carol: Client, renewal: Renewal) -> None:
    assert carol.get(address(renewal, "receipt")).status_code == 404


def test_documents_say_which_card_is_wanting(cast: Cast, client: Client) -> None:
    client.force_login(cast.ben)
    renewal = begin_renewal(by=cast.ben, at=NOW, certification_id=cast.ben_acsm.public_id)
    page = shown(client, address(renewal, "documents"))
    assert "You have no CPR card recorded" in page
    assert "You hold current CPR certification" in page


def test_what_the_register_does_not_know_yet_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_ace.public_id)
    page = shown(client, address(renewal))
    assert "The body confirms that it knows you" in page
    assert "Waiting for the body" in page


def test_where_the_policy_names_no_fee_the_body_does(cast: Cast, client: Client) -> None:
    log(cast.ada, course("Half a day", NOW.date(), "0.5", by="action"))
    client.force_login(cast.ada)
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_action.public_id)
    assert "confirms that it knows you" not in shown(client, address(renewal))
    assert "does not say what renewing costs" in shown(client, address(renewal, "pay"))
    client.post(address(renewal, "affirm"), {"to": ["application"]})
    client.post(address(renewal, "send"))
    renewal.refresh_from_db()
    assert renewal.state == State.SUBMITTED
    set_fee(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=renewal.public_id,
        cents=9900,
        reason="As on the form.",
    )
    page = shown(client, address(renewal))
    assert "has set the fee: $99." in page
    assert "The body set the fee" in page
    assert "A fee waits to be paid" in shown(client, "/me/")
    page = shown(client, address(renewal, "pay"))
    assert "$99" in page
    assert "As on the form." in page
    invoice = Invoice.objects.get(subject=renewal.subject)
    record_payment(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=invoice.public_id,
        cents=9900,
        received_on=NOW.date(),
        reference="",
        key="1",
    )
    assert "Paid" in shown(client, address(renewal, "pay"))


def test_what_is_closed_is_not_begun(cast: Cast, client: Client, settings: Settings) -> None:
    client.force_login(cast.ben)
    settings.RECERT_NOW = NOW + timedelta(days=365 * 4)
    answer = client.post(f"/me/certifications/{cast.ben_acsm.public_id}/renew", follow=True)
    assert "can no longer be renewed by an application" in answer.content.decode()
    assert not Renewal.objects.exists()


GETS = ("", "check", "documents", "affirm", "pay", "send", "receipt")
POSTS = ("check", "affirm", "pay", "send", "withdraw", "items/x/done", "pay/x/sent")


def test_a_stranger_finds_nothing_and_changes_nothing(
    cast: Cast, client: Client, renewal: Renewal
) -> None:
    client.force_login(cast.eve)
    for act in GETS:
        assert client.get(address(renewal, act)).status_code == 404, act
    for act in POSTS:
        sent = {"total": "99", "to": ["truthful"]}
        assert client.post(address(renewal, act), sent).status_code == 404, act
    begin = f"/me/certifications/{cast.carol_acsm.public_id}/renew"
    assert client.post(begin).status_code == 404
    renewal.refresh_from_db()
    assert (renewal.state, renewal.declared) == (State.DRAFT, {})
    assert not Invoice.objects.exists()


def test_whoever_is_not_signed_in_is_asked_to(client: Client, renewal: Renewal) -> None:
    for act in GETS:
        assert client.get(address(renewal, act))["Location"].startswith("/account/login/"), act
    assert client.get("/me/renewals/").status_code == 302


@pytest.mark.parametrize("act", ["", "check", "documents", "affirm", "pay", "send"])
def test_as_many_queries_for_a_long_record(
    cast: Cast,
    carol: Client,
    renewal: Renewal,
    act: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    shown(carol, address(renewal, act))
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        shown(carol, address(renewal, act))
    for number in range(30):
        log(cast.carol, course(f"C {number}", NOW.date() - timedelta(number), "0.1"))
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        shown(carol, address(renewal, act))
    assert len(many) == len(few)
