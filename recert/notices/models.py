"""The outbox: what is to be told to whom, and how far that got."""

from __future__ import annotations

from django.db import models

from recert.lib.public_ids import new_public_id


class State(models.TextChoices):
    """How far a notice got."""

    KEPT = "kept"  # shown when the person signs in, never e-mailed, as they chose
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up on


class Notice(models.Model):
    """One message to one recipient, written with the act it tells of.

    Privacy: the recipient's e-mail and the message; deleted when the person is erased.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    recipient_id = models.CharField(max_length=24, blank=True)  # a person's public id
    email = models.EmailField()
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    body_slug = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # what the mail server said
    key = models.CharField(max_length=120, unique=True)  # the same key is told once

    class Meta:
        """Due notices are found by state and time."""

        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=("state", "not_before")),
            models.Index(fields=("recipient_id", "created_at")),
        )

    def __str__(self) -> str:
        """Say what it tells."""
        return f"{self.kind}: {self.subject}"


class Preference(models.Model):
    """How one person wants one kind of notice. Privacy: the choice only."""

    person_id = models.CharField(max_length=24)
    kind = models.CharField(max_length=30)
    email = models.BooleanField(default=True)
    days = models.JSONField(default=list)  # of reminders before an end; empty: ours

    class Meta:
        """One preference a kind."""

        constraints = (
            models.UniqueConstraint(fields=("person_id", "kind"), name="one_preference_a_kind"),
        )

    def __str__(self) -> str:
        """Say what is preferred."""
        return f"{self.kind}: {'e-mail' if self.email else 'no e-mail'}"
