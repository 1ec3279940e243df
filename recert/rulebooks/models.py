"""Editions: a body's published policy, as the exact text that was published."""

from __future__ import annotations

from django.db import models

from recert.people.models import Body


class Edition(models.Model):
    """One published revision of one edition; superseded, never edited. Privacy: none."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    edition = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()  # the highest of an edition is the one that rules
    text = models.TextField()
    cases_text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        """A revision is published once."""

        ordering = ("body__slug", "edition", "revision")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "edition", "revision"), name="one_text_a_revision"
            ),
        )

    def __str__(self) -> str:
        """Name the edition."""
        return f"{self.body.slug} {self.edition}"
