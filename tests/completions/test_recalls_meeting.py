"""A recall meets others: another body's, a petition, an audit, what is reported late or anew."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from recert.completions.correcting import correct, void
from recert.completions.disputing import dispute_missing
from recert.completions.effects import decide_effect, effects_to_decide
from recert.completions.models import (
    Completion,
    CompletionState,
    CorrectionState,
    EffectState,
    Recall,
    RecallRule,
    RecallState,
)
from recert.completions.recall_work import advance_recalls
from recert.completions.recalling import (
    RecallDraft,
    declare_recall,
    draft_recall_by_body,
    draft_recall_by_provider,
    undo_recall,
)
from recert.completions.receiving import Named
from recert.people.models import Body, Person, Role, StaffRole
from recert.standing.queries import held_of
from recert.transcript.actions import add_evidence, decide_petition, open_petition
from recert.transcript.models import Activity, Petition, PetitionState
from recert.transcript.queries import transcript_of
from tests.cast import NOW, person
from tests.completions.scene import DAY, line, send, sent, set_birthdays, states
from tests.teaching import Teaching
from tests.transcript.files import pdf

S = CompletionState


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching) -> None:
    set_birthdays(teaching)


def owner(body: Body) -> Person:
    """Somebody who owns a body's desk."""
    found = person("Zoe Roe")
    StaffRole.objects.create(person=found, body=body, role=Role.OWNER)
    return found


def draft(teaching: Teaching, rule: RecallRule = RecallRule.VOID, **more: Any) -> RecallDraft:
    said: dict[str, Any] = {
        "course_id": teaching.course.public_id, "since": date(2026, 11, 1),
        "until": date(2026, 11, 20), "rule": rule, "reason": "The slides were wrong",
    }  # fmt: skip
    return RecallDraft(**{**said, **more})


def by_body(teaching: Teaching, who: Person, slug: str = "acsm", **more: Any) -> Recall:
    found = draft_recall_by_body(by=who, at=NOW, body_slug=slug, draft=draft(teaching, **more))
    return declare_recall(by=who, at=NOW, recall=found)


def by_lab(teaching: Teaching) -> Recall:
    found = draft_recall_by_provider(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", draft=draft(teaching)
    )
    return declare_recall(by=teaching.nia, at=NOW, recall=found)


def undone(who: Person, recall: Recall) -> None:
    recall.refresh_from_db()
    undo_recall(by=who, at=NOW, recall=recall)
    work()
    recall.refresh_from_db()
    assert recall.state == RecallState.UNDONE


def work(at: Any = NOW) -> None:
    """The worker does all there is to do, and then rests."""
    for _turn in range(50):
        if not advance_recalls(at=at):
            return
    raise AssertionError("it never ends")


def credit_of(whom: Person) -> set[str]:
    entries = transcript_of(whom).filter(reported_by="provider")
    return {award.by for entry in entries for award in entry.awards.all()}


def asked(teaching: Teaching, entry: Activity) -> Petition:
    """Ada asks ACTION about an entry."""
    cast = teaching.cast
    return open_petition(
        by=cast.ada, at=NOW, activity_id=entry.public_id,
        certification_id=cast.ada_action.public_id, question="Does it count?",
    )  # fmt: skip


def answered(teaching: Teaching, petition: Petition) -> None:
    """ACTION accepts it."""
    decide_petition(
        by=teaching.cast.fay, at=NOW, body_slug="action", public_id=petition.public_id,
        accept=True, reason="It is about training", clause="", amount=Fraction(1), categories=(),
    )  # fmt: skip


def test_each_body_gives_back_what_it_took_in_any_order(teaching: Teaching) -> None:
    cast, zoe = teaching.cast, owner(teaching.cast.ace)
    sent(teaching)
    acsms, aces = by_body(teaching, cast.hal), by_body(teaching, zoe, "ace")
    work()
    assert credit_of(cast.ada) == set()
    undone(cast.hal, acsms)
    assert credit_of(cast.ada) == {"acsm"}
    undone(zoe, aces)
    assert credit_of(cast.ada) == {"ace", "acsm"}


def test_what_one_gives_back_another_in_force_takes(teaching: Teaching) -> None:
    cast = teaching.cast
    sent(teaching)
    whole = by_lab(teaching)
    work()
    assert not transcript_of(cast.ada).filter(reported_by="provider").exists()
    first, second = by_body(teaching, cast.hal), by_body(teaching, cast.hal, reason="And again")
    work()
    undone(teaching.nia, whole)
    assert credit_of(cast.ada) == {"ace"}
    undone(cast.hal, first)
    assert credit_of(cast.ada) == {"ace"}
    undone(cast.hal, second)
    assert credit_of(cast.ada) == {"ace", "acsm"}


def test_what_was_reported_anew_meanwhile_stays(teaching: Teaching) -> None:
    sent(teaching, line(external_id="x-1"))
    recall = by_lab(teaching)
    work()
    again = send(teaching, line(external_id="x-1", completed=date(2026, 10, 20)), key="k2")
    assert states(again) == [S.ACCEPTED]
    undone(teaching.nia, recall)
    assert Completion.objects.filter(external_id="x-1", state=S.ACCEPTED).count() == 1


