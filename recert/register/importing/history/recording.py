"""Recording: what rows of the past would do to transcripts, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.lib.days import local_day
from recert.lib.tables import cleaned
from recert.people.models import Body, Person
from recert.people.telling_many import ToTell, tell_many
from recert.people.unclaimed import is_claimed
from recert.register.importing.clashing import is_alike
from recert.register.importing.columns import Column
from recert.register.importing.history.known import Decided, Known, known_about, names_in
from recert.register.importing.history.past import Deed
from recert.register.importing.outcomes import Outcome, Weighed
from recert.register.importing.reading import Problem, Rule
from recert.register.models import Import
from recert.rules import facts
from recert.rules.amounts import to_grains
from recert.transcript.actions.recorded import Recorded, Said, record_entries
from recert.transcript.models import Activity
from recert.transcript.records import activity_columns, activity_fact

AWARD = ("amount_grains", "unit", "by", "number")


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
    """What becomes of each row. Two that speak of one entry are recorded as one."""
    known = known_about(found.body, deeds)
    told, first = [], dict[tuple[int, str], Recorded]()
    for deed in deeds:
        outcome, problem, row = _weigh(deed, known, found.by, today)
        if row is not None:
            earlier = first.setdefault((row.person.pk, row.key or deed.entry_id), row)
            if earlier is not row:
                earlier.said, earlier.about = earlier.said + row.said, earlier.about + row.about
                earlier.is_ruled |= row.is_ruled
                row = None
        told.append((outcome, problem, row))
    return told


def _weigh(
    deed: Deed, known: Known, by: Person, today: date
) -> tuple[Outcome, Problem | None, Recorded | None]:
    person, problem = _person(deed, known, by)
    if person is None:
        return Outcome.BAD, problem, None
    held = _meant(deed, known.held.get(person.pk, ()))
    if not held and (deed.credential or deed.accepted is not None):
        wrong = Problem(deed.row, Column.CREDENTIAL, Rule.NOT_HELD, deed.credential)
        return Outcome.BAD, wrong, None
    stands = known.entry_of(person, deed)
    if stands is None and deed.has_own_id and known.owners.get(deed.key, person.pk) != person.pk:
        return Outcome.BAD, Problem(deed.row, Column.ENTRY_ID, Rule.TAKEN_ENTRY), None
    said = () if deed.accepted is None else tuple(_said(deed, each, today) for each in held)
    fact, provider_name = _laid_over(deed, stands)
    row = Recorded(
        person=person,
        fact=fact,
        key=stands.key if stands is not None else deed.key,
        provider_name=provider_name,
        stands=stands,
        is_new=stands is None or _is_news(stands, fact, provider_name),
        said=said,
        about=held,
    )
    if stands is None:
        return Outcome.NEW, None, row
    if not stands.is_standing:
        return Outcome.CONFLICT, _conflict(deed, Rule.NEWER_HERE), None
    if not row.is_new:
        row.is_ruled = any(_is_said_anew(deed, stands, each, known) for each in held)
        if not row.is_ruled:
            return Outcome.SAME, None, None
    elif stands.pk not in known.recorded:
        return Outcome.CONFLICT, _conflict(deed, Rule.OTHERS_ENTRY), None
    if stands.pk in known.settled:
        return Outcome.CONFLICT, _conflict(deed, Rule.DECIDED_HERE), None
    return Outcome.CHANGED, None, row


def _conflict(deed: Deed, rule: Rule) -> Problem:
    return Problem(deed.row, Column.TITLE, rule, deed.activity.title)


def _meant(deed: Deed, held: Sequence[Certification]) -> tuple[Certification, ...]:
    """The certifications a row speaks of: all, those of one credential, or the one it numbers."""
    if not deed.credential:
        return tuple(held)
    found = tuple(each for each in held if each.credential == deed.credential)
    numbered = (each for each in found if deed.number.casefold() == each.number.casefold())
    return tuple(numbered) or found


def _laid_over(deed: Deed, stands: Activity | None) -> tuple[facts.Activity, str]:
    """The entry as the list would have it: what the list has no column for stays as it was."""
    if stands is None:
        return deed.activity, deed.provider_name
    was = activity_fact(stands)
    said = {name: getattr(deed.activity, name) for name in deed.says}
    for name, value in said.items():
        stood = getattr(was, name)
        if isinstance(stood, str) and cleaned(stood) == value:
            said[name] = stood
    if cleaned(stands.provider_name or stands.provider) != deed.provider_name:
        return replace(was, **said), deed.provider_name
    return replace(was, **said | {"provider": stands.provider}), stands.provider_name


def _person(deed: Deed, known: Known, by: Person) -> tuple[Person | None, Problem | None]:
    """Whose it is: whatever the row gives must name the same, and a name must be alike."""
    told = [
        (column, said, known.by_column.get((column, said.casefold())))
        for column, said in names_in(deed)
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


def _said(deed: Deed, held: Certification, today: date) -> Said:
    return Said(
        certification=held,
        is_accepted=bool(deed.accepted),
        on=deed.decided_on or min(today, max(deed.activity.completed, held.certified)),
        amount_grains=deed.grains,
        categories=deed.categories,
        reason=deed.reason,
    )


# ---------------------------------------------------------------- what is news


def _is_news(row: Activity, fact: facts.Activity, provider_name: str) -> bool:
    """Whether an entry says something else than the one that stands."""
    columns = activity_columns(fact)
    awards = sorted(
        (to_grains(each.amount), each.unit.value, each.by, each.number) for each in fact.awards
    )
    was = {name: getattr(row, name) for name in columns}
    had = sorted(tuple(getattr(each, name) for name in AWARD) for each in row.awards.all())
    return (columns, provider_name, awards) != (was, row.provider_name, had)


def _is_said_anew(deed: Deed, stands: Activity, held: Certification, known: Known) -> bool:
    """Whether a row says another decision for one certification than the one that stands.

    One that says none speaks against what a list said before, and against nothing else.
    """
    about = (stands.pk, held.pk)
    if deed.accepted is None:
        return about in known.listed
    before = known.decided.get(about)
    said = Decided(
        is_accepted=deed.accepted,
        grains=deed.grains,
        categories=deed.categories,
        reason=deed.reason,
        on=deed.decided_on,
    )
    if before is not None and deed.decided_on is None:
        before = replace(before, on=None)
    return said != before
