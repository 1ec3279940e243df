"""Hooks: addresses of providers and bodies that are told what became of completions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Provider
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class HookEvent(models.TextChoices):
    """What a hook is told of."""

    ACCEPTED = "completions.accepted", _("Somebody has the credit")
    CORRECTED = "completions.corrected", _("It was put right")
    VOIDED = "completions.voided", _("It was taken back")


class Hook(models.Model):
    """One address of one provider or one body.

    A provider is told of what it reported; a body of its own credit, by its own numbers. The
    secret messages are signed with is kept sealed. Privacy: none but who opened it.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.URLField(max_length=500)
    events = models.JSONField(default=list)  # of `HookEvent`
    sealed = models.TextField(blank=True)  # the secret
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first; somebody's."""

        ordering = ("-opened_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(provider=None, body__isnull=False)
                | Q(provider__isnull=False, body=None),
                name="a_hook_is_somebodys",
            ),
        )

    def __str__(self) -> str:
        """Say where it leads."""
        return self.address

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"hook:{self.public_id}"


class PostingState(models.TextChoices):
    """How far a message to a hook got."""

    QUEUED = "queued", _("Waits")
    SENDING = "sending", _("On its way")
    SENT = "sent", _("Taken")
    FAILED = "failed", _("Given up")


class Posting(models.Model):
    """One message to one hook: what happened to which completions.

    Only their ids are kept; what is said of them is put together when it is sent, so that nothing
    is told of whoever was forgotten meanwhile. Privacy: ids only.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="postings")
    event = models.CharField(max_length=30, choices=HookEvent)
    completions = models.JSONField(default=list)  # public ids
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PostingState, default=PostingState.QUEUED)
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(null=True, blank=True)  # HTTP status
    problem = models.CharField(max_length=200, blank=True)  # where nothing answered

    class Meta:
        """The newest first; what is due is found by its time."""

        ordering = ("-happened_at", "-id")
        indexes = (
            models.Index(
                fields=("state", "not_before"),
                condition=Q(state__in=("queued", "sending")),
                name="posting_due",
            ),
        )

    def __str__(self) -> str:
        """Say what of how many."""
        return f"{self.event}: {len(self.completions)}"
