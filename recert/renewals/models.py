"""Applications to renew, what was sent back about them, and how they were decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recert.credentials.models import Certification, Ruling
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person
from recert.standing.models import Answer
from recert.transcript.models import Evidence


class Route(models.TextChoices):
    """By what one renews."""

    CREDITS = "credits", _("By credits")
    EXAMINATION = "examination", _("By examination")


class State(models.TextChoices):
    """How far an application got."""

    DRAFT = "draft", _("Not submitted yet")
    SUBMITTED = "submitted", _("Waiting for the body")
    RETURNED = "returned", _("Waiting for you")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class Renewal(models.Model):
    """One application to renew one certification for one cycle.

    Privacy: what somebody applied for and how it was decided; seen by the holder and the
    body's staff; kept as long as the body keeps decisions, then under a pseudonym.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    route = models.CharField(max_length=12, choices=Route, default=Route.CREDITS)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    cycle_start = models.DateField()
    cycle_end = models.DateField()
    begun_at = models.DateTimeField()
    declared = models.JSONField(default=dict)  # totals as the person declares them
    submitted_at = models.DateTimeField(null=True, blank=True)  # the first time
    filed_on = models.DateField(null=True, blank=True)  # that day in the body's zone
    resubmitted_at = models.DateTimeField(null=True, blank=True)
    clock_stopped_at = models.DateTimeField(null=True, blank=True)
    held_for = models.CharField(max_length=60, blank=True)  # draw:<id> or audit:<id>, till it ends
    verdict = models.CharField(max_length=20, blank=True)  # when last submitted
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    fee_cents = models.BigIntegerField(null=True, blank=True)  # set by staff where policy is silent
    fee_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=80, blank=True)

    class Meta:
        """One open application a certification."""

        ordering = ("-begun_at", "-id")
        indexes = (
            models.Index(fields=("state", "submitted_at")),
            models.Index(fields=("held_for",), condition=~Q(held_for=""), name="renewal_held"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("certification",),
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="one_open_renewal",
            ),
        )

    def __str__(self) -> str:
        """Say what is renewed."""
        return f"{self.certification}: {self.state}"

    @property
    def subject(self) -> str:
        """What the journal and the invoices call it."""
        return f"renewal:{self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether it can still change."""
        return self.state in OPEN


class HeldBack(models.Model):
    """From now on every application sent to a body waits until something has looked at it.

    Privacy: none.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)  # who looks: draw:<public id>
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One at a time looks at all that comes."""

        constraints = (
            models.UniqueConstraint(
                fields=("body",), condition=Q(ended_at=None), name="one_holds_back"
            ),
        )

    def __str__(self) -> str:
        """Say who looks."""
        return f"{self.body}: {self.subject}"


class ReturnItem(models.Model):
    """One thing that is missing from a returned application, by name.

    Privacy: as its application.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="items")
    clause = models.CharField(max_length=80, blank=True)
    activity_id = models.CharField(max_length=24, blank=True)  # public id
    note = models.TextField()
    returned_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order they were named."""

        ordering = ("returned_at", "id")

    def __str__(self) -> str:
        """Say what is missing."""
        return self.note


class Ground(models.TextChoices):
    """Why somebody asks for time off from a certification, or for more time."""

    PARENTAL = "parental", _("Birth or adoption of a child")
    ILLNESS = "illness", _("Illness or injury")
    DISABILITY = "disability", _("A disability")
    CARING = "caring", _("Caring for somebody")
    BEREAVEMENT = "bereavement", _("Bereavement")
    MILITARY = "military", _("Military service")
    DISASTER = "disaster", _("A disaster")
    ABROAD = "abroad", _("Work in another country")
    NOT_PRACTISING = "not-practising", _("Not working in the field at present")
    SHORT = "short", _("Not enough time to finish")
    OTHER = "other", _("Something else")


class LeaveState(models.TextChoices):
    """How far a request for leave got."""

    ASKED = "asked", _("Waiting for the body")
    TO_PAY = "to-pay", _("Granted, once it is paid")
    GRANTED = "granted", _("Granted")
    DENIED = "denied", _("Not granted")
    WITHDRAWN = "withdrawn", _("Taken back")


class LeaveRequest(models.Model):
    """Somebody asks to be excused for a while; the body grants it by rulings, or not.

    `clause` of `edition` is what they ask by; without one it is outside the policy. Of what
    was granted `grants`, `granted_until`, `requirement` and `amount_grains` are kept: where it
    costs a fee it takes effect once that is paid.

    Privacy: `text` and the proof may tell of health, family or service; seen by the holder
    and the body's officers, emptied when the person is erased or the body kept it long enough.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground)
    since = models.DateField()
    until = models.DateField()
    text = models.TextField(blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="+")
    state = models.CharField(max_length=12, choices=LeaveState, default=LeaveState.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    rulings = models.ManyToManyField(Ruling, related_name="+")  # by what it was granted
    clause = models.CharField(max_length=80, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    answer_by = models.DateField(null=True, blank=True)  # where the policy says how soon
    grants = models.CharField(max_length=12, blank=True)
    granted_until = models.DateField(null=True, blank=True)
    requirement = models.CharField(max_length=80, blank=True)
    amount_grains = models.BigIntegerField(null=True, blank=True)

    class Meta:
        """One at a time; a leave ends after it begins."""

        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("certification",), condition=Q(state="asked"), name="one_leave_asked"
            ),
            models.UniqueConstraint(
                fields=("certification",), condition=Q(state="to-pay"), name="one_leave_to_pay"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_leave_runs_forward"),
        )

    def __str__(self) -> str:
        """Say for what."""
        return f"{self.certification}: {self.ground}"

    @property
    def subject(self) -> str:
        """What the journal calls it, and the bill for it."""
        return f"leave:{self.public_id}"


class LeavePractice(models.Model):
    """Whether a body lets people ask for leave its policy says nothing of; without a row, yes."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    beyond_policy = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Say whose."""
        return f"{self.body}"
