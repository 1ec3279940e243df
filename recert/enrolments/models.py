"""Enrolments: places in classes, and the line of those who wait for one."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import CourseClass
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class EnrolmentState(models.TextChoices):
    """How somebody stands with a class."""

    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A place is offered to you")
    TO_PAY = "to-pay", _("To pay")
    ENROLLED = "enrolled", _("Enrolled")
    CANCELLED = "cancelled", _("Cancelled")


HAS_A_PLACE = (EnrolmentState.OFFERED, EnrolmentState.TO_PAY, EnrolmentState.ENROLLED)
UNDER_WAY = (EnrolmentState.WAITING, *HAS_A_PLACE)


def new_secret() -> str:
    """What nobody guesses, as it stands in an address."""
    return secrets.token_urlsafe(32)


class Enrolment(models.Model):
    """One person's place in one class, or their place in the line for it.

    Privacy: what somebody is going to study; seen by that person and by the provider.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    course_class = models.ForeignKey(CourseClass, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=EnrolmentState)
    cents = models.BigIntegerField()  # the price when they asked
    currency = models.CharField(max_length=3)
    member_of = models.ForeignKey(  # whose member price it was
        Body, models.PROTECT, null=True, blank=True, related_name="+"
    )
    invoice = models.CharField(max_length=24, blank=True)  # public id of the bill
    asked_at = models.DateTimeField()
    by_transfer = models.BooleanField(default=False)  # it is not paid here and now by card
    held_until = models.DateTimeField(null=True, blank=True)  # an offer, or an unpaid place
    named = models.CharField(max_length=150, blank=True)  # as the provider typed it, by hand
    moved_at = models.DateTimeField(null=True, blank=True)  # to another day or place since
    reminded_for = models.DateTimeField(null=True, blank=True)  # the beginning reminded of
    over_at = models.DateTimeField(null=True, blank=True)  # the class has been held
    enrolled_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    key = models.CharField(max_length=60)  # the form it was asked for in

    class Meta:
        """In the order they asked; one under way a person and class."""

        ordering = ("asked_at", "id")
        indexes = (
            models.Index(fields=("course_class", "state", "asked_at")),
            models.Index(fields=("person", "state")),
            models.Index(fields=("state", "held_until")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "course_class"),
                condition=~Q(state="cancelled"),
                name="one_place_a_class",
            ),
            models.UniqueConstraint(fields=("person", "key"), name="an_enrolment_a_form"),
        )

    def __str__(self) -> str:
        """Say who and what."""
        return f"{self.person}: {self.course_class}"

    @property
    def shown(self) -> str:
        """The name its provider reads: as it typed it where it put somebody down by hand."""
        return self.named or str(self.person)


class CalendarFeed(models.Model):
    """A private address under which somebody's calendar fetches their classes.

    Whoever knows the address reads it, so a new one can be made and the old one is none then.
    Privacy: what somebody is going to study; nothing else stands in it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    secret = models.CharField(max_length=43, unique=True, default=new_secret, editable=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("person", "ended_at")),)

    def __str__(self) -> str:
        """Say whose."""
        return f"calendar of {self.person}"
