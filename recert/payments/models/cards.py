"""Cards: pages to pay at, what the processor told us, money sent back, disputes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_public_id
from recert.payments.models.billing import Invoice, Payment
from recert.payments.models.selling import ONE_SELLER, Sold
from recert.people.models import Person


class CheckoutState(models.TextChoices):
    """How far a page to pay at got."""

    OPEN = "open", _("Open")
    CLOSING = "closing", _("To be closed")  # nobody shall pay there; the processor is to be told
    CLOSED = "closed", _("Closed")
    PAID = "paid", _("Paid")


class Checkout(models.Model):
    """One page of the processor's where one bill could be paid. Privacy: as its bill."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="checkouts")
    cents = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=CheckoutState, default=CheckoutState.OPEN)
    session = models.CharField(max_length=120, blank=True)  # empty: not asked for yet
    url = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open page a bill: a second click finds the first one's."""

        ordering = ("opened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("invoice",), condition=Q(state="open"), name="one_open_checkout"
            ),
        )

    def __str__(self) -> str:
        """Say for which bill."""
        return f"{self.invoice}: {self.state}"


class Outcome(models.TextChoices):
    """What became of something the processor told us."""

    WAITING = "waiting", _("Not worked off yet")
    DONE = "done", _("Done")
    IGNORED = "ignored", _("Of no concern to us")
    UNMATCHED = "unmatched", _("Fits no bill")


class Event(Sold):
    """Something the processor told us, kept before anything is done about it.

    Privacy: ids and sums only; names, addresses and cards are left out before it is stored.
    """

    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    charge = models.CharField(max_length=120, blank=True)  # the payment it speaks of
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the message as it came
    made_at = models.DateTimeField()  # by the processor's clock
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    cents = models.BigIntegerField(null=True, blank=True)  # of money that fits no bill
    currency = models.CharField(max_length=3, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # staff have seen to it
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_how = models.TextField(blank=True)

    class Meta:
        """An event is one, however often it is sent."""

        ordering = ("received_at", "id")
        indexes = (
            models.Index(fields=("outcome", "tried_at")),
            models.Index(fields=("charge",)),
        )
        constraints = (
            models.CheckConstraint(condition=ONE_SELLER, name="an_event_has_a_seller"),
            models.UniqueConstraint(fields=("body", "event_id"), name="an_event_once"),
            models.UniqueConstraint(fields=("provider", "event_id"), name="a_providers_event_once"),
        )

    def __str__(self) -> str:
        """Say what was told."""
        return f"{self.kind} {self.event_id}"


class RefundState(models.TextChoices):
    """How far money that goes back to a card got."""

    ASKED = "asked", _("To be sent back")
    SENT = "sent", _("On its way back")
    DONE = "done", _("Sent back")
    FAILED = "failed", _("Could not be sent back")
    OTHERWISE = "otherwise", _("Sent back some other way")


class Refund(models.Model):
    """Money to go back to a card: asked for here, sent by the processor. Privacy: as its bill."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    cents = models.BigIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    refund = models.CharField(max_length=120, blank=True, db_index=True)  # the processor's name
    problem = models.TextField(blank=True)
    key = models.CharField(max_length=160, unique=True)  # the same key is one refund

    class Meta:
        """In the order asked for."""

        ordering = ("asked_at", "id")
        indexes = (models.Index(fields=("state", "tried_at")),)

    def __str__(self) -> str:
        """Say of which payment."""
        return f"{self.payment}: {self.state}"


class Dispute(models.Model):
    """A card's holder contests a payment at their bank. Privacy: as its bill."""

    dispute = models.CharField(max_length=120, unique=True)  # the processor's name
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    cents = models.BigIntegerField()
    status = models.CharField(max_length=40)  # the processor's word
    reason = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    said_at = models.DateTimeField()  # the newest thing told about it

    class Meta:
        """Newest first."""

        ordering = ("-opened_on", "-id")

    def __str__(self) -> str:
        """Say of which payment."""
        return f"{self.payment}: {self.status}"

    @property
    def is_lost(self) -> bool:
        """Whether the money is gone."""
        return self.status == "lost"

    @property
    def is_open(self) -> bool:
        """Whether the bank has yet to decide."""
        return self.closed_on is None
