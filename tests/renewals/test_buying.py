"""Bought by an invented guild's policy: in parts, for life, more time; and a fee for nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from recert.lib.refusals import Refused
from recert.notices.queries import notices_of
from recert.payments.actions import (
    announce_payment,
    end_past_offers,
    pay_in_sandbox,
    record_payment,
    refund,
    watch_parts,
)
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import Agreement, Instalment, Invoice, InvoiceState, Method, Payment
from recert.payments.queries import agreement_about, moot_bills, overpaid
from recert.renewals.actions import (
    approve,
    buy,
    invoice_renewal,
    pay_at_once,
    pay_in_parts,
    refuse,
    set_fee,
    submit,
    withdraw,
)
from recert.renewals.models import Renewal
from recert.renewals.tasks import Do, Is, tasks_of
from recert.rulebooks.actions import publish_edition
from recert.standing.queries import held_of
from tests.renewals.guild import GUILD, NOW, Guild, begun, pay, say


def test_in_parts_each_has_its_day_and_the_first_is_enough_to_send(guild: Guild) -> None:
    renewal = begun(guild)
    whole = invoice_renewal(by=guild.mia, at=NOW, public_id=renewal.public_id)
    assert [line["cents"] for line in whole.lines] == [10_000, 1_300]
    agreed = pay_in_parts(by=guild.mia, at=NOW, public_id=renewal.public_id)
    assert pay_in_parts(by=guild.mia, at=NOW, public_id=renewal.public_id) == agreed
    assert [(part.due_on, part.cents) for part in agreed.parts.all()] == [
        (date(2026, 11, 21), 3_768),
        (date(2026, 12, 21), 3_766),
        (date(2027, 1, 21), 3_766),
    ]
    whole.refresh_from_db()
    assert whole.state == InvoiceState.CANCELLED
    assert tasks_of(renewal, NOW).task(Do.PAY).state is Is.TO_DO
    first = invoice_renewal(by=guild.mia, at=NOW, public_id=renewal.public_id)
    pay(guild, first)
    assert tasks_of(renewal, NOW).money.promised_cents == 7_532
    assert submit(by=guild.mia, at=NOW, public_id=renewal.public_id).filed_on
    with pytest.raises(Refused, match="A part is paid already"):
        pay_at_once(by=guild.mia, at=NOW, public_id=renewal.public_id)


def test_what_was_agreed_stays_when_the_policy_changes_and_no_fee_overrules_it(
    guild: Guild,
) -> None:
    renewal = begun(guild)
    agreed = pay_in_parts(by=guild.mia, at=NOW, public_id=renewal.public_id)
    pay(guild, agreed.parts.first().invoice)  # type: ignore[union-attr]
    submit(by=guild.mia, at=NOW, public_id=renewal.public_id)
    dearer = GUILD.replace('"100.00"', '"200.00"')
    publish_edition(
        body=guild.body, text=dearer, by=guild.owner, at=NOW, cases_text="", name="guild.yaml"
    )
    assert tasks_of(renewal, NOW).money.due_cents == 11_300
    agreed.refresh_from_db()
    assert "three parts" in agreed.says
    with pytest.raises(Refused, match="an agreement is kept"):
        set_fee(
            by=guild.owner, at=NOW, body_slug="guild", public_id=renewal.public_id,
            cents=1, reason="So.", overrule=True,
        )  # fmt: skip


def test_a_missed_part_makes_the_rest_due_and_both_are_told(guild: Guild) -> None:
    renewal = begun(guild)
    pay_in_parts(by=guild.mia, at=NOW, public_id=renewal.public_id)
    first, second, third = Instalment.objects.all()
    pay(guild, first.invoice)
    assert watch_parts(at=NOW + timedelta(days=30)) == 0  # the day itself is in time
    late = NOW + timedelta(days=31)
    assert watch_parts(at=late) == 1
    assert watch_parts(at=late) == 0
    third.invoice.refresh_from_db()
    assert third.invoice.due_on == late.date()
    assert third.due_on == date(2027, 1, 21)  # what was promised stands as it was
    assert tasks_of(renewal, late).money.open_cents == second.cents + third.cents
    assert notices_of(guild.mia.public_id).filter(kind="part-missed").count() == 1
    assert notices_of(guild.owner.public_id).filter(kind="money-waiting").count() == 1


def test_each_missed_part_is_told_where_the_rest_keeps_its_days(guild: Guild) -> None:
    publish_edition(
        body=guild.body, text=GUILD.replace("missed: all-due", "missed: asks"), by=guild.owner,
        at=NOW, cases_text="", name="guild.yaml",
    )  # fmt: skip
    pay_in_parts(by=guild.mia, at=NOW, public_id=begun(guild).public_id)
    first, second, _third = Instalment.objects.all()
    days = [watch_parts(at=NOW + timedelta(days=day)) for day in (1, 2, 31, 32, 62, 63)]
    assert days == [1, 0, 1, 0, 1, 0]
    told = notices_of(guild.mia.public_id).filter(kind="part-missed")
    assert {str(part.invoice) in "".join(told.values_list("text", flat=True))
            for part in (first, second)} == {True}  # fmt: skip
    assert told.count() == 3


def test_at_once_after_all_while_nothing_is_paid(guild: Guild) -> None:
    renewal = begun(guild)
    pay_in_parts(by=guild.mia, at=NOW, public_id=renewal.public_id)
    pay_at_once(by=guild.mia, at=NOW, public_id=renewal.public_id)
    assert agreement_about(renewal.subject) is None
    assert invoice_renewal(by=guild.mia, at=NOW, public_id=renewal.public_id).total_cents == 11_300
    pay_in_parts(by=guild.mia, at=NOW, public_id=renewal.public_id)
    assert Agreement.objects.count() == 2


def test_a_plan_for_life_waives_the_fee_once_it_is_paid_and_ends_with_its_refund(
    guild: Guild,
) -> None:
    what = {"by": guild.mia, "at": NOW, "certification_id": guild.held.public_id}
    bought = buy(**what, clause="life")  # type: ignore[arg-type]
    assert buy(**what, clause="life") == bought  # type: ignore[arg-type]

    def costs() -> int | None:
        step = held_of(guild.held, NOW).standing.fee_today
        return step.total.cents if step and step.total else None

    assert costs() == 11_300  # a bill is not a purchase
    pay(guild, bought.invoice)
    assert costs() == 0
    with pytest.raises(Refused, match="not sold to you today"):
        buy(**what, clause="life")  # type: ignore[arg-type]
    refund(
        by=guild.owner, at=NOW, body_slug="guild", public_id=bought.invoice.public_id,
        reason="Bought by mistake",
    )  # fmt: skip
    assert costs() == 11_300


def test_more_time_moves_the_last_day_once(guild: Guild) -> None:
    what = {"by": guild.mia, "at": NOW, "certification_id": guild.held.public_id}
    bought = buy(**what, clause="more-time")  # type: ignore[arg-type]
    pay(guild, bought.invoice)
    standing = held_of(guild.held, NOW).standing
    assert standing.cycle is not None
    assert (standing.cycle.end, standing.cycle.extended) == (date(2027, 3, 1), True)
    with pytest.raises(Refused, match="not sold to you today"):
        buy(**what, clause="more-time")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not sold to you today"):
        buy(**what, clause="renewal-fee")  # type: ignore[arg-type]


def test_more_time_nobody_paid_for_is_asked_for_no_longer_once_renewed(guild: Guild) -> None:
    what = {"by": guild.mia, "at": NOW, "certification_id": guild.held.public_id}
    time, life = (buy(**what, clause=clause) for clause in ("more-time", "life"))  # type: ignore[arg-type]
    renewal, _invoice = paid_and_sent(guild)
    approve(
        by=guild.owner, at=NOW, body_slug="guild", public_id=renewal.public_id, reason="In order."
    )
    time.invoice.refresh_from_db()
    life.invoice.refresh_from_db()
    assert (time.invoice.state, life.invoice.state) == (InvoiceState.CANCELLED, InvoiceState.OPEN)


def test_more_time_can_be_paid_for_until_the_day_it_would_reach(guild: Guild) -> None:
    what = {"by": guild.mia, "at": NOW, "certification_id": guild.held.public_id}
    bought = buy(**what, clause="more-time")  # type: ignore[arg-type]
    bill = bought.invoice
    last = datetime(2027, 3, 1, 12, tzinfo=UTC)
    after = last + timedelta(days=1)
    assert end_past_offers(at=last) == 0
    with pytest.raises(Refused, match="is over"):
        announce_payment(by=guild.mia, at=after, public_id=bill.public_id)
    with pytest.raises(Refused, match="buys nothing"):
        pay_in_sandbox(by=guild.mia, at=after, public_id=bill.public_id)
    came = {"by": guild.owner, "body_slug": "guild", "public_id": bill.public_id,
            "cents": 9_900, "reference": "1", "key": "k", "method": Method.TRANSFER}  # fmt: skip
    with pytest.raises(Refused, match="2027-03-01"):
        record_payment(**came, at=after, received_on=after.date())  # type: ignore[arg-type]
    # A card that was quicker: the money is there, buys nothing, and waits for finance.
    card = Came(cents=9_900, method=Method.CARD, received_on=after.date(), key="stripe:1")
    for _message in range(2):
        receive(bill, by=None, at=after, came=card)
    assert list(overpaid(guild.body)) == [bill]
    assert not bought.rulings.exists()
    second = buy(**what, clause="life")  # type: ignore[arg-type]
    assert end_past_offers(at=after) == 0
    second.invoice.refresh_from_db()
    assert second.invoice.state == InvoiceState.OPEN


def test_time_nobody_paid_for_is_asked_for_no_longer_after_its_day(guild: Guild) -> None:
    what = {"by": guild.mia, "at": NOW, "certification_id": guild.held.public_id}
    bill = buy(**what, clause="more-time").invoice  # type: ignore[arg-type]
    after = datetime(2027, 3, 2, 12, tzinfo=UTC)
    assert [end_past_offers(at=after), end_past_offers(at=after)] == [1, 0]
    bill.refresh_from_db()
    assert bill.state == InvoiceState.CANCELLED


def test_a_fee_of_fewer_cents_than_parts_is_not_divided(guild: Guild) -> None:
    text = GUILD.replace('prices: "100.00"', 'prices: "0.02"')
    publish_edition(
        body=guild.body, text=text, by=guild.owner, at=NOW, cases_text="", name="guild.yaml"
    )
    with pytest.raises(Refused, match="does not offer"):
        pay_in_parts(by=guild.mia, at=NOW, public_id=begun(guild).public_id)
    assert not Invoice.objects.exists()


def test_a_tax_on_more_time_stands_on_its_bill(guild: Guild) -> None:
    text = GUILD.replace('percent: "13"}', 'percent: "13", of: [extension]}')
    publish_edition(
        body=guild.body, text=text, by=guild.owner, at=NOW, cases_text="", name="guild.yaml"
    )
    what = {"by": guild.mia, "at": NOW, "certification_id": guild.held.public_id}
    time, life = (buy(**what, clause=clause).invoice for clause in ("more-time", "life"))  # type: ignore[arg-type]
    assert [(each["clause"], each["cents"]) for each in time.lines] == [
        ("more-time", 9_900), ("tax", 1_287),
    ]  # fmt: skip
    assert (time.total_cents, life.total_cents) == (11_187, 39_900)


# ---------------------------------------------------------------- a fee for nothing


def paid_and_sent(guild: Guild) -> tuple[Renewal, Invoice]:
    renewal = begun(guild)
    invoice = invoice_renewal(by=guild.mia, at=NOW, public_id=renewal.public_id)
    record_payment(
        by=guild.owner, at=NOW, body_slug="guild", public_id=invoice.public_id, cents=11_300,
        received_on=NOW.date(), reference="77", key="k", method=Method.CHEQUE,
    )  # fmt: skip
    return submit(by=guild.mia, at=NOW, public_id=renewal.public_id), invoice


def test_a_fee_for_a_refused_application_goes_back_where_the_body_says_so(guild: Guild) -> None:
    say(guild, "always", "ask")
    renewal, invoice = paid_and_sent(guild)
    refuse(
        by=guild.owner, at=NOW, body_slug="guild", public_id=renewal.public_id,
        reason="Not in good standing.", clause="ethics",
    )  # fmt: skip
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.REFUNDED
    assert sum(Payment.objects.values_list("cents", flat=True)) == 0
    assert not moot_bills(guild.body).exists()


def test_a_fee_for_a_withdrawn_one_waits_for_finance_or_is_kept(guild: Guild) -> None:
    renewal, invoice = paid_and_sent(guild)
    withdraw(by=guild.mia, at=NOW, public_id=renewal.public_id)
    assert list(moot_bills(guild.body)) == [invoice]
    assert notices_of(guild.owner.public_id).filter(kind="money-waiting").count() == 1
    with pytest.raises(Refused, match="Say in words"):
        say(guild, "ask", "never")
    say(guild, "ask", "never", "We keep the fee when you take an application back.")
    again, _second = paid_and_sent(guild)
    withdraw(by=guild.mia, at=NOW, public_id=again.public_id)
    assert list(moot_bills(guild.body)) == [invoice]
    assert Payment.objects.filter(cents__lt=0).count() == 0
