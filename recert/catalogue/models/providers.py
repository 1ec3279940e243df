"""Providers: who teaches, and who works there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recert.lib.public_ids import new_public_id
from recert.people.models import Body, Person


class Provider(models.Model):
    """Somebody who teaches: a school, a society, a body with courses of its own.

    `slug` is what rulebooks and transcripts call it. Privacy: none; the address and e-mail
    are an office's, shown publicly.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)  # where it is another
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    zone = models.CharField(max_length=60, default="UTC")  # IANA, of its classes
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    about = models.TextField(blank=True)
    signatory = models.CharField(max_length=150, blank=True)  # who stands for its certificates
    sells_since = models.DateTimeField(null=True, blank=True)  # by a till of its own, here
    currency = models.CharField(max_length=3, blank=True)  # of that till
    payment_instructions = models.TextField(blank=True)  # how a transfer reaches it
    body = models.OneToOneField(  # the body whose own courses these are
        Body, models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(
        null=True, blank=True
    )  # teaches no more; all it reported stays

    class Meta:
        """Named alphabetically."""

        ordering = ("name", "id")

    def __str__(self) -> str:
        """Name the provider."""
        return self.name

    @property
    def seller(self) -> Body | Provider | None:
        """Who takes the money for its classes here; None: they are bought elsewhere.

        What a body teaches itself is sold by the body's till.
        """
        return self.body or (self if self.sells_since is not None else None)


class ProviderRole(models.TextChoices):
    """What somebody does at a provider."""

    OWNER = "owner", _("Owner")
    COORDINATOR = "coordinator", _("Coordinator")
    INSTRUCTOR = "instructor", _("Instructor")
    FINANCE = "finance", _("Finance")


class ProviderStaff(models.Model):
    """One role of one person at one provider. Privacy: who works where; seen by those there."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="staff")
    role = models.CharField(max_length=20, choices=ProviderRole)

    class Meta:
        """A role is held once."""

        constraints = (
            models.UniqueConstraint(fields=("person", "provider"), name="one_role_a_provider"),
        )

    def __str__(self) -> str:
        """Say who does what where."""
        return f"{self.person}: {self.role} at {self.provider}"


class ProviderInvitation(models.Model):
    """A role kept for somebody who has no account yet.

    Privacy: the address, typed by an owner; deleted when it is taken up or withdrawn.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="invitations")
    email = models.EmailField()  # in lower case
    role = models.CharField(max_length=20, choices=ProviderRole)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        """Somebody is invited once."""

        ordering = ("email", "id")
        constraints = (
            models.UniqueConstraint(fields=("provider", "email"), name="invited_to_teach_once"),
        )

    def __str__(self) -> str:
        """Say who is invited where."""
        return f"{self.email}: {self.role} at {self.provider}"
