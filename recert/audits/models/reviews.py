"""What is asked of the body beside the answer, and who may not review a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.audits.models.cases import Audit
from recert.lib.public_ids import new_public_id
from recert.people.models import Person


class AskKind(models.TextChoices):
    """What a holder may ask for."""

    EXTENSION = "extension", _("More time")
    DEFERRAL = "deferral", _("Putting the audit off")
    EXEMPTION = "exemption", _("Not being audited this time")


class AskState(models.TextChoices):
    """How far it is."""

    ASKED = "asked", _("Waiting for the body")
    GRANTED = "granted", _("Granted")
    DENIED = "denied", _("Not granted")
    WITHDRAWN = "withdrawn", _("Taken back")


class Ask(models.Model):
    """A request about a case: more time, later, or not at all.

    Privacy: the reason may be about health or family; seen by the holder and the body's
    reviewers only, and emptied with the case.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=10, choices=AskKind)
    reason = models.TextField()
    until = models.DateField(null=True, blank=True)  # the day asked for
    state = models.CharField(max_length=10, choices=AskState, default=AskState.ASKED)
    asked_at = models.DateTimeField()
    granted_until = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open request of a kind."""

        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("audit", "kind"),
                condition=models.Q(state="asked"),
                name="one_open_ask_of_a_kind",
            ),
        )

    def __str__(self) -> str:
        """Say what is asked."""
        return f"{self.audit}: {self.kind}"


class Conflict(models.Model):
    """What a reviewer declared before seeing the evidence: a conflict of interest, or none.

    Privacy: how staff and holder know each other; seen by the body's officers.
    """

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="conflicts")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    says = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """Declared once a case; one that shows later is declared then."""

        constraints = (
            models.UniqueConstraint(fields=("audit", "reviewer"), name="a_declaration_once"),
        )

    def __str__(self) -> str:
        """Say whether there is one."""
        return f"{self.reviewer}: {self.has_conflict}"
