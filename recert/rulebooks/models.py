"""Editions as the exact text that was published; drafts with every version of theirs."""

from __future__ import annotations

from django.db import models

from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class Edition(models.Model):
    """One published revision of one edition; superseded, never edited. Privacy: none.

    An edition may be withdrawn until it is in force; its text stays here.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    edition = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()  # the highest of an edition is the one that rules
    text = models.TextField()
    cases_text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

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


class Closing(models.Model):
    """An edition ends the day before another begins, unless that one is withdrawn.

    Its text stays as it was published. Privacy: none.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    edition = models.CharField(max_length=60)  # by its name: whatever its revision
    by = models.ForeignKey(Edition, models.PROTECT, related_name="closings")

    class Meta:
        """One edition ends another once."""

        constraints = (
            models.UniqueConstraint(fields=("by", "edition"), name="closed_once_by_another"),
        )

    def __str__(self) -> str:
        """Say what ends what."""
        return f"{self.edition} ends before {self.by}"


class DraftState(models.TextChoices):
    """How far a draft has come."""

    OPEN = "open"
    PROPOSED = "proposed"  # waits for a second person
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Draft(models.Model):
    """An edition in the making, seen by the body's policy staff. Privacy: who works on it."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    base = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.OPEN)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)  # by the second person
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")

    class Meta:
        """The newest first."""

        ordering = ("-opened_at", "-id")

    def __str__(self) -> str:
        """Say whose draft of what."""
        return f"{self.body.slug}: draft from {self.base.edition}"


class Version(models.Model):
    """A draft as somebody saved it. Written once; the highest number is what stands."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    cases_text = models.TextField(blank=True)
    says = models.CharField(max_length=200)  # what was done, for the list of versions
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        """Two people cannot save the same number."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "number"), name="a_version_a_number"),
        )

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.draft}, version {self.number}"


class DroppedCase(models.Model):
    """A case of the base edition that the draft leaves out on purpose, and why."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="dropped_cases")
    title = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order they were dropped."""

        ordering = ("at", "id")

    def __str__(self) -> str:
        """Name the case."""
        return self.title


class Practice(models.Model):
    """How a body goes about its policy; without one, one person publishes. Privacy: none."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    second_person = models.BooleanField(default=False)  # approves what another has written

    def __str__(self) -> str:
        """Name the body."""
        return f"{self.body.slug}"
