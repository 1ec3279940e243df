"""The journal: who did what, when, to what. Lines are added and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models


class NeverChanged(Exception):
    """Somebody tried to change or remove a line of the journal."""


class LineQuerySet(models.QuerySet["Line"]):
    """Rows that can be read and added to only."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise NeverChanged("lines of the journal are never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise NeverChanged("lines of the journal are never removed")


class Line(models.Model):
    """One thing that happened.

    Privacy: names nobody. `actor_id` and `person_id` are public ids, which become
    pseudonyms when the person is erased; `detail` must not hold personal data.
    """

    at = models.DateTimeField()
    actor_id = models.CharField(max_length=24, blank=True)  # empty: the system
    body_slug = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=60)  # renewals.submitted
    subject = models.CharField(max_length=60)  # renewal:<public id>
    person_id = models.CharField(max_length=24, blank=True)  # whom it concerns
    detail = models.JSONField(default=dict)

    objects = models.Manager.from_queryset(LineQuerySet)()

    class Meta:
        """Read by subject, by person and by body, in the order they were written."""

        ordering = ("at", "id")
        indexes = (
            models.Index(fields=("subject", "at")),
            models.Index(fields=("person_id", "at")),
            models.Index(fields=("body_slug", "at")),
        )

    def __str__(self) -> str:
        """Say what happened to what."""
        return f"{self.code} {self.subject}"

    def save(
        self,
        force_insert: Any = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write a new line; refuse to write over one."""
        if self.pk is not None:
            raise NeverChanged("lines of the journal are never changed")
        super().save(force_insert=True, using=using)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:
        """Refuse."""
        raise NeverChanged("lines of the journal are never removed")
