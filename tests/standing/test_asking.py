"""Asking the law: facts from rows in few queries, what an entry would be worth, kept answers."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from pytest_django.fixtures import DjangoAssertNumQueries

from recert.credentials.actions import affirm, reject_certification
from recert.credentials.queries import certifications_of
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import Kind, Member, Topic
from recert.rules.findings import Verdict, to_plain
from recert.standing.actions import keep_answer
from recert.standing.gathering import facts_of, facts_of_many
from recert.standing.models import Answer
from recert.standing.queries import (
    held_of,
    standing_of,
    standings_of,
    standings_of_many,
    worth_of,
)
from recert.transcript.actions import withdraw_activity
from recert.transcript.records import activity_fact
from tests.cast import NOW, TODAY, Cast, course, log


def test_everything_recorded_reaches_the_law(cast: Cast) -> None:
    set_membership(
        person=cast.ada, body=cast.acsm, since=date(2026, 1, 1), until=None, by=cast.hal, at=NOW
    )
    affirm(
        by=cast.ada,
        at=NOW,
        certification=cast.ada_acsm,
        to="truthful",
        cycle_end=date(2026, 12, 31),
    )
    facts = facts_of(cast.ada)
    assert (facts.person, facts.country) == (cast.ada.public_id, "US")
    assert {(each.body, each.credential) for each in facts.holdings} == {
        ("acsm", "ep"),
        ("action", "cpt"),
        ("ace", "cpt"),
        ("nasm", "cpt"),
    }
    assert len(facts.activities) == 3
    assert len(facts.documents) == 1
    assert facts.memberships == (Member(body="acsm", since=date(2026, 1, 1)),)
    assert [each.to for each in facts.attestations] == ["truthful"]


def test_nobody_else_gets_in(cast: Cast) -> None:
    mine = {each.id for each in facts_of(cast.ada).activities}
    theirs = {each.id for each in facts_of(cast.ben).activities}
    assert not mine & theirs
    assert facts_of(cast.eve).holdings == ()


def test_what_is_withdrawn_is_not_a_fact(cast: Cast) -> None:
    entry = log(cast.eve, course("Hips", date(2026, 2, 2), "2"))
    withdraw_activity(by=cast.eve, at=NOW, public_id=entry.public_id)
    assert facts_of(cast.eve).activities == ()


def test_facts_cost_the_same_however_many_people_and_entries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        log(cast.ada, course(f"Part {number}", date(2026, 2, 2), "1"))
    everybody = tuple(Person.objects.all())
    one, many = 12, 12
    with django_assert_num_queries(one):
        facts_of_many((cast.ada,))
    with django_assert_num_queries(many):
        assert len(facts_of_many(everybody)) == len(everybody)


def test_many_standings_are_those_of_each(cast: Cast) -> None:
    rows = [cast.ada_acsm, cast.ben_acsm, cast.carol_acsm, cast.ada_action]
    many = standings_of_many(rows, NOW)
    assert [each.standing for each in many] == [standing_of(row, TODAY) for row in rows]


def test_what_the_body_rejects_is_not_judged(cast: Cast) -> None:
    assert len(standings_of(cast.ada, NOW)) == 4
    cast.ada_acsm.register = "self-declared"
    cast.ada_acsm.save()
    reject_certification(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ada_acsm.public_id, reason="Unknown."
    )
    assert {each.certification.body.slug for each in standings_of(cast.ada, NOW)} == {
        "action",
        "ace",
        "nasm",
    }


def test_before_the_first_edition_the_law_declines(cast: Cast) -> None:
    standing = standing_of(cast.ada_acsm, date(1999, 1, 1))
    assert standing.verdict is Verdict.NOT_COVERED


def test_each_certification_is_judged_on_its_own_bodys_day(cast: Cast) -> None:
    at = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)  # after midnight in New York, not yet in Denver
    days = {
        each.certification.body.slug: each.standing.as_of for each in standings_of(cast.ada, at)
    }
    zones = {book.body: book.zone for books in all_rulebooks().values() for book in books}
    assert days == {slug: at.astimezone(ZoneInfo(zones[slug])).date() for slug in days}
    assert len(set(days.values())) == 2
    rows = list(certifications_of(cast.ada))
    assert [each.standing for each in standings_of_many(rows, at)] == [
        held_of(row, at).standing for row in rows
    ]


def test_the_worth_of_a_draft_under_every_certification(cast: Cast) -> None:
    draft = course("Ethics", date(2026, 11, 1), "0.3", by="ace", topics=frozenset({Topic.ETHICS}))
    worth = {each.certification.body.slug: each for each in worth_of(cast.ada, draft, NOW)}
    assert worth["ace"].finding is not None
    assert worth["ace"].finding.counted == Fraction("0.3")
    assert worth["acsm"].finding is not None
    assert worth["acsm"].finding.counted == 3
    assert worth["acsm"].after.counted - worth["acsm"].before.counted == 3
    assert worth["action"].after.counted == worth["action"].before.counted
    assert standing_of(cast.ada_acsm, TODAY) == worth["acsm"].before  # nothing was written


def test_the_worth_of_correcting_an_entry(cast: Cast) -> None:
    entry = log(cast.ada, course("Hips", date(2026, 2, 2), "2"))
    fact = activity_fact(entry)
    assert fact.kind is Kind.COURSE
    [acsm] = [each for each in worth_of(cast.ada, fact, NOW) if each.certification == cast.ada_acsm]
    assert acsm.after == standing_of(cast.ada_acsm, TODAY)
    assert acsm.after.counted - acsm.before.counted == 2


def test_a_kept_answer_is_what_was_said(cast: Cast) -> None:
    standing = standing_of(cast.ada_acsm, TODAY)
    answer = keep_answer(at=NOW, certification=cast.ada_acsm, standing=standing)
    kept = Answer.objects.get(pk=answer.pk)
    assert kept.findings == to_plain(standing)
    written = json.dumps(kept.findings, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert kept.sha256 == hashlib.sha256(written.encode()).hexdigest()
    assert (kept.as_of, kept.edition) == (TODAY, "2025")
