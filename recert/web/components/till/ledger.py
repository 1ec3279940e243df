"""The ledger of a period: what was asked for, came and went, each figure with its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import BOM, as_csv
from recert.payments.ledger_lines import entries_of
from recert.payments.models import Method
from recert.payments.reconciling import Figure, Period, Report, reports_of
from recert.rules.amounts import Money
from recert.standing.words import day_words
from recert.web.access import MemberRequest
from recert.web.clock import EARLIEST, LATEST, now, today
from recert.web.components.forms import day_field
from recert.web.components.till.desk import TillDesk

SAYS: dict[Figure, Promise] = {
    Figure.ASKED: lazy("Asked for"),
    Figure.DROPPED: lazy("Asked for no longer"),
    Figure.RECEIVED: lazy("Received"),
    Figure.RETURNED: lazy("Returned"),
    Figure.MOVED: lazy("Moved between bills"),
    Figure.FEES: lazy("Kept by the card processor, as far as it has told"),
    Figure.DISPUTED: lazy("Contested by card holders"),
    Figure.OPEN: lazy("Open"),
    Figure.LET_OFF: lazy("Paid bills, refunded in part"),
    Figure.SURPLUS: lazy("Paid too much"),
    Figure.LEAVING: lazy("On its way back to cards"),
    Figure.UNMATCHED: lazy("Card money that fits no bill"),
}


class PeriodForm(forms.Form):
    """From which day to which."""

    since = day_field(lazy("From"))
    until = day_field(lazy("To"))

    def clean(self) -> dict[str, date]:
        """The first day comes first, and both are days that a ledger could be about."""
        found: dict[str, date] = super().clean() or {}
        words = {"first": day_words(EARLIEST), "last": day_words(LATEST)}
        for name in [each for each in found if not EARLIEST <= found[each] <= LATEST]:
            self.add_error(name, _("Give a day from %(first)s to %(last)s.") % words)
        if "since" in found and "until" in found and found["until"] < found["since"]:
            self.add_error("until", _("The last day lies before the first. Correct one of them."))
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """One figure on the page: what it says, how much, where its lines are."""

    says: str
    money: Money
    figure: str
    parts: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One currency's ledger, ready for the page."""

    currency: str
    before: Money
    happened: tuple[Line, ...]
    after: Money
    stands: tuple[Line, ...]
    beside: tuple[Line, ...]
    balances: bool
    is_today: bool
    fees_unknown: int
    lost: Money


def ledger(request: MemberRequest, till: TillDesk) -> HttpResponse:
    """The ledger of a period; the lines behind one figure as a file."""
    seller = till.seller
    on = today(request, seller.zone)
    form = PeriodForm(
        {
            "since": request.GET.get("since", on.replace(day=1).isoformat()),
            "until": request.GET.get("until", on.isoformat()),
        }
    )
    if not form.is_valid():
        context = till.filled(form=form)
        return render(request, "components/till/ledger.html", context, status=422)
    period = Period(
        seller=seller, since=form.cleaned_data["since"], until=form.cleaned_data["until"]
    )
    if "figure" in request.GET:
        return _file(period, request.GET["figure"], request.GET.get("currency", seller.currency))
    sheets = [_sheet(each) for each in reports_of(period, now(request))]
    context = till.filled(form=form, sheets=sheets)
    return render(request, "components/till/ledger.html", context)


def _sheet(report: Report) -> Sheet:
    def line(figure: Figure, cents: int, parts: dict[str, int] | None = None) -> Line:
        ways = tuple(
            (str(Method(way).label), Money(part, report.currency))
            for way, part in (parts or {}).items()
        )
        return Line(str(SAYS[figure]), Money(cents, report.currency), figure.value, ways)

    return Sheet(
        currency=report.currency,
        before=Money(report.before, report.currency),
        happened=(
            line(Figure.ASKED, report.asked),
            line(Figure.DROPPED, -report.dropped),
            line(Figure.RECEIVED, -sum(report.received.values()), report.received),
            line(Figure.RETURNED, sum(report.returned.values()), report.returned),
        ),
        after=Money(report.after, report.currency),
        stands=(
            line(Figure.OPEN, report.open),
            line(Figure.LET_OFF, report.let_off),
            line(Figure.SURPLUS, -report.surplus),
        ),
        beside=(
            line(Figure.FEES, report.fees),
            line(Figure.DISPUTED, report.disputed),
            line(Figure.LEAVING, report.leaving),
            line(Figure.UNMATCHED, report.unmatched),
        ),
        balances=report.balances,
        is_today=report.stands,
        fees_unknown=report.fees_unknown,
        lost=Money(report.lost, report.currency),
    )


def _file(period: Period, figure: str, currency: str) -> HttpResponse:
    if figure not in set(Figure):
        raise NotFound
    head = (
        _("Day"),
        _("Bill"),
        _("Person"),
        _("How"),
        _("Reference"),
        _("Sum"),
        _("Currency"),
        _("Tax on places in it"),
    )
    content = BOM + as_csv(head, _rows(period, Figure(figure), currency))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{period.seller.slug}-{figure}-{currency}-{period.since}-{period.until}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _rows(period: Period, figure: Figure, currency: str) -> Iterator[tuple[object, ...]]:
    for each in entries_of(period, figure, currency):
        yield (
            each.day.isoformat(),
            each.bill,
            each.who,
            each.how,
            each.reference,
            Decimal(each.cents).scaleb(-2),
            each.currency,
            "" if each.tax is None else Decimal(each.tax).scaleb(-2),
        )
