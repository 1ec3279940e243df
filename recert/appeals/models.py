"""Appeals against decisions, complaints about anything, and how a body deals with both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.credentials.models import Certification
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class Kind(models.TextChoices):
    """What somebody wants looked at."""

    APPEAL = "appeal", _("Appeal")
    COMPLAINT = "complaint", _("Complaint")


class About(models.TextChoices):
    """Whom or what a complaint is about."""

    CERTIFICANT = "certificant", _("Somebody who holds a certification")
    BODY = "body", _("The body itself, or somebody who works there")
    PROVIDER = "provider", _("A provider of courses or events")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """How far it is."""

    RECEIVED = "received", _("Received")
    ASSIGNED = "assigned", _("Being looked at")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Taken back")


OPEN = (State.RECEIVED, State.ASSIGNED)


class Outcome(models.TextChoices):
    """How it ended; the first three of appeals, the others of complaints."""

    UPHELD = "upheld", _("The decision stands")
    OVERTURNED = "overturned", _("The decision is taken back")
    PARTLY = "partly", _("The decision is taken back in part")
    JUSTIFIED = "justified", _("Justified")
    PARTLY_JUSTIFIED = "partly-so", _("Justified in part")
    UNJUSTIFIED = "unjustified", _("Not justified")


OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    Kind.APPEAL: (Outcome.UPHELD, Outcome.OVERTURNED, Outcome.PARTLY),
    Kind.COMPLAINT: (Outcome.JUSTIFIED, Outcome.PARTLY_JUSTIFIED, Outcome.UNJUSTIFIED),
}
REOPENS = (Outcome.OVERTURNED, Outcome.PARTLY)
"""The outcomes after which somebody else decides again what was appealed."""


class Practice(models.Model):
    """What a body promises about appeals and complaints. Privacy: none.

    None: the body has not said, so nobody is held to a day.
    """

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    appeal_days = models.PositiveSmallIntegerField(null=True, blank=True)  # after a decision
    who_decides = models.TextField(blank=True)
    how_to_reach = models.TextField(blank=True)

    def __str__(self) -> str:
        """Say whose."""
        return f"{self.body.slug}: {self.answer_days}"


class Matter(models.Model):
    """One appeal or one complaint, from its receipt to its outcome.

    Privacy: who complains of what, and about whom; seen by its sender, by the body's officers
    and by the one who decides it. Kept as long as the body keeps decisions.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField()
    certification = models.ForeignKey(
        Certification, models.PROTECT, null=True, blank=True, related_name="+"
    )
    against = models.CharField(max_length=60, blank=True)  # the decision: renewal:<public id>
    decision = models.TextField(blank=True)  # in words, as it stood when it was appealed
    decided_on = models.DateField(null=True, blank=True)  # that decision
    appeal_by = models.DateField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    deciders = models.JSONField(default=list)  # public ids of who took part in that decision
    about = models.CharField(max_length=12, choices=About, blank=True)
    whom = models.CharField(max_length=200, blank=True)  # a complaint's, as it was typed
    text = models.TextField()
    sent_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The oldest first; a decision has one open appeal."""

        ordering = ("sent_at", "id")
        indexes = (
            models.Index(fields=("body", "state", "sent_at")),
            models.Index(fields=("email", "sent_at")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("against",),
                condition=models.Q(state__in=("received", "assigned")) & ~models.Q(against=""),
                name="one_open_appeal",
            ),
        )

    def __str__(self) -> str:
        """Say what it is and how far."""
        return f"{self.kind} to {self.body.slug}: {self.state}"

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"appeal:{self.public_id}"

    @property
    def headline(self) -> str:
        """What it is about, in a line: the decision, or how the complaint begins."""
        return (self.decision or self.text).partition("\n")[0]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.state in OPEN


class Message(models.Model):
    """One message between the sender and the body; by nobody: without an account, by the link.

    Privacy: as its matter.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_from_body = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    key = models.CharField(max_length=60)  # the form it was typed in

    class Meta:
        """In the order written; a form sent twice makes one message."""

        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("matter", "by", "key"), name="a_word_once"),
            models.UniqueConstraint(
                fields=("matter", "key"), condition=models.Q(by=None), name="a_word_by_link_once"
            ),
        )

    def __str__(self) -> str:
        """Say when."""
        return f"{self.matter} {self.at}"
