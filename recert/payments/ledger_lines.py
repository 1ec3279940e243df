"""The lines behind each figure of the reconciliation: bill, person, day, way, sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from recert.lib.days import local_day
from recert.payments import reconciling as ledger
from recert.payments.models import Event, Invoice, InvoiceState, Method, Payment, Refund
from recert.payments.reconciling import Figure, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line behind a figure."""

    day: date
    bill: str
    who: str
    how: str
    reference: str
    cents: int
    currency: str
    tax: int | None = None  # of a bill: the tax on places in classes that is in the sum


def entries_of(period: Period, figure: Figure, currency: str) -> Iterator[Entry]:
    """The lines that make up a figure, in the order of their days."""
    start, end = period.moments
    bills = ledger.bills_in(period.seller, currency).select_related("body", "provider", "person")
    money = ledger.money_in(period.seller, currency).select_related(
        "invoice__body", "invoice__provider", "invoice__person"
    )
    mine = money.filter(received_on__range=(period.since, period.until))
    match figure:
        case Figure.ASKED:
            yield from _bills(ledger.asked(bills, start, end), period, "issued_at")
        case Figure.DROPPED:
            yield from _bills(ledger.dropped(bills, start, end), period, "closed_at")
        case Figure.RECEIVED:
            yield from (_payment(each, each.cents) for each in ledger.received(mine))
        case Figure.RETURNED:
            yield from (_payment(each, -each.cents) for each in ledger.returned(mine))
        case Figure.MOVED:
            yield from (_payment(each, each.cents) for each in mine.filter(method=Method.MOVED))
        case Figure.FEES:
            known = mine.exclude(fee_cents=None)
            yield from (_payment(each, each.fee_cents or 0) for each in known)
        case Figure.DISPUTED:
            yield from _disputes(period, currency)
        case Figure.OPEN | Figure.LET_OFF | Figure.SURPLUS:
            yield from _standing(period, currency, figure)
        case Figure.LEAVING:
            yield from _leaving(ledger.leaving(period.seller, currency), period)
        case Figure.UNMATCHED:
            yield from _events(ledger.unmatched(period.seller, currency), period)


def _bills(bills: QuerySet[Invoice], period: Period, column: str) -> Iterator[Entry]:
    for bill in bills.order_by(column, "id"):
        day = local_day(getattr(bill, column), period.seller.zone)
        yield _bill(bill, day, bill.total_cents)


def _bill(bill: Invoice, day: date, cents: int) -> Entry:
    return Entry(
        day=day,
        bill=str(bill),
        who=str(bill.person),
        how=str(InvoiceState(bill.state).label),
        reference=bill.subject,
        cents=cents,
        currency=bill.currency,
        tax=sum(each["cents"] * each["times"] for each in bill.lines if each.get("tax")),
    )


def _payment(payment: Payment, cents: int) -> Entry:
    return Entry(
        day=payment.received_on,
        bill=str(payment.invoice),
        who=str(payment.invoice.person),
        how=str(Method(payment.method).label),
        reference=payment.reference,
        cents=cents,
        currency=payment.invoice.currency,
    )


def _disputes(period: Period, currency: str) -> Iterator[Entry]:
    rows = ledger.disputes(period, currency).select_related(
        "payment__invoice__body", "payment__invoice__provider", "payment__invoice__person"
    )
    for each in rows.order_by("opened_on", "id"):
        yield Entry(
            day=each.opened_on,
            bill=str(each.payment.invoice),
            who=str(each.payment.invoice.person),
            how=each.status,
            reference=each.dispute,
            cents=each.cents,
            currency=currency,
        )


def _standing(period: Period, currency: str, figure: Figure) -> Iterator[Entry]:
    rows = ledger.standing_bills(period, currency)[figure]
    for bill in rows.select_related("body", "provider", "person").order_by("issued_at", "id"):
        left = abs(bill.left)
        yield _bill(bill, local_day(bill.issued_at, period.seller.zone), left)


def _leaving(refunds: QuerySet[Refund], period: Period) -> Iterator[Entry]:
    rows = refunds.select_related(
        "payment__invoice__body", "payment__invoice__provider", "payment__invoice__person"
    )
    for each in rows:
        day = local_day(each.asked_at, period.seller.zone)
        yield Entry(
            day=day,
            bill=str(each.payment.invoice),
            who=str(each.payment.invoice.person),
            how=each.get_state_display(),
            reference=each.payment.charge,
            cents=each.cents,
            currency=each.payment.invoice.currency,
        )


def _events(events: QuerySet[Event], period: Period) -> Iterator[Entry]:
    for each in events:
        yield Entry(
            day=local_day(each.made_at, period.seller.zone),
            bill="",
            who="",
            how=each.kind,
            reference=each.charge or each.event_id,
            cents=each.cents or 0,
            currency=each.currency,
        )
