"""Rosters: files of completions on their way in, and how a provider's columns were understood."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import CourseClass, Provider
from recert.lib.public_ids import new_public_id
from recert.people.models import Person


class ColumnMapping(models.Model):
    """What a provider's headings and values meant the last time. Privacy: none.

    A list is known again by its headings; `values` holds what was said of codes such as "Y".
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    headings = models.CharField(max_length=64)  # digest of them, in their order
    mapped = models.JSONField(default=dict)  # {heading: field}
    orders = models.JSONField(default=dict)  # {field: day-first | month-first}
    values = models.JSONField(default=list)  # [[field, value, what it becomes]]
    defaults = models.JSONField(default=dict)  # {"body": ..., "course": ...} where no column says
    used_at = models.DateTimeField()

    class Meta:
        """The latest first; headings are understood in one way."""

        ordering = ("-used_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("provider", "headings"), name="headings_mean_once"),
        )

    def __str__(self) -> str:
        """Say whose."""
        return f"columns of {self.provider}"


class RosterState(models.TextChoices):
    """How far a file got."""

    MAPPING = "mapping", _("Columns to be named")
    TRYING = "trying", _("Being tried")
    CHECKED = "checked", _("Tried")
    RUNNING = "running", _("Being posted")
    DONE = "done", _("Posted")
    STOPPED = "stopped", _("Stopped")


class Roster(models.Model):
    """One uploaded file of completions. Privacy: by its rows; the file goes thirty days after.

    It is tried and posted in parts, each a report of its own whose key names the file and the
    part, so that whoever is killed goes on where it was and nothing is posted twice.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    course_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    written_as = models.CharField(max_length=20)
    layout = models.CharField(max_length=20, blank=True)  # one we know by itself: ce-broker
    rows = models.PositiveIntegerField()
    mapped = models.JSONField(default=dict)
    orders = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    chosen = models.TextField(blank=True)  # the rows to post: "2-40, 57"; empty: all
    only_whole = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RosterState, default=RosterState.MAPPING)
    asks = models.JSONField(default=list)  # fields of days whose order nothing tells
    tried_rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # what would become of the rows
    groups = models.JSONField(default=list)  # alike problems together
    posted_rows = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why_stopped = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("provider", "-at")),
            models.Index(
                fields=("started_at", "id"),
                condition=Q(state__in=("trying", "running")),
                name="rosters_under_way",
            ),
        )

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class RosterFile(models.Model):
    """The rows of a file as they were read, and what was wrong with them when they were tried."""

    of = models.OneToOneField(Roster, models.CASCADE, related_name="file")
    content = models.BinaryField()
    answers = models.BinaryField(default=bytes)  # [[row, state, problems]] of those tried

    def __str__(self) -> str:
        """Say of what."""
        return f"rows of {self.of}"


class RosterFix(models.Model):
    """What a value of a column becomes wherever it stands, or that its rows are left out."""

    of = models.ForeignKey(Roster, models.CASCADE, related_name="fixes")
    field = models.CharField(max_length=30)
    value = models.TextField(blank=True)
    becomes = models.TextField(blank=True)
    leaves_out = models.BooleanField(default=False)

    class Meta:
        """One a value."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("of", "field", "value"), name="a_value_fixed_once"),
        )

    def __str__(self) -> str:
        """Say what becomes what."""
        return f"{self.value}: {self.becomes}"
