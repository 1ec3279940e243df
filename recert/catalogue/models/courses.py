"""Courses: what is taught, in which edition, and each time it is held.

A course is the idea and its number; an edition is what is taught from a day on, superseded and
never edited once somebody completed it; a class is one occurrence with date, place and price.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recert.catalogue.models.providers import Provider
from recert.lib.public_ids import new_public_id
from recert.people.models import Body


class Course(models.Model):
    """Something a provider teaches, known by the provider's own number. Privacy: none."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="courses")
    number = models.CharField(max_length=60)  # the provider's own
    title = models.CharField(max_length=200)  # of the newest edition, to be found by
    is_listed = models.BooleanField(default=False)  # in the public catalogue
    entered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A number is one course of its provider."""

        ordering = ("title", "id")
        constraints = (
            models.UniqueConstraint(fields=("provider", "number"), name="a_course_number_once"),
        )

    def __str__(self) -> str:
        """Name the course."""
        return self.title


class CourseEdition(models.Model):
    """What a course is from `since` on, in nobody's categories. Privacy: none."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 of its course
    since = models.DateField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    objectives = models.JSONField(default=list)  # sentences
    kind = models.CharField(max_length=30)  # as in `rules.facts.Kind`
    delivery = models.CharField(max_length=20)  # as in `rules.facts.Delivery`
    minutes = models.PositiveIntegerField(null=True, blank=True)  # of instruction
    topics = models.JSONField(default=list)
    parts = models.JSONField(default=list)  # [{"share": "1/8", "topics": [...]}]
    assessed = models.BooleanField(default=False)
    pass_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    cards = models.JSONField(default=list)  # what a life-support course certifies
    card_months = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    accessibility = models.TextField(blank=True)
    evidence_note = models.TextField(blank=True)  # what bodies ask to see: references, outline
    superseded_by = models.OneToOneField(  # the same number put right before anybody completed it
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    entered_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-number", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("course", "number"),
                condition=Q(superseded_by=None),
                name="an_edition_of_a_course_once",
            ),
        )

    def __str__(self) -> str:
        """Name the edition."""
        return f"{self.title} ({self.number})"


class Presenter(models.Model):
    """Who teaches an edition. Privacy: name and qualification, which the provider publishes."""

    edition = models.ForeignKey(CourseEdition, models.CASCADE, related_name="presenters")
    name = models.CharField(max_length=150)
    qualification = models.CharField(max_length=300, blank=True)

    class Meta:
        """In the order they were named."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Name the presenter."""
        return self.name


class CourseClass(models.Model):
    """One time a course is held; or, without a beginning, open to be taken at any time.

    Moments are shown in `zone`. Privacy: `joining` is told to those who are enrolled only.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(CourseEdition, models.PROTECT, related_name="classes")
    number = models.CharField(max_length=60, blank=True)  # the provider's own
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=10, blank=True)  # ISO 3166-2 without the country
    country = models.CharField(max_length=2, blank=True)
    link = models.URLField(blank=True)  # where it is bought or described, elsewhere
    joining = models.TextField(blank=True)  # how to get in
    seats = models.PositiveIntegerField(null=True, blank=True)  # None: as many as come
    cents = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    tax_free = models.BooleanField(default=False)  # whatever tax the till has is not on this one
    enrol_until = models.DateTimeField(null=True, blank=True)
    refund_days = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # before the start: all back
    refund_words = models.TextField(blank=True)
    least_minutes = models.PositiveIntegerField(null=True, blank=True)  # to be there for credit
    is_listed = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    key = models.CharField(max_length=80, blank=True)  # the form it was planned in, and its place

    class Meta:
        """The next one first; a form sent twice plans once."""

        ordering = ("starts_at", "id")
        verbose_name = _("class")
        indexes = (models.Index(fields=("starts_at",)),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="a_class_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(cents__gte=0), name="a_price_is_not_negative"),
            models.UniqueConstraint(
                fields=("edition", "key"), condition=~Q(key=""), name="a_class_a_form"
            ),
        )

    def __str__(self) -> str:
        """Say what and when."""
        return (
            f"{self.edition.title} {self.starts_at:%Y-%m-%d}"
            if self.starts_at
            else self.edition.title
        )


class MemberPrice(models.Model):
    """What members of a body pay for a class. Privacy: none."""

    course_class = models.ForeignKey(CourseClass, models.CASCADE, related_name="member_prices")
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    cents = models.BigIntegerField()

    class Meta:
        """One price a body."""

        ordering = ("body_id",)
        constraints = (
            models.UniqueConstraint(fields=("course_class", "body"), name="a_member_price_a_body"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="no_negative_member_price"),
        )

    def __str__(self) -> str:
        """Say for whom."""
        return f"{self.course_class}: {self.body}"
