"""What the law said: answers kept word for word, and what it would say under a draft."""

from __future__ import annotations

from django.db import models

from recert.credentials.models import Certification
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.rulebooks.models import Version


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


class WhatIfState(models.TextChoices):
    """How far a what-if has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class WhatIf(models.Model):
    """A draft tried on the whole register, part by part. Privacy: who asked."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    as_of = models.DateField()
    for_everybody = models.BooleanField()  # whatever the dates by which the draft is chosen
    state = models.CharField(max_length=8, choices=WhatIfState, default=WhatIfState.WAITING)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField()  # on the register when it was asked
    last_row = models.PositiveBigIntegerField(default=0)  # judged so far, by row
    summary = models.JSONField(default=dict)

    class Meta:
        """The newest first."""

        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        """Say of what and as of when."""
        return f"{self.version} as of {self.as_of}"


class Affected(models.Model):
    """A certification that a draft would answer differently.

    Privacy: derived from one certification; seen by the body's policy staff, and gone with it
    or with the draft.
    """

    what_if = models.ForeignKey(WhatIf, models.CASCADE, related_name="affected")
    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    turn = models.CharField(max_length=5, blank=True)  # short, met, or neither
    difference = models.JSONField()

    class Meta:
        """In the order of the register."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("what_if", "certification"), name="affected_once_by_a_what_if"
            ),
        )

    def __str__(self) -> str:
        """Name the certification."""
        return str(self.certification)
