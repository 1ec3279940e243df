"""Reports: what a provider sent at once, and its lines, one completion each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Course, CourseClass, CourseEdition, Provider, Source
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.transcript.models import Activity


class ReportWay(models.TextChoices):
    """How a report came in."""

    DESK = "desk", _("Class list")
    MENDING = "mending", _("Correction")
    FILE = "file", _("File")
    API = "api", _("API")
    STATEMENTS = "xapi", _("xAPI")
    WEBHOOK = "webhook", _("Webhook")
    CLAIM = "claim", _("Claimed at the class")
    ATTENDANCE = "attendance", _("Attendance")
    SIGNED = "signed", _("Signed elsewhere")


class Report(models.Model):
    """What was sent at once. The same `key` of the same provider is one report.

    Privacy: by its lines; `said` is the answer as it was given, to be given again.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=ReportWay)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    course_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)  # of the file
    key = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)  # of what was sent
    said = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)  # every row has its answer

    class Meta:
        """Newest first; sent twice is one."""

        ordering = ("-received_at", "-id")
        constraints = (models.UniqueConstraint(fields=("provider", "key"), name="a_report_a_key"),)

    def __str__(self) -> str:
        """Say whose and how."""
        return f"{self.provider}: {self.way}"


class CompletionState(models.TextChoices):
    """What became of one completion."""

    UNMATCHED = "unmatched", _("Nobody found yet")
    ACCEPTED = "accepted", _("In the transcript")
    DUPLICATE = "duplicate", _("Already reported")
    PROBLEM = "problem", _("Needs attention")
    FAILED = "failed", _("Not passed: no credit")
    HELD = "held", _("A correction that waits for a body")
    VOIDED = "voided", _("Voided")
    SUPERSEDED = "superseded", _("Corrected by a later one")


class Completion(models.Model):
    """One person completed one course on a day, as the provider says.

    `named` is how the provider named the person, word for word; `person` whom we took it for.
    What the provider left out is taken from the edition. A correction is a new completion
    that supersedes this one; nothing is edited. Privacy: `named` and the rest are somebody's
    study record, seen by the provider who sent it and by that person; `named`, what it is
    looked up by and `said` are emptied when the person is forgotten, and after a time where
    nobody was found.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="completions")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    row = models.PositiveIntegerField(default=1)  # of the file or list
    external_id = models.CharField(max_length=120, blank=True)  # the provider's own
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(
        CourseEdition, models.PROTECT, null=True, blank=True, related_name="+"
    )
    course_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    named = models.JSONField(default=dict)  # {"body", "number", "email", "born": "03-14", ...}
    by_number = models.CharField(max_length=130, blank=True)  # the same, to be looked up by:
    by_email = models.CharField(max_length=254, blank=True)
    by_account = models.CharField(max_length=401, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    started = models.DateField(null=True, blank=True)
    completed = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    grade = models.CharField(max_length=10, blank=True)
    parts = models.JSONField(default=list)  # partial credit: [{"minutes": 30, "topics": [...]}]
    awards = models.JSONField(default=list)  # [{"amount", "unit", "by", "number"}] where stated
    role = models.CharField(max_length=20, default="learner")  # or presenter
    said = models.JSONField(default=dict)  # the row as it came, to be mended without retyping
    problems = models.JSONField(default=list)  # [{"field", "value", "rule", "fix"}]
    state = models.CharField(max_length=12, choices=CompletionState)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    reported_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)  # for somebody it could be, last
    told_at = models.DateTimeField(null=True, blank=True)  # the person, of what changed
    settled_at = models.DateTimeField(null=True, blank=True)  # matched, voided, superseded
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        """In the order of the report; a provider's own id speaks once."""

        ordering = ("report_id", "row", "id")
        indexes = (
            models.Index(fields=("provider", "state", "reported_at")),
            models.Index(fields=("person", "course", "completed")),
            models.Index(fields=("activity",)),
            models.Index(
                fields=("looked_at", "id"), condition=Q(state="unmatched"), name="completion_waits"
            ),
            models.Index(
                fields=("by_number",), condition=Q(state="unmatched"), name="waits_for_number"
            ),
            models.Index(
                fields=("by_email",), condition=Q(state="unmatched"), name="waits_for_address"
            ),
            models.Index(
                fields=("id",), condition=Q(state="accepted", told_at=None), name="not_told_yet"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("report", "row"), name="a_row_of_a_report_once"),
            models.UniqueConstraint(
                fields=("provider", "external_id"),
                condition=~Q(external_id="") & Q(state__in=("accepted", "unmatched")),
                name="a_completion_once_a_provider",
            ),
        )

    def __str__(self) -> str:
        """Say what became of it."""
        return f"{self.course} {self.completed}: {self.state}"


class KnownAs(models.Model):
    """A name a provider's system has for somebody, linked once by a person.

    Privacy: an account elsewhere; seen by the provider and that person; deleted on erasure.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    system = models.CharField(max_length=200)  # the account's home page, or empty
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        """A name is one person's."""

        constraints = (
            models.UniqueConstraint(fields=("provider", "system", "name"), name="known_as_once"),
        )

    def __str__(self) -> str:
        """Say as whom."""
        return f"{self.name}: {self.person}"


class Tried(models.Model):
    """How many of the names a provider checked on a day were not known to us. Privacy: none."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    day = models.DateField()
    misses = models.PositiveIntegerField(default=0)

    class Meta:
        """A count a day."""

        constraints = (models.UniqueConstraint(fields=("provider", "day"), name="tried_a_day"),)

    def __str__(self) -> str:
        """Say how often."""
        return f"{self.provider} on {self.day}: {self.misses}"
