"""Calendars: on which days a body is closed, so that working days can be counted."""

from __future__ import annotations

from django.db import models

from recert.people.models import Body


class Calendar(models.Model):
    """The public holidays a body keeps. Privacy: none."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1; empty: none are kept
    region = models.CharField(max_length=10, blank=True)  # ISO 3166-2 without the country

    def __str__(self) -> str:
        """Say whose holidays they are."""
        return f"{self.body}: {self.country}"


class ClosedDay(models.Model):
    """A day of the body's own: closed, or a public holiday on which it works. Privacy: none."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    day = models.DateField()
    says = models.CharField(max_length=120)
    is_open = models.BooleanField(default=False)

    class Meta:
        """A day is said once."""

        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("body", "day"), name="a_day_once"),)

    def __str__(self) -> str:
        """Say which day."""
        return f"{self.day}: {self.says}"
