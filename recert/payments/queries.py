"""What may be asked about invoices and payments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
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

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff, those_who_may
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
    RefundState,
    Seller,
    Terms,
    of_till,
    sold_by,
)
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff, colleagues

OWED = (InvoiceState.OPEN, InvoiceState.PAID)
"""The states in which a bill's sum is the seller's to have."""

_WITH = ("body", "provider", "person")


def till_for_staff(staff: Person, body_slug: str, provider_slug: str = "") -> Seller:
    """The till of a body, or of a provider, for somebody whose role there allows money."""
    if body_slug:
        return body_for_staff(staff, body_slug, Duty.MONEY)
    return provider_for_staff(staff, provider_slug, ProviderDuty.MONEY)


def provider_paid(slug: str) -> Provider:
    """The provider whose account the card processor tells of, whether it still teaches or not."""
    found = Provider.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def cashiers_of(seller: Seller) -> list[Person]:
    """Who keeps a till (whom to tell that something waits there)."""
    if isinstance(seller, Body):
        return list(colleagues(seller, Duty.MONEY))
    return list(those_who_may(seller, ProviderDuty.MONEY))


def invoices_of(person: Person) -> QuerySet[Invoice]:
    """The person's invoices, newest first."""
    return Invoice.objects.filter(person=person).select_related("body", "provider")


def invoice_for(person: Person, public_id: str) -> Invoice:
    """The person's own invoice."""
    found = invoices_of(person).filter(public_id=public_id).select_related("person").first()
    if found is None:
        raise NotFound
    return found


def invoice_for_staff(
    staff: Person, body_slug: str, public_id: str, *, provider_slug: str = ""
) -> Invoice:
    """An invoice of the till the staff member keeps, at a body or at a provider."""
    seller = till_for_staff(staff, body_slug, provider_slug)
    found = invoices_of_seller(seller).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def invoices_of_seller(seller: Seller) -> QuerySet[Invoice]:
    """A seller's invoices, newest first; the caller has checked who asks."""
    return Invoice.objects.filter(of_till(seller)).select_related(*_WITH)


