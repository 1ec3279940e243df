"""Merges: two records of one person made one, and everything needed to take that back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class Merge(models.Model):
    """One record that became part of another. Undone by `moved`, row by row.

    Privacy: that two records are of one person; seen by that person and by the staff who
    merged. Holds row numbers and what was overwritten in them.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")  # None: by themself
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)  # "app.Model.field" -> row numbers
    changed = models.JSONField(default=list)  # [model, row, {column: what stood there}]
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        """The newest first; a record is part of one other at a time."""

        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("gone",), condition=Q(undone_at=None), name="gone_into_one_other"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merged_with_another"),
        )

    def __str__(self) -> str:
        """Say which record went where."""
        return f"{self.gone_id} into {self.kept_id}"


class Different(models.Model):
    """Two records somebody looked at and found to be of two people. Privacy: that they were."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Said once a pair, the lower row first."""

        constraints = (
            models.UniqueConstraint(fields=("body", "one", "other"), name="different_once"),
        )

    def __str__(self) -> str:
        """Name the pair."""
        return f"{self.one_id} is not {self.other_id}"


class MergeOffer(models.Model):
    """A person who signed in to one record and says another is theirs too.

    The other's sign-in must say the same. Privacy: the address typed; gone once answered.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One open offer between two records."""

        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("by", "other"), condition=Q(answered_at=None), name="one_open_merge_offer"
            ),
        )

    def __str__(self) -> str:
        """Say between which records."""
        return f"{self.by_id} offers {self.other_id}"
