"""Approvals: what a body let a provider, or one edition of a course, give its credit for.

A lapsed or ended approval takes nothing from what was completed while it ran.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models.courses import CourseEdition
from recert.catalogue.models.providers import Provider
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class ApprovalState(models.TextChoices):
    """How far an application for approval got."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the body")
    RETURNED = "returned", _("Waiting for you")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InPart(models.TextChoices):
    """What a body gives whoever took a part of a course only; empty: the approval does not say."""

    WHOLE = "whole", _("All or nothing")
    TIME = "time", _("Part of the time earns its share")
    SUBJECTS = "subjects", _("Each subject taken whole earns its share")


OPEN_APPROVALS = (ApprovalState.DRAFT, ApprovalState.SUBMITTED, ApprovalState.RETURNED)
APPROVED = ApprovalState.APPROVED


class Approval(models.Model):
    """What every approval has. `ended_on` is the last day it spoke, when that was not `until`."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ApprovalState, default=ApprovalState.DRAFT)
    number = models.CharField(max_length=60, blank=True)  # the body's, printed on certificates
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # last day; None: without end
    text = models.TextField(blank=True)  # what the applicant says
    conditions = models.TextField(blank=True)  # what the body asks besides
    in_part = models.CharField(max_length=10, choices=InPart, blank=True)  # credit for a part
    least_minutes = models.PositiveIntegerField(null=True, blank=True)  # below it: no credit
    reason = models.TextField(blank=True)
    invoice = models.CharField(max_length=24, blank=True)  # public id of the bill for applying
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """Kept with each of its kinds."""

        abstract = True


class ProviderApproval(Approval):
    """A body lets a provider give its credit. Privacy: none but who asked and decided."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="approvals")
    follows = models.OneToOneField(  # the one it renews
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    topics = models.JSONField(default=list)  # scope; empty: all
    deliveries = models.JSONField(default=list)  # scope; empty: all
    most_grains = models.BigIntegerField(null=True, blank=True)  # of credit for one course
    unit = models.CharField(max_length=20, blank=True)  # of what it may give
    approves_courses = models.BooleanField(
        default=False
    )  # its courses need no approval of their own
    hour_grains = models.BigIntegerField(null=True, blank=True)  # then an hour of them earns this
    report_days = models.PositiveSmallIntegerField(null=True, blank=True)  # to report within

    class Meta:
        """One open application of a provider at a body."""

        ordering = ("-entered_at", "-id")
        indexes = (models.Index(fields=("body", "state", "submitted_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "body"),
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="one_open_provider_approval",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_provider_approval_has_days",
            ),
        )

    def __str__(self) -> str:
        """Say who at whom."""
        return f"{self.provider} at {self.body}: {self.state}"


class Suspension(models.Model):
    """Days on which a provider's approval does not speak. Privacy: none."""

    approval = models.ForeignKey(ProviderApproval, models.CASCADE, related_name="suspensions")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # last day; None: until lifted
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-since", "-id")

    def __str__(self) -> str:
        """Say from when."""
        return f"{self.approval} from {self.since}"


class CourseApproval(Approval):
    """A body lets one edition of a course earn so much of its credit, in these days.

    Asked for by the provider, or by a member for a course nobody submitted. Privacy: as above.
    """

    edition = models.ForeignKey(CourseEdition, models.PROTECT, related_name="approvals")
    amount_grains = models.BigIntegerField(null=True, blank=True)  # what was approved
    asked_grains = models.BigIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    categories = models.JSONField(default=list)  # the body's own, beyond what topics say
    petition = models.CharField(max_length=24, blank=True)  # public id of the one it came from

    class Meta:
        """One open application of an edition at a body."""

        ordering = ("-entered_at", "-id")
        indexes = (models.Index(fields=("body", "state", "submitted_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "body"),
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="one_open_course_approval",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_course_approval_has_days",
            ),
        )

    def __str__(self) -> str:
        """Say what at whom."""
        return f"{self.edition} at {self.body}: {self.state}"
