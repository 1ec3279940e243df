"""Known: what is recorded about the people and the entries that some rows may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.functions import Upper

from recert.credentials.models import Certification, Register
from recert.journal.models import Line
from recert.lib.tables import cleaned
from recert.people.models import Body, BodyMember, Person
from recert.register.importing.columns import Column
from recert.register.importing.history.past import Deed
from recert.register.importing.known import kept_for
from recert.register.models import KnownAs
from recert.transcript.actions.recorded import BY_LIST
from recert.transcript.models import Activity, EntryRuling, Petition, PetitionState

DECIDED = (PetitionState.ACCEPTED, PetitionState.REJECTED)


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands decided about an entry for one certification, as a list would say it."""

    is_accepted: bool
    grains: int | None
    categories: tuple[str, ...]
    reason: str
    on: date | None


@dataclass(slots=True)
class Known:
    """What is recorded about the people and entries some rows may mean."""

    by_column: dict[tuple[str, str], Person] = field(default_factory=dict)
    held: dict[int, list[Certification]] = field(default_factory=dict)
    entries: dict[tuple[int, str], Activity] = field(default_factory=dict)  # person, key
    owners: dict[str, int] = field(default_factory=dict)  # key -> person
    by_id: dict[str, Activity] = field(default_factory=dict)  # our own ids, as an export says them
    recorded: set[int] = field(default_factory=set)  # entries this body's lists brought
    decided: dict[tuple[int, int], Decided] = field(default_factory=dict)  # entry, certification
    listed: set[tuple[int, int]] = field(default_factory=set)  # those that a list decided
    settled: set[int] = field(default_factory=set)  # entries audited or decided about here

    def entry_of(self, person: Person, deed: Deed) -> Activity | None:
        """The entry a row is about: by our id, else by what tells it from the person's others."""
        named = self.by_id.get(deed.entry_id)
        if named is not None and named.person_id == person.pk:
            return named
        return self.entries.get((person.pk, deed.key))


def known_about(body: Body, deeds: Sequence[Deed]) -> Known:
    """In as many queries for many rows as for one. Only this body's own people are known."""
    known = Known()
    said: dict[Column, set[str]] = {}
    for deed in deeds:
        for column, value in names_in(deed):
            said.setdefault(column, set()).add(value)
    _name_people(known, body, said)
    people = {each.pk for each in known.by_column.values()}
    confirmed = Certification.objects.filter(
        body=body, person__in=people, removed_at=None, register=Register.CONFIRMED
    )
    for held in confirmed.select_related("person", "body").order_by("pk"):
        known.held.setdefault(held.person_id, []).append(held)
    _know_entries(known, body, deeds)
    return known


def _know_entries(known: Known, body: Body, deeds: Sequence[Deed]) -> None:
    rows = Activity.objects.prefetch_related("awards", "evidence")
    for row in rows.filter(key__in={deed.key for deed in deeds}):
        known.entries[row.person_id, row.key] = row
        known.owners[row.key] = row.person_id
        known.recorded.add(row.pk)
    ids = {deed.entry_id for deed in deeds if deed.entry_id}
    known.by_id = {row.public_id: row for row in rows.filter(public_id__in=ids)} if ids else {}
    known.recorded |= recorded_by(body, known.by_id.values())
    entries = {row.pk: row for row in (*known.entries.values(), *known.by_id.values())}
    petitions = Petition.objects.filter(activity__in=entries, state__in=DECIDED)
    rulings = EntryRuling.objects.filter(activity__in=entries, ended_at=None)
    known.decided = decisions_in(petitions, rulings)
    for each in rulings:
        if each.subject == BY_LIST:
            known.listed.add((each.activity_id, each.certification_id))
        else:
            known.settled.add(each.activity_id)
    known.settled.update(each.activity_id for each in petitions)
    known.settled.update(pk for pk, row in entries.items() if row.held_by)


