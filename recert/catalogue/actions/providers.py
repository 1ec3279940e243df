"""Providers: opening one, and what its owner says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider, ProviderRole, ProviderStaff
from recert.catalogue.naming import slug_for
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.journal.actions import write
from recert.lib.days import is_zone
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff

MOST_OWNED = 20
"""So many providers one person may run; whoever needs more asks a colleague to run one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a provider says of itself: all of it is public."""

    name: str
    legal_name: str = ""
    address: str = ""
    country: str = ""
    zone: str = "UTC"
    email: str = ""
    phone: str = ""
    website: str = ""
    about: str = ""
    signatory: str = ""


@transaction.atomic
def open_provider(*, by: Person, at: datetime, profile: Profile) -> Provider:
    """Found a provider; whoever does owns it. Under a name one owns already it is that one."""
    Person.objects.select_for_update().get(pk=by.pk)  # the same form sent twice is one provider
    profile = checked(profile)
    owned = Provider.objects.filter(
        staff__person=by, staff__role=ProviderRole.OWNER, closed_at=None, body=None
    )
    same = owned.filter(name__iexact=profile.name).first()
    if same is not None:
        return same
    if owned.count() >= MOST_OWNED:
        raise Refused(_("You run %(n)d providers already. Close one first.") % {"n": MOST_OWNED})
    provider = Provider.objects.create(
        slug=slug_for(profile.name), entered_at=at, **_columns(profile)
    )
    _opened(at, by, provider)
    return provider


@transaction.atomic
def open_bodys_own(*, by: Person, at: datetime, body_slug: str) -> Provider:
    """Open the provider of a body's own courses, which bears its slug. Twice is once.

    Its policy staff do, and own it. What rulebooks say of the body's own courses holds for it.
    """
    body = body_for_staff(by, body_slug, Duty.POLICY)
    Body.objects.select_for_update().get(pk=body.pk)
    known = Provider.objects.filter(body=body).first()
    if known is not None:
        return known
    if Provider.objects.filter(slug=body.slug).exists():
        raise Refused(_("Another provider has the name “%(slug)s”.") % {"slug": body.slug})
    provider = Provider.objects.create(
        slug=body.slug,
        name=body.name,
        zone=body.zone,
        email=body.email,
        about=body.about,
        body=body,
        entered_at=at,
    )
    _opened(at, by, provider)
    return provider


def _opened(at: datetime, by: Person, provider: Provider) -> None:
    ProviderStaff.objects.create(person=by, provider=provider, role=ProviderRole.OWNER)
    journal(at, by, "provider-opened", provider)


@transaction.atomic
def describe_provider(
    *, by: Person, at: datetime, provider_slug: str, profile: Profile
) -> Provider:
    """Change what a provider says of itself. Certificates issued before keep what they said."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    columns = _columns(checked(profile))
    if any(getattr(provider, name) != value for name, value in columns.items()):
        Provider.objects.filter(pk=provider.pk).update(**columns)
        provider.refresh_from_db()
        journal(at, by, "provider-described", provider)
    return provider


@transaction.atomic
def close_provider(*, by: Person, at: datetime, provider_slug: str) -> Provider:
    """Teach no more: nothing is offered and nothing new reported; all that was stays."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    if Provider.objects.filter(pk=provider.pk, closed_at=None).update(closed_at=at):
        provider.refresh_from_db()
        journal(at, by, "provider-closed", provider)
    return provider


@transaction.atomic
def reopen_provider(*, by: Person, at: datetime, provider_slug: str) -> Provider:
    """Teach again."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    if Provider.objects.filter(pk=provider.pk, closed_at__isnull=False).update(closed_at=None):
        provider.refresh_from_db()
        journal(at, by, "provider-reopened", provider)
    return provider


# ---------------------------------------------------------------- what is said


def checked(profile: Profile) -> Profile:
    """The profile as it is kept; refuses with everything that is wrong at once."""
    said = {name: str(getattr(profile, name)).strip() for name in Profile.__dataclass_fields__}
    said["name"] = " ".join(said["name"].split())
    said["country"] = said["country"].upper()
    refuse_all(_problems(said))
    return Profile(**said)


def _problems(said: dict[str, str]) -> list[Refusal]:
    found = []
    for name, value in said.items():
        longest = getattr(Provider._meta.get_field(name), "max_length", None) or 5000
        if len(value) > longest:
            found.append(Refusal(_("Write at most %(n)d letters.") % {"n": longest}, name))
    if not said["name"]:
        found.append(Refusal(_("Enter the provider’s name."), "name"))
    if not is_zone(said["zone"]):
        words = {"zone": said["zone"]}
        found.append(
            Refusal(
                _("“%(zone)s” is not a time zone we know. Write one such as America/New_York.")
                % words,
                "zone",
            )
        )
    if said["country"] and not re.fullmatch(r"[A-Z]{2}", said["country"]):
        found.append(Refusal(_("Choose a country of the list."), "country"))
    for name, check in (("email", validate_email), ("website", URLValidator(["http", "https"]))):
        if said[name]:
            try:
                check(said[name])
            except ValidationError as error:
                found += [Refusal(sentence, name) for sentence in error.messages]
    return found


def _columns(profile: Profile) -> dict[str, str]:
    return {name: getattr(profile, name) for name in Profile.__dataclass_fields__}


def journal(at: datetime, by: Person | None, what: str, provider: Provider, **more: str) -> None:
    """Write a line about a provider; `more` are ids, never names."""
    write(
        at=at,
        by=by.public_id if by else "",
        code=f"catalogue.{what}",
        subject=f"provider:{provider.public_id}",
        body=more.pop("body", ""),
        person=more.pop("person", ""),
        detail=more,
    )
