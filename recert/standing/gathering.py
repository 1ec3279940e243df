"""Gathering: from rows to the facts the law reads, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from recert.catalogue.reading import said_by_approvals
from recert.credentials.queries import answered_by, carried_by, held_by, holding_fact
from recert.people.models import Person
from recert.people.queries import memberships_of
from recert.rules.facts import Facts, Member
from recert.transcript.queries import done_by


def facts_of(person: Person) -> Facts:
    """All that is known of one person."""
    return facts_of_many((person,))[person.pk]


def facts_of_many(persons: Sequence[Person]) -> dict[int, Facts]:
    """All that is known of several persons, by row; as many queries as for one."""
    ids = [person.pk for person in persons]
    held, attested, ruled = held_by(ids)
    carried, answered = carried_by(ids), answered_by(ids)
    done, papers, petitioned = done_by(ids)
    members: dict[int, list[Member]] = defaultdict(list)
    for row in memberships_of(ids):
        members[row.person_id].append(Member(body=row.body.slug, since=row.since, until=row.until))
    approved = defaultdict(list)
    whose = {each.id: pk for pk, activities in done.items() for each in activities}
    for said in said_by_approvals(each for activities in done.values() for each in activities):
        approved[whose[said.activity]].append(said)
    return {
        person.pk: Facts(
            person=person.public_id,
            holdings=tuple(holding_fact(row) for row in held[person.pk]),
            activities=tuple(done[person.pk]),
            documents=tuple(papers[person.pk]),
            memberships=tuple(members[person.pk]),
            attestations=tuple(attested[person.pk]),
            decisions=(*ruled[person.pk], *approved[person.pk], *petitioned[person.pk]),
            carried=tuple(carried.get(person.pk, ())),
            country=person.country,
            attributes=answered.get(person.pk, {}),
        )
        for person in persons
    }
