"""Signing: the keys this installation signs completions with, and those of others it believes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recert.catalogue.models import Source


class SigningKey(models.Model):
    """One key of this installation: its private half sealed, its public half for everybody.

    One signs at a time. What a retired one signed stays good; of a revoked one nothing does.
    Privacy: names nobody.
    """

    kid = models.CharField(max_length=43, unique=True)  # the thumbprint of the public half
    jwk = models.JSONField()  # the public half
    sealed = models.TextField(blank=True)  # the private half; emptied once it signs no more
    signs = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first; one signs."""

        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("signs",), condition=Q(signs=True), name="one_key_signs"
            ),
        )

    def __str__(self) -> str:
        """Name it."""
        return self.kid


class PinnedKey(models.Model):
    """A public key whose signed completions a source takes. Privacy: names nobody."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    kid = models.CharField(max_length=43, db_index=True)
    jwk = models.JSONField()
    pinned_at = models.DateTimeField()

    class Meta:
        """A key once a source."""

        ordering = ("pinned_at", "id")
        constraints = (models.UniqueConstraint(fields=("source", "kid"), name="a_key_pinned_once"),)

    def __str__(self) -> str:
        """Name it."""
        return self.kid
