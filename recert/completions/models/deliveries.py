"""Deliveries: signed messages of other systems, kept as they came until they are worked off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recert.catalogue.models import Source
from recert.completions.models.reports import Report
from recert.lib.public_ids import new_public_id


class Delivery(models.Model):
    """One message. The same id of the same source is one message, however often it comes.

    Privacy: `body` names learners; it is emptied once it is worked off, or after a time.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)  # the sender's own id of it, or the digest
    sha256 = models.CharField(max_length=64)
    body = models.TextField(blank=True)
    received_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=300, blank=True)  # why it came to nothing

    class Meta:
        """The newest first."""

        ordering = ("-received_at", "-id")
        indexes = (
            models.Index(fields=("id",), condition=Q(done_at=None), name="delivery_to_work_off"),
        )
        constraints = (
            models.UniqueConstraint(fields=("source", "key"), name="a_delivery_of_a_source_once"),
        )

    def __str__(self) -> str:
        """Name it."""
        return f"{self.source}: {self.key}"
