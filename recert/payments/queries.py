"""What may be asked about invoices and payments."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from recert.lib.refusals import NotFound
from recert.payments.models import (
    Agreement,
    Checkout,
    CheckoutState,
    Dispute,
    Event,
    Instalment,
    Invoice,
    InvoiceState,
    Outcome,
    Payment,
    Purchase,
    Receipt,
    Refund,
    RefundPolicy,
    RefundState,
    Terms,
)
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff

OWED = (InvoiceState.OPEN, InvoiceState.PAID)
"""The states in which a bill's sum is the body's to have."""


def invoices_of(person: Person) -> QuerySet[Invoice]:
    """The person's invoices, newest first."""
    return Invoice.objects.filter(person=person).select_related("body")


def invoice_for(person: Person, public_id: str) -> Invoice:
    """The person's own invoice."""
    found = invoices_of(person).filter(public_id=public_id).select_related("person").first()
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


def invoices_about(*subjects: str) -> QuerySet[Invoice]:
    """The invoices that stand about one thing or several, oldest first; cancelled ones do not."""
    return (
        Invoice.objects.filter(subject__in=subjects)
        .exclude(state=InvoiceState.CANCELLED)
        .select_related("body", "person")
        .order_by("issued_at", "id")
    )


def paid_and_unsettled(*subjects: str) -> QuerySet[Invoice]:
    """The paid bills about what ended of which nobody has said that they are for nothing."""
    bills = invoices_about(*subjects).filter(moot="", state__in=OWED)
    return bills.filter(payments__isnull=False).distinct()


def paid_cents(*subjects: str) -> int:
    """How much has been paid about one thing or several, refunds taken off."""
    total = Payment.objects.filter(invoice__subject__in=subjects).aggregate(total=Sum("cents"))
    return total["total"] or 0


def payments_of(invoice: Invoice) -> QuerySet[Payment]:
    """What came for an invoice and went back, in order."""
    return Payment.objects.filter(invoice=invoice).select_related("recorded_by", "receipt")


def received_cents(invoice: Invoice) -> int:
    """What came for an invoice, less what went back or is on its way back."""
    came, leaving = (
        Invoice.objects.filter(pk=invoice.pk)
        .values_list(Coalesce(_came(), 0), Coalesce(_leaving(), 0))
        .get()
    )
    there: int = came - leaving
    return there


def _came() -> Subquery:
    """What came for the invoice of the outer query, less what went back."""
    return _sum_of(Payment.objects.filter(invoice=OuterRef("pk")), "invoice")


def _leaving() -> Subquery:
    """What is to go back to cards, and the processor has not taken yet."""
    asked = Refund.objects.filter(payment__invoice=OuterRef("pk"), state=RefundState.ASKED)
    return _sum_of(asked, "payment__invoice")


def _sum_of(rows: QuerySet[Payment] | QuerySet[Refund], by: str) -> Subquery:
    total = rows.order_by().values(by).annotate(total=Sum("cents")).values("total")
    return Subquery(total, output_field=BigIntegerField())


def open_cents(invoice: Invoice) -> int:
    """How much of an invoice is still to pay."""
    if invoice.state != InvoiceState.OPEN:
        return 0
    return max(invoice.total_cents - received_cents(invoice), 0)


def surplus_cents(invoice: Invoice) -> int:
    """How much more came for an invoice than it asks for: nothing is due once it is cancelled."""
    owed = invoice.total_cents if invoice.state in OWED else 0
    return max(received_cents(invoice) - owed, 0)


def returnable_cents(payment: Payment) -> int:
    """How much of a payment can still go back."""
    back = payment.returned.aggregate(total=Sum("cents"))["total"] or 0
    leaving = payment.refunds.filter(state=RefundState.ASKED).aggregate(total=Sum("cents"))
    return payment.cents + back - (leaving["total"] or 0)


# ---------------------------------------------------------------- what waits for finance


def overpaid(body: Body) -> QuerySet[Any]:
    """Bills for which more is there than they ask for, with `surplus` in cents."""
    owed = Case(When(state__in=OWED, then=F("total_cents")), default=Value(0))
    return (
        invoices_of_body(body)
        .annotate(surplus=Coalesce(_came(), 0) - Coalesce(_leaving(), 0) - owed)
        .filter(surplus__gt=0)
    )


def moot_bills(body: Body) -> QuerySet[Invoice]:
    """Paid bills for what will not happen, about which finance has yet to say refund or keep."""
    return invoices_of_body(body).exclude(moot="").filter(moot_settled_at=None)


