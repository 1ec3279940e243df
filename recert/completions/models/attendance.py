"""Attendance: who was in a class, from when until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from recert.catalogue.models import CourseClass
from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_public_id
from recert.people.models import Person


class Attendee(models.Model):
    """Somebody who was in a class, and for how long it is held that they were.

    Privacy: as a completion; `name` and `named` as the provider has them, emptied when the
    person is forgotten, or after a time where nobody was found.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    course_class = models.ForeignKey(CourseClass, models.PROTECT, related_name="+")
    known = models.CharField(max_length=300)  # person, number or address: once a class
    person = models.ForeignKey(  # who has a place; nobody else is known before they are reported
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    named = models.JSONField(default=dict)  # as in Completion
    minutes = models.PositiveIntegerField(null=True, blank=True)  # said by hand, over the rest
    reason = models.TextField(blank=True)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    completion = models.ForeignKey(  # once it was reported
        Completion, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """By name; somebody is in a class once."""

        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("course_class", "known"), name="in_a_class_once"),
        )

    def __str__(self) -> str:
        """Say who."""
        return self.name or self.known


class Presence(models.Model):
    """From when until when somebody was there, at once. Privacy: as its attendee."""

    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="presences")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # None: still there
    file = models.CharField(max_length=150, blank=True)  # it was read from; empty: the desk
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In their order; the same moment once, and one open at a time."""

        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(fields=("attendee", "since"), name="joined_once"),
            models.UniqueConstraint(
                fields=("attendee",), condition=Q(until=None), name="still_there_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="left_after_joining"
            ),
        )

    def __str__(self) -> str:
        """Say from when."""
        return f"{self.attendee} from {self.since:%H:%M}"
