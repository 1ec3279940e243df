"""Invoices and payments. Money is whole cents; a body's number runs without gaps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_public_id
from recert.payments.models.selling import ONE_SELLER, Sold
from recert.people.models import Person


class InvoiceState(models.TextChoices):
    """How far an invoice got."""

    OPEN = "open", _("To pay")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")


class Method(models.TextChoices):
    """How money came or went."""

    OFFLINE = "offline", _("Transfer or cheque")
    TRANSFER = "transfer", _("Bank transfer")
    CHEQUE = "cheque", _("Cheque")
    CASH = "cash", _("Cash")
    EMPLOYER = "employer", _("An employer’s payment")
    CARD = "card", _("Card")
    MOVED = "moved", _("Moved between two bills")
    SANDBOX_CARD = "sandbox-card", _("Play money")


BY_HAND = (Method.TRANSFER, Method.CHEQUE, Method.CASH, Method.EMPLOYER, Method.OFFLINE)
"""What staff may record; the others record themselves."""


class Moot(models.TextChoices):
    """Why what a bill was for will not happen."""

    REFUSED = "refused", _("The application was refused")
    WITHDRAWN = "withdrawn", _("The application was taken back")
    NOT_HELD = "not-held", _("The class is not held")
    LEFT = "left", _("The place was given back")


class Invoice(Sold):
    """What one person owes one seller, line by line, each with its clause.

    Privacy: what somebody owes and paid; seen by that person and by whoever keeps the
    seller's till; kept as long as its books must be.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=60)  # what for: renewal:<public id>
    sold_as = models.JSONField(default=dict)  # {"name", "address", "tax_number", "foot"}, that day
    lines = models.JSONField()  # [{"clause", "says", "cents", "times", "included"}]
    total_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=InvoiceState, default=InvoiceState.OPEN)
    issued_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)  # None: at once
    announced_at = models.DateTimeField(null=True, blank=True)  # "I have sent the money"
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # of cancelling or refunding
    moot = models.CharField(max_length=10, choices=Moot, blank=True)
    moot_settled_at = models.DateTimeField(null=True, blank=True)  # refunded, or kept

    class Meta:
        """A seller numbers its invoices once each."""

        ordering = ("-issued_at", "-id")
        indexes = (
            models.Index(fields=("subject",)),
            models.Index(fields=("body", "state", "issued_at")),
            models.Index(fields=("provider", "state", "issued_at")),
        )
        constraints = (
            models.CheckConstraint(condition=ONE_SELLER, name="an_invoice_has_a_seller"),
            models.UniqueConstraint(fields=("body", "number"), name="an_invoice_number_once"),
            models.UniqueConstraint(
                fields=("provider", "number"), name="a_providers_invoice_number_once"
            ),
        )

    def __str__(self) -> str:
        """Name the invoice as its seller does."""
        return f"{self.seller.slug.upper()}-{self.number:05d}"


class Receipt(Sold):
    """One sum that came for several bills at once: an employer's cheque, split.

    Privacy: who paid for whom; seen by whoever keeps the seller's till.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    payer = models.CharField(max_length=150)
    cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=120)
    received_on = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    key = models.CharField(max_length=120, unique=True)  # the same key is one receipt

    class Meta:
        """Newest first."""

        ordering = ("-recorded_at", "-id")
        constraints = (models.CheckConstraint(condition=ONE_SELLER, name="a_receipt_has_a_seller"),)

    def __str__(self) -> str:
        """Say from whom."""
        return f"{self.payer}: {self.reference}"


class Payment(models.Model):
    """Money that came for an invoice, or, negative, went back.

    Privacy: amount, day and reference; never a card's number.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    cents = models.BigIntegerField()
    method = models.CharField(max_length=20, choices=Method)
    reference = models.CharField(max_length=120, blank=True)
    received_on = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="payments")
    returns = models.ForeignKey("self", models.PROTECT, null=True, related_name="returned")
    charge = models.CharField(max_length=120, blank=True, db_index=True)  # the processor's name
    fee_cents = models.BigIntegerField(null=True, blank=True)  # the processor kept; None: unknown
    fee_asked_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)  # the same key is one payment

    class Meta:
        """In the order they were recorded."""

        ordering = ("recorded_at", "id")
        indexes = (
            models.Index(fields=("received_on",), name="payment_by_day"),
            models.Index(fields=("invoice", "cents"), name="payment_by_bill"),  # sums
        )

    def __str__(self) -> str:
        """Say for which invoice."""
        return f"{self.invoice}: {self.cents}"
