"""The outbox: what is to be told to whom, and how far that got."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_public_id


class State(models.TextChoices):
    """How far a notice got."""

    KEPT = "kept"  # shown when the person signs in, never e-mailed, as they chose
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up on
    BOUNCED = "bounced"  # the mail server of the recipient sent it back


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
    html = models.TextField(blank=True)  # a body's own words; empty: made from the text
    language = models.CharField(max_length=10, blank=True)
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
            models.Index(fields=("body_slug", "created_at")),  # the log of a body's letters
        )

    def __str__(self) -> str:
        """Say what it tells."""
        return f"{self.kind}: {self.subject}"


class Rhythm(models.TextChoices):
    """How often somebody who works at a body hears of what waits there."""

    AT_ONCE = "at-once", _("Each time something comes in")
    DAILY = "daily", _("Every morning, in one letter")
    WEEKLY = "weekly", _("On Monday morning, in one letter")


class Preference(models.Model):
    """How one person wants one kind of notice. Privacy: the choice only."""

    person_id = models.CharField(max_length=24)
    kind = models.CharField(max_length=30)
    email = models.BooleanField(default=True)
    days = models.JSONField(default=list)  # of reminders before an end; empty: ours
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)

    class Meta:
        """One preference a kind."""

        constraints = (
            models.UniqueConstraint(fields=("person_id", "kind"), name="one_preference_a_kind"),
        )

    def __str__(self) -> str:
        """Say what is preferred."""
        return f"{self.kind}: {'e-mail' if self.email else 'no e-mail'}"


class Wording(models.Model):
    """One version of a body's own words for a kind of notice, in one language.

    The newest holds; one without words says that ours hold again. Privacy: none but who
    saved it, by public id.
    """

    body_slug = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)  # in the markup of `markup`
    saved_by = models.CharField(max_length=24)
    saved_at = models.DateTimeField()

    class Meta:
        """Two who save at once do not both become the next version."""

        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=("body_slug", "kind", "language", "version"), name="a_version_once"
            ),
        )

    def __str__(self) -> str:
        """Say whose words for what."""
        return f"{self.body_slug}: {self.kind} ({self.language}, {self.version})"


class Bouncing(models.Model):
    """An address that sends letters back, so that none goes there until it is checked.

    Privacy: the address and what its mail server said; deleted when the person is erased.
    """

    email = models.EmailField(unique=True)  # in lower case
    since = models.DateTimeField()
    problem = models.CharField(max_length=300)

    def __str__(self) -> str:
        """Say which address."""
        return self.email
