"""Sources: the doors machines report through, each with a key of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models.courses import Course
from recert.catalogue.models.providers import Provider
from recert.lib.public_ids import new_public_id
from recert.people.models import Person


class SourceKind(models.TextChoices):
    """How a source speaks."""

    API = "api", _("Completions API")
    STATEMENTS = "xapi", _("xAPI statements")
    WEBHOOK = "webhook", _("Signed webhook")
    SIGNED = "signed", _("Completions signed elsewhere")


class Source(models.Model):
    """One system that may report for one provider, for all its courses or for some.

    The secret is shown once; a digest is kept to know a token or a password by, and a webhook's
    secret itself, sealed, because signatures are made with it. Privacy: none.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=10, choices=SourceKind)
    name = models.CharField(max_length=100)
    key = models.CharField(
        max_length=24, unique=True, default=new_public_id
    )  # names it when it calls
    digest = models.CharField(max_length=128, blank=True)
    sealed = models.TextField(blank=True)
    courses = models.ManyToManyField(Course, blank=True, related_name="+")  # none: all
    mapping = models.JSONField(default=dict)  # what of what it says is a completion
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By name."""

        ordering = ("name", "id")

    def __str__(self) -> str:
        """Name the source."""
        return self.name
