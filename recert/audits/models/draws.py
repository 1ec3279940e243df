"""Draws: the list of those who may be drawn, frozen and published, and who was drawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.credentials.models import Certification
from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person
from recert.renewals.models import Renewal


class Moment(models.TextChoices):
    """When somebody is drawn."""

    AT_ONCE = "at-once", _("All at once, from a frozen list")
    FILING = "filing", _("Each when the application is sent")
    PAYMENT = "payment", _("Each when the fee is paid")


class DrawState(models.TextChoices):
    """How far a draw is."""

    PREPARED = "prepared", _("Being prepared")
    FROZEN = "frozen", _("The list is frozen")
    RUNNING = "running", _("Drawing as applications come")  # a draw of each at its moment
    DRAWN = "drawn", _("Drawn")
    CANCELLED = "cancelled", _("Cancelled")


class Draw(models.Model):
    """One draw: whom it is about, how many, from what chance, and its published record.

    Privacy: names nobody. `secret` is nobody's to see until it is revealed: with the list
    it would tell beforehand who will be drawn.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    moment = models.CharField(max_length=10, choices=Moment, default=Moment.AT_ONCE)
    state = models.CharField(max_length=10, choices=DrawState, default=DrawState.PREPARED)
    clause = models.CharField(max_length=80, blank=True)  # the clause that orders it
    edition = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)  # of what the officer entered where policy is silent
    chosen = models.JSONField(default=dict)  # who may be drawn: `framing.Chosen`
    strata = models.JSONField(default=list)  # how many of each: `framing.StratumChosen`
    terms = models.JSONField(default=dict)  # what a case goes by: `terms.Terms`
    as_of = models.DateField()
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    # where the chance comes from
    source = models.JSONField(default=dict)  # public randomness, as announced beforehand
    secret = models.CharField(max_length=80, blank=True)
    commitment = models.CharField(max_length=64, blank=True)  # of the secret, published first
    named_at = models.DateTimeField(null=True, blank=True)
    # the list
    frozen_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    # what came out
    randomness = models.TextField(blank=True)  # the public randomness, as entered
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    record = models.TextField(blank=True)  # published, word for word
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)

    class Meta:
        """The newest first; a title says one draw of a body."""

        ordering = ("-prepared_at", "-id")
        indexes = (models.Index(fields=("state", "moment")),)
        constraints = (
            models.UniqueConstraint(fields=("body", "title"), name="a_draw_has_a_title_of_its_own"),
        )

    def __str__(self) -> str:
        """Say which draw it is."""
        return self.title

    @property
    def subject(self) -> str:
        """What the journal and held applications call it."""
        return f"draw:{self.public_id}"

    @property
    def is_public(self) -> bool:
        """Whether anybody may look it up: from when its chance was named, cancelled or not."""
        return self.named_at is not None


class Candidate(models.Model):
    """One line of a frozen list: a certification, under an identifier that names nobody.

    The identifier is a digest of the certification's id and a salt of its own, so that its
    holder can check it and the body cannot give it to somebody else later.

    Privacy: who was on the list and who was drawn; seen by the body's officers, each line
    by its holder.
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="candidates")
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    renewal = models.ForeignKey(Renewal, models.PROTECT, null=True, related_name="+")
    salt = models.CharField(max_length=24)
    identifier = models.CharField(max_length=64)
    stratum = models.CharField(max_length=120)
    weight = models.CharField(max_length=20, default="1")  # exact: "1/2"
    taken = models.CharField(max_length=40, blank=True)  # why drawn for certain
    spared = models.CharField(max_length=40, blank=True)  # why left out
    cycle_end = models.DateField()
    is_drawn = models.BooleanField(default=False)
    why = models.CharField(max_length=40, blank=True)  # chance, or the reason it was taken
    probability = models.CharField(max_length=80, blank=True)  # exact: "1/20"

    class Meta:
        """A certification stands on a list once."""

        ordering = ("draw", "identifier")
        indexes = (models.Index(fields=("draw", "is_drawn")),)
        constraints = (
            models.UniqueConstraint(
                fields=("draw", "certification"),
                condition=Q(renewal=None),
                name="once_on_a_list",
            ),
            models.UniqueConstraint(fields=("draw", "renewal"), name="an_application_once_a_draw"),
        )

    def __str__(self) -> str:
        """Say which line it is."""
        return self.identifier
