"""Fees for approval: the bill a body sends before it looks at a course or a provider.

Paying decides nothing: it only sends the application. What is refused or taken back is paid
back, or not, as the body's terms say.
"""

from __future__ import annotations

from datetime import datetime

from recert.catalogue.models import CourseApproval, ProviderApproval
from recert.payments.actions import Line, issue_invoice
from recert.people.models import Person


def bill_applicant(
    by: Person,
    at: datetime,
    approval: CourseApproval | ProviderApproval,
    subject: str,
    says: str,
    cents: int,
) -> None:
    """Ask whoever applies for the fee, and note its bill beside the application."""
    invoice = issue_invoice(
        by=by,
        at=at,
        person=by,
        body=approval.body,
        subject=subject,
        lines=[Line("", says, cents)],
    )
    approval.invoice = invoice.public_id
    approval.save(update_fields=["invoice"])
