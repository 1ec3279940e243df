"""Attending: who was in a class for how long, and whether that is long enough.

Somebody comes and goes, on a list at the door or in a file of a meeting: the minutes in which
they were there are summed, none twice, and none before the class began or after it ended. What
a provider says by hand goes before that, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.enrolled import enrolled_in
from recert.completions.identifying import identify_many, number_key
from recert.completions.joins import Join
from recert.completions.lines import Named, named_plain
from recert.completions.models import Attendee, Presence
from recert.enrolments.models import Enrolment
from recert.journal.actions import write
from recert.lib.folding import fold
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person

MOST_MINUTES = 100_000

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Attended:
    """How somebody stands: minutes counted, and how many are missing of what credit takes."""

    attendee: Attendee
    minutes: int
    short: int
    is_there: bool  # at this moment

    @property
    def has_enough(self) -> bool:
        """Whether they were there at all, and for long enough."""
        return self.minutes > 0 and not self.short


def sheet_of(row: CourseClass, at: datetime) -> list[Attended]:
    """Everybody who was in a class, by name; two queries."""
    return [_standing(each, row, at) for each in attendees_of(row)]


def attendees_of(row: CourseClass) -> QuerySet[Attendee]:
    """Who was in a class; whoever asks was let in."""
    return (
        Attendee.objects.filter(course_class=row)
        .select_related("person", "completion", "said_by")
        .prefetch_related("presences")
    )


def _standing(attendee: Attendee, row: CourseClass, at: datetime) -> Attended:
    presences = list(attendee.presences.all())
    minutes = attendee.minutes
    if minutes is None:
        minutes = counted_minutes([(each.since, each.until or at) for each in presences], row)
    return Attended(
        attendee=attendee,
        minutes=minutes,
        short=max((row.least_minutes or 0) - minutes, 0),
        is_there=any(each.until is None for each in presences),
    )


def counted_minutes(spans: Iterable[Span], row: CourseClass) -> int:
    """Whole minutes of these spans within the class, none counted twice."""
    seconds, reached = 0, row.starts_at
    for since, until in sorted(spans):
        begins = max(since, reached) if reached else since
        ends = min(until, row.ends_at) if row.ends_at else until
        if ends > begins:
            seconds += int((ends - begins).total_seconds())
            reached = ends
    return seconds // 60


def minutes_of(person: Person, row: CourseClass, at: datetime) -> int | None:
    """For how long somebody was there, however they were noted; None where nobody noted it."""
    sheet = list(attendees_of(row).filter(Q(person=person) | Q(person=None)))
    unplaced = [each for each in sheet if each.person_id is None]
    provider = row.edition.course.provider
    whose = identify_many([Named(**each.named) for each in unplaced], provider)
    known = {each.pk for each, who in zip(unplaced, whose, strict=True) if who == person}
    found = [each for each in sheet if each.person_id == person.pk or each.pk in known]
    return max((_standing(each, row, at).minutes for each in found), default=None)


# ---------------------------------------------------------------- by hand


@transaction.atomic
def check_in(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, named: Named
) -> Attendee:
    """Note that somebody came, now. Who is there already stays there."""
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    _refuse_class(row)
    attendee = _attendees(row, (named,))[0]
    if not attendee.presences.filter(until=None).exists():
        Presence.objects.bulk_create(
            [Presence(attendee=attendee, since=at, by=by, at=at)], ignore_conflicts=True
        )
        _write(at, by, "completions.came", attendee)
    return attendee


@transaction.atomic
def check_out(
    *, by: Person, at: datetime, provider_slug: str, class_id: str, attendee_ids: Iterable[str]
) -> int:
    """Note that these left, now; who is not there is passed over. Returns how many left."""
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    left = Presence.objects.filter(
        attendee__course_class=row, attendee__public_id__in=list(attendee_ids), until=None
    )
    for each in left.select_related("attendee"):
        _write(at, by, "completions.left", each.attendee)
    return left.update(until=at)


@transaction.atomic
def say_minutes(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    class_id: str,
    attendee_id: str,
    minutes: int | None,
    reason: str,
) -> Attendee:
    """Say by hand for how long somebody was there, with the reason; None: what was noted counts."""
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    found = attendees_of(row).filter(public_id=attendee_id).first()
    if found is None:
        raise NotFound
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Refused(_("Write whole minutes, or leave it empty."), "minutes")
    if not reason.strip():
        raise Refused(_("Give the reason: it is kept beside the minutes."), "reason")
    found.minutes, found.reason, found.said_by, found.said_at = minutes, reason.strip(), by, at
    found.save(update_fields=["minutes", "reason", "said_by", "said_at"])
    _write(at, by, "completions.minutes-said", found)
    return found


# ---------------------------------------------------------------- from a file


@transaction.atomic
def bring_joins_in(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    class_id: str,
    joins: Sequence[Join],
    file: str,
) -> int:
    """Note who joined and left by a meeting’s file; returns how many people it names.

    The same file again changes nothing. Who has a place is known by their address, or by a
    name nobody else on the list has.
    """
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    _refuse_class(row)
    places = _Places(row)
    named = [places.named(each) for each in joins]
    attendees = _attendees(row, named)
    Presence.objects.bulk_create(
        (
            Presence(
                attendee=attendee, since=each.since, until=each.until, file=file[:150], by=by, at=at
            )
            for attendee, each in zip(attendees, joins, strict=True)
        ),
        ignore_conflicts=True,
    )
    write(
        at=at,
        by=by.public_id,
        code="completions.joins-read",
        subject=f"class:{row.public_id}",
        detail={"file": file[:150], "rows": len(joins)},
    )
    return len({each.pk for each in attendees})


class _Places:
    """Whom a line of a meeting means, as far as those with a place go."""

    def __init__(self, row: CourseClass) -> None:
        places = list(enrolled_in(row))
        self._addresses = {place.person.email.lower(): place for place in places}
        self._names: dict[str, list[Enrolment]] = {}
        for place in places:
            self._names.setdefault(fold(place.shown), []).append(place)

    def named(self, join: Join) -> Named:
        """How somebody is named: by their place where it is plain whose it is."""
        place = self._addresses.get(join.email.lower())
        alike = self._names.get(fold(join.name), [])
        if place is None and not join.email and len(alike) == 1:
            place = alike[0]
        if place is not None:
            return Named(person=place.person.public_id, name=place.shown)
        return Named(email=join.email, name=join.name)


# ---------------------------------------------------------------- who it is


def known_key(named: Named) -> str:
    """What somebody is known by in a class: person, number, address, or the name alone."""
    if named.person:
        return f"person:{named.person}"
    if named.number:
        return f"number:{number_key(named)}"[:300]
    if named.email:
        return f"email:{named.email.strip().lower()}"
    return f"name:{fold(named.name)}"[:300]


def _attendees(row: CourseClass, named: Sequence[Named]) -> list[Attendee]:
    """These people on the sheet of a class, entered where they are not; in the order asked."""
    wanted = {known_key(each): each for each in named}
    if "name:" in wanted:
        raise Refused(_("Name somebody: by number, e-mail address or name."), "name")
    places = {place.person.public_id: place for place in enrolled_in(row)}
    if any(each.person and each.person not in places for each in wanted.values()):
        raise NotFound
    Attendee.objects.bulk_create(
        (
            Attendee(
                course_class=row,
                known=known,
                person=places[each.person].person if each.person else None,
                name=(places[each.person].shown if each.person else each.name)[:200],
                named=named_plain(each),
            )
            for known, each in wanted.items()
        ),
        ignore_conflicts=True,
    )
    found = {each.known: each for each in attendees_of(row).filter(known__in=list(wanted))}
    return [found[known_key(each)] for each in named]


def _refuse_class(row: CourseClass) -> None:
    if row.cancelled_at is not None:
        raise Refused(_("The class was cancelled: nobody can have been there."))


def _write(at: datetime, by: Person, code: str, attendee: Attendee) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=f"attendee:{attendee.public_id}",
        person=attendee.person.public_id if attendee.person else "",
        detail={"class": attendee.course_class.public_id},
    )
