"""Deciding: what one row would do to the register as it is. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recert.credentials.models import Certification
from recert.people.models import BodyMember, Person
from recert.people.unclaimed import is_claimed
from recert.register.importing.checking import Entry
from recert.register.importing.clashing import is_alike
from recert.register.importing.columns import Column
from recert.register.importing.known import Known
from recert.register.importing.outcomes import Outcome
from recert.register.importing.reading import Problem, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What entering a row would do: to whom, to what, and which parts of it are news."""

    entry: Entry
    person: Person | None = None
    certification: Certification | None = None
    member: BodyMember | None = None
    news: frozenset[str] = frozenset()  # person, key, name, email, certification, status, ...
    problem: Problem | None = None

    @property
    def outcome(self) -> Outcome:
        """What to count the row as."""
        if self.problem is not None:
            renewed = self.problem.rule is Rule.RENEWED_HERE
            return Outcome.CONFLICT if renewed else Outcome.BAD
        if not self.news:
            return Outcome.SAME
        made = {"person", "new-certification", "new-membership"}
        return Outcome.NEW if self.news & made else Outcome.CHANGED


def plan_of(entry: Entry, known: Known, by: Person) -> Plan:
    """What this row would do, or the problem that keeps it from being entered."""
    held = known.numbers.get((entry.credential, entry.number.upper())) if entry.number else None
    numbered = known.member_numbers.get(entry.member_number.upper())
    by_key, by_email = known.keys.get(entry.person_id), known.emails.get(entry.email)
    person = by_key or (held.person if held else None) or (numbered.person if numbered else None)
    person = person or by_email
    problem = (
        _whose_number(entry, person, held, numbered, named=bool(by_key or by_email))
        or _whose_address(entry, person, by_email, alone=not (by_key or held or numbered))
        or (Problem(entry.row, Column.NAME, Rule.OWN, entry.name) if person == by else None)
    )
    if held is None and person is not None:
        held = known.held.get((person.public_id, entry.credential))
    member = known.members.get(person.public_id) if person else None
    problem = problem or _renewed(entry, held, known)
    if problem is not None:
        return Plan(entry=entry, problem=problem)
    news = {
        *_news_of_person(entry, person, known),
        *(_news_of_certification(entry, held, known) if entry.certifies else ()),
        *(_news_of_membership(entry, member) if entry.member_since else ()),
    }
    return Plan(entry=entry, person=person, certification=held, member=member, news=frozenset(news))


def _whose_number(
    entry: Entry,
    person: Person | None,
    held: Certification | None,
    numbered: BodyMember | None,
    *,
    named: bool,
) -> Problem | None:
    """A number that is somebody else's: by the other columns, or by the name alone."""
    for column, value, owner in (
        (Column.NUMBER, entry.number, held.person if held else None),
        (Column.MEMBER_NUMBER, entry.member_number, numbered.person if numbered else None),
    ):
        if owner is None:
            continue
        if owner != person or (not named and not is_alike(entry.name, owner.name)):
            return Problem(entry.row, column, Rule.OTHER_HOLDER, value, owner.name)
    return None


def _whose_address(
    entry: Entry, person: Person | None, by_email: Person | None, *, alone: bool
) -> Problem | None:
    """An address that is somebody else's: by the other columns, or by the name alone.

    Families and offices share addresses; who is known by one alone must not be quite another.
    """
    if by_email is None or person is None:
        return None
    if by_email == person and (not alone or is_alike(entry.name, person.name)):
        return None
    return Problem(entry.row, Column.EMAIL, Rule.TAKEN_ADDRESS, entry.email)


def _renewed(entry: Entry, held: Certification | None, known: Known) -> Problem | None:
    """What somebody has renewed here since is not put back by an older list."""
    if held is None or held.public_id not in known.renewed or not entry.certifies:
        return None
    for column in (Column.EXPIRES, Column.CERTIFIED, Column.LEVEL):
        ours = getattr(held, column)
        if getattr(entry, column) != ours:
            said = ours.isoformat() if isinstance(ours, date) else str(ours)
            return Problem(
                entry.row, column, Rule.RENEWED_HERE, str(getattr(entry, column) or ""), said
            )
    return None


def _news_of_person(entry: Entry, person: Person | None, known: Known) -> set[str]:
    """Who has claimed their record, or is known to other bodies too, keeps name and address."""
    found = {"key"} if entry.person_id and entry.person_id not in known.keys else set()
    if person is None:
        return {*found, "person"}
    if is_claimed(person) or person.public_id in known.elsewhere:
        return found
    if entry.name != person.name:
        found.add("name")
    if entry.email and entry.email != person.email and entry.email not in known.emails:
        found.add("email")
    if entry.birthday and entry.birthday != person.birthday:
        found.add("birthday")
    return found


def _news_of_certification(entry: Entry, held: Certification | None, known: Known) -> set[str]:
    """What was set aside when two records became one says nothing any more."""
    found: set[str] = set()
    if held and (held.person.public_id, entry.credential, entry.number.upper()) in known.aside:
        return found
    if held is None:
        found.add("new-certification")
    elif not held.is_confirmed or any(
        getattr(entry, column) != getattr(held, column)
        for column in (Column.CERTIFIED, Column.EXPIRES, Column.LEVEL, *_numbered(entry))
    ):
        found.add("certification")
    of = held.public_id if held else ""
    if entry.status is not None and entry.status not in known.rulings.get(of, ()):
        found.add("status")
    if entry.cycle_end is not None and entry.cycle_end.isoformat() not in known.terms.get(of, ()):
        found.add("cycle")
    return found


def _numbered(entry: Entry) -> tuple[Column, ...]:
    """A row without a number leaves the number that is there."""
    return (Column.NUMBER,) if entry.number else ()


def _news_of_membership(entry: Entry, member: BodyMember | None) -> set[str]:
    if member is None:
        return {"new-membership"}
    number = entry.member_number or member.number
    said = (number, entry.member_since, entry.member_until)
    return set() if said == (member.number, member.since, member.until) else {"membership"}
