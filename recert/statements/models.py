"""Statements: what learning systems say, kept word for word, and the documents beside them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models import Provider, Source

MOST_VERB, MOST_ACTOR, MOST_NAME = 300, 400, 600
"""So many letters may the id of a verb, of somebody, and of an activity have."""


YEARS = 2
"""So long a statement says of whom, where its provider does not say otherwise."""


class Statement(models.Model):
    """One xAPI statement of one source. Never edited; voided by another statement.

    Privacy: who learned what, as their school's system said it; read by that source alone.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    statement_id = models.UUIDField(default=uuid.uuid4)
    content = models.JSONField()  # as it came, with what we set: id, stored, authority, version
    digest = models.CharField(max_length=64)  # of what may not differ in a second sending
    stored_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)  # the source's own timestamp
    verb = models.CharField(max_length=MOST_VERB)
    actor = models.CharField(max_length=MOST_ACTOR)  # its inverse functional identifier, canonical
    activity = models.CharField(max_length=MOST_NAME, blank=True)
    activity_type = models.CharField(max_length=MOST_NAME, blank=True)
    registration = models.UUIDField(null=True, blank=True)
    refers_to = models.UUIDField(null=True, blank=True)  # the statement it is about
    voided_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="voids"
    )
    taken_at = models.DateTimeField(null=True, blank=True)  # looked at for credit

    class Meta:
        """In the order they were stored; an id is one statement of its source."""

        ordering = ("stored_at", "id")
        indexes = (
            models.Index(fields=("source", "stored_at", "id")),
            models.Index(fields=("taken_at", "id")),
            models.Index(fields=("source", "activity", "verb")),
            models.Index(fields=("source", "refers_to")),
        )
        constraints = (
            models.UniqueConstraint(fields=("source", "statement_id"), name="a_statement_once"),
        )

    def __str__(self) -> str:
        """Name it by its id."""
        return str(self.statement_id)


class Mention(models.Model):
    """Somebody or an activity that a statement names, to find it by.

    `is_direct`: as its actor or object; else in its context, authority or within its object.
    Privacy: as the statement's.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="mentions")
    is_activity = models.BooleanField()
    is_direct = models.BooleanField()
    name = models.CharField(max_length=MOST_NAME)

    class Meta:
        """Found by the name."""

        indexes = (models.Index(fields=("name", "statement")),)

    def __str__(self) -> str:
        """Say what it names."""
        return self.name


class KnownActivity(models.Model):
    """An activity, with all that the statements of one source said of it.

    Privacy: nothing of anybody; read by that source alone.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    activity = models.CharField(max_length=MOST_NAME)
    definition = models.JSONField()

    class Meta:
        """Once for each source."""

        constraints = (
            models.UniqueConstraint(fields=("source", "activity"), name="an_activity_once"),
        )

    def __str__(self) -> str:
        """Name it by its id."""
        return self.activity


class Attachment(models.Model):
    """Bytes that came with statements of a source, known by their hash. Privacy: as theirs."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    sha2 = models.CharField(max_length=128)
    content = models.BinaryField()
    stored_at = models.DateTimeField()

    class Meta:
        """The same bytes once."""

        constraints = (
            models.UniqueConstraint(fields=("source", "sha2"), name="an_attachment_once"),
        )

    def __str__(self) -> str:
        """Name it by its hash."""
        return self.sha2


class Shelf(models.TextChoices):
    """Where a learning system keeps a document."""

    STATE = "state", _("State of an activity")
    ACTIVITY = "activity", _("Profile of an activity")
    AGENT = "agent", _("Profile of somebody")


class Document(models.Model):
    """Something a learning system keeps here for itself; nobody else reads it.

    Privacy: a state or a profile of somebody, as their school's system wrote it.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    shelf = models.CharField(max_length=10, choices=Shelf)
    activity = models.CharField(max_length=MOST_NAME, blank=True)
    agent = models.CharField(max_length=MOST_ACTOR, blank=True)
    registration = models.CharField(max_length=36, blank=True)
    name = models.CharField(max_length=MOST_NAME)  # stateId or profileId
    media_type = models.CharField(max_length=200)
    content = models.BinaryField()
    etag = models.CharField(max_length=40)
    stored_at = models.DateTimeField()

    class Meta:
        """By name; a name once at its place."""

        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "shelf", "activity", "agent", "registration", "name"),
                name="a_document_once",
            ),
        )

    def __str__(self) -> str:
        """Name it."""
        return self.name


class Keeping(models.Model):
    """For how many years statements to a provider say of whom they are. Privacy: none."""

    provider = models.OneToOneField(Provider, models.CASCADE, related_name="+")
    years = models.PositiveSmallIntegerField(default=YEARS)

    def __str__(self) -> str:
        """Say for whom how long."""
        return f"{self.provider}: {self.years}"
