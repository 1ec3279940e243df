"""Retractions: what a learning system takes back, which a person then decides about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Source
from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.statements.models import Statement


class RetractionKind(models.TextChoices):
    """In which words something was taken back."""

    VOIDED = "voided", _("The statement was voided")
    UNDONE = "undone", _("The completion was undone")
    REVOKED = "revoked", _("A certificate was revoked")


class RetractionState(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("Waits for you")
    VOIDED = "voided", _("Credit taken back")
    KEPT = "kept", _("Credit stays")


class Retraction(models.Model):
    """A system says a completion it reported is none any more. Nothing changes until one decides.

    A certificate that is revoked does not say of which course: each completion of that account
    is put up. Privacy: as the completion's.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="retractions")
    kind = models.CharField(max_length=10, choices=RetractionKind)
    state = models.CharField(max_length=10, choices=RetractionState, default=RetractionState.OPEN)
    noticed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """The oldest first; a statement takes a completion back once."""

        ordering = ("noticed_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("statement", "completion"), name="a_retraction_once"),
        )

    def __str__(self) -> str:
        """Say what became of it."""
        return f"{self.completion}: {self.state}"
