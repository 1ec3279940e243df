"""Statements: what learning systems say, kept word for word."""

from __future__ import annotations

import uuid

from django.db import models

from recert.catalogue.models import Source


class Statement(models.Model):
    """One xAPI statement of one source. Never edited; voided by another statement.

    Privacy: who learned what, as their school's system said it; read by that source alone.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    statement_id = models.UUIDField(default=uuid.uuid4)
    content = models.JSONField()  # as it came, with what we set: id, stored, authority, version
    digest = models.CharField(max_length=64)  # of what may not differ in a second sending
    stored_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)  # the source's own timestamp
    verb = models.CharField(max_length=300)
    actor = models.CharField(max_length=400)  # its inverse functional identifier, canonical
    activity = models.CharField(max_length=600, blank=True)
    registration = models.UUIDField(null=True, blank=True)
    voided_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="voids"
    )
    taken_at = models.DateTimeField(null=True, blank=True)  # looked at for credit

    class Meta:
        """In the order they were stored; an id is one statement of its source."""

        ordering = ("stored_at", "id")
        indexes = (
            models.Index(fields=("source", "stored_at", "id")),
            models.Index(fields=("taken_at", "id")),
        )
        constraints = (
            models.UniqueConstraint(fields=("source", "statement_id"), name="a_statement_once"),
        )

    def __str__(self) -> str:
        """Name it by its id."""
        return str(self.statement_id)
