"""Answers: what the law said on a day, kept word for word for whoever asks later."""

from __future__ import annotations

from django.db import models

from recert.credentials.models import Certification
from recert.lib.public_ids import new_public_id


class Answer(models.Model):
    """One standing as it was when somebody acted on it. Written once, never changed.

    Privacy: what counted for one certification; seen by its holder and the body's staff.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    as_of = models.DateField()
    kept_at = models.DateTimeField()
    edition = models.CharField(max_length=60)
    edition_sha256 = models.CharField(max_length=64)
    findings = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the findings as written

    class Meta:
        """In the order they were kept."""

        ordering = ("kept_at", "id")

    def __str__(self) -> str:
        """Say what about and as of when."""
        return f"{self.certification} as of {self.as_of}"
