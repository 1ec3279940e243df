"""What an application costs and what came for it, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recert.payments.models import Invoice, InvoiceState, Payment
from recert.payments.queries import invoices_about, open_cents, payments_of
from recert.renewals.models import Renewal
from recert.renewals.tasks import Tasks
from recert.rules.amounts import Money
from recert.web.components.clauses import ClauseView

STATE_TONES = {
    InvoiceState.OPEN: "warn",
    InvoiceState.PAID: "good",
    InvoiceState.CANCELLED: "quiet",
    InvoiceState.REFUNDED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice with its payments and what is still open."""

    invoice: Invoice
    payments: tuple[Payment, ...]
    total: Money
    left: Money
    tone: str

    @property
    def number(self) -> str:
        """What the body calls it."""
        return str(self.invoice)

    @property
    def is_open(self) -> bool:
        """Whether money may still come for it."""
        return self.left.cents > 0

    @property
    def may_go_back(self) -> bool:
        """Whether something came for it that was not given back."""
        return sum(each.cents for each in self.payments) > 0


@dataclass(frozen=True, slots=True)
class MoneyLines:
    """The fee by its clauses, the sum, and the bills about it."""

    lines: tuple[tuple[str, ClauseView | None, Money | None, int], ...]
    due: Money | None
    bills: tuple[Bill, ...]


def bill_of(invoice: Invoice) -> Bill:
    """An invoice made ready for the page."""
    return Bill(
        invoice=invoice,
        payments=tuple(payments_of(invoice)),
        total=Money(invoice.total_cents, invoice.currency),
        left=Money(open_cents(invoice), invoice.currency),
        tone=STATE_TONES[InvoiceState(invoice.state)],
    )


def money_lines(
    renewal: Renewal, tasks: Tasks | None, clauses: Mapping[str, ClauseView]
) -> MoneyLines:
    """What an application costs: by policy while it is open, and by its invoices always."""
    bills = tuple(bill_of(invoice) for invoice in invoices_about(renewal.subject))
    currency = renewal.certification.body.currency
    if tasks is None:
        by_hand = renewal.fee_cents
        return MoneyLines((), None if by_hand is None else Money(by_hand, currency), bills)
    step = tasks.standing.fee_today
    lines = tuple(
        (_title(line.clause), clauses.get(line.clause), line.money, line.times)
        for line in (step.lines if step else ())
    )
    due = tasks.money.due_cents
    return MoneyLines(lines, None if due is None else Money(due, currency), bills)


def _title(clause: str) -> str:
    """A clause's id as a label: `late-fee` is Late fee."""
    return clause.replace("-", " ").capitalize()
