"""The transcript: what a person did, the proof of it, and what they ask a body to accept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recert.credentials.models import Certification
from recert.lib.public_ids import new_check_code, new_public_id
from recert.people.models import Person


class Activity(models.Model):
    """One entry, in nobody's categories. Superseded or withdrawn, never edited.

    Privacy: what somebody studied, where and when; seen by that person, and by staff of
    a body the person applies to.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    completed = models.DateField()
    started = models.DateField(null=True, blank=True)
    delivery = models.CharField(max_length=20, blank=True)
    provider = models.CharField(max_length=60, blank=True)  # slug
    provider_name = models.CharField(max_length=200, blank=True)  # as the person wrote it
    minutes = models.PositiveIntegerField(null=True, blank=True)
    topics = models.JSONField(default=list)
    parts = models.JSONField(default=list)  # [{"share": "1/8", "topics": [...]}]
    assessed = models.BooleanField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    grade = models.CharField(max_length=10, blank=True)
    course = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    accredited_by = models.JSONField(default=list)
    at_test_centre = models.BooleanField(null=True, blank=True)
    cards = models.JSONField(default=list)  # what a life-support course certified
    card_months = models.PositiveSmallIntegerField(null=True, blank=True)
    preparation = models.PositiveIntegerField(null=True, blank=True)  # minutes, to teach
    ordered = models.BooleanField(default=False)  # by a body, as a remedy: only its staff say so
    reported_by = models.CharField(max_length=20, default="self")
    note = models.TextField(blank=True)  # the person's own, seen by nobody else
    held_by = models.CharField(max_length=60, blank=True)  # an audit: until it ends it stays as is
    entered_at = models.DateTimeField()
    key = models.CharField(max_length=60, blank=True)  # the form it was typed in
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; a form sent twice makes one entry."""

        ordering = ("-completed", "-id")
        indexes = (
            # All columns of what stands: with the person alone SQLite, which keeps no
            # statistics, goes through everybody's entries that nothing supersedes.
            models.Index(
                fields=("person", "superseded_by", "withdrawn_at", "completed"),
                name="what_stands_of_a_person",
            ),
            models.Index(fields=("key",), condition=~Q(key=""), name="entry_by_its_form"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "key"), condition=~Q(key=""), name="a_form_once"
            ),
        )

    def __str__(self) -> str:
        """Name the activity."""
        return self.title

    @property
    def is_standing(self) -> bool:
        """Whether it is what the person says today."""
        return self.superseded_by_id is None and self.withdrawn_at is None


class Award(models.Model):
    """Credit as the certificate prints it. Privacy: as its activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="awards")
    amount_grains = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    by = models.CharField(max_length=60, blank=True)  # slug of who awarded it
    number = models.CharField(max_length=60, blank=True)

    class Meta:
        """In the order they stand on the certificate."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Say in what unit."""
        return f"{self.activity}: {self.unit}"


class Document(models.Model):
    """A paper that opens a gate: a life-support card, insurance.

    Privacy: what somebody holds and until when; seen by that person and by staff of a
    body the person applies to.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    issued = models.DateField()
    expires = models.DateField(null=True, blank=True)
    skills = models.CharField(max_length=20, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The one that lasts longest first."""

        ordering = ("-issued", "-id")

    def __str__(self) -> str:
        """Say what it is and from when."""
        return f"{self.kind} {self.issued}"


class Evidence(models.Model):
    """One file that proves something, kept in the vault under a random name.

    Privacy: a copy of somebody's certificate; seen by that person, and by staff of a
    body it was handed to, each time with a line in the journal.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)  # cleaned; what a download is called
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)  # of the file as it was uploaded
    stored_as = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    uploaded_at = models.DateTimeField()
    activities = models.ManyToManyField(Activity, related_name="evidence")
    documents = models.ManyToManyField(Document, related_name="evidence")

    class Meta:
        """The same file of one person is kept once."""

        ordering = ("-uploaded_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("person", "sha256"), name="a_file_once_a_person"),
        )

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class HandedIn(models.Model):
    """A file as it proved an entry in an answer that was sent: it stays with that entry.

    Privacy: as the file; gone with it, and once the words of the case are.
    """

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="handed_in")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60, db_index=True)  # audit:<public id>
    at = models.DateTimeField()

    class Meta:
        """Handed in once a case, however often the answer is sent."""

        constraints = (
            models.UniqueConstraint(
                fields=("evidence", "activity", "subject"), name="handed_in_once_a_case"
            ),
        )

    def __str__(self) -> str:
        """Say what was handed in where."""
        return f"{self.evidence}: {self.subject}"


class PetitionState(models.TextChoices):
    """How far a petition got."""

    TO_PAY = "to-pay", _("To pay")
    SUBMITTED = "submitted", _("Waiting for the body")
    RETURNED = "returned", _("Waiting for you")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_PETITIONS = (PetitionState.TO_PAY, PetitionState.SUBMITTED, PetitionState.RETURNED)
DECIDED_PETITIONS = (PetitionState.ACCEPTED, PetitionState.REJECTED)


class Petition(models.Model):
    """A question to a body: whether an activity counts for a certification.

    Privacy: the question and the answer; seen by the person and that body's staff.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="petitions")
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    question = models.TextField()
    state = models.CharField(max_length=12, choices=PetitionState, default=PetitionState.SUBMITTED)
    asked_grains = models.BigIntegerField(null=True, blank=True)  # credit asked for
    invoice = models.CharField(max_length=24, blank=True)  # public id of the bill for asking
    submitted_at = models.DateTimeField()  # when it was last sent
    clause = models.CharField(max_length=80, blank=True)
    amount_grains = models.BigIntegerField(null=True, blank=True)
    categories = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        """One open petition about one thing."""

        ordering = ("submitted_at", "id")
        indexes = (models.Index(fields=("state", "submitted_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "certification"),
                condition=Q(state__in=("to-pay", "submitted", "returned")),
                name="one_open_petition",
            ),
        )

    def __str__(self) -> str:
        """Say what is asked about."""
        return f"{self.activity}: {self.state}"


class EntryRuling(models.Model):
    """What was found about one entry for one certification: it counts, for so much, or not.

    By an audit, or by the body before it came here, as its own list says.

    Privacy: as its activity; the reason is the holder's and the body's to read.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="rulings")
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)  # what it came from: audit:<public id>, or a list
    is_accepted = models.BooleanField()
    amount_grains = models.BigIntegerField(null=True, blank=True)
    categories = models.JSONField(default=list)  # what it counts as, beside what the rules say
    clause = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One case rules on an entry once; the last ruling in force speaks."""

        ordering = ("at", "id")
        indexes = (models.Index(fields=("subject",)),)
        constraints = (
            models.UniqueConstraint(
                fields=("activity", "certification", "subject"),
                condition=Q(ended_at=None),
                name="one_ruling_a_case",
            ),
        )

    def __str__(self) -> str:
        """Say about what."""
        return f"{self.activity}: {'counts' if self.is_accepted else 'does not count'}"


class IssuedTranscript(models.Model):
    """A transcript as it was handed to somebody: word for word, under a code of its own.

    Privacy: name and entries of its person, shown to whoever has the code until the person
    takes it back; deleted with the person's data.
    """

    code = models.CharField(max_length=12, unique=True, default=new_check_code, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    content = models.JSONField()  # see `actions.issuing`
    sha256 = models.CharField(max_length=64)  # of the content, written canonically
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=60)  # the form it was asked for in

    class Meta:
        """Newest first; a form sent twice is one transcript."""

        ordering = ("-issued_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="a_transcript_a_form"),
        )

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code
