"""Terms: what a body asks of those who teach, and the files they send with an application."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recert.catalogue.models.approvals import ProviderApproval
from recert.lib.public_ids import new_public_id
from recert.people.models import Body


class ApprovalTerms(models.Model):
    """How a body approves providers and courses. Without a row it approves courses, for nothing.

    Privacy: none; anybody who means to apply reads it.
    """

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    asks_provider_approval = models.BooleanField(default=False)  # providers apply as such, too
    provider_fee_cents = models.BigIntegerField(default=0)  # in the body's currency
    course_fee_cents = models.BigIntegerField(default=0)
    years = models.PositiveSmallIntegerField(null=True, blank=True)  # an approval is given for
    report_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to report within
    promise_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to decide within
    words = models.TextField(blank=True)  # what an applicant should read first

    class Meta:
        """A fee is never negative."""

        constraints = (
            models.CheckConstraint(
                condition=Q(provider_fee_cents__gte=0) & Q(course_fee_cents__gte=0),
                name="an_approval_costs_nothing_or_more",
            ),
        )

    def __str__(self) -> str:
        """Say whose they are."""
        return f"terms of approval at {self.body}"


class ApprovalFile(models.Model):
    """A file sent with a provider's application, in the vault under a random name.

    Privacy: a provider's papers; seen by its owners and by staff of the body it was sent to,
    each time with a line in the journal.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    approval = models.ForeignKey(ProviderApproval, models.PROTECT, related_name="files")
    name = models.CharField(max_length=150)  # cleaned; what a download is called
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)  # as it was uploaded
    stored_as = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    uploaded_at = models.DateTimeField()

    class Meta:
        """The same file once an application."""

        ordering = ("uploaded_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("approval", "sha256"), name="a_file_once_an_application"
            ),
        )

    def __str__(self) -> str:
        """Name the file."""
        return self.name
