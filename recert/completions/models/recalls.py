"""Recalls: credit for a course is taken back, or limited, for everybody it was given to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Course, Provider
from recert.completions.models.mending import Correction
from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class RecallRule(models.TextChoices):
    """How everybody affected is treated."""

    STANDS = "stands", _("What was earned stands; everybody is told")
    FROM_DAY = "from-day", _("No credit for what was completed from a day on")
    UNTIL_DAY = "until-day", _("Counts only until a day, to be replaced by then")
    VOID = "void", _("No credit at all")


class RecallState(models.TextChoices):
    """How far a recall got."""

    DRAFT = "draft", _("Looked at, not declared")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class Recall(models.Model):
    """One declared rule for everybody who completed a course in these days.

    Declared by a body it takes that body's credit alone; by the provider, all of it.
    Privacy: none but who declared it.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    edition_number = models.PositiveSmallIntegerField(null=True, blank=True)  # None: all
    since = models.DateField()  # completed in these days
    until = models.DateField()
    rule = models.CharField(max_length=10, choices=RecallRule)
    day = models.DateField(null=True, blank=True)  # from which on, or until which
    reason = models.TextField()
    clause = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=RecallState, default=RecallState.DRAFT)
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """The newest first."""

        ordering = ("-drafted_at", "-id")
        indexes = (models.Index(fields=("state", "id")),)
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_recall_has_days"),
        )

    def __str__(self) -> str:
        """Say of what."""
        return f"{self.course}: {self.rule}"

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"recall:{self.public_id}"


class RecalledState(models.TextChoices):
    """How far one completion of a recall is."""

    WAITING = "waiting"
    TOLD = "told"  # and nothing to take
    COUNTS_UNTIL = "counts-until"  # the day has not come
    TAKEN = "taken"
    ASKED = "asked"  # a body has to decide first
    UNDONE = "undone"


class Recalled(models.Model):
    """One completion a recall speaks of. Privacy: as its completion."""

    recall = models.ForeignKey(Recall, models.CASCADE, related_name="lines")
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="+")
    correction = models.OneToOneField(
        Correction, models.PROTECT, null=True, blank=True, related_name="recalled_line"
    )
    state = models.CharField(max_length=14, choices=RecalledState, default=RecalledState.WAITING)

    class Meta:
        """A completion once a recall."""

        ordering = ("id",)
        indexes = (models.Index(fields=("recall", "state", "id")),)
        constraints = (
            models.UniqueConstraint(fields=("recall", "completion"), name="recalled_once"),
        )

    def __str__(self) -> str:
        """Say how far."""
        return f"{self.completion}: {self.state}"
