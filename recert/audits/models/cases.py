"""Cases: what one holder is asked to prove, what they answer, and how it ends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.audits.models.draws import Candidate
from recert.credentials.models import Certification
from recert.lib.public_ids import new_public_id
from recert.people.models import Person
from recert.renewals.models import Renewal
from recert.transcript.models import Activity


class AuditState(models.TextChoices):
    """How far a case is, in the words of its holder."""

    NOTIFIED = "notified", _("Waiting for your answer")
    RETURNED = "returned", _("Something is asked for again")
    DEFERRED = "deferred", _("Put off")
    ANSWERED = "answered", _("Waiting for the body")
    RECOMMENDED = "recommended", _("Reviewed, waiting for the decision")
    REPLACING = "replacing", _("Replacement credit is due")
    REPLACED = "replaced", _("Replacement sent, waiting for the body")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    EXEMPTED = "exempted", _("Exempted")
    CANCELLED = "cancelled", _("Cancelled")


WITH_HOLDER = (AuditState.NOTIFIED, AuditState.RETURNED, AuditState.DEFERRED, AuditState.REPLACING)
WITH_BODY = (AuditState.ANSWERED, AuditState.RECOMMENDED, AuditState.REPLACED)
CLOSED_CASES = (
    AuditState.PASSED,
    AuditState.FAILED,
    AuditState.EXEMPTED,
    AuditState.CANCELLED,
)


class Audit(models.Model):
    """One certification under audit for one cycle.

    Privacy: that somebody is audited, what they answered and how it ended; seen by the
    holder and the body's reviewers; kept as long as the body keeps decisions.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="audit")
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    renewal = models.ForeignKey(Renewal, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=AuditState, default=AuditState.NOTIFIED)
    cycle_start = models.DateField()
    cycle_end = models.DateField()
    terms = models.JSONField()  # `terms.Terms`, as they were when the list was frozen
    notified_at = models.DateTimeField()
    first_due = models.DateField()  # the first day to answer, from which more is granted
    due = models.DateField(null=True, blank=True)  # the day the holder's next act is due
    overdue_at = models.DateTimeField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)  # the clock, while asked again
    answered_at = models.DateTimeField(null=True, blank=True)  # the last time
    review_by = models.DateField(null=True, blank=True)
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recommendation = models.TextField(blank=True)
    recommended_outcome = models.CharField(max_length=12, blank=True)
    recommended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owed_grains = models.BigIntegerField(null=True, blank=True)  # replacement credit
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=80, blank=True)
    determined_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    determined_at = models.DateTimeField(null=True, blank=True)
    appeal_by = models.DateField(null=True, blank=True)
    cure_by = models.DateField(null=True, blank=True)
    consequence = models.CharField(max_length=12, blank=True)  # what a person made of it
    ruling_id = models.CharField(max_length=24, blank=True)  # public id of what was ruled then
    cured_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The one due first stands first."""

        ordering = ("due", "id")
        indexes = (
            models.Index(fields=("state", "due")),
            models.Index(fields=("certification", "cycle_end")),
        )

    def __str__(self) -> str:
        """Say whose and how far."""
        return f"{self.certification}: {self.state}"

    @property
    def subject(self) -> str:
        """What the journal and held applications call it."""
        return f"audit:{self.public_id}"

    @property
    def is_closed(self) -> bool:
        """Whether it ended."""
        return self.state in CLOSED_CASES

    @property
    def may_be_cured(self) -> bool:
        """Whether it was failed and may still be put right, so that both sides go on writing."""
        is_failed = self.state == AuditState.FAILED and self.cured_at is None
        return is_failed and self.cure_by is not None


class Judged(models.TextChoices):
    """What a reviewer recommends about one activity."""

    ACCEPT = "accept", _("Accepted")
    REDUCE = "reduce", _("Accepted for less")
    REJECT = "reject", _("Not accepted")
    AGAIN = "again", _("Asked for again")


class AuditItem(models.Model):
    """One activity in a case: what proof is asked, what was said of it, how it was judged.

    Privacy: as its case.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="items")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    claimed_grains = models.BigIntegerField()  # what it counted for when the case was opened
    is_added = models.BooleanField(default=False)  # by the holder, when itemising
    is_replacement = models.BooleanField(default=False)
    note = models.TextField(blank=True)  # the holder's
    judged = models.CharField(max_length=6, choices=Judged, blank=True)
    amount_grains = models.BigIntegerField(null=True, blank=True)  # where accepted for less
    clause = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An activity is asked about once, in the order they were done."""

        ordering = ("is_replacement", "activity__completed", "id")
        constraints = (
            models.UniqueConstraint(fields=("audit", "activity"), name="an_activity_once_a_case"),
        )

    def __str__(self) -> str:
        """Say which activity."""
        return str(self.activity)


class Message(models.Model):
    """One message between a holder and the body about a case. Privacy: as its case."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_from_body = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    key = models.CharField(max_length=60, blank=True)  # the form it was typed in

    class Meta:
        """In the order written; a form sent twice makes one message."""

        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("audit", "by", "key"),
                condition=~models.Q(key=""),
                name="a_message_once",
            ),
        )

    def __str__(self) -> str:
        """Say when."""
        return f"{self.audit} {self.at}"
