"""Reminding: before a certification ends, and before a life-support card does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.credentials.models import Certification, Register
from recert.lib.days import local_day
from recert.notices.queries import longest_reminder, reminder_days
from recert.people.models import Person
from recert.people.telling import Letter, Values, tell
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import DocumentKind
from recert.rules.findings import Status
from recert.rules.rulebook import Cycle
from recert.standing.queries import Held, standings_of_many
from recert.standing.words import in_days, name_of_credential
from recert.standing.words.vocabulary import word
from recert.transcript.models import Document

CARDS = (DocumentKind.CPR, DocumentKind.AED, DocumentKind.FIRST_AID)
AT_ONCE = 200
"""How many certifications are judged together: bounded memory, few queries."""


def remind_due(*, at: datetime) -> int:
    """Queue every reminder that is due; run it as often as you like. Returns how many.

    A reminder belongs to the nearest step that has been reached (60 days, 30 days, ...),
    so that a day on which nothing ran loses none and repeats none.
    """
    return _remind_ends(at) + _remind_cards(at)


def _remind_ends(at: datetime) -> int:
    rows = (
        Certification.objects.filter(removed_at=None, person__is_active=True)
        .exclude(register=Register.REJECTED)
        .exclude(expires__gt=_far(at), body__slug__in=_ending_as_printed())
        .select_related("person", "body")
        .order_by("pk")
    )
    told = 0
    for some in _slices(rows):
        held = standings_of_many(some, at)
        days = reminder_days({each.certification.person.public_id for each in held}, "renewal-due")
        told += sum(_remind_end(at, each, days) for each in held)
    return told


def _far(at: datetime) -> date:
    """A last day after this is too far ahead to remind anybody of, in whatever zone."""
    return at.date() + timedelta(days=longest_reminder("renewal-due") + 1)


def _ending_as_printed() -> list[str]:
    """The bodies whose cycles end on the day that is printed; the others share fixed days."""
    return [
        body
        for body, editions in all_rulebooks().items()
        if not any(law.fixed for edition in editions for _, law in edition.of_kind(Cycle))
    ]


def _slices(rows: QuerySet[Certification]) -> Iterator[list[Certification]]:
    """All rows, some at a time, by their number so that nothing is skipped."""
    last = 0
    while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _remind_end(at: datetime, held: Held, days: dict[str, tuple[int, ...]]) -> int:
    certification, cycle = held.certification, held.standing.cycle
    if cycle is None or held.rulebook is None or held.standing.status is not Status.ACTIVE:
        return 0
    today = held.standing.as_of
    step = _step(days[certification.person.public_id], (cycle.end - today).days)
    if step is None:
        return 0
    name = name_of_credential(held.rulebook, certification.credential)
    return _tell(
        at,
        certification.person,
        "renewal-due",
        lambda: (
            _("%(credential)s ends %(when)s")
            % {"credential": name, "when": in_days(cycle.end, today)},
            _(
                "Earning credits does not renew by itself: the application and the fee do. Sign "
                "in to see what is missing."
            ),
        ),
        f"renewal-due:{certification.public_id}:{cycle.end}:{step}",
        {"credential": name, "last_day": cycle.end, "days_left": (cycle.end - today).days},
        certification.body.slug,
    )


def _step(days: Iterable[int], left: int) -> int | None:
    """The nearest step that has been reached, if any."""
    return min((day for day in days if 0 <= left <= day), default=None)


def _remind_cards(at: datetime) -> int:
    today = local_day(at, "UTC")
    cards = Document.objects.filter(
        kind__in=[kind.value for kind in CARDS],
        withdrawn_at=None,
        expires__gte=today,
        person__is_active=True,
    ).select_related("person")
    lasting = _latest(cards)
    days = reminder_days({card.person.public_id for card in lasting}, "card-expiring")
    return sum(_remind_card(at, today, card, days) for card in lasting)


def _latest(cards: Iterable[Document]) -> list[Document]:
    """Of several cards of one kind the one that lasts longest: no reminder for the others."""
    found: dict[tuple[int, str], Document] = {}
    for card in cards:
        other = found.get((card.person_id, card.kind))
        if other is None or _end(card) > _end(other):
            found[card.person_id, card.kind] = card
    return list(found.values())


def _end(card: Document) -> date:
    assert card.expires is not None  # the query asked for it
    return card.expires


def _remind_card(
    at: datetime, today: date, card: Document, days: dict[str, tuple[int, ...]]
) -> int:
    end = _end(card)
    step = _step(days[card.person.public_id], (end - today).days)
    if step is None:
        return 0
    return _tell(
        at,
        card.person,
        "card-expiring",
        lambda: (
            _("Your %(card)s card ends %(when)s")
            % {"card": word(DocumentKind(card.kind)), "when": in_days(end, today)},
            _(
                "Before you book a new course, check which kind your bodies accept: some want the "
                "skills checked in person."
            ),
        ),
        f"card-expiring:{card.public_id}:{step}",
        {
            "card": word(DocumentKind(card.kind)),
            "last_day": end,
            "days_left": (end - today).days,
        },
    )


@transaction.atomic
def _tell(
    at: datetime,
    person: Person,
    kind: str,
    letter: Letter,
    key: str,
    values: Values,
    body: str = "",
) -> int:
    notice = tell(
        at=at, person=person, kind=kind, letter=letter, key=key, values=values, body_slug=body
    )
    return int(notice.created_at == at)
