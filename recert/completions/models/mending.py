"""Mending: how a completion is put right, and what bodies are asked before it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.completions.models.reports import Completion
from recert.credentials.models import Certification
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.renewals.models import Renewal


class CorrectionKind(models.TextChoices):
    """What was done to a completion."""

    CORRECTED = "corrected", _("Corrected")
    VOIDED = "voided", _("Voided")
    RECALLED = "recalled", _("Recalled")
    RESTORED = "restored", _("Put back")


class CorrectionState(models.TextChoices):
    """How far a correction got."""

    WAITING = "waiting", _("Waits for a body")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Taken back")


class Correction(models.Model):
    """One completion is put right: what stands instead, by whom, and why.

    Where a renewal or an audit rests on its entry it waits until the bodies have said what
    becomes of that. Privacy: as its completion; `reason` is read by the person, the provider
    and the bodies asked.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=CorrectionKind)
    instead = models.ForeignKey(  # what is said now; None: it did not happen
        Completion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    loses = models.CharField(max_length=60, blank=True)  # the body whose credit alone goes
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CorrectionState)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order made; one waits at a time."""

        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("completion",),
                condition=Q(state="waiting"),
                name="one_correction_waits",
            ),
        )

    def __str__(self) -> str:
        """Say what is done to what."""
        return f"{self.completion}: {self.kind}"


class EffectState(models.TextChoices):
    """What a body said of a renewal that rests on what was corrected."""

    OPEN = "open", _("To be decided")
    STANDS = "stands", _("The renewal stands")
    REOPENED = "reopened", _("The renewal is open again")
    OWED = "owed", _("Credit is owed in the present cycle")
    AUDITED = "audited", _("It stands; noted for an audit")
    MOOT = "moot", _("The correction was taken back")


class Effect(models.Model):
    """A question to a body: a correction touches what one of its decisions rests on.

    `was_grains` counted for the renewal as it was decided, `now_grains` would count without.
    Privacy: as the renewal; seen by its holder and the body's staff.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    correction = models.ForeignKey(Correction, models.CASCADE, related_name="effects")
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    renewal = models.ForeignKey(Renewal, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=EffectState, default=EffectState.OPEN)
    was_grains = models.BigIntegerField(default=0)
    now_grains = models.BigIntegerField(default=0)
    short_grains = models.BigIntegerField(default=0)  # of the whole need, without it
    would = models.CharField(max_length=20, blank=True)  # the verdict without it
    asked_at = models.DateTimeField()
    owed_grains = models.BigIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        """The oldest first; a renewal is asked about once."""

        ordering = ("asked_at", "id")
        indexes = (models.Index(fields=("state", "asked_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("correction", "certification", "renewal"), name="an_effect_once"
            ),
        )

    def __str__(self) -> str:
        """Say on what."""
        return f"{self.certification}: {self.state}"

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"effect:{self.public_id}"
