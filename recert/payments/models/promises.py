"""Promises: how a body handles money, paying in parts, and what was bought for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Provider
from recert.credentials.models import Certification, Ruling
from recert.lib.public_ids import new_public_id
from recert.payments.models.billing import Invoice
from recert.payments.models.selling import ONE_SELLER, Seller
from recert.people.models import Body, Person


class RefundPolicy(models.TextChoices):
    """What becomes of a paid fee when an application is refused or taken back."""

    ASK = "ask", _("Ask finance each time")
    ALWAYS = "always", _("Refund it")
    NEVER = "never", _("Keep it")


class Terms(models.Model):
    """How a seller handles money: who sells, which tax is on it, what becomes of a fee for nothing.

    Privacy: none; the address and tax number are an office's.
    """

    body = models.OneToOneField(Body, models.CASCADE, null=True, blank=True, related_name="+")
    provider = models.OneToOneField(
        Provider, models.CASCADE, null=True, blank=True, related_name="+"
    )
    seller = models.CharField(max_length=200, blank=True)  # empty: its own name
    address = models.TextField(blank=True)
    tax_number = models.CharField(max_length=60, blank=True)
    when_refused = models.CharField(max_length=10, choices=RefundPolicy, default=RefundPolicy.ASK)
    when_withdrawn = models.CharField(max_length=10, choices=RefundPolicy, default=RefundPolicy.ASK)
    refund_words = models.TextField(blank=True)  # as the applicant reads it before paying
    foot = models.TextField(blank=True)  # at the foot of every invoice
    tax_name = models.CharField(max_length=40, blank=True)  # on places in classes; empty: none
    tax_thousandths = models.PositiveIntegerField(default=0)  # of a percent: 8.875 % is 8875
    tax_added = models.BooleanField(default=False)  # to the price; otherwise the price contains it

    class Meta:
        """One a seller."""

        verbose_name_plural = "terms"
        constraints = (models.CheckConstraint(condition=ONE_SELLER, name="terms_have_a_seller"),)

    def __str__(self) -> str:
        """Say whose."""
        return f"Terms of {self.whose}"

    @property
    def whose(self) -> Seller:
        """Whose till they are of."""
        found = self.body or self.provider
        assert found is not None  # the database sees to it
        return found


class Agreement(models.Model):
    """A fee paid in parts: what was promised when it was made, whatever the policy says later.

    Privacy: as its bills.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60, db_index=True)  # renewal:<public id>
    total_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    clause = models.CharField(max_length=80)
    says = models.TextField()  # the clause in its words of that day
    edition = models.CharField(max_length=60)
    edition_sha256 = models.CharField(max_length=64)
    missed = models.CharField(max_length=20)  # what a missed part does, by the policy's word
    made_at = models.DateTimeField()
    broken_on = models.DateField(null=True, blank=True)  # a part was missed
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One a matter at a time."""

        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject",), condition=Q(ended_at=None), name="one_agreement"
            ),
        )

    def __str__(self) -> str:
        """Say about what."""
        return f"{self.subject} in parts"


class Instalment(models.Model):
    """One part of a fee paid in parts, with its own bill. Privacy: as its bill."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    cents = models.BigIntegerField()
    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="instalment")

    class Meta:
        """In their order."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("agreement", "number"), name="a_part_once"),)

    def __str__(self) -> str:
        """Say which part."""
        return f"{self.agreement}, {self.number}"


class Purchase(models.Model):
    """Something bought apart from renewing: a plan for life, more time.

    What it does was read from the policy on the day it was offered, and is kept here.
    Privacy: as its bill.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="purchase")
    clause = models.CharField(max_length=80)
    says = models.TextField()
    edition = models.CharField(max_length=60)
    edition_sha256 = models.CharField(max_length=64)
    waives = models.JSONField(default=list)  # clauses that are waived from then on
    extends_to = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True, blank=True)  # paid, so it took effect
    rulings = models.ManyToManyField(Ruling, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        """Say what was bought."""
        return f"{self.clause}: {self.certification}"
