"""Checking: whether numbers and second facts agree, before a class is reported.

Yes only where both agree, with the name to check by; no says nothing about who exists. How
often no is said in a day is counted, so that nobody tries birthdays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider
from recert.completions.identifying import identify_many
from recert.completions.lines import Named
from recert.completions.models import Tried
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.people.models import Person

MOST_MISSES = 300
"""So many names of a day may be unknown to us; more than that is not a slip any more."""

MOST_TRIED = 5_000
"""The same where a whole file is tried before it is sent: a roster has more strangers in it."""

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether two facts agree, and then whose they are: the name where there is one."""

    agrees: bool
    name: str = ""


def check_numbers(
    *, at: datetime, provider: Provider, named: Sequence[Named]
) -> tuple[Checked, ...]:
    """Whether each of these would be found; the caller has checked who asks.

    Only a number with a second fact is checked: an address alone would say who has an account
    here. Refused after too many that did not agree in one day.
    """
    if len(named) > MOST_AT_ONCE:
        raise Refused(_("Check at most 500 numbers at once."))
    refuse_guessing(provider, at, MOST_MISSES)
    able = [each if each.number else Named() for each in named]
    found = identify_many(able, provider)
    missed = sum(
        1 for each, person in zip(able, found, strict=True) if each.number and person is None
    )
    count_misses(provider, missed, at)
    return tuple(_checked(person) for person in found)


def refuse_guessing(provider: Provider, at: datetime, most: int) -> None:
    """Refuse whoever has been told no too often today."""
    today = Tried.objects.filter(provider=provider, day=local_day(at, provider.zone)).first()
    if today is not None and today.misses >= most:
        raise Refused(
            _(
                "Too many numbers of today were not known. Report the class: whoever is not "
                "found waits in your tray. Tomorrow you can check again."
            )
        )


@transaction.atomic
def count_misses(provider: Provider, missed: int, at: datetime) -> None:
    """Remember how often no was said today."""
    if missed == 0:
        return
    day = local_day(at, provider.zone)
    Tried.objects.get_or_create(provider=provider, day=day)
    Tried.objects.filter(provider=provider, day=day).update(misses=F("misses") + missed)


def _checked(person: Person | None) -> Checked:
    return Checked(False) if person is None else Checked(True, person.name)
