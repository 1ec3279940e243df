"""What may be asked about invoices and payments."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from recert.lib.refusals import NotFound
from recert.payments.models import Invoice, InvoiceState, Payment
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff


def invoices_of(person: Person) -> QuerySet[Invoice]:
    """The person's invoices, newest first."""
    return Invoice.objects.filter(person=person).select_related("body")


def invoice_for(person: Person, public_id: str) -> Invoice:
    """The person's own invoice."""
    found = invoices_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def invoice_for_staff(
    staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.MONEY
) -> Invoice:
    """An invoice of the staff member's body."""
    body = body_for_staff(staff, body_slug, duty)
    found = (
        Invoice.objects.filter(body=body, public_id=public_id)
        .select_related("body", "person")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def invoices_of_body(body: Body) -> QuerySet[Invoice]:
    """A body's invoices, newest first; the caller has checked who asks."""
    return Invoice.objects.filter(body=body).select_related("body", "person")


def invoices_about(subject: str) -> QuerySet[Invoice]:
    """The invoices that stand about one thing, oldest first; cancelled ones do not."""
    return (
        Invoice.objects.filter(subject=subject)
        .exclude(state=InvoiceState.CANCELLED)
        .select_related("body", "person")
        .order_by("issued_at", "id")
    )


def paid_cents(subject: str) -> int:
    """How much has been paid about one thing, refunds taken off."""
    total = Payment.objects.filter(invoice__subject=subject).aggregate(total=Sum("cents"))
    return total["total"] or 0


def payments_of(invoice: Invoice) -> QuerySet[Payment]:
    """What came for an invoice and went back, in order."""
    return Payment.objects.filter(invoice=invoice).select_related("recorded_by")


def open_cents(invoice: Invoice) -> int:
    """How much of an invoice is still to pay."""
    if invoice.state != InvoiceState.OPEN:
        return 0
    paid = Payment.objects.filter(invoice=invoice).aggregate(total=Sum("cents"))["total"] or 0
    return max(invoice.total_cents - paid, 0)
