"""What people have done, brought in by their body: tried, recorded, superseded, never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from recert.lib.refusals import NotFound
from recert.notices.models import Notice
from recert.people.models import Person
from recert.register.importing.acts import upload
from recert.register.models import Brings, Import
from recert.rules.amounts import to_grains
from recert.rules.facts import DecisionKind
from recert.standing.gathering import facts_of
from recert.transcript.actions import correct_activity, open_petition
from recert.transcript.models import Activity, EntryRuling
from recert.transcript.records import activity_fact
from tests.cast import NOW, Cast
from tests.register.lists import as_csv, bring, line, run

HEADINGS = (
    "Activity ID", "Cert No.", "Name", "Title", "Date completed", "Credits", "Category",
    "Sponsor", "Status", "Approved on",
)  # fmt: skip


def deed(nr: int, **changed: object) -> tuple[object, ...]:
    """A good row: something Ben did, which ACSM accepted."""
    fields: dict[str, object] = {
        "id": f"A-{nr}", "number": "118860", "name": "Ben Okafor", "title": f"Course {nr}",
        "done": "2025-03-04", "credits": "3.5", "category": "", "provider": "Corner Gym",
        "status": "approved", "on": "2025-04-01",
    }  # fmt: skip
    return tuple({**fields, **changed}.values())


def history(cast: Cast, rows: Sequence[Sequence[object]], **orders: str) -> Import:
    return bring(cast.hal, as_csv(rows, HEADINGS), brings=Brings.HISTORY, **orders)


def rules(found: Import) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.rule) for each in found.problems.all()]


def of_ben(cast: Cast) -> dict[str, Activity]:
    rows = Activity.objects.filter(person=cast.ben, superseded_by=None, reported_by="body")
    return {row.title: row for row in rows}


def test_what_was_done_and_decided_comes_in_once_and_counts_as_it_was_decided(cast: Cast) -> None:
    rows = [
        deed(1), deed(2, status="rejected", credits="2"), deed(3, status="pending", on=""),
        deed(4, status="accepted", credits="", category="life-support"),
    ]  # fmt: skip
    found = history(cast, rows)
    assert (found.counts, rules(found)) == ({"new": 4}, [])
    assert not of_ben(cast)
    assert run(found, cast.hal).did == {"new": 4}
    one = of_ben(cast)["Course 1"]
    assert (one.completed, one.provider_name) == (date(2025, 3, 4), "Corner Gym")
    assert one.awards.get().amount_grains == to_grains(Fraction("3.5"))
    said = {
        fact.activity: (fact.kind, fact.amount, fact.on, fact.categories)
        for fact in facts_of(cast.ben).decisions
    }
    two, three, four = (of_ben(cast)[f"Course {n}"].public_id for n in (2, 3, 4))
    half = Fraction("3.5")
    assert said[one.public_id] == (DecisionKind.ACCEPT, half, date(2025, 4, 1), frozenset())
    assert said[two][0] is DecisionKind.REJECT
    assert three not in said
    assert said[four] == (DecisionKind.ACCEPT, None, date(2025, 4, 1), frozenset({"life-support"}))
    told = Notice.objects.get(recipient_id=cast.ben.public_id, kind="register-changed")
    assert "recorded what you have done" in told.subject
    assert history(cast, rows).counts == {"same": 4}


def test_a_row_that_says_something_new_supersedes_with_its_proof_and_its_decision(
    cast: Cast,
) -> None:
    run(history(cast, [deed(1), deed(2)]), cast.hal)
    before = of_ben(cast)
    found = history(cast, [deed(1, credits="4"), deed(2, status="denied")])
    assert found.counts == {"changed": 2}
    run(found, cast.hal)
    now = of_ben(cast)
    old = Activity.objects.get(pk=before["Course 1"].pk)
    assert old.superseded_by == now["Course 1"]
    assert old.awards.get().amount_grains == to_grains(Fraction("3.5"))
    assert not old.rulings.filter(ended_at=None).exists()
    assert now["Course 1"].rulings.get(ended_at=None).amount_grains == to_grains(Fraction(4))
    assert now["Course 2"] == before["Course 2"]  # the entry is as it was; what was decided is not
    assert [each.is_accepted for each in now["Course 2"].rulings.order_by("pk")] == [True, False]
    assert history(cast, [deed(1, credits="4"), deed(2, status="denied")]).counts == {"same": 2}


def test_without_an_id_what_it_was_tells_it_apart(cast: Cast) -> None:
    rows = [deed(1, id=""), deed(1, id="", done="2025-03-05"), deed(1, id="", credits="9")]
    found = history(cast, rows)
    assert rules(found) == [(4, "title", "same-deed")]
    run(found, cast.hal)
    assert Activity.objects.filter(person=cast.ben, reported_by="body").count() == 2
    assert history(cast, rows[:2]).counts == {"same": 2}


def test_every_problem_says_row_column_and_rule(cast: Cast) -> None:
    run(bring(cast.hal, as_csv([line(1)])), cast.hal)
    run(history(cast, [deed(30)]), cast.hal)
    other = {"number": "900001", "name": "Person Nr1"}
    rows = [
        deed(1, number="nobody"),
        deed(2, name="Quite Another"),
        deed(3, title="", done="soon"),
        deed(4, done="2027-01-01", on=""),
        deed(5, credits="many"),
        deed(6, category="gardening"),
        deed(7, category="life-support", status="", on=""),
        deed(8, status="perhaps"),
        deed(9, on="2025-03-01"),
        deed(10, number=""),
        deed(30, **other),
        deed(12), deed(12, **other),
    ]  # fmt: skip
    found = history(cast, rows)
    assert rules(found) == [
        (2, "number", "no-person"),
        (3, "name", "other-person"),
        (4, "completed", "no-day"),
        (4, "title", "missing"),
        (5, "completed", "future"),
        (6, "amount", "no-amount"),
        (7, "category", "no-category"),
        (9, "decided", "no-decision"),
        (10, "decided_on", "backwards"),
        (11, "person_id", "nobody"),
        (12, "entry_id", "taken-entry"),
        (14, "entry_id", "same-deed"),
    ]
    undecided = history(cast, [deed(7, category="life-support", status="", on="")])
    run(undecided, cast.hal)
    assert of_ben(cast)["Course 7"].kind == "life-support-training"  # what that category is of


def test_what_was_decided_here_since_is_not_put_back(cast: Cast) -> None:
    run(history(cast, [deed(1, status="", on=""), deed(2, status="", on="")]), cast.hal)
    one, two = (of_ben(cast)[f"Course {n}"] for n in (1, 2))
    EntryRuling.objects.create(
        activity=one, certification=cast.ben_acsm, subject="audit:x", is_accepted=True,
        decided_on=NOW.date(), at=NOW,
    )  # fmt: skip
    Activity.objects.filter(pk=two.pk).update(held_by="audit:y")
    changed = [deed(1, credits="9", status="", on=""), deed(2)]
    assert history(cast, changed).counts == {"conflict": 2}
    assert history(cast, [deed(1, status="", on="")]).counts == {"same": 1}
    with pytest.raises(Exception, match="reported by somebody else"):
        correct_activity(by=cast.ben, at=NOW, public_id=one.public_id, activity=activity_fact(one))
    asked = open_petition(
        by=cast.ben, at=NOW, activity_id=one.public_id,
        certification_id=cast.ben_acsm.public_id, question="Is it more?",
    )  # fmt: skip
    assert asked.state == "submitted"


def test_only_ones_own_people_are_found_and_nobody_records_for_themselves(cast: Cast) -> None:
    headings = ("E-mail", "Title", "Completed")
    rows = [(one.email, "A course", "2025-01-02") for one in (cast.gus, cast.hal, cast.ben)]
    found = bring(cast.hal, as_csv(rows, headings), brings=Brings.HISTORY)
    assert {row: rule for row, _column, rule in rules(found)}.keys() == {2, 3}
    assert found.counts == {"bad": 2, "new": 1}
    assert run(found, cast.hal, only_whole=False).did == {"bad": 2, "new": 1}
    assert Activity.objects.filter(title="A course").get().person == cast.ben
    for other in (cast.fay, cast.ada):
        with pytest.raises(NotFound):
            upload(
                by=other, at=NOW, body_slug="acsm", name="x", content=b"a\nb",
                brings=Brings.HISTORY,
            )  # fmt: skip
    assert Person.objects.filter(pk=cast.ben.pk).exists()
