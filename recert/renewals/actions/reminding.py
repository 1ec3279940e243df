"""Reminding: before a certification ends, and before a life-support card does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from recert.credentials.models import Certification, Register, Ruling
from recert.lib.days import local_day
from recert.notices.queries import longest_reminder, reminder_days, told_already
from recert.people.models import Person
from recert.people.telling import Letter, Values, tell
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import DecisionKind, DocumentKind
from recert.rules.findings import Status
from recert.standing.queries import Held, body_day, standings_of_many
from recert.standing.words import in_days, name_of_credential
from recert.standing.words.vocabulary import word
from recert.transcript.models import Document

ONE_DAY = timedelta(days=1)
CARDS = (DocumentKind.CPR, DocumentKind.AED, DocumentKind.FIRST_AID)
AT_ONCE = 200
"""How many certifications are judged together: bounded memory, few queries."""

GOOD = (Status.ACTIVE, Status.CONDITIONAL)
"""Who is reminded: after the last day, or while a decision stands in the way, nobody is."""


def remind_due(*, at: datetime) -> int:
    """Queue every reminder that is due; run it as often as you like. Returns how many.

    A reminder belongs to the nearest step that has been reached (60 days, 30 days, ...),
    so that a day on which nothing ran loses none and repeats none.
    """
    return _remind_ends(at) + _remind_cards(at)


def _remind_ends(at: datetime) -> int:
    told = 0
    for some in _slices(_near_their_end(at)):
        days = reminder_days({row.person.public_id for row in some}, "renewal-due")
        held = standings_of_many(_not_told(at, some, days), at)
        told += sum(_remind_end(at, each, days) for each in held)
    return told


def _near_their_end(at: datetime) -> QuerySet[Certification]:
    """Those who may have to be reminded: found by the database, before anybody is judged.

    A cycle ends on the day that is printed, or the later one of an extension. Only where no
    day is printed must the law be asked.
    """
    first = at.date() - ONE_DAY  # in whatever zone
    last = at.date() + timedelta(days=longest_reminder("renewal-due")) + ONE_DAY
    extended = Ruling.objects.filter(kind=DecisionKind.EXTEND, until__range=(first, last))
    return (
        Certification.objects.filter(removed_at=None, person__is_active=True)
        .filter(
            Q(expires=None)
            | Q(expires__range=(first, last))
            | Q(pk__in=extended.values("certification"))
        )
        .exclude(register=Register.REJECTED)
        .annotate(is_extended=Exists(extended.filter(certification=OuterRef("pk"))))
        .select_related("person", "body")
        .order_by("pk")
    )


def _not_told(
    at: datetime, some: list[Certification], days: dict[str, tuple[int, ...]]
) -> list[Certification]:
    """Without those whose printed last day needs no reminder today, or was told of already."""
    books = all_rulebooks()
    keys: dict[str, Certification] = {}
    left = []
    for row in some:
        if row.expires is None or row.is_extended:  # type: ignore[attr-defined]  # annotated
            left.append(row)
            continue
        today = body_day(row.body, books.get(row.body.slug, ()), at)
        step = _step(days[row.person.public_id], (row.expires - today).days)
        if step is not None:
            keys[_key(row, row.expires, step)] = row
    told = told_already(keys)
    return left + [row for key, row in keys.items() if key not in told]


def _key(certification: Certification, end: date, step: int) -> str:
    """What makes a reminder of an end one and the same."""
    return f"renewal-due:{certification.public_id}:{end}:{step}"


def _slices(rows: QuerySet[Certification]) -> Iterator[list[Certification]]:
    """All rows, some at a time, by their number so that nothing is skipped."""
    last = 0
    while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _remind_end(at: datetime, held: Held, days: dict[str, tuple[int, ...]]) -> int:
    certification, cycle = held.certification, held.standing.cycle
    if cycle is None or held.rulebook is None or held.standing.status not in GOOD:
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
        _key(certification, cycle.end, step),
        {"credential": name, "last_day": cycle.end, "days_left": (cycle.end - today).days},
        certification.body.slug,
    )


def _step(days: Iterable[int], left: int) -> int | None:
    """The nearest step that has been reached, if any."""
    return min((day for day in days if 0 <= left <= day), default=None)


def _remind_cards(at: datetime) -> int:
    today = local_day(at, "UTC")
    far = today + timedelta(days=longest_reminder("card-expiring"))
    standing = Document.objects.filter(withdrawn_at=None)
    newer = standing.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), expires__gt=OuterRef("expires")
    )
    cards = standing.filter(
        ~Exists(newer),
        kind__in=[kind.value for kind in CARDS],
        expires__range=(today, far),
        person__is_active=True,
    ).select_related("person")
    lasting = _one_each(cards)
    days = reminder_days({card.person.public_id for card in lasting}, "card-expiring")
    return sum(_remind_card(at, today, card, days) for card in lasting)


def _one_each(cards: Iterable[Document]) -> list[Document]:
    """Of several cards of one kind that last equally long, one."""
    return list({(card.person_id, card.kind): card for card in cards}.values())


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
