"""What can be found: a row for each certification and membership, with the words it is found by."""

from __future__ import annotations

from datetime import date

from django.db import models

from recert.credentials.models import Certification, Register
from recert.people.models import Body, BodyMember, Person

NEVER = date(9999, 12, 31)
"""The last day of what has none, so that it sorts behind everything that ends."""


class Kind(models.TextChoices):
    """What a row finds."""

    CERTIFICATION = "certification"
    MEMBERSHIP = "membership"


class Findable(models.Model):
    """What stands in a register or among members, laid out to be looked for.

    The database itself keeps it, by triggers (`register.keeping`): nobody writes it.
    Privacy: a copy of name, address and number, which follows its original at once and goes
    with it; seen by that body's staff.
    """

    kind = models.CharField(max_length=13, choices=Kind)
    body = models.ForeignKey(
        Body, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    person = models.ForeignKey(Person, models.DO_NOTHING, db_constraint=False, related_name="+")
    certification = models.OneToOneField(
        Certification, models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    member = models.OneToOneField(
        BodyMember, models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    words = models.TextField()  # folded: name, address, number, each word behind two spaces
    name = models.CharField(max_length=80)  # how the words begin, to sort by
    number = models.CharField(max_length=60)  # folded, as it is looked for
    credential = models.CharField(max_length=60)
    level = models.CharField(max_length=60)
    register = models.CharField(max_length=20, choices=Register)
    ends = models.DateField()  # `NEVER` where no end is known

    class Meta:
        """An index for each order, and for each filter that may leave few of many."""

        indexes = (
            models.Index(fields=("body", "kind", "name", "id"), name="found_by_name"),
            models.Index(fields=("body", "kind", "ends", "id"), name="found_by_last_day"),
            models.Index(fields=("body", "kind", "number", "id"), name="found_by_number"),
            models.Index(
                fields=("body", "kind", "credential", "name", "id"), name="found_by_credential"
            ),
            models.Index(fields=("body", "kind", "register", "name", "id"), name="found_by_state"),
        )

    def __str__(self) -> str:
        """Say what it finds."""
        return f"{self.kind} {self.certification_id or self.member_id}"
