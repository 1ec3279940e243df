"""Certificates: what was handed out of a completion, word for word, under a code."""

from __future__ import annotations

from django.db import models

from recert.completions.models.reports import Completion
from recert.lib.public_ids import new_check_code
from recert.people.models import Person


class Certificate(models.Model):
    """A certificate of completion as it was made: its words stay, whatever is corrected later.

    `entry` names the entry in the transcript it speaks of: once another stands there, this one
    is out of date. Privacy: name, numbers and study of its person, on paper and to whoever has
    the code as far as the check page shows them; deleted when the person is forgotten.
    """

    code = models.CharField(max_length=12, unique=True, default=new_check_code, editable=False)
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    entry = models.CharField(max_length=24)  # public id in the transcript
    content = models.JSONField()  # see `certifying`
    sha256 = models.CharField(max_length=64)  # of the content, written canonically
    issued_at = models.DateTimeField()

    class Meta:
        """The newest first; one for what a completion says at a time."""

        ordering = ("-issued_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("completion", "entry"), name="a_certificate_a_completion"
            ),
        )

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"certificate:{self.code}"
