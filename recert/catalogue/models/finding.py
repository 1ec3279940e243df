"""What is found in the public catalogue: every course laid out as people look for it.

Rows are made and marked by the database itself (`catalogue.keeping`), and laid out by
`catalogue.laying`. Nothing here is recorded: all of it follows from other rows.
"""

from __future__ import annotations

from django.db import models

from recert.catalogue.models.courses import Course, CourseClass, CourseEdition
from recert.catalogue.models.providers import Provider

SHOWN = models.Q(shown=True)


class Shape(models.Model):
    """What the law reads of a course taken today, but for its name. Many courses are alike.

    Privacy: none.
    """

    digest = models.CharField(max_length=64, unique=True)
    read = models.JSONField()  # see `catalogue.shapes`

    def __str__(self) -> str:
        """Name it by how its digest begins."""
        return self.digest[:12]


class Alike(models.Model):
    """Which shapes one rulebook takes for the same, learned once by whoever has the time.

    `firsts` has four bytes for each shape in the order of rows: the first row that the rulebook
    takes for the same, or 0 where nobody looked yet. Privacy: none.
    """

    rulebook = models.CharField(max_length=64, unique=True)  # the digest of its text
    firsts = models.BinaryField()
    many = models.PositiveIntegerField()  # so many shapes were looked at

    def __str__(self) -> str:
        """Name it by how the digest begins."""
        return self.rulebook[:12]


class Findable(models.Model):
    """A course as it is looked for, folded as people type. Privacy: none.

    Topics and bodies stand each between blanks.
    """

    course = models.OneToOneField(Course, models.CASCADE, related_name="+")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    edition = models.ForeignKey(CourseEdition, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=200)
    words = models.TextField()
    topics = models.TextField()
    bodies = models.TextField()  # that give credit for it on the day it was laid out
    kind = models.CharField(max_length=30)
    delivery = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    shape = models.ForeignKey(Shape, models.PROTECT, null=True, related_name="+", db_index=False)
    shown = models.BooleanField(default=False)
    laid_on = models.DateField(null=True)  # None: something changed since

    class Meta:
        """In the order of titles; and those of one shape in that order."""

        ordering = ("title", "id")
        indexes = (
            models.Index(fields=("title", "id"), condition=SHOWN, name="catalogue_by_title"),
            models.Index(  # all that is asked of a course but words, so that no row is opened
                fields=("shape", "course", "provider", "delivery", "language", "topics", "bodies"),
                condition=SHOWN,
                name="catalogue_by_shape",
            ),
            models.Index(fields=("laid_on",), name="catalogue_laid_on"),
        )

    def __str__(self) -> str:
        """Say what is found."""
        return self.title


class FindableClass(models.Model):
    """A listed class as it is looked for; the database itself keeps all but where it is.

    `whereabouts` is city, region and place, folded, laid out with the course; what is over is
    left out when its course is laid out. Privacy: none.
    """

    course_class = models.OneToOneField(
        CourseClass, models.CASCADE, primary_key=True, related_name="+"
    )
    course = models.ForeignKey(Course, models.CASCADE, related_name="+", db_index=False)
    starts_at = models.DateTimeField(null=True)
    cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    whereabouts = models.TextField()

    class Meta:
        """Read in the order of courses, without opening a row."""

        indexes = (
            models.Index(
                fields=("course", "currency", "cents", "starts_at", "country"),
                name="catalogue_offered",
            ),
            models.Index(fields=("starts_at", "course"), name="catalogue_when"),
        )

    def __str__(self) -> str:
        """Say which class."""
        return str(self.course_class_id)
