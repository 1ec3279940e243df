"""People: rows of the register; a certification with earlier cycles takes a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from recert.credentials.models import Certification, Register, Ruling, Term
from recert.people.models import Body, BodyMember, Person
from recert.people.unclaimed import has_address
from recert.register.finding import Asked, everything
from recert.register.importing.columns import NAMES, OF, Column
from recert.register.models import Brings, Findable, Kind, KnownAs
from recert.rules.facts import DecisionKind

AT_ONCE = 1_000
LEFT_OUT = (Column.FIRST_NAME, Column.LAST_NAME)  # a name is whole
OUT = tuple(column for column in OF[Brings.REGISTER] if column not in LEFT_OUT)
SAID = {
    DecisionKind.SUSPEND: "suspended",
    DecisionKind.RETIRE: "retired",
    DecisionKind.INACTIVE: "inactive",
    DecisionKind.WITHDRAW: "withdrawn",
}
"""Decisions a status column can say."""

Line = dict[str, str]


def heading() -> list[str]:
    """The headings, in the reader's language."""
    return [str(NAMES[column]) for column in OUT]


def register_rows(body: Body, asked: Asked) -> Iterator[list[str]]:
    """Everything that was asked for, row by row, however much it is."""
    yield from _rows(body, everything(body, asked))


def whole_register(body: Body) -> Iterator[list[str]]:
    """Every certification the body stands behind, then the members who hold none.

    But not what is left of those who were forgotten: there is no name to bring in again.
    """
    confirmed = everything(body, Asked(register=Register.CONFIRMED))
    yield from _rows(body, confirmed.filter(person__erased_at=None))
    holders = Certification.objects.filter(body=body, register=Register.CONFIRMED)
    members = BodyMember.objects.filter(body=body).exclude(person__in=holders.values("person"))
    rows = Findable.objects.filter(body=body, kind=Kind.MEMBERSHIP, member__in=members.values("pk"))
    yield from _rows(body, rows.select_related("member__person").order_by("name", "id"))


def _rows(body: Body, found: QuerySet[Findable]) -> Iterator[list[str]]:
    for batch in _in_batches(found.iterator(chunk_size=AT_ONCE)):
        lines = _lines(body, batch)
        yield from ([line.get(column, "") for column in OUT] for line in lines)


def _in_batches(rows: Iterator[Findable]) -> Iterator[list[Findable]]:
    batch: list[Findable] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _lines(body: Body, rows: list[Findable]) -> Iterator[Line]:
    """As many queries for a thousand rows as for one."""
    people = [row.person_id for row in rows]
    held = [row.certification_id for row in rows if row.certification_id]
    keys = dict(
        KnownAs.objects.filter(body=body, person__in=people)
        .order_by("-pk")
        .values_list("person_id", "key")
    )
    members = {
        each.person_id: each for each in BodyMember.objects.filter(body=body, person__in=people)
    }
    rulings = {
        each.certification_id: each
        for each in Ruling.objects.filter(
            certification__in=held, ended_on=None, kind__in=[*SAID]
        ).order_by("at", "pk")
    }
    terms: dict[int, list[Term]] = {}
    for term in Term.objects.filter(certification__in=held):
        terms.setdefault(term.certification_id, []).append(term)
    for row in rows:
        line = _person_line(row, keys.get(row.person_id, ""), members.get(row.person_id))
        if row.certification is None:
            yield line
            continue
        line |= _certification_line(row.certification, rulings.get(row.certification.pk))
        for cycle in _cycles(terms.get(row.certification.pk, ())):
            yield line | cycle


def _person_line(row: Findable, key: str, member: BodyMember | None) -> Line:
    person: Person = row.certification.person if row.certification else row.member.person  # type: ignore[union-attr]  # one of the two
    line: Line = {
        Column.NAME: person.name,
        Column.EMAIL: person.email if has_address(person) else "",
        Column.PERSON_ID: key,
    }
    if member is not None:
        line |= {
            Column.MEMBER_NUMBER: member.number,
            Column.MEMBER_SINCE: _day(member.since),
            Column.MEMBER_UNTIL: _day(member.until),
        }
    return line


def _certification_line(held: Certification, ruling: Ruling | None) -> Line:
    return {
        Column.CREDENTIAL: held.credential,
        Column.LEVEL: held.level,
        Column.NUMBER: held.number,
        Column.CERTIFIED: _day(held.certified),
        Column.EXPIRES: _day(held.expires),
        Column.STATUS: SAID[DecisionKind(ruling.kind)] if ruling else "",
        Column.REASON: ruling.reason if ruling else "",
    }


def _cycles(terms: Iterable[Term]) -> list[Line]:
    """A line for each earlier cycle; one without any where there is none."""
    return [
        {
            Column.CYCLE_START: _day(term.start),
            Column.CYCLE_END: _day(term.end),
            Column.RENEWED_ON: _day(term.renewed_on),
        }
        for term in terms
    ] or [{}]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
