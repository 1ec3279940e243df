"""Reconciling: what was asked for, came and went in a period, down to the last line.

The figures are those of a ledger, by the day each thing happened in the seller's zone:

    what was owed before  + asked for - asked for no longer - received + returned
  = what is owed after    = open + let off - paid too much

The right side is told from how the bills stand, the left from what happened, so the two
prove each other. Every figure is the sum of its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from recert.lib.days import local_day
from recert.payments.models import (
    Dispute,
    Event,
    Invoice,
    InvoiceState,
    Method,
    Outcome,
    Payment,
    Refund,
    RefundState,
    Seller,
    of_till,
)
from recert.payments.queries import OWED

NO_LONGER = (InvoiceState.CANCELLED, InvoiceState.REFUNDED)
"""The states in which a bill asks for nothing any more."""


_CENTS = BigIntegerField()


class Figure(StrEnum):
    """A figure of the report; each can be had with its lines."""

    ASKED = "asked"
    DROPPED = "dropped"
    RECEIVED = "received"
    RETURNED = "returned"
    MOVED = "moved"
    FEES = "fees"
    DISPUTED = "disputed"
    OPEN = "open"
    LET_OFF = "let-off"
    SURPLUS = "surplus"
    LEAVING = "leaving"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `since` through `until`, both included."""

    seller: Seller
    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment of the first day to the first one after the last."""
        zone = ZoneInfo(self.seller.zone)
        return (
            datetime.combine(self.since, time(), zone),
            datetime.combine(self.until + timedelta(days=1), time(), zone),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What happened in one currency; `received` and `returned` by the way they came or went.

    `open`, `let_off`, `surplus` and `leaving` are as things stand at the end of the period's
    last day, where nothing has happened since; `stands` says whether that is so.
    """

    currency: str
    before: int
    asked: int
    dropped: int
    received: dict[str, int]
    returned: dict[str, int]
    moved: int
    fees: int
    fees_unknown: int  # payments by card whose fee the processor has not told yet
    disputed: int
    lost: int
    open: int
    let_off: int
    surplus: int
    leaving: int
    unmatched: int
    stands: bool

    @property
    def after(self) -> int:
        """What is owed at the end, by what happened."""
        came, went = sum(self.received.values()), sum(self.returned.values())
        return self.before + self.asked - self.dropped - came + went - self.moved

    @property
    def standing(self) -> int:
        """What is owed, by how the bills stand."""
        return self.open + self.let_off - self.surplus

    @property
    def balances(self) -> bool:
        """Whether the two agree; of a period that is past only the first can be told."""
        return not self.stands or self.after == self.standing


def reports_of(period: Period, at: datetime) -> tuple[Report, ...]:
    """The report of a period, one a currency; the caller has checked who asks."""
    bills = Invoice.objects.filter(of_till(period.seller))
    currencies = {*bills.values_list("currency", flat=True).distinct(), period.seller.currency}
    stands = period.until >= local_day(at, period.seller.zone)
    return tuple(_report(period, currency, stands) for currency in sorted(currencies))


def _report(period: Period, currency: str, stands: bool) -> Report:
    start, end = period.moments
    bills = bills_in(period.seller, currency)
    money = money_in(period.seller, currency)
    mine = money.filter(received_on__range=(period.since, period.until))
    owed_before = _sum(bills.filter(issued_at__lt=start), "total_cents")
    dropped_before = _sum(bills.filter(state__in=NO_LONGER, closed_at__lt=start), "total_cents")
    came_before = _sum(money.filter(received_on__lt=period.since), "cents")
    standing = standing_bills(period, currency)
    contested = disputes(period, currency)
    return Report(
        currency=currency,
        before=owed_before - dropped_before - came_before,
        asked=_sum(asked(bills, start, end), "total_cents"),
        dropped=_sum(dropped(bills, start, end), "total_cents"),
        received=_by_way(received(mine)),
        returned={way: -cents for way, cents in _by_way(returned(mine)).items()},
        moved=_sum(mine.filter(method=Method.MOVED), "cents"),
        fees=_sum(mine.exclude(fee_cents=None), "fee_cents"),
        fees_unknown=_fees_unknown(mine).count(),
        disputed=_sum(contested, "cents"),
        lost=_sum(contested.filter(status="lost"), "cents"),
        open=_sum(standing[Figure.OPEN], "left"),
        let_off=_sum(standing[Figure.LET_OFF], "left"),
        surplus=-_sum(standing[Figure.SURPLUS], "left"),
        leaving=_sum(leaving(period.seller, currency), "cents"),
        unmatched=_sum(unmatched(period.seller, currency), "cents"),
        stands=stands,
    )


