"""Known: what is recorded already about the people some rows speak of, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models.functions import Upper

from recert.credentials.models import Certification, Register, Ruling, Term
from recert.people.models import Body, BodyMember, Person
from recert.register.importing.checking import Entry
from recert.register.models import KnownAs
from recert.renewals.models import OPEN, Renewal, State
from recert.rulebooks.queries import credentials_of
from recert.rules.rulebook import Credential

PersonCredential = tuple[int, str]


@dataclass(slots=True)
class Known:
    """What is recorded, by whatever a row may name it by. Rows are added as they are entered."""

    body: Body
    offered: dict[str, Credential] = field(default_factory=dict)  # what the body grants
    keys: dict[str, Person] = field(default_factory=dict)
    emails: dict[str, Person] = field(default_factory=dict)
    numbers: dict[tuple[str, str], Certification] = field(default_factory=dict)
    held: dict[PersonCredential, Certification] = field(default_factory=dict)
    members: dict[int, BodyMember] = field(default_factory=dict)
    member_numbers: dict[str, BodyMember] = field(default_factory=dict)
    terms: dict[int, dict[str, Term]] = field(default_factory=dict)  # certification, last day
    rulings: dict[int, set[str]] = field(default_factory=dict)  # in force, by certification
    elsewhere: set[int] = field(default_factory=set)  # people other bodies know too
    renewed: set[int] = field(default_factory=set)  # certifications renewed, or being renewed, here

    def add_certification(self, held: Certification) -> None:
        """Remember a certification by its holder, and by its number once the body stands by it."""
        if held.removed_at is None:
            self.held[held.person_id, held.credential] = held
        if held.number and held.is_confirmed:
            self.numbers[held.credential, held.number.upper()] = held

    def add_member(self, member: BodyMember) -> None:
        """Remember a membership by its holder and number."""
        self.members[member.person_id] = member
        if member.number:
            self.member_numbers[member.number.upper()] = member


def known_about(body: Body, entries: Iterable[Entry]) -> Known:
    """What is recorded about whoever these rows may mean."""
    rows = list(entries)
    known = Known(body, {each.id: each for each in credentials_of(body.slug)})
    keys = {each.person_id for each in rows if each.person_id}
    for as_ in KnownAs.objects.filter(body=body, key__in=keys).select_related("person"):
        known.keys[as_.key] = as_.person
    emails = {each.email for each in rows if each.email}
    for person in Person.objects.filter(email__in=emails, erased_at=None):
        known.emails[person.email] = person
    _add_memberships(known, rows)
    _add_certifications(known, rows)
    return known


def _add_memberships(known: Known, rows: list[Entry]) -> None:
    numbers = {each.member_number.upper() for each in rows if each.member_number}
    at_body = BodyMember.objects.filter(body=known.body).select_related("person", "body")
    by_number = at_body.alias(capitals=Upper("number")).filter(capitals__in=numbers)
    for member in by_number if numbers else ():
        known.add_member(member)
    for theirs in at_body.filter(person__in=_people(known)):
        known.add_member(theirs)


def _people(known: Known) -> set[int]:
    people = [*known.keys.values(), *known.emails.values()]
    return {each.pk for each in people} | set(known.members)


def _add_certifications(known: Known, rows: list[Entry]) -> None:
    numbers = {each.number.upper() for each in rows if each.number}
    at_body = Certification.objects.filter(body=known.body).select_related("person", "body")
    by_number = at_body.alias(capitals=Upper("number")).filter(
        capitals__in=numbers, register=Register.CONFIRMED
    )
    for numbered in by_number:
        known.add_certification(numbered)
    holders = _people(known) | {each.person_id for each in known.numbers.values()}
    for held in at_body.filter(person__in=holders, removed_at=None):
        known.add_certification(held)
    others = (Certification.objects, BodyMember.objects)
    for rows_of in others:
        found = rows_of.filter(person__in=holders).exclude(body=known.body)
        known.elsewhere.update(found.values_list("person_id", flat=True))
    ids = {each.pk for each in (*known.numbers.values(), *known.held.values())}
    for term in Term.objects.filter(certification__in=ids):
        known.terms.setdefault(term.certification_id, {})[term.end.isoformat()] = term
    for ruling in Ruling.objects.filter(certification__in=ids, ended_on=None):
        known.rulings.setdefault(ruling.certification_id, set()).add(ruling.kind)
    renewed = Term.objects.filter(certification__in=ids).exclude(renewal_id="")
    under_way = Renewal.objects.filter(certification__in=ids, state__in=OPEN).exclude(
        state=State.DRAFT
    )
    known.renewed.update(renewed.values_list("certification_id", flat=True))
    known.renewed.update(under_way.values_list("certification_id", flat=True))
