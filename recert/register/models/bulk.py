"""Bulk acts: one decision about many certifications, with its frozen list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.credentials.models import Certification, Ruling
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class BulkKind(models.TextChoices):
    """What is done to everybody on the list."""

    EXTEND = "extend", _("Move the last day")
    HOLD = "hold", _("Put on hold")
    SUSPEND = "suspend", _("Suspend")
    END = "end", _("End a decision")
    LETTER = "letter", _("Send a letter")


class BulkState(models.TextChoices):
    """How far a bulk act got. Only `READY` waits for a person; a worker moves the others on."""

    FREEZING = "freezing", _("The list is being made")
    READY = "ready", _("To be confirmed")
    RUNNING = "running", _("Being carried out")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


class BulkAct(models.Model):
    """One decision about many certifications of a body, previewed before it is done.

    Privacy: whom it concerned is in its lines; `reason` is read by all of them, so it must
    not speak of one of them.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BulkKind)
    choice = models.JSONField(default=dict)  # who is meant: see register/bulk/choosing.py
    until = models.DateField(null=True, blank=True)  # the new last day, or the end of a hold
    subject = models.CharField(max_length=150, blank=True)  # of a letter
    reason = models.TextField()  # of a letter: its text
    key = models.CharField(max_length=60)  # the form's token: sent twice is one act
    as_of = models.DateField()  # the body's day on which the list was made
    state = models.CharField(max_length=12, choices=BulkState, default=BulkState.FREEZING)
    last_row = models.BigIntegerField(default=0)  # of the certifications looked at so far
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first; a form sent twice is one act."""

        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("state", "asked_at"), name="bulk_act_waiting"),)
        constraints = (
            models.UniqueConstraint(fields=("body", "key"), name="a_bulk_act_once"),
            models.CheckConstraint(
                condition=~Q(kind="extend") | Q(until__isnull=False),
                name="an_extension_has_its_day",
            ),
        )

    def __str__(self) -> str:
        """Say what it does where."""
        return f"{self.body.slug}: {self.kind}"


class LineState(models.TextChoices):
    """What became of one line of a bulk act."""

    LEFT_OUT = "left-out", _("Left out")
    CHOSEN = "chosen", _("To be done")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Changed since, so left alone")
    UNDONE = "undone", _("Undone")


class BulkLine(models.Model):
    """One certification on the frozen list: before, after, or why it is left out.

    Privacy: as its certification; gone with it.
    """

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="lines")
    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=LineState)
    why = models.CharField(max_length=30, blank=True)  # why it is left out: a word of `WHY`
    was = models.CharField(max_length=20, blank=True)  # the status on the day of the list
    was_until = models.DateField(null=True, blank=True)
    then = models.CharField(max_length=20, blank=True)  # what it would be on that day
    then_until = models.DateField(null=True, blank=True)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the register's order of entry; nobody stands on a list twice."""

        ordering = ("id",)
        indexes = (models.Index(fields=("act", "state", "id"), name="bulk_line_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=("act", "certification"), name="on_a_list_once"),
        )

    def __str__(self) -> str:
        """Say whose it is."""
        return f"{self.act}: {self.certification_id}"