def test_what_comes_late_counts_until_the_day_as_well(teaching: Teaching) -> None:
    ada = teaching.cast.ada
    rule: dict[str, Any] = {"rule": RecallRule.UNTIL_DAY, "day": date(2026, 12, 31)}
    by_body(teaching, teaching.cast.hal, **rule)
    work()
    sent(teaching)
    work()
    assert credit_of(ada) == {"ace", "acsm"}
    work(NOW + timedelta(days=45))
    assert credit_of(ada) == {"ace"}


def test_an_audit_keeps_its_entry_and_holds_nobody_else_up(teaching: Teaching) -> None:
    cast = teaching.cast
    held = sent(teaching).activity
    sent(teaching, line(named=Named(email="ben@example.org")), key="k2")
    Activity.objects.filter(pk=held.pk).update(held_by="audit:x")  # type: ignore[union-attr]
    recall = by_lab(teaching)
    work()
    recall.refresh_from_db()
    assert (recall.state, credit_of(cast.ben), credit_of(cast.ada)) == (
        RecallState.RUNNING, set(), {"ace", "acsm"},
    )  # fmt: skip
    Activity.objects.update(held_by="")
    work()
    recall.refresh_from_db()
    assert (recall.state, credit_of(cast.ada)) == (RecallState.DONE, set())


def test_asking_keeps_no_mistake_and_an_answer_is_asked_about(teaching: Teaching) -> None:
    done = sent(teaching)
    assert done.activity is not None
    petition = asked(teaching, done.activity)
    void(by=teaching.nia, at=NOW, completion=done, reason="She was not there")
    petition.refresh_from_db()
    assert (petition.state, credit_of(teaching.cast.ada)) == (PetitionState.WITHDRAWN, set())
    other = sent(teaching, line(completed=date(2026, 11, 7)), key="k2")
    assert other.activity is not None
    answered(teaching, asked(teaching, other.activity))
    waits = void(by=teaching.nia, at=NOW, completion=other, reason="She was not there")
    assert waits.state == CorrectionState.WAITING
    assert waits.effects.get().certification == teaching.cast.ada_action


def test_a_bodys_recall_leaves_what_others_decided(teaching: Teaching) -> None:
    cast = teaching.cast
    done = sent(teaching)
    assert done.activity is not None
    answered(teaching, asked(teaching, done.activity))
    before = held_of(cast.ada_action, NOW).standing.counted
    assert before
    recall = by_body(teaching, cast.hal)
    work()
    assert credit_of(cast.ada) == {"ace"}
    assert held_of(cast.ada_action, NOW).standing.counted == before
    undone(cast.hal, recall)
    assert credit_of(cast.ada) == {"ace", "acsm"}
    assert held_of(cast.ada_action, NOW).standing.counted == before


@pytest.mark.parametrize("is_whole", [False, True], ids=("a body's", "the provider's"))
def test_a_recall_waits_for_what_a_body_is_asked_already(
    teaching: Teaching, is_whole: bool
) -> None:
    cast = teaching.cast
    done = sent(teaching)
    assert done.activity is not None
    answered(teaching, asked(teaching, done.activity))
    held = correct(
        by=teaching.nia, at=NOW, completion=done, line=line(minutes=60), reason="She left early"
    )
    assert held.state == S.HELD
    recall = by_lab(teaching) if is_whole else by_body(teaching, cast.hal)
    work()
    recall.refresh_from_db()
    assert recall.state == RecallState.RUNNING
    decided(teaching)
    work()
    held.refresh_from_db()
    recall.refresh_from_db()
    assert recall.state == RecallState.DONE
    if is_whole:  # what was to be corrected is recalled, so the body is asked about that
        assert held.state == S.VOIDED
        decided(teaching)
    assert held.state == (S.VOIDED if is_whole else S.ACCEPTED)
    assert credit_of(cast.ada) == (set() if is_whole else {"ace"})


def decided(teaching: Teaching) -> None:
    """ACTION says that what it decided stands."""
    (effect,) = effects_to_decide(teaching.cast.action)
    decide_effect(
        by=teaching.cast.fay, at=NOW, body_slug="action", public_id=effect.public_id,
        choice=EffectState.STANDS, reason="It makes no difference",
    )  # fmt: skip


def test_what_is_recalled_is_not_promised_nor_taken_by_oneself(
    teaching: Teaching, client: Client
) -> None:
    """On the course's page, in an entry of one's own, and meanwhile in a dispute."""
    cast = teaching.cast
    by_body(teaching, cast.hal, until=date(2026, 12, 31))
    work()
    client.force_login(cast.ada)
    page = client.get(f"/courses/{teaching.course.public_id}")
    assert "American College of Sports Medicine recalled this course" in page.content.decode()
    file = add_evidence(by=cast.ada, at=NOW, name="c.pdf", content=pdf()).public_id
    missing = dispute_missing(by=cast.ada, at=NOW, course=teaching.course, completed=DAY, key="d",
                              evidence_id=file)  # fmt: skip
    assert missing.provisional is not None
    assert {award.by for award in missing.provisional.awards.all()} == {"ace"}
    own = client.get(f"/me/activities/{missing.provisional.public_id}/")
    assert own.context["approved"] is None