def bills_in(seller: Seller, currency: str) -> QuerySet[Invoice]:
    """A seller’s bills in one currency."""
    return Invoice.objects.filter(of_till(seller), currency=currency)


def money_in(seller: Seller, currency: str) -> QuerySet[Payment]:
    """What came for them and went."""
    return Payment.objects.filter(of_till(seller, "invoice__"), invoice__currency=currency)


def asked(bills: QuerySet[Invoice], start: datetime, end: datetime) -> QuerySet[Invoice]:
    """What was asked for."""
    return bills.filter(issued_at__gte=start, issued_at__lt=end)


def dropped(bills: QuerySet[Invoice], start: datetime, end: datetime) -> QuerySet[Invoice]:
    """What was asked for no longer."""
    return bills.filter(state__in=NO_LONGER, closed_at__gte=start, closed_at__lt=end)


def received(money: QuerySet[Payment]) -> QuerySet[Payment]:
    """What came; money that came back because a card did not take it is no income."""
    return money.filter(cents__gt=0, returns=None).exclude(method=Method.MOVED)


def returned(money: QuerySet[Payment]) -> QuerySet[Payment]:
    """What went back, less what the card did not take."""
    return money.exclude(cents__gt=0, returns=None).exclude(method=Method.MOVED)


def _fees_unknown(money: QuerySet[Payment]) -> QuerySet[Payment]:
    return received(money).filter(method=Method.CARD, fee_cents=None)


def disputes(period: Period, currency: str) -> QuerySet[Dispute]:
    """What card holders contested in the period."""
    return Dispute.objects.filter(
        of_till(period.seller, "payment__invoice__"),
        payment__invoice__currency=currency,
        opened_on__range=(period.since, period.until),
    )


def leaving(seller: Seller, currency: str) -> QuerySet[Refund]:
    """What is on its way back to cards."""
    return Refund.objects.filter(
        of_till(seller, "payment__invoice__"),
        payment__invoice__currency=currency,
        state=RefundState.ASKED,
    )


def unmatched(seller: Seller, currency: str) -> QuerySet[Event]:
    """Card money that fits no bill, and nobody has seen to."""
    return Event.objects.filter(
        of_till(seller),
        outcome=Outcome.UNMATCHED,
        settled_at=None,
        currency=currency,
        cents__gt=0,
    )


def _sum(rows: QuerySet[Any], column: str) -> int:
    return rows.aggregate(total=Sum(column))["total"] or 0


def _by_way(money: QuerySet[Payment]) -> dict[str, int]:
    rows = money.order_by().values_list("method").annotate(total=Sum("cents"))
    return {Method(way).value: total or 0 for way, total in sorted(rows)}


def standing_bills(period: Period, currency: str) -> dict[Figure, QuerySet[Any]]:
    """The bills that are open, let off in part, or paid too much, each with `left` in cents."""
    _start, end = period.moments
    money = money_in(period.seller, currency).filter(
        received_on__lte=period.until, invoice=OuterRef("pk")
    )
    came = money.order_by().values("invoice").annotate(total=Sum("cents")).values("total")
    bills = (
        bills_in(period.seller, currency)
        .filter(issued_at__lt=end)
        .annotate(
            came=Coalesce(Subquery(came, output_field=_CENTS), 0),
            owed=Case(
                When(state__in=OWED, then=F("total_cents")), default=Value(0), output_field=_CENTS
            ),
        )
        .annotate(left=F("owed") - F("came"))
    )
    return {
        Figure.OPEN: bills.filter(state=InvoiceState.OPEN, left__gt=0),
        Figure.LET_OFF: bills.filter(state=InvoiceState.PAID, left__gt=0),
        Figure.SURPLUS: bills.filter(left__lt=0),
    }