def disputes_at(body: Body) -> QuerySet[Dispute]:
    """Payments that card holders contest, open ones first."""
    return (
        Dispute.objects.filter(payment__invoice__body=body)
        .select_related("payment__invoice__body", "payment__invoice__person")
        .order_by(F("closed_on").desc(nulls_first=True), "-opened_on", "-id")
    )


def unmatched_events(body: Body) -> QuerySet[Event]:
    """Money the processor told us of that fits no bill, and nobody has seen to."""
    return Event.objects.filter(body=body, outcome=Outcome.UNMATCHED, settled_at=None)


def event_for_staff(staff: Person, body_slug: str, event_id: str) -> Event:
    """Something the processor told the staff member's body."""
    body = body_for_staff(staff, body_slug, Duty.MONEY)
    found = Event.objects.filter(body=body, event_id=event_id).first()
    if found is None:
        raise NotFound
    return found


def failed_refunds(body: Body) -> QuerySet[Refund]:
    """Money that could not be sent back to a card: it goes back some other way."""
    return Refund.objects.filter(
        payment__invoice__body=body, state=RefundState.FAILED
    ).select_related("payment__invoice__body", "payment__invoice__person")


def refund_for_staff(staff: Person, body_slug: str, public_id: str) -> Refund:
    """Money to go back to a card, at the staff member's body."""
    body = body_for_staff(staff, body_slug, Duty.MONEY)
    found = (
        Refund.objects.filter(payment__invoice__body=body, public_id=public_id)
        .select_related("payment__invoice__body", "payment__invoice__person")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def refunds_of(invoice: Invoice) -> QuerySet[Refund]:
    """What was asked to go back to a card for an invoice."""
    return Refund.objects.filter(payment__invoice=invoice)


def disputes_of(invoice: Invoice) -> QuerySet[Dispute]:
    """The disputes about an invoice's payments."""
    return Dispute.objects.filter(payment__invoice=invoice)


# ---------------------------------------------------------------- cards, promises, terms


def open_checkout_of(invoice: Invoice) -> Checkout | None:
    """The page where the bill can be paid by card now, if one was opened."""
    return Checkout.objects.filter(invoice=invoice, state=CheckoutState.OPEN).first()


def terms_of(body: Body) -> Terms:
    """How the body handles money; what it has not said stands at its default, unsaved."""
    return Terms.objects.filter(body=body).first() or Terms(body=body)


def refund_policy_of(body: Body) -> tuple[RefundPolicy, RefundPolicy, str]:
    """What becomes of a fee when refused, when withdrawn, and the body's words about it."""
    terms = terms_of(body)
    return RefundPolicy(terms.when_refused), RefundPolicy(terms.when_withdrawn), terms.refund_words


def agreement_about(subject: str) -> Agreement | None:
    """The agreement to pay something in parts, with its parts and their bills."""
    return (
        Agreement.objects.filter(subject=subject, ended_at=None)
        .prefetch_related("parts__invoice__body")
        .first()
    )


def purchases_of(person: Person) -> QuerySet[Purchase]:
    """What the person bought apart from renewing, newest first."""
    return Purchase.objects.filter(certification__person=person).select_related(
        "certification__body", "invoice__body"
    )


def receipts_of_body(body: Body) -> QuerySet[Receipt]:
    """Sums that came for several bills at once, newest first; the caller has checked who asks."""
    return Receipt.objects.filter(body=body).select_related("recorded_by")


def payable_invoices(body: Body) -> QuerySet[Invoice]:
    """A body's open bills, with `left` in cents, by name; the caller has checked who asks."""
    return (
        invoices_of_body(body)
        .filter(Q(state=InvoiceState.OPEN))
        .annotate(left=F("total_cents") - Coalesce(_came(), 0))
        .order_by("person__name", "number")
    )


def promises_and_cards_of(person: Person) -> dict[str, QuerySet[Any]]:
    """What else is recorded about the person's money, by what it is, for their export."""
    return {
        "refunds": Refund.objects.filter(payment__invoice__person=person),
        "disputes": Dispute.objects.filter(payment__invoice__person=person),
        "card-pages": Checkout.objects.filter(invoice__person=person),
        "agreements": Agreement.objects.filter(person=person),
        "agreed-parts": Instalment.objects.filter(agreement__person=person),
        "purchases": Purchase.objects.filter(certification__person=person),
    }
