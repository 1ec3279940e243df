"""Imports: a body's own file, what was said of it, what is wrong with it, how far it has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class KnownAs(models.Model):
    """Under which id a body's own list knows a person. Privacy: that id; seen by its staff."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)

    class Meta:
        """One person an id; a person may have several, since lists hold people twice."""

        constraints = (
            models.UniqueConstraint(fields=("body", "key"), name="one_person_an_id_of_the_body"),
        )

    def __str__(self) -> str:
        """Say whose id it is."""
        return f"{self.body.slug}: {self.key}"


class Brings(models.TextChoices):
    """What a list is of."""

    REGISTER = "register", _("People, certifications and memberships")
    HISTORY = "history", _("What people have done: activities and credits")


PART_OF = {Brings.REGISTER: "register", Brings.HISTORY: "activities"}
"""What the list of each sort is called in a whole register that is taken along."""


class ImportState(models.TextChoices):
    """How far an import has come."""

    MAPPING = "mapping", _("Columns to be named")
    TRYING = "trying", _("Being tried")
    CHECKED = "checked", _("Tried, not imported")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    STOPPED = "stopped", _("Stopped")


class Import(models.Model):
    """One file, from its upload to its last row.

    Privacy: who imported what and when, and counts. The rows themselves are in `ImportFile` and
    `ImportProblem`, which are deleted thirty days after the import has ended.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    brings = models.CharField(max_length=10, choices=Brings, default=Brings.REGISTER)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    written_as = models.CharField(max_length=12)
    rows = models.PositiveIntegerField()
    mapped = models.JSONField(default=dict)  # heading -> column; empty: left out
    orders = models.JSONField(default=dict)  # column of days -> day-first | month-first
    asks = models.JSONField(default=list)  # the columns whose order must be said
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.MAPPING)
    counts = models.JSONField(default=dict)  # when tried: outcome -> rows
    groups = models.JSONField(default=list)  # when tried: alike problems, with their rows
    tried_rows = models.PositiveIntegerField(default=0)  # of those that are being tried
    only_whole = models.BooleanField(default=False)  # all rows are tried anew before the first
    last_row = models.PositiveIntegerField(default=0)  # worked off so far
    did = models.JSONField(default=dict)  # when imported: outcome -> rows
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_stopped = models.TextField(blank=True)
    invited_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("state", "started_at"), name="import_waiting"),)

    def __str__(self) -> str:
        """Name the file and its body."""
        return f"{self.body.slug}: {self.name}"


class ImportFile(models.Model):
    """The rows of the file as they were read, compressed, and what became of each when tried.

    Privacy: a list of people; see `Import`.
    """

    of = models.OneToOneField(Import, models.CASCADE, related_name="file")
    content = models.BinaryField()  # `importing.keeping`
    tried = models.TextField(blank=True)  # a letter a row: an `Outcome`; `?` is still to be tried

    def __str__(self) -> str:
        """Say of which import."""
        return f"file of {self.of}"


class ImportFix(models.Model):
    """What a value becomes wherever it stands in a column. Privacy: a cell of the file."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="fixes")
    column = models.CharField(max_length=20)
    value = models.CharField(max_length=1000, blank=True)
    becomes = models.CharField(max_length=1000, blank=True)
    leaves_out = models.BooleanField(default=False)  # the whole row
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """One value becomes one other."""

        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("of", "column", "value"),
                condition=Q(undone_at=None),
                name="one_fix_a_value",
            ),
        )

    def __str__(self) -> str:
        """Say in which column."""
        return f"{self.of}: {self.column}"


class ImportProblem(models.Model):
    """Something wrong with one cell. Privacy: a cell of the file; see `Import`."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=20)
    rule = models.CharField(max_length=20)
    value = models.CharField(max_length=1000, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        """In the order of the file."""

        ordering = ("row", "id")
        indexes = (models.Index(fields=("of", "row"), name="import_problem_by_row"),)

    def __str__(self) -> str:
        """Say where and what."""
        return f"{self.of}, row {self.row}: {self.rule}"


class Entered(models.Model):
    """A person an import brought here, so that they can be invited. Privacy: that they were."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="entered")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        """Brought here once."""

        constraints = (
            models.UniqueConstraint(fields=("of", "person"), name="entered_once_by_an_import"),
        )

    def __str__(self) -> str:
        """Say by which import."""
        return f"by {self.of}"
