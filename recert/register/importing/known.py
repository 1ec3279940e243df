"""Known: what is recorded already about the people some rows speak of, in a few queries.

People and certifications are told apart by their public ids: what a batch of rows makes has no
number of its own before all of it is written in one stroke.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import Upper

from recert.credentials.models import Certification, Register, Ruling, Term
from recert.people.models import Body, BodyMember, Person
from recert.register.importing.checking import Entry
from recert.register.models import KnownAs, Merge
from recert.renewals.models import OPEN, Renewal, State
from recert.rulebooks.queries import credentials_of
from recert.rules.rulebook import Credential

PersonCredential = tuple[str, str]


@dataclass(slots=True)
class Known:
    """What is recorded, by whatever a row may name it by. Rows are added as they are entered."""

    body: Body
    offered: dict[str, Credential] = field(default_factory=dict)  # what the body grants
    people: dict[str, Person] = field(default_factory=dict)  # one object for each
    keys: dict[str, Person] = field(default_factory=dict)
    emails: dict[str, Person] = field(default_factory=dict)
    numbers: dict[tuple[str, str], Certification] = field(default_factory=dict)
    held: dict[PersonCredential, Certification] = field(default_factory=dict)
    members: dict[str, BodyMember] = field(default_factory=dict)
    member_numbers: dict[str, BodyMember] = field(default_factory=dict)
    terms: dict[str, dict[str, Term]] = field(default_factory=dict)  # certification, last day
    rulings: dict[str, set[str]] = field(default_factory=dict)  # in force, by certification
    elsewhere: set[str] = field(default_factory=set)  # people other bodies know too
    aside: set[tuple[str, str, str]] = field(default_factory=set)  # by a merge: person, which, nr
    renewed: set[str] = field(default_factory=set)  # certifications renewed, or being renewed, here

    def one(self, person: Person) -> Person:
        """The one object for a person, so that what a row changes is seen by the next."""
        return self.people.setdefault(person.public_id, person)

    def add_certification(self, held: Certification) -> None:
        """Remember a certification by its holder, and by its number once the body stands by it."""
        held.person = self.one(held.person)
        if held.removed_at is None:
            self.held[held.person.public_id, held.credential] = held
        if held.number and held.is_confirmed:
            self.numbers[held.credential, held.number.upper()] = held

    def add_member(self, member: BodyMember) -> None:
        """Remember a membership by its holder and number."""
        member.person = self.one(member.person)
        self.members[member.person.public_id] = member
        if member.number:
            self.member_numbers[member.number.upper()] = member


def known_about(body: Body, entries: Iterable[Entry]) -> Known:
    """What is recorded about whoever these rows may mean."""
    rows = list(entries)
    known = Known(body, {each.id: each for each in credentials_of(body.slug)})
    keys = {each.person_id for each in rows if each.person_id}
    for as_ in KnownAs.objects.filter(body=body, key__in=keys).select_related("person"):
        known.keys[as_.key] = known.one(as_.person)
    emails = {each.email for each in rows if each.email}
    addressed = list(Person.objects.filter(email__in=emails, erased_at=None))
    kept = kept_for(addressed)
    for person in addressed:
        known.emails[person.email] = known.one(kept.get(person.pk, person))
    _add_memberships(known, rows)
    _add_certifications(known, rows)
    return known


def kept_for(people: Iterable[Person]) -> dict[int, Person]:
    """The record each of these has become part of, by the row's number; most are their own."""
    found: dict[int, Person] = {}
    asked = {each.pk: each.pk for each in people}  # where somebody is now -> where they were
    while asked:
        merges = Merge.objects.filter(gone__in=asked, undone_at=None).select_related("kept")
        steps = {each.gone_id: each.kept for each in merges}
        found |= {asked[gone]: kept for gone, kept in steps.items()}
        asked = {kept.pk: asked[gone] for gone, kept in steps.items()}
    return found


def _add_memberships(known: Known, rows: list[Entry]) -> None:
    numbers = {each.member_number.upper() for each in rows if each.member_number}
    at_body = BodyMember.objects.filter(body=known.body).select_related("person", "body")
    by_number = at_body.alias(capitals=Upper("number")).filter(capitals__in=numbers)
    for member in by_number if numbers else ():
        known.add_member(member)
    for theirs in at_body.filter(person__in=_people(known)):
        known.add_member(theirs)


def _people(known: Known) -> set[int]:
    return {each.pk for each in known.people.values()}


def _add_certifications(known: Known, rows: list[Entry]) -> None:
    numbers = {each.number.upper() for each in rows if each.number}
    at_body = Certification.objects.filter(body=known.body).select_related("person", "body")
    by_number = at_body.alias(capitals=Upper("number")).filter(
        capitals__in=numbers, register=Register.CONFIRMED
    )
    for numbered in by_number:
        known.add_certification(numbered)
    holders = _people(known)
    for held in at_body.filter(person__in=holders, removed_at=None):
        known.add_certification(held)
    _add_set_aside(known, holders)
    others = (Certification.objects, BodyMember.objects)
    for rows_of in others:
        found = rows_of.filter(person__in=holders).exclude(body=known.body)
        known.elsewhere.update(found.values_list("person__public_id", flat=True))
    ids = {each.pk for each in (*known.numbers.values(), *known.held.values())}
    name = "certification__public_id"
    for term in Term.objects.filter(certification__in=ids).annotate(of=F(name)):
        known.terms.setdefault(term.of, {})[term.end.isoformat()] = term
    rulings = Ruling.objects.filter(certification__in=ids, ended_on=None)
    for held_id, kind in rulings.values_list(name, "kind"):
        known.rulings.setdefault(held_id, set()).add(kind)
    renewed = Term.objects.filter(certification__in=ids).exclude(renewal_id="")
    under_way = Renewal.objects.filter(certification__in=ids, state__in=OPEN).exclude(
        state=State.DRAFT
    )
    known.renewed.update(renewed.values_list(name, flat=True))
    known.renewed.update(under_way.values_list(name, flat=True))


def _add_set_aside(known: Known, holders: set[int]) -> None:
    """The numbers of certifications that gave way to another when their holders were merged."""
    aside = [
        pk
        for changed in Merge.objects.filter(kept__in=holders, undone_at=None).values_list(
            "changed", flat=True
        )
        for label, pk, stood, *_now in changed
        if label == Certification._meta.label and "removed_at" in stood
    ]
    rows = Certification.objects.filter(pk__in=aside, body=known.body).exclude(number="")
    for held in rows.select_related("person") if aside else ():
        known.aside.add((held.person.public_id, held.credential, held.number.upper()))
