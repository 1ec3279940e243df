"""Reports out: what a provider has passed on to others, and exactly what it said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import CourseClass, Provider
from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class OutLayout(models.TextChoices):
    """How a report out is laid out."""

    ROSTER = "roster", _("Plain roster")
    CE_BROKER = "ce-broker", _("CE Broker roster")


class SentReport(models.Model):
    """What was passed on at once. Privacy: by its lines.

    `asked` is what it was made for, `columns` its headings. Its lines stay as they were given,
    so that a second download is the first one.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    course_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    layout = models.CharField(max_length=10, choices=OutLayout)
    columns = models.JSONField(default=list)  # names of `outward.COLUMNS`, or the layout's own
    asked = models.JSONField(default=dict)  # state, profession
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=60)  # the form it was asked for in

    class Meta:
        """The newest first."""

        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("provider", "-at")),)
        constraints = (
            models.UniqueConstraint(fields=("provider", "key"), name="a_report_out_a_form"),
        )

    def __str__(self) -> str:
        """Say whose and when."""
        return f"{self.provider}: {self.at:%Y-%m-%d}"


class SentLine(models.Model):
    """One completion in a report out, word for word. Emptied when its person is forgotten."""

    sent = models.ForeignKey(SentReport, models.CASCADE, related_name="lines")
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="sent_lines")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=list)

    class Meta:
        """In their order; a completion once a report."""

        ordering = ("sent_id", "row")
        constraints = (
            models.UniqueConstraint(fields=("sent", "completion"), name="sent_once_a_report"),
        )

    def __str__(self) -> str:
        """Say which."""
        return f"{self.sent}, {self.row}"
