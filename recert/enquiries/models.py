"""Questions to a body, and whether a page helped."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class Feedback(models.Model):
    """Whether one page helped somebody. Privacy: none; nobody is named."""

    page = models.CharField(max_length=200)
    helpful = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        """Read by page."""

        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("page", "at")),)

    def __str__(self) -> str:
        """Say which page and whether it helped."""
        return f"{self.page}: {self.helpful}"


class State(models.TextChoices):
    """How far a question got."""

    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")


class Enquiry(models.Model):
    """A question to a body and its answer.

    Privacy: e-mail, name and question; seen by that body's staff and by the asker;
    deleted when the asker is erased.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField()
    text = models.TextField()
    page = models.CharField(max_length=200, blank=True)  # where it was asked
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Oldest first, as they are answered; one address asks only so often."""

        ordering = ("asked_at", "id")
        indexes = (
            models.Index(fields=("body", "state", "asked_at")),
            models.Index(fields=("email", "asked_at")),
        )
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        """Say to whom and how far."""
        return f"{self.body.slug}: {self.state}"
