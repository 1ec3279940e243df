"""The one door to the law: facts from rows, a day from the caller, an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, QuerySet, When

from recert.catalogue.reading import said_by_approvals
from recert.credentials.models import Certification, Register
from recert.credentials.queries import certifications_of, holding_fact, register_of
from recert.lib.days import local_day
from recert.people.models import Body, Person
from recert.rulebooks.models import Draft
from recert.rulebooks.queries import all_rulebooks, rulebooks_of
from recert.rules.cycles import local_day as day_under
from recert.rules.facts import Activity, Facts
from recert.rules.findings import ActivityFinding, Standing
from recert.rules.judging import judge
from recert.rules.rulebook import ALWAYS, Rulebook, edition_of
from recert.standing.gathering import facts_of, facts_of_many
from recert.standing.models import Affected, WhatIf

DRAFT = "draft"
"""The id of an activity that is not written down yet."""


@dataclass(frozen=True, slots=True)
class Held:
    """A certification with where it stands and the edition that says so."""

    certification: Certification
    standing: Standing
    rulebook: Rulebook | None  # None where no edition covers the day


@dataclass(frozen=True, slots=True)
class Worth:
    """What one activity would do for one certification."""

    certification: Certification
    rulebook: Rulebook | None
    finding: ActivityFinding | None  # None where no edition covers the day
    before: Standing
    after: Standing


def standing_of(
    certification: Certification,
    as_of: date,
    facts: Facts | None = None,
    under: Rulebook | None = None,
) -> Standing:
    """Where a certification stands on a day; `facts` spare gathering them again.

    `under`: by this edition whatever its dates, because it has been decided by it.
    """
    known = facts or facts_of(certification.person)
    decided = (replace(under, in_force=ALWAYS),) if under else ()
    return judge(
        decided or rulebooks_of(certification.body.slug),
        with_holding(known, certification),
        certification.public_id,
        as_of,
    )


def body_day(body: Body, books: Sequence[Rulebook], at: datetime) -> date:
    """Which day it is for a body: in its zone, and over when its newest edition says so."""
    return day_under(books[-1], at) if books else local_day(at, body.zone)


def held_of(certification: Certification, at: datetime, facts: Facts | None = None) -> Held:
    """A certification with its standing on its body's day and the rulebook behind it."""
    books = rulebooks_of(certification.body.slug)
    day = body_day(certification.body, books, at)
    standing = standing_of(certification, day, facts)
    return Held(certification, standing, edition_of(books, standing.edition))


def standings_of(person: Person, at: datetime) -> tuple[Held, ...]:
    """Where every certification of a person stands, each on its own body's day."""
    return standings_under(person, facts_of(person), all_rulebooks(), at)


def standings_under(
    person: Person, facts: Facts, books: dict[str, tuple[Rulebook, ...]], at: datetime
) -> tuple[Held, ...]:
    """The same, from what was gathered before."""
    return tuple(_held(certification, facts, books, at) for certification in _judged(person))


def standings_of_many(certifications: Iterable[Certification], at: datetime) -> tuple[Held, ...]:
    """Where many persons' certifications stand; as many queries as for one."""
    rows = [row for row in certifications if row.register != Register.REJECTED]
    persons = {row.person_id: row.person for row in rows}
    facts, books = facts_of_many(tuple(persons.values())), all_rulebooks()
    return tuple(_held(row, facts[row.person_id], books, at) for row in rows)


def worth_of(person: Person, draft: Activity, at: datetime) -> tuple[Worth, ...]:
    """What an activity would be worth under every certification held, before logging it.

    A draft with the id of an entry stands in its place: what correcting it would change. Of
    a course it is judged with what approvals say of its categories.
    """
    facts, books = facts_of(person), all_rulebooks()
    draft = replace(draft, id=draft.id or DRAFT)
    others = tuple(activity for activity in facts.activities if activity.id != draft.id)
    without = replace(facts, activities=others)
    decisions = (*facts.decisions, *said_by_approvals((draft,)))
    having = replace(facts, activities=(*others, draft), decisions=decisions)
    found = []
    for certification in _judged(person):
        before = _held(certification, without, books, at)
        after = _held(certification, having, books, at)
        finding = next(
            (each for each in after.standing.activities if each.activity == draft.id), None
        )
        found.append(Worth(certification, after.rulebook, finding, before.standing, after.standing))
    return tuple(found)


def _judged(person: Person) -> tuple[Certification, ...]:
    """What the person holds, without what the body does not know of."""
    return tuple(row for row in certifications_of(person) if row.register != Register.REJECTED)


def _held(
    certification: Certification,
    facts: Facts,
    books: dict[str, tuple[Rulebook, ...]],
    at: datetime,
) -> Held:
    own = books.get(certification.body.slug, ())
    day = body_day(certification.body, own, at)
    standing = judge(own, facts, certification.public_id, day)
    return Held(certification, standing, edition_of(own, standing.edition))


def with_holding(facts: Facts, certification: Certification) -> Facts:
    """Facts that have the holding, even one its holder has taken off the list since."""
    if any(each.id == certification.public_id for each in facts.holdings):
        return facts
    return replace(facts, holdings=(*facts.holdings, holding_fact(certification)))


# ---------------------------------------------------------------- what if


def on_register(body: Body) -> QuerySet[Certification]:
    """The certifications on the register, but for those the body says it does not know."""
    return register_of(body).exclude(register=Register.REJECTED).order_by("pk")


def what_ifs_of(draft: Draft) -> QuerySet[WhatIf]:
    """What was asked about a draft, the newest first; the caller has fetched the draft."""
    return WhatIf.objects.filter(version__draft=draft).select_related("version", "asked_by")


def affected_by(what_if: WhatIf) -> QuerySet[Affected]:
    """Whom it concerns: those who would turn short first."""
    rank = Case(When(turn="short", then=0), When(turn="met", then=1), default=2)
    return (
        Affected.objects.filter(what_if=what_if)
        .select_related("certification__person", "certification__body")
        .order_by(rank, "certification__person__name", "id")
    )
