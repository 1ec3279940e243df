"""Disputes: a learner says that credit is missing, or that what was reported is wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Course, CourseClass, Provider
from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.transcript.models import Activity


class DisputeKind(models.TextChoices):
    """What somebody says."""

    MISSING = "missing", _("I was there and it is not here")
    WRONG = "wrong", _("What was reported is wrong")


class DisputeState(models.TextChoices):
    """How far a dispute got."""

    WAITING = "waiting", _("Waits for the provider")
    SETTLED = "settled", _("Put right")
    DECLINED = "declined", _("The provider does not agree")
    WITHDRAWN = "withdrawn", _("Taken back")


class Dispute(models.Model):
    """One thing a learner asks a provider to put right, by a day.

    `provisional` is their own entry of it, which counts as their word does until the provider
    reports, and then gives way. Privacy: what somebody says they studied; seen by that person,
    the provider, and once it is overdue or declined by bodies whose certification they hold.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DisputeKind)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    course_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    completion = models.ForeignKey(  # that is wrong, or that settled it
        Completion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed = models.DateField()
    text = models.TextField(blank=True)
    provisional = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=DisputeState, default=DisputeState.WAITING)
    opened_at = models.DateTimeField()
    due_on = models.DateField()  # the last day to answer, at the provider
    reminded_at = models.DateTimeField(null=True, blank=True)  # that it is overdue
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=60)  # the form it was sent in

    class Meta:
        """Those due first; one a person, course and day at a time."""

        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("provider", "state", "due_on")),
            models.Index(fields=("person", "state")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "course", "completed"),
                condition=Q(state="waiting"),
                name="one_dispute_at_a_time",
            ),
            models.UniqueConstraint(fields=("person", "key"), name="a_dispute_a_form"),
        )

    def __str__(self) -> str:
        """Say about what."""
        return f"{self.course}: {self.state}"

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"dispute:{self.public_id}"
