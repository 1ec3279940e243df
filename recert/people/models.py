"""Persons, bodies, and who works for which."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from recert.lib.folding import folded_words
from recert.lib.public_ids import new_public_id

RETENTION_YEARS = 7
"""For so long a body keeps what it decided about people who have left, unless it says else."""


class PersonManager(BaseUserManager["Person"]):
    """Makes persons the one way."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Person:
        """Create a person who signs in with this e-mail and password."""
        person = self.model(email=email, **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find by e-mail, however it is capitalised."""
        return self.get(email__iexact=username or "")


class Folded(models.TextField):  # type: ignore[type-arg]  # no other types than its parent's
    """A person's name and address as they are looked for, made anew whenever they are written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold what is about to be written, by `save` and `bulk_create` alike."""
        words = folded_words(*(str(getattr(model_instance, each)) for each in ("name", "email")))
        setattr(model_instance, self.attname, words)
        return words


class Person(AbstractBaseUser):
    """Somebody who signs in: member, staff, provider or employer alike.

    Privacy: e-mail, name, country and language, given by the person, and the month and day
    of birth, by which providers' reports find the right record and which nobody else is shown;
    deleted on erasure, when only `public_id` stays as a pseudonym for what must be kept.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    language = models.CharField(max_length=10, default="en")
    zone = models.CharField(max_length=60, default="UTC")  # IANA, of the reader
    birthday = models.CharField(max_length=5, blank=True)  # 03-14: never the year
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    folded = Folded(default="", editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """One person an address, however it is capitalised."""

        verbose_name = _("person")
        constraints = (models.UniqueConstraint(Lower("email"), name="one_person_an_address"),)

    def __str__(self) -> str:
        """Name the person, as far as we know the name."""
        return self.name or self.address or str(_("Somebody who has left"))

    @property
    def address(self) -> str:
        """Where letters reach the person; empty for who has none, or has left.

        Such people have an address of ours, in a domain that is reserved for those that are none.
        """
        return "" if self.email.endswith(".invalid") else self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case and the words to look for true, whoever writes."""
        self.email = self.email.lower()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)


class Body(models.Model):
    """A certification body. Privacy: none; `email` is an office's."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=60)  # IANA zone of its deadlines
    currency = models.CharField(max_length=3)
    email = models.EmailField(blank=True)
    about = models.TextField(blank=True)
    payment_instructions = models.TextField(blank=True)
    retention_years = models.PositiveSmallIntegerField(default=RETENTION_YEARS)
    accent = models.CharField(max_length=7, blank=True)  # #rrggbb of its own pages, on white
    accent_dark = models.CharField(max_length=7, blank=True)  # and on black
    logo_mark = models.CharField(max_length=8, blank=True)  # of the logo there is, if any
    demands_second_factor = models.BooleanField(default=False)  # of everybody at its desk

    class Meta:
        """Named alphabetically."""

        ordering = ("name",)
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        """Name the body."""
        return self.name


class Logo(models.Model):
    """A body's logo, decoded and written anew as PNG. Privacy: none."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="logo")
    png = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Say whose it is."""
        return f"logo of {self.body}"


class Role(models.TextChoices):
    """What a member of staff does at a body."""

    REVIEWER = "reviewer", _("Reviewer")
    OFFICER = "officer", _("Officer")
    FINANCE = "finance", _("Finance")
    OWNER = "owner", _("Owner")


class StaffRole(models.Model):
    """One role of one person at one body. Privacy: who works where; seen by that staff."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="staff_roles")
    body = models.ForeignKey(Body, models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        """A role is held once."""

        constraints = (
            models.UniqueConstraint(fields=("person", "body", "role"), name="a_role_once"),
        )

    def __str__(self) -> str:
        """Say who does what where."""
        return f"{self.person}: {self.role} at {self.body}"


class Invitation(models.Model):
    """A role kept for somebody who has no account yet, until they open one.

    Privacy: the address, typed by an owner; deleted when it is taken up or withdrawn.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="invitations")
    email = models.EmailField()  # in lower case
    role = models.CharField(max_length=20, choices=Role)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        """A role is offered once."""

        ordering = ("email", "role")
        constraints = (
            models.UniqueConstraint(fields=("body", "email", "role"), name="invited_once"),
        )

    def __str__(self) -> str:
        """Say who is invited where."""
        return f"{self.email}: {self.role} at {self.body}"


class BodyMember(models.Model):
    """A paid membership of a body, which decides member prices.

    Privacy: membership number and dates; seen by the person and that body's staff.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Body, models.CASCADE, related_name="memberships")
    number = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """One membership a body; its dates are changed, not doubled."""

        constraints = (
            models.UniqueConstraint(fields=("person", "body"), name="one_membership_a_body"),
        )

    def __str__(self) -> str:
        """Say who belongs where."""
        return f"{self.person} at {self.body}"


class Apart(models.TextChoices):
    """Why a member of staff has no part in something."""

    RELATION = "relation", _("Relation to the person")
    CONFLICT = "conflict", _("Conflict of interest")
    DECIDED = "decided", _("Decided it before")


class KeptApart(models.Model):
    """A member of staff has no part in one matter, or in any matter of one person.

    Privacy: how the two know each other; seen by whoever declared it and by the body's
    officers, and emptied when either is erased.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=60, blank=True)  # renewal:<public id>, or empty
    why = models.CharField(max_length=10, choices=Apart)
    says = models.TextField(blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # a relation can end

    class Meta:
        """Of a person or of a matter, not of both; of a matter once."""

        ordering = ("at", "id")
        indexes = (models.Index(fields=("staff", "subject")),)
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "subject"),
                condition=models.Q(ended_at=None) & ~models.Q(subject=""),
                name="apart_once_a_matter",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(subject=""),
                name="apart_from_one_thing",
            ),
        )

    def __str__(self) -> str:
        """Say why."""
        return f"{self.staff}: {self.why}"
