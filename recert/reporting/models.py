"""What a body says about its own desk, and what it asked about the months to come."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person

LONGEST_PROMISE = 365


class Promise(models.Model):
    """In how many days a body means to decide; without a number nothing is overdue.

    Calendar days since the thing was last sent. Privacy: none.
    """

    _days = (MinValueValidator(1), MaxValueValidator(LONGEST_PROMISE))

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    applications = models.PositiveSmallIntegerField(null=True, blank=True, validators=_days)
    petitions = models.PositiveSmallIntegerField(null=True, blank=True, validators=_days)
    questions = models.PositiveSmallIntegerField(null=True, blank=True, validators=_days)

    def __str__(self) -> str:
        """Name the body."""
        return f"{self.body.slug}"


class ClockSwitch(models.Model):
    """Whether a body's desk may be looked at as of another day on real data. Privacy: none."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    on = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Name the body."""
        return f"{self.body.slug}"


class ForecastState(models.TextChoices):
    """How far a forecast has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Forecast(models.Model):
    """A body's next twelve months, reckoned part by part from the standings of one day.

    Privacy: counts only, of nobody by name; and who asked.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    as_of = models.DateField()
    editions = models.JSONField(default=list)  # [[edition, sha256]]: what it was judged by
    state = models.CharField(max_length=8, choices=ForecastState, default=ForecastState.WAITING)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField()  # on the register when it was asked
    judged = models.PositiveIntegerField(default=0)
    last_row = models.PositiveBigIntegerField(default=0)  # judged so far, by row
    tally = models.JSONField(default=dict)  # see `tallying.Tally`

    class Meta:
        """The newest first; one a body is under way at a time."""

        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("body",),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_forecast_under_way",
            ),
        )

    def __str__(self) -> str:
        """Say whose and as of when."""
        return f"{self.body.slug} as of {self.as_of}"