def recorded_by(body: Body, entries: Iterable[Activity]) -> set[int]:
    """Those of these entries that a list of this body brought; the journal says so."""
    subjects = {f"activity:{row.public_id}": row.pk for row in entries}
    if not subjects:
        return set()
    lines = Line.objects.filter(
        code="transcript.recorded", body_slug=body.slug, subject__in=subjects
    )
    return {subjects[subject] for subject in lines.values_list("subject", flat=True)}


def decisions_in(
    petitions: QuerySet[Petition], rulings: QuerySet[EntryRuling]
) -> dict[tuple[int, int], Decided]:
    """The last word about each entry for each certification, whoever said it and where."""
    found: dict[tuple[int, int], tuple[datetime, Decided]] = {}
    for at, key, decided in (*_of_petitions(petitions), *_of_rulings(rulings)):
        if key not in found or found[key][0] <= at:
            found[key] = at, decided
    return {key: decided for key, (_at, decided) in found.items()}


Told = Iterator[tuple[datetime, tuple[int, int], Decided]]


def _of_petitions(rows: QuerySet[Petition]) -> Told:
    for each in rows:
        is_accepted = each.state == PetitionState.ACCEPTED
        yield (
            each.decided_at or each.submitted_at,
            (each.activity_id, each.certification_id),
            _decided(is_accepted, each, each.decided_on),
        )


def _of_rulings(rows: QuerySet[EntryRuling]) -> Told:
    for each in rows:
        decided = _decided(each.is_accepted, each, each.decided_on)
        yield each.at, (each.activity_id, each.certification_id), decided


def _decided(is_accepted: bool, row: Petition | EntryRuling, on: date | None) -> Decided:
    return Decided(
        is_accepted=is_accepted,
        grains=row.amount_grains if is_accepted else None,
        categories=tuple(row.categories) if is_accepted else (),
        reason=cleaned(row.reason),
        on=on,
    )


def names_in(deed: Deed) -> list[tuple[Column, str]]:
    """What a row says of whose it is, the surest first."""
    told = (
        (Column.PERSON_ID, deed.person_id),
        (Column.NUMBER, deed.number),
        (Column.MEMBER_NUMBER, deed.member_number),
        (Column.EMAIL, deed.email),
    )
    return [(column, said) for column, said in told if said]


def _name_people(known: Known, body: Body, said: dict[Column, set[str]]) -> None:
    keys = KnownAs.objects.filter(body=body, key__in=said.get(Column.PERSON_ID, ()))
    for each in keys.select_related("person"):
        known.by_column[Column.PERSON_ID, each.key.casefold()] = each.person
    for column, model in (
        (Column.NUMBER, Certification.objects.filter(register=Register.CONFIRMED)),
        (Column.MEMBER_NUMBER, BodyMember.objects.all()),
    ):
        numbers = {value.upper() for value in said.get(column, ())}
        rows = model.filter(body=body).alias(capitals=Upper("number"))
        for row in rows.filter(capitals__in=numbers).select_related("person") if numbers else ():
            known.by_column[column, row.number.casefold()] = row.person
    addressed = list(Person.objects.filter(email__in=said.get(Column.EMAIL, ()), erased_at=None))
    kept = kept_for(addressed)
    theirs = {each.pk: kept.get(each.pk, each) for each in addressed}
    ours = _of(body, {each.pk for each in theirs.values()})
    for person in addressed:
        if theirs[person.pk].pk in ours:
            known.by_column[Column.EMAIL, person.email] = theirs[person.pk]


def _of(body: Body, people: set[int]) -> set[int]:
    """Those of these people whom the body knows."""
    held = Certification.objects.filter(body=body, person__in=people, register=Register.CONFIRMED)
    members = BodyMember.objects.filter(body=body, person__in=people)
    return {
        *held.values_list("person_id", flat=True), *members.values_list("person_id", flat=True),
    }  # fmt: skip
