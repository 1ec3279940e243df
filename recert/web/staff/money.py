"""What an application costs and what came for it, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recert.payments.queries import invoices_about
from recert.renewals.models import Renewal
from recert.renewals.tasks import Tasks
from recert.rules.amounts import Money
from recert.web.components.clauses import ClauseView
from recert.web.components.till.bill import Bill, bill_of


@dataclass(frozen=True, slots=True)
class MoneyLines:
    """The fee by its clauses, the sum, and the bills about it."""

    lines: tuple[tuple[str, ClauseView | None, Money | None, int], ...]
    due: Money | None
    bills: tuple[Bill, ...]


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
