"""Keeping: for how long statements to a provider say of whom they are, as its owners chose."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.providers import journal
from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.statements.models import YEARS, Keeping

MOST_YEARS = 10


def years_kept(provider: Provider) -> int:
    """For how many years statements to this provider say of whom they are."""
    chosen = Keeping.objects.filter(provider=provider).first()
    return chosen.years if chosen is not None else YEARS


@transaction.atomic
def keep_statements(*, by: Person, at: datetime, provider_slug: str, years: int) -> None:
    """Say for how many years; the same again writes nothing. What was forgotten stays forgotten."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    if not 1 <= years <= MOST_YEARS:
        raise Refused(_("Write a number of years from 1 to 10."), "years")
    if years_kept(provider) != years:
        Keeping.objects.update_or_create(provider=provider, defaults={"years": years})
        journal(at, by, "statements-kept", provider, years=str(years))
