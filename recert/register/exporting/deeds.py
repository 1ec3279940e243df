"""Deeds: what people have done, as far as a body knows of it, and what it decided about it.

A body knows what its own lists and its own school recorded, what an application sent to it rests
on, what it was asked about, and what an audit looked at. All else is nobody's business here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from recert.credentials.models import Certification, Register
from recert.people.models import Body, BodyMember, Person
from recert.people.unclaimed import has_address
from recert.register.importing.columns import NAMES, OF, Column
from recert.register.importing.history.known import (
    DECIDED,
    Decided,
    decisions_in,
    recorded_by,
)
from recert.register.importing.history.particulars import shown, shown_awards
from recert.register.importing.history.past import unit_of
from recert.register.models import Brings, KnownAs
from recert.renewals.models import Renewal, State
from recert.renewals.queries import entries_shown
from recert.rulebooks.queries import rulebooks_of
from recert.rules import facts
from recert.rules.amounts import from_grains, show
from recert.rules.facts import Reporter, Unit
from recert.transcript.models import Activity, EntryRuling, Petition, PetitionState
from recert.transcript.records import activity_fact

AT_ONCE = 200
"""People whose entries are read together: what applications rest on is long."""
OUT = OF[Brings.HISTORY]
ASKED = (PetitionState.SUBMITTED, PetitionState.RETURNED, *DECIDED)

Line = dict[str, str]


def deeds_heading() -> list[str]:
    """The headings, in the reader's language."""
    return [str(NAMES[column]) for column in OUT]


def deeds_of(body: Body) -> Iterator[list[str]]:
    """A row for each entry, or for each certification something was decided about it for."""
    books = rulebooks_of(body.slug)
    unit = unit_of(books[-1] if books else None)
    after = 0
    while people := list(_people(body).filter(pk__gt=after)[:AT_ONCE]):
        after = people[-1].pk
        known = _known(body, people)
        for person in people:
            for line in _lines_of(body, unit, person, known):
                yield [line.get(column, "") for column in OUT]


def _people(body: Body) -> QuerySet[Person]:
    held = Certification.objects.filter(
        person=OuterRef("pk"), body=body, register=Register.CONFIRMED
    )
    member = BodyMember.objects.filter(person=OuterRef("pk"), body=body)
    return Person.objects.filter(Exists(held) | Exists(member), erased_at=None).order_by("pk")


@dataclass(slots=True)
class _Known:
    """What a body knows of some people."""

    held: dict[int, list[Certification]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[int, str] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    entries: dict[int, list[Activity]] = field(default_factory=lambda: defaultdict(list))
    decided: dict[tuple[int, int], Decided] = field(default_factory=dict)


def _known(body: Body, people: Sequence[Person]) -> _Known:
    """As many queries for many people as for one."""
    found = _Known()
    held = Certification.objects.filter(
        body=body, person__in=people, removed_at=None, register=Register.CONFIRMED
    ).order_by("pk")
    for each in held:
        found.held[each.person_id].append(each)
    keys = KnownAs.objects.filter(body=body, person__in=people).order_by("-pk")
    found.keys = dict(keys.values_list("person_id", "key"))
    members = BodyMember.objects.filter(body=body, person__in=people)
    found.members = dict(members.values_list("person_id", "number"))
    for entry in _entries(body, people, held):
        found.entries[entry.person_id].append(entry)
    entries = [entry for some in found.entries.values() for entry in some]
    petitions = Petition.objects.filter(
        activity__in=entries, certification__in=held, state__in=DECIDED
    )
    rulings = EntryRuling.objects.filter(
        activity__in=entries, certification__in=held, ended_at=None
    )
    found.decided = decisions_in(petitions, rulings)
    return found


def _entries(
    body: Body, people: Sequence[Person], held: QuerySet[Certification]
) -> Iterator[Activity]:
    """The entries that stand and that the body knows of, the oldest first."""
    sent = Renewal.objects.filter(certification__in=held, submitted_at__isnull=False)
    answers = sent.exclude(state=State.WITHDRAWN).values_list("answer__findings", flat=True)
    named = {entry for findings in answers.iterator() for entry in entries_shown(findings)}
    asked = Petition.objects.filter(certification__in=held, state__in=ASKED)
    ruled = EntryRuling.objects.filter(certification__in=held, ended_at=None)
    standing = Activity.objects.filter(person__in=people, superseded_by=None, withdrawn_at=None)
    sent_here = set(
        standing.filter(
            Q(public_id__in=named)
            | Q(pk__in=asked.values("activity"))
            | Q(pk__in=ruled.values("activity"))
            | Q(provider=body.slug, reported_by=Reporter.PROVIDER.value)
        ).values_list("pk", flat=True)
    )
    brought = recorded_by(body, standing.filter(reported_by=Reporter.BODY.value))
    rows = standing.filter(pk__in=sent_here | brought).prefetch_related("awards", "evidence")
    yield from rows.order_by("completed", "pk")


def _lines_of(body: Body, unit: Unit, person: Person, known: _Known) -> Iterator[Line]:
    held = known.held[person.pk]
    whose = {
        Column.PERSON_ID: known.keys.get(person.pk, ""),
        Column.NUMBER: next((each.number for each in held if each.number), ""),
        Column.MEMBER_NUMBER: known.members.get(person.pk, ""),
        Column.EMAIL: person.email if has_address(person) else "",
        Column.NAME: person.name,
    }
    for entry in known.entries[person.pk]:
        line = whose | _entry_line(body, unit, entry)
        decided = [
            (each, said) for each in held if (said := known.decided.get((entry.pk, each.pk)))
        ]
        yield from (line | _decided_line(each, said) for each, said in decided)
        if not decided:
            yield line


def _entry_line(body: Body, unit: Unit, entry: Activity) -> Line:
    fact = activity_fact(entry)
    line: Line = {
        Column.ENTRY_ID: entry.public_id,
        Column.TITLE: entry.title,
        Column.KIND: fact.kind.value,
        Column.COMPLETED: fact.completed.isoformat(),
        Column.STARTED: fact.started.isoformat() if fact.started else "",
        Column.PROVIDER: entry.provider_name or entry.provider,
        **_credit(body, unit, fact),
    }
    return line | {column.value: value for column, value in shown(fact).items()}


def _credit(body: Body, unit: Unit, fact: facts.Activity) -> Line:
    """Credit in the body's own unit as most lists say it; any other with all there is to say."""
    if len(fact.awards) == 1 and fact.awards[0].number == "":
        (award,) = fact.awards
        if award.by == (body.slug if award.unit is unit else ""):
            return {Column.AMOUNT: show(award.amount), Column.UNIT: award.unit.value}
    return {Column.AWARDS: shown_awards(fact.awards)}


def _decided_line(held: Certification, said: Decided) -> Line:
    return {
        Column.CREDENTIAL: held.credential,
        Column.NUMBER: held.number,
        Column.DECIDED: "accepted" if said.is_accepted else "rejected",
        Column.DECIDED_ON: said.on.isoformat() if said.on else "",
        Column.ACCEPTED: "" if said.grains is None else show(from_grains(said.grains)),
        Column.CATEGORY: "; ".join(said.categories),
        Column.REASON: said.reason,
    }
