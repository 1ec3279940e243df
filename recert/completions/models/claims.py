"""Claims: a code shown at the end of a class, and who claimed their credit by it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from recert.catalogue.models import CourseClass
from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_check_code, new_public_id
from recert.people.models import Person


class ClaimWindow(models.Model):
    """A time in which whoever has the code may say that they were there. Privacy: none.

    With `seats` there is a code for each seat besides, each good once, and the common one is
    good for nothing.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    course_class = models.ForeignKey(CourseClass, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_check_code, editable=False)
    since = models.DateTimeField()
    until = models.DateTimeField()
    only_enrolled = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(default=0)  # codes good once; 0: one for all
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # before its time
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=60)  # the form it was opened in

    class Meta:
        """The newest first; a form sent twice opens one."""

        ordering = ("-opened_at", "-id")
        indexes = (models.Index(fields=("course_class", "-opened_at")),)
        constraints = (
            models.UniqueConstraint(fields=("course_class", "key"), name="a_window_a_form"),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="a_window_closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"claim-window:{self.public_id}"


class SeatCode(models.Model):
    """A code good for one claim. Privacy: none; who used it says the claim."""

    window = models.ForeignKey(ClaimWindow, models.CASCADE, related_name="seat_codes")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12, unique=True, default=new_check_code, editable=False)

    class Meta:
        """In their order."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("window", "number"), name="a_seat_of_a_window"),
        )

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code


class Claim(models.Model):
    """Somebody said by a code that they were there. Privacy: as the completion it made."""

    window = models.ForeignKey(ClaimWindow, models.PROTECT, related_name="claims")
    seat = models.OneToOneField(
        SeatCode, models.PROTECT, null=True, blank=True, related_name="claim"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    completion = models.OneToOneField(Completion, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order they came; a person’s second is the report of the first."""

        ordering = ("at", "id")

    def __str__(self) -> str:
        """Say whose."""
        return f"{self.person}: {self.window}"
