"""Digests: what waits at a body, in one letter, for staff who do not want one each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.notices.models import Notice, Rhythm
from recert.notices.queries import rhythms_of
from recert.people.models import Body, Person
from recert.people.queries import Duty, bodies, colleagues, duties_of
from recert.people.telling import tell
from recert.reporting.waiting import SAYS, Counted, counted, piles_at

MORNING = range(7, 12)
"""The hours in which a digest goes out, on the body's clock; later ones wait for tomorrow."""

MONDAY = 0


def send_digests(*, at: datetime) -> int:
    """Queue every digest that is due; run it as often as you like. Returns how many.

    Where nothing waits, nothing is sent.
    """
    return sum(_at_body(body, at) for body in bodies())


def _at_body(body: Body, at: datetime) -> int:
    there = at.astimezone(ZoneInfo(body.zone))
    if there.hour not in MORNING:
        return 0
    people = {each.public_id: each for each in colleagues(body, Duty.ENTER)}
    due = {
        person_id: f"digest:{body.slug}:{person_id}:{there.date()}"
        for person_id, rhythm in rhythms_of(people).items()
        if rhythm is Rhythm.DAILY or there.weekday() == MONDAY
    }
    if not due:
        return 0
    told = set(Notice.objects.filter(key__in=due.values()).values_list("key", flat=True))
    left = {person_id: key for person_id, key in due.items() if key not in told}
    piles = counted(piles_at(body, at), at, body.zone) if left else []
    return sum(_tell(at, body, people[person_id], key, piles) for person_id, key in left.items())


@transaction.atomic
def _tell(at: datetime, body: Body, person: Person, key: str, piles: list[Counted]) -> int:
    duties = duties_of(person, body)
    mine = [each for each in piles if each.pile.duty in duties and each.many]
    if not mine:
        return 0
    many = sum(each.many for each in mine)
    tell(
        at=at,
        person=person,
        kind="digest",
        letter=lambda: (
            ngettext("%(n)s thing waits at %(body)s", "%(n)s things wait at %(body)s", many)
            % {"n": f"{many:,}", "body": body.name},
            "\n".join(_lines(body, mine)),
        ),
        key=key,
        body_slug=body.slug,
    )
    return 1


def _lines(body: Body, mine: list[Counted]) -> Iterator[str]:
    for each in mine:
        yield f"{SAYS[each.pile.work]}: {each.many:,}"
    yield ""
    yield _("Open the desk:")
    yield settings.SITE_URL + reverse("staff:home", args=[body.slug])
