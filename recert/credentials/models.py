"""Certifications: who holds which credential, its cycles, and what was decided about it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_check_code, new_public_id
from recert.people.models import Body, Person
from recert.rules.facts import DecisionKind


class Register(models.TextChoices):
    """What the body says of a certification."""

    SELF_DECLARED = "self-declared", _("Declared by you")
    CONFIRMED = "confirmed", _("Confirmed by the body")
    REJECTED = "rejected", _("Not known to the body")


class Certification(models.Model):
    """A credential one person holds.

    Privacy: number, dates and level; seen by the holder and the body's staff, and by
    whoever checks the number or the code once the body has confirmed it.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    code = models.CharField(max_length=12, unique=True, default=new_check_code, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    credential = models.CharField(max_length=60)  # the rulebook's id of it
    level = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    certified = models.DateField()
    expires = models.DateField(null=True, blank=True)  # the last day printed on it
    previous_closed = models.DateField(null=True, blank=True)  # the last renewal's day
    register = models.CharField(max_length=20, choices=Register, default=Register.SELF_DECLARED)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)  # by the holder: no longer shown

    class Meta:
        """A credential is held once, and a number belongs to one confirmed certification."""

        ordering = ("body__name", "credential")
        indexes = (
            # All columns of what waits to be confirmed: nearly everybody is, so nothing else
            # than an index that answers by itself saves going through all of them.
            models.Index(
                fields=("body", "register", "removed_at", "added_at"),
                name="certification_to_confirm",
            ),
            models.Index("body", Upper("number"), name="certification_by_number"),
            models.Index(fields=("body", "expires", "register"), name="certification_by_end"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "body", "credential"),
                condition=Q(removed_at=None),
                name="a_credential_once",
            ),
            models.UniqueConstraint(
                fields=("body", "credential", "number"),
                condition=Q(register="confirmed") & ~Q(number=""),
                name="a_number_once",
            ),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(expires__gte=F("certified")),
                name="certified_before_it_expires",
            ),
        )

    def __str__(self) -> str:
        """Name the credential and where it is from."""
        return f"{self.body.slug}:{self.credential}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the body stands behind it."""
        return self.register == Register.CONFIRMED


class Term(models.Model):
    """A cycle that was closed by renewing, kept as history. Privacy: as its certification."""

    certification = models.ForeignKey(Certification, models.PROTECT, related_name="terms")
    start = models.DateField()
    end = models.DateField()
    renewed_on = models.DateField()  # the day the renewal closed it
    next_end = models.DateField()
    renewal_id = models.CharField(max_length=24, blank=True)  # public id of the application
    reason = models.TextField(blank=True)  # where staff entered the new end

    class Meta:
        """A cycle is closed once."""

        ordering = ("start",)
        indexes = (models.Index(fields=("renewed_on",)),)
        constraints = (
            models.UniqueConstraint(fields=("certification", "end"), name="a_cycle_closed_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="a_cycle_runs_forward"),
            models.CheckConstraint(condition=Q(next_end__gt=F("end")), name="the_next_ends_later"),
        )

    def __str__(self) -> str:
        """Say from when to when."""
        return f"{self.certification}: {self.start} to {self.end}"


class Ruling(models.Model):
    """Something the body decided about one certification.

    A leave is for the days from `since` through `until`, for a `ground`; what it does to the
    dates and the status is kept beside it as rulings of their own, which end with it.

    Privacy: `reason` and `ground` may hold health or conduct matters; seen by the holder and
    the body's staff only, and never on a public page.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="rulings")
    kind = models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in DecisionKind]
    )
    clause = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    decided_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    amount_grains = models.BigIntegerField(null=True, blank=True)  # asked for instead
    level_was = models.CharField(max_length=60, blank=True)  # where a lower level was decided
    stays = models.BooleanField(default=False)  # an override that outlasts the next renewal
    since = models.DateField(null=True, blank=True)  # of a leave: it may lie before the decision
    ground = models.CharField(max_length=20, blank=True)  # of a leave
    leave = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="follows"
    )  # what it follows from
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)  # from this day on it speaks no more
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """In the order decided; in force until its last day, or the day it was ended."""

        ordering = ("at", "id")
        indexes = (
            models.Index(
                fields=("kind", "until"),
                condition=Q(ended_on=None),
                name="ruling_in_force",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("decided_on")) | Q(kind="leave"),
                name="a_ruling_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="an_excuse_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("decided_on")),
                name="a_ruling_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        """Say what was decided about what."""
        return f"{self.kind}: {self.certification}"

    def is_running(self, on: date) -> bool:
        """Whether it speaks on a day. That a cycle was begun anew needs no more saying."""
        is_over = self.until is not None and self.until < on
        ended = self.ended_on is not None and self.ended_on <= on
        return not (is_over or ended or self.kind == DecisionKind.REINSTATE)


class Affirmation(models.Model):
    """Something the holder affirmed for one certification.

    Privacy: that and when it was affirmed; seen by the holder and the body's staff.
    """

    certification = models.ForeignKey(Certification, models.PROTECT, related_name="affirmations")
    to = models.CharField(max_length=80)  # code-of-ethics, truthful, ...
    on = models.DateField()
    at = models.DateTimeField()
    cycle_end = models.DateField()  # the cycle it was affirmed for

    class Meta:
        """Affirmed once a cycle."""

        constraints = (
            models.UniqueConstraint(
                fields=("certification", "to", "cycle_end"), name="affirmed_once_a_cycle"
            ),
        )

    def __str__(self) -> str:
        """Say what was affirmed."""
        return f"{self.certification}: {self.to}"


class Carried(models.Model):
    """Credit that passed into a cycle from the one before, or a debt that did.

    Privacy: as its certification. What the body let pass when it renewed outranks what the
    holder declared.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="carried")
    into = models.DateField()  # the first day of the cycle it passed into
    amount_grains = models.BigIntegerField()
    earned = models.DateField(null=True, blank=True)
    categories = models.JSONField(default=list, blank=True)  # the rulebook's ids
    owed = models.BooleanField(default=False)
    renewal_id = models.CharField(max_length=24, blank=True)  # empty: the holder declared it
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order earned."""

        ordering = ("into", "earned", "id")

    def __str__(self) -> str:
        """Say into which cycle."""
        return f"{self.certification}: into {self.into}"


class Answer(models.Model):
    """What a person answered to a question that a body's rulebook asks.

    Privacy: about the person's work, and month and parity of birth where a cycle follows
    them; seen by that person and by staff of the body it was answered for.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        """Answered once; the newest answer stands."""

        constraints = (
            models.UniqueConstraint(fields=("person", "body", "name"), name="a_question_once"),
        )

    def __str__(self) -> str:
        """Name the question."""
        return f"{self.body.slug}: {self.name}"


class LegalHold(models.Model):
    """While it stands nothing of the certification's holder is forgotten or erased.

    Privacy: `reason` names a proceeding; seen by the body's officers.
    """

    certification = models.ForeignKey(Certification, models.PROTECT, related_name="legal_holds")
    reason = models.TextField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One at a time."""

        ordering = ("set_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("certification",), condition=Q(ended_at=None), name="one_legal_hold"
            ),
        )

    def __str__(self) -> str:
        """Say on what."""
        return f"legal hold: {self.certification}"
