"""What a body lets the public check of a credential, and who agreed to be shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.credentials.models import Certification
from recert.people.models import Body


class Shown(models.TextChoices):
    """Whom the public check tells of a certification."""

    ASKED = "asked", _("Whoever has its number or code")
    CONSENT = "consent", _("The same, but only of holders who agreed")
    NOBODY = "nobody", _("Nobody: the law of this programme forbids it")


class Disclosure(models.Model):
    """What the public may check of one credential; without one: whoever asks. Privacy: none."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    credential = models.CharField(max_length=60)  # the rulebook's id of it
    shown = models.CharField(max_length=8, choices=Shown, default=Shown.ASKED)

    class Meta:
        """Said once a credential."""

        constraints = (
            models.UniqueConstraint(fields=("body", "credential"), name="disclosed_once"),
        )

    def __str__(self) -> str:
        """Say of what."""
        return f"{self.body.slug}:{self.credential}: {self.shown}"


class Consent(models.Model):
    """A holder agreed that the public may check one certification, until they take it back.

    Privacy: that and when they agreed; seen by the holder.
    """

    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("certification",),
                condition=models.Q(withdrawn_at=None),
                name="one_consent",
            ),
        )

    def __str__(self) -> str:
        """Say to what."""
        return f"{self.certification}: {self.given_at}"
