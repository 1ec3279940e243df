"""Recording: what rows of the past would do to transcripts, and doing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from recert.credentials.models import Certification, Register
from recert.lib.days import local_day
from recert.people.models import Body, BodyMember, Person
from recert.people.telling_many import ToTell, tell_many
from recert.people.unclaimed import is_claimed
from recert.register.importing.clashing import is_alike
from recert.register.importing.columns import Column
from recert.register.importing.history.past import Deed
from recert.register.importing.known import kept_for
from recert.register.importing.outcomes import Outcome, Weighed
from recert.register.importing.reading import Problem, Rule
from recert.register.models import Import, KnownAs
from recert.rules import facts
from recert.rules.amounts import to_grains
from recert.transcript.actions.recorded import BY_LIST, Recorded, Said, record_entries
from recert.transcript.models import Activity, EntryRuling, Petition, PetitionState
from recert.transcript.records import activity_columns

AWARD = ("amount_grains", "unit", "by")


@dataclass(slots=True)
class _Known:
    """What is recorded about the people and entries some rows may mean."""

    by_column: dict[tuple[str, str], Person] = field(default_factory=dict)
    held: dict[int, list[Certification]] = field(default_factory=dict)
    entries: dict[tuple[int, str], Activity] = field(default_factory=dict)  # person, key
    owners: dict[str, int] = field(default_factory=dict)  # key -> person
    rulings: dict[int, list[EntryRuling]] = field(default_factory=dict)  # by the list
    settled: set[int] = field(default_factory=set)  # entries audited or decided about here


def weigh(found: Import, deeds: Sequence[Deed]) -> list[Weighed]:
    """What each row would do to the transcripts as they are; writes nothing."""
    return [(outcome, problem) for outcome, problem, _row in _weighed(found, deeds, date.max)]


def enter(found: Import, deeds: Sequence[Deed], at: datetime) -> list[Weighed]:
    """Record what rows say, in a transaction of the caller's; those that cannot be are told.

    Whoever has an account is told once by an import that something was recorded.
    """
    told = _weighed(found, deeds, local_day(at, found.body.zone))
    rows = [row for _outcome, _problem, row in told if row is not None]
    record_entries(by=found.by, at=at, body=found.body, rows=rows)
    people = {row.person.pk: row.person for row in rows}
    letters = [
        ToTell(each, lambda: _letter(found.body), f"history:{found.public_id}:{each.public_id}")
        for each in people.values()
        if is_claimed(each)
    ]
    if letters:
        tell_many(at=at, kind="register-changed", body=found.body, letters=letters)
    return [(outcome, problem) for outcome, problem, _row in told]


def _letter(body: Body) -> tuple[str, str]:
    said = {"body": body.name}
    subject = _("%(body)s recorded what you have done") % said
    text = _(
        "%(body)s brought in what it had recorded of your activities before. They stand in your "
        "transcript. Sign in to see them; if one is wrong, write to %(body)s."
    )
    return subject, text % said


def _weighed(
    found: Import, deeds: Sequence[Deed], today: date
) -> list[tuple[Outcome, Problem | None, Recorded | None]]:
    known = _known_about(found.body, deeds)
    return [_weigh(deed, known, found.by, today) for deed in deeds]


def _weigh(
    deed: Deed, known: _Known, by: Person, today: date
) -> tuple[Outcome, Problem | None, Recorded | None]:
    person, problem = _person(deed, known, by)
    if person is None:
        return Outcome.BAD, problem, None
    held = [
        each for each in known.held.get(person.pk, ())
        if not deed.credential or each.credential == deed.credential
    ]  # fmt: skip
    if not held and (deed.credential or deed.accepted is not None):
        wrong = Problem(deed.row, Column.CREDENTIAL, Rule.NOT_HELD, deed.credential)
        return Outcome.BAD, wrong, None
    stands = known.entries.get((person.pk, deed.key))
    if stands is None and deed.has_own_id and known.owners.get(deed.key, person.pk) != person.pk:
        return Outcome.BAD, Problem(deed.row, Column.ENTRY_ID, Rule.TAKEN_ENTRY), None
    said = () if deed.accepted is None else tuple(_said(deed, each, today) for each in held)
    fact = deed.activity if stands is None else replace(deed.activity, ordered=stands.ordered)
    row = Recorded(
        person=person,
        fact=fact,
        key=deed.key,
        provider_name=deed.provider_name,
        stands=stands,
        is_new=stands is None or _is_news(stands, fact, deed.provider_name),
        said=said,
    )
    if stands is not None and not row.is_new:
        dated = deed.decided_on is not None
        before = known.rulings.get(stands.pk, ())
        row.is_ruled = _rulings(said, dated=dated) != _rulings_before(before, dated=dated)
        if not row.is_ruled:
            return Outcome.SAME, None, None
    if stands is not None and stands.pk in known.settled:
        settled = Problem(deed.row, Column.TITLE, Rule.DECIDED_HERE, deed.activity.title)
        return Outcome.CONFLICT, settled, None
    return (Outcome.NEW if stands is None else Outcome.CHANGED), None, row


def _person(deed: Deed, known: _Known, by: Person) -> tuple[Person | None, Problem | None]:
    """Whose it is: whatever the row gives must name the same, and a name must be alike."""
    told = [
        (column, said, known.by_column.get((column, said.casefold())))
        for column, said in _names(deed)
    ]
    person = next((one for _column, _said, one in told if one is not None), None)
    column, value, _one = told[0]
    if person is None:
        return None, Problem(deed.row, column, Rule.NO_PERSON, value)
    for column, value, one in told:
        if one is not None and one != person:
            return None, Problem(deed.row, column, Rule.OTHER_PERSON, value, one.name)
    if person == by:
        return None, Problem(deed.row, column, Rule.OWN, person.name)
    if deed.name and not is_alike(deed.name, person.name):
        return None, Problem(deed.row, Column.NAME, Rule.OTHER_PERSON, deed.name, person.name)
    return person, None


def _names(deed: Deed) -> list[tuple[Column, str]]:
    told = (
        (Column.PERSON_ID, deed.person_id),
        (Column.NUMBER, deed.number),
        (Column.MEMBER_NUMBER, deed.member_number),
        (Column.EMAIL, deed.email),
    )
    return [(column, said) for column, said in told if said]


def _said(deed: Deed, held: Certification, today: date) -> Said:
    grains = to_grains(deed.activity.awards[0].amount) if deed.activity.awards else None
    return Said(
        certification=held,
        is_accepted=bool(deed.accepted),
        on=deed.decided_on or min(today, max(deed.activity.completed, held.certified)),
        amount_grains=grains if deed.accepted else None,
        categories=(deed.category,) if deed.category and deed.accepted else (),
        reason=deed.reason,
    )


# ---------------------------------------------------------------- what is news


def _is_news(row: Activity, fact: facts.Activity, provider_name: str) -> bool:
    """Whether an entry says something else than the one that stands."""
    columns = activity_columns(fact)
    awards = sorted((to_grains(each.amount), each.unit.value, each.by) for each in fact.awards)
    was = {name: getattr(row, name) for name in columns}
    had = sorted(tuple(getattr(each, name) for name in AWARD) for each in row.awards.all())
    return (columns, provider_name, awards) != (was, row.provider_name, had)


def _rulings(said: Iterable[Said], *, dated: bool) -> set[tuple[Any, ...]]:
    return {
        (
            each.certification.pk, each.is_accepted, each.amount_grains, each.categories,
            each.reason, each.on if dated else None,
        )
        for each in said
    }  # fmt: skip


def _rulings_before(rows: Iterable[EntryRuling], *, dated: bool) -> set[tuple[Any, ...]]:
    return {
        (
            each.certification_id, each.is_accepted, each.amount_grains, tuple(each.categories),
            each.reason, each.decided_on if dated else None,
        )
        for each in rows
    }  # fmt: skip


# ---------------------------------------------------------------- what is known


def _known_about(body: Body, deeds: Sequence[Deed]) -> _Known:
    """In as many queries for many rows as for one. Only this body's own people are known."""
    known = _Known()
    said: dict[Column, set[str]] = {}
    for deed in deeds:
        for column, value in _names(deed):
            said.setdefault(column, set()).add(value)
    _name_people(known, body, said)
    people = {each.pk for each in known.by_column.values()}
    confirmed = Certification.objects.filter(
        body=body, person__in=people, removed_at=None, register=Register.CONFIRMED
    )
    for held in confirmed.select_related("person", "body"):
        known.held.setdefault(held.person_id, []).append(held)
    keys = {deed.key for deed in deeds}
    rows = Activity.objects.filter(key__in=keys).prefetch_related("awards")
    for row in rows:
        known.entries[row.person_id, row.key] = row
        known.owners[row.key] = row.person_id
    standing = [row.pk for row in known.entries.values()]
    rulings = EntryRuling.objects.filter(activity__in=standing, ended_at=None)
    for ruling in rulings:
        if ruling.subject == BY_LIST and ruling.certification_id:
            known.rulings.setdefault(ruling.activity_id, []).append(ruling)
        else:
            known.settled.add(ruling.activity_id)
    decided = Petition.objects.filter(
        activity__in=standing, state__in=(PetitionState.ACCEPTED, PetitionState.REJECTED)
    )
    known.settled.update(decided.values_list("activity_id", flat=True))
    known.settled.update(row.pk for row in known.entries.values() if row.held_by)
    return known


def _name_people(known: _Known, body: Body, said: dict[Column, set[str]]) -> None:
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
