"""Joining: a whole list of members at once, as a body's membership system gives it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.actions.memberships import set_membership
from recert.people.models import BodyMember, Person
from recert.people.queries import Duty, body_for_staff

COLUMNS = ("email", "number", "since", "until")
MOST_ROWS = 100_000
MOST_TOLD = 50
"""So many mistakes are told at once; who has more has one mistake in every row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One member as the list has them."""

    email: str
    number: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What a list came to: memberships entered or changed, those that stand, who is not here."""

    entered: int
    same: int
    unknown: tuple[str, ...]  # addresses nobody signs in with here; nothing is kept of them


def read_members(text: str) -> tuple[Row, ...]:
    """The rows of a CSV with the columns e-mail, number, first and last day.

    Refuses with every row, column and mend at once. An empty last day has no end.
    """
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in COLUMNS[:3] if name not in (lines.fieldnames or ())]
    if missing:
        raise Refused(
            _("The first line must name the columns %(all)s; %(missing)s is not there.")
            % {"all": ", ".join(COLUMNS), "missing": ", ".join(missing)},
            "rows",
        )
    found, rows = [], []
    for place, line in enumerate(lines, start=2):
        if place > MOST_ROWS:
            found.append(Refusal(_("The list is too long. Split it and enter the parts."), "rows"))
            break
        try:
            rows.append(_row(line))
        except ValueError as mistake:
            words = {"row": place, "mistake": mistake}
            found.append(Refusal(_("Row %(row)d: %(mistake)s") % words, "rows"))
            if len(found) == MOST_TOLD:
                break
    refuse_all(found)
    return tuple(rows)


def _row(line: dict[str, str | None]) -> Row:
    email = (line["email"] or "").strip().lower()
    if "@" not in email or " " in email:
        raise ValueError(_("email “%(text)s” is not an address.") % {"text": email})
    since, until = _day(line, "since"), _day(line, "until")
    if since is None:
        raise ValueError(_("since is empty. Write the first day, such as 2026-01-31."))
    if until is not None and until < since:
        raise ValueError(_("until lies before since. Correct one of them."))
    number = (line["number"] or "").strip()
    if len(number) > BodyMember._meta.get_field("number").max_length:  # type: ignore[operator]
        raise ValueError(_("number is too long."))
    return Row(email, number, since, until)


def _day(line: dict[str, str | None], name: str) -> date | None:
    text = (line.get(name) or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = {"name": name, "text": text}
        raise ValueError(
            _("%(name)s “%(text)s” is not a day. Write it as 2026-01-31.") % words
        ) from None


@transaction.atomic
def join_members(
    *, by: Person, at: datetime, body_slug: str, rows: tuple[Row, ...], only_look: bool = False
) -> Joined:
    """Enter the memberships of a list, or only look what it would come to; twice is once.

    Addresses nobody signs in with here are counted and left: their price follows when they
    have joined and the list is entered again. Nobody's membership ends by not being listed.
    """
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    persons = _persons([row.email for row in rows])
    there = {
        each.person_id: (each.number, each.since, each.until)
        for each in BodyMember.objects.filter(body=body)
    }
    entered = same = 0
    for row in rows:
        person = persons.get(row.email)
        if person is None:
            continue
        if there.get(person.pk) == (row.number, row.since, row.until):
            same += 1
            continue
        entered += 1
        if not only_look:
            set_membership(
                person=person,
                body=body,
                since=row.since,
                until=row.until,
                number=row.number,
                by=by,
                at=at,
            )
    unknown = tuple(dict.fromkeys(row.email for row in rows if row.email not in persons))
    return Joined(entered, same, unknown)


def _persons(emails: list[str]) -> dict[str, Person]:
    """Who signs in with these addresses, some hundred at a time."""
    found: dict[str, Person] = {}
    for start in range(0, len(emails), 500):
        part = Person.objects.filter(email__in=emails[start : start + 500], erased_at=None)
        found |= {person.email: person for person in part}
    return found