def invoices_about(*subjects: str) -> QuerySet[Invoice]:
    """The invoices that stand about one thing or several, oldest first; cancelled ones do not."""
    return (
        Invoice.objects.filter(subject__in=subjects)
        .exclude(state=InvoiceState.CANCELLED)
        .select_related(*_WITH)
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


def overpaid(seller: Seller) -> QuerySet[Any]:
    """Bills for which more is there than they ask for, with `surplus` in cents."""
    owed = Case(When(state__in=OWED, then=F("total_cents")), default=Value(0))
    return (
        invoices_of_seller(seller)
        .annotate(came=Coalesce(_came(), 0))
        .filter(came__gt=owed)  # most bills end here
        .annotate(surplus=Coalesce(_came(), 0) - Coalesce(_leaving(), 0) - owed)
        .filter(surplus__gt=0)
    )


def moot_bills(seller: Seller) -> QuerySet[Invoice]:
    """Paid bills for what will not happen, about which finance has yet to say refund or keep."""
    return invoices_of_seller(seller).exclude(moot="").filter(moot_settled_at=None)


def disputes_at(seller: Seller) -> QuerySet[Dispute]:
    """Payments that card holders contest, open ones first."""
    return (
        Dispute.objects.filter(of_till(seller, "payment__invoice__"))
        .select_related(*_WITH_BILL)
        .order_by(F("closed_on").desc(nulls_first=True), "-opened_on", "-id")
    )


def unmatched_events(seller: Seller) -> QuerySet[Event]:
    """Money the processor told us of that fits no bill, and nobody has seen to."""
    events = Event.objects.filter(of_till(seller))
    return events.filter(outcome=Outcome.UNMATCHED, settled_at=None)


def event_for_staff(
    staff: Person, body_slug: str, event_id: str, *, provider_slug: str = ""
) -> Event:
    """Something the processor told the till that the staff member keeps."""
    seller = till_for_staff(staff, body_slug, provider_slug)
    found = Event.objects.filter(of_till(seller), event_id=event_id).first()
    if found is None:
        raise NotFound
    return found


_WITH_BILL = (
    "payment__invoice__body",
    "payment__invoice__provider",
    "payment__invoice__person",
)


def failed_refunds(seller: Seller) -> QuerySet[Refund]:
    """Money that could not be sent back to a card: it goes back some other way."""
    refunds = Refund.objects.filter(of_till(seller, "payment__invoice__"))
    return refunds.filter(state=RefundState.FAILED).select_related(*_WITH_BILL)


def refund_for_staff(
    staff: Person, body_slug: str, public_id: str, *, provider_slug: str = ""
) -> Refund:
    """Money to go back to a card, at the till the staff member keeps."""
    seller = till_for_staff(staff, body_slug, provider_slug)
    refunds = Refund.objects.filter(of_till(seller, "payment__invoice__"), public_id=public_id)
    found = refunds.select_related(*_WITH_BILL).first()
    if found is None:
        raise NotFound
    return found


def refunds_of(invoice: Invoice) -> QuerySet[Refund]:
    """What was asked to go back to a card for an invoice."""
    return Refund.objects.filter(payment__invoice=invoice)


def disputes_of(invoice: Invoice) -> QuerySet[Dispute]:
    """The disputes about an invoice's payments."""
    return Dispute.objects.filter(payment__invoice=invoice)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits at a till: money that was announced, and what a person must look at."""

    announced: int
    to_look_at: int


def waiting_at(seller: Seller) -> Waiting:
    """How much waits at a till, from one question."""
    bills = invoices_of_seller(seller)
    announced, *others = (
        bills.filter(state=InvoiceState.OPEN, announced_at__isnull=False),
        bills.filter(pk__in=overpaid(seller).values("pk")),
        moot_bills(seller),
        disputes_at(seller).filter(closed_on=None),
        failed_refunds(seller),
        unmatched_events(seller),
    )
    counted = [_count(announced, "announced"), *(_count(each, "other") for each in others)]
    found = Counter[str]()
    for kind, many in counted[0].union(*counted[1:], all=True):
        found[kind] += many
    return Waiting(found["announced"], found["other"])


def _count(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    plain = rows.select_related(None).order_by().values(waits=Value(kind))
    found: QuerySet[Any] = plain.annotate(many=Count("pk")).values_list("waits", "many")
    return found


# ---------------------------------------------------------------- cards, promises, terms


def open_checkout_of(invoice: Invoice) -> Checkout | None:
    """The page where the bill can be paid by card now, if one was opened."""
    return Checkout.objects.filter(invoice=invoice, state=CheckoutState.OPEN).first()


def terms_of(seller: Seller) -> Terms:
    """How a seller handles money; what it has not said stands at its default, unsaved."""
    return Terms.objects.filter(of_till(seller)).first() or Terms(**sold_by(seller))


def sold_as(seller: Seller) -> dict[str, str]:
    """What stands of a seller on its bills today: a bill keeps what stood there on its day."""
    terms = terms_of(seller)
    legal = (seller.legal_name, seller.address) if isinstance(seller, Provider) else ("", "")
    return {
        "name": terms.seller or legal[0] or seller.name,
        "address": terms.address or legal[1],
        "tax_number": terms.tax_number,
        "foot": terms.foot,
    }


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


def receipts_of_seller(seller: Seller) -> QuerySet[Receipt]:
    """Sums that came for several bills at once, newest first; the caller has checked who asks."""
    return Receipt.objects.filter(of_till(seller)).select_related("recorded_by")


def payable_invoices(seller: Seller) -> QuerySet[Invoice]:
    """A seller's open bills, with `left` in cents, by name; the caller has checked who asks."""
    return (
        invoices_of_seller(seller)
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
