"""Entering: what a batch of rows says is gathered first, and then written in a few strokes.

Each row is planned on the register as the rows before it leave it, saved or not yet. Nothing is
written before all rows of the batch are planned; the rooms' own acts for many write it, so that
a batch is whole or not there at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from recert.credentials.actions.bringing import (
    Corrected,
    correct_many,
    record_cycles,
    record_statuses,
    register_many,
)
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.journal.actions import write_many
from recert.lib.days import local_day
from recert.people.actions import set_memberships
from recert.people.models import BodyMember, Person
from recert.people.unclaimed import enter_people, has_address, is_claimed, unclaimed_person
from recert.register.importing.checking import Entry
from recert.register.importing.deciding import Plan, plan_of
from recert.register.importing.known import Known, known_about
from recert.register.importing.outcomes import Weighed
from recert.register.models import Entered, Import, KnownAs


def weigh(found: Import, entries: Sequence[Entry]) -> list[Weighed]:
    """What each row would do to the register as it is; writes nothing."""
    known = known_about(found.body, entries)
    plans = (plan_of(entry, known, found.by) for entry in entries)
    return [(plan.outcome, plan.problem) for plan in plans]


def enter(found: Import, entries: Sequence[Entry], at: datetime) -> list[Weighed]:
    """Enter rows, in a transaction of the caller's; those that cannot be are told.

    `IntegrityError` or `Refused` where the register was changed this very moment: then nothing
    of these rows is there. Nobody is written to but those whose certification was changed and
    who have an account: they are told, as always.
    """
    known = known_about(found.body, entries)
    batch = _Batch(known, found.by, at)
    told: list[Weighed] = []
    for entry in entries:
        plan = plan_of(entry, known, found.by)
        if plan.problem is None and plan.news:
            batch.take(plan)
        told.append((plan.outcome, plan.problem))
    batch.write()
    new = [each for each in batch.touched.values() if not is_claimed(each)]
    Entered.objects.bulk_create(
        (Entered(of=found, person=each) for each in new), ignore_conflicts=True
    )
    return told


class _Batch:
    """What some rows say, gathered to be written at once."""

    def __init__(self, known: Known, by: Person, at: datetime) -> None:
        self.known, self.by, self.at = known, by, at
        self.touched: dict[str, Person] = {}
        self._new_people: list[Person] = []
        self._renamed: dict[str, Person] = {}
        self._keys: list[KnownAs] = []
        self._members: dict[str, BodyMember] = {}
        self._new_held: list[Certification] = []
        self._changed: dict[str, Corrected] = {}
        self._rulings: list[Ruling] = []
        self._terms: list[Term] = []

    def take(self, plan: Plan) -> None:
        """Note what a row is planned to do, so that the rows that follow know it."""
        entry, known = plan.entry, self.known
        person = self._person(plan)
        self.touched[person.public_id] = person
        if "key" in plan.news:
            self._keys.append(KnownAs(body=known.body, person=person, key=entry.person_id))
        if plan.news & {"membership", "new-membership"}:
            self._membership(plan, person)
        if entry.certifies:
            self._certification(plan, person)
        if entry.person_id:
            known.keys[entry.person_id] = person
        if entry.email and entry.email == person.email:
            known.emails[entry.email] = person

    def _person(self, plan: Plan) -> Person:
        entry, person = plan.entry, plan.person
        if person is None:
            person = self.known.one(unclaimed_person(entry.name, entry.email))
            person.birthday = entry.birthday or person.birthday
            self._new_people.append(person)
        elif plan.news & {"name", "email", "birthday"}:
            person.name = entry.name
            person.birthday = entry.birthday or person.birthday
            if "email" in plan.news:
                person.email = entry.email
            if not person._state.adding:
                self._renamed[person.public_id] = person
        return person

    def _membership(self, plan: Plan, person: Person) -> None:
        entry, member = plan.entry, plan.member
        if entry.member_since is None:
            return
        if member is None:
            member = BodyMember(body=self.known.body, person=person)
        member.number = entry.member_number or member.number
        member.since, member.until = entry.member_since, entry.member_until
        self._members[person.public_id] = member
        self.known.add_member(member)

    def _certification(self, plan: Plan, person: Person) -> None:
        entry, held = plan.entry, plan.certification
        if entry.certified is None or entry.expires is None:
            raise ValueError(f"row {entry.row} was checked to have both days")
        if held is None:
            held = Certification(
                body=self.known.body,
                person=person,
                credential=entry.credential,
                register=Register.CONFIRMED,
            )
            self._new_held.append(held)
            _say(held, entry)
        elif "certification" in plan.news:
            self._correct(held)
            _say(held, entry)
        self.known.add_certification(held)
        if "status" in plan.news:
            self._rule(entry, held)
        if "cycle" in plan.news:
            self._close(entry, held)

    def _correct(self, held: Certification) -> None:
        """Of a row that is recorded already, remember what it said before the first change."""
        if held._state.adding or held.public_id in self._changed:
            return
        self._changed[held.public_id] = Corrected(
            held,
            {
                "was-certified": held.certified.isoformat(),
                "was-expires": held.expires.isoformat() if held.expires else None,
                "was-level": held.level,
                "was-number": held.number,
            },
            is_confirmed_now=not held.is_confirmed,
        )
        held.register = Register.CONFIRMED

    def _rule(self, entry: Entry, held: Certification) -> None:
        """A status that no dates can say is a decision of the body's, of the day it came here."""
        if entry.status is None:
            return
        self._rulings.append(
            Ruling(
                certification=held,
                kind=entry.status,
                reason=entry.reason or _("So it stood in the register that was imported."),
                decided_on=local_day(self.at, self.known.body.zone),
                decided_by=self.by,
                at=self.at,
            )
        )
        self.known.rulings.setdefault(held.public_id, set()).add(entry.status)

    def _close(self, entry: Entry, held: Certification) -> None:
        if entry.cycle_start is None or entry.cycle_end is None or held.expires is None:
            return
        terms = self.known.terms.setdefault(held.public_id, {})
        later = [each.end for each in terms.values() if each.end > entry.cycle_end]
        term = Term(
            certification=held,
            start=entry.cycle_start,
            end=entry.cycle_end,
            renewed_on=entry.renewed_on or entry.cycle_end,
            next_end=min(later, default=held.expires),
            reason=_("Imported."),
        )
        if not later:
            held.previous_closed = term.renewed_on
        terms[entry.cycle_end.isoformat()] = term
        self._terms.append(term)

    # ------------------------------------------------------------ written

    def write(self) -> None:
        """Write all of it: people first, then what is theirs."""
        body, by, at = self.known.body, self.by, self.at
        enter_people(by=by, at=at, people=self._new_people)
        self._rename()
        KnownAs.objects.bulk_create(self._keys)
        set_memberships(body=body, members=[*self._members.values()], by=by, at=at)
        offered = self.known.offered
        register_many(by=by, at=at, body=body, rows=self._new_held, offered=offered)
        changed = [*self._changed.values()]
        correct_many(by=by, at=at, body=body, rows=changed, offered=offered)
        record_statuses(by=by, at=at, rows=self._rulings)
        record_cycles(by=by, at=at, rows=self._terms)

    def _rename(self) -> None:
        """Correct who somebody is, unless they have claimed their record this very moment."""
        people = self._renamed
        locked = Person.objects.select_for_update().filter(public_id__in=people)
        still = [people[each.public_id] for each in locked if not is_claimed(each)]
        _renew_addresses(still)
        for person in still:
            person.save(update_fields=["name", "email", "birthday"])
        write_many(
            at=self.at,
            by=self.by.public_id,
            code="people.person-corrected",
            about=((f"person:{each.public_id}", each.public_id, {}) for each in still),
        )


def _renew_addresses(people: Iterable[Person]) -> None:
    """Where somebody's address has changed, they come in by the new one alone."""
    now = {each.pk: each for each in people if has_address(each)}
    rows = EmailAddress.objects.filter(user__in=now)
    same = {row.user_id for row in rows if row.email == now[row.user_id].email}
    other = [each for pk, each in now.items() if pk not in same]
    rows.filter(user__in=other).delete()
    EmailAddress.objects.bulk_create(
        EmailAddress(user=each, email=each.email, verified=False, primary=True) for each in other
    )


def _say(held: Certification, entry: Entry) -> None:
    if entry.certified is None:
        return
    held.certified, held.expires = entry.certified, entry.expires
    held.level, held.number = entry.level, entry.number or held.number
