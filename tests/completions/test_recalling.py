"""A course is recalled: everybody affected by one rule, in parts, and back again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.completions import recall_work
from recert.completions.effects import decide_effect, effects_to_decide
from recert.completions.models import (
    Completion,
    CompletionState,
    EffectState,
    Recall,
    RecallRule,
    RecallState,
)
from recert.completions.recall_work import advance_recalls
from recert.completions.recalled import counts_of, preview_of
from recert.completions.recalling import (
    RecallDraft,
    declare_recall,
    draft_recall_by_body,
    draft_recall_by_provider,
    undo_recall,
)
from recert.completions.receiving import Named
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.people.models import Person
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import (
    cueing,
    line,
    renewed,
    send,
    sent,
    set_birthdays,
    states,
)
from tests.teaching import Teaching

S = CompletionState


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching, monkeypatch: pytest.MonkeyPatch) -> None:
    set_birthdays(teaching)
    monkeypatch.setattr(recall_work, "DONE_AT_A_TIME", 1)
    monkeypatch.setattr(recall_work, "LISTED_AT_A_TIME", 1)


def draft(teaching: Teaching, rule: RecallRule, **more: Any) -> RecallDraft:
    said: dict[str, Any] = {
        "course_id": teaching.course.public_id, "since": date(2026, 11, 1),
        "until": date(2026, 11, 20), "rule": rule, "reason": "The slides were wrong",
    }  # fmt: skip
    return RecallDraft(**{**said, **more})


def by_acsm(teaching: Teaching, rule: RecallRule, **more: Any) -> Recall:
    """ACSM declares it."""
    recall = draft_recall_by_body(
        by=teaching.cast.hal, at=NOW, body_slug="acsm", draft=draft(teaching, rule, **more)
    )
    return declare_recall(by=teaching.cast.hal, at=NOW, recall=recall)


def work(at: Any = NOW) -> None:
    """The worker does all there is to do."""
    while advance_recalls(at=at):
        pass


def credit_of(person: Person) -> set[str]:
    """Whose credit a person's reported entries have."""
    entries = transcript_of(person).filter(reported_by="provider")
    return {award.by for entry in entries for award in entry.awards.all()}


def reported(teaching: Teaching) -> None:
    """Ada completed it on the 14th, Ben on the 7th, and Carol before all this."""
    ben, carol = Named(email="ben@example.org"), Named(email="carol@example.org")
    received = send(
        teaching,
        line(),
        line(row=2, named=ben, completed=date(2026, 11, 7)),
        line(row=3, named=carol, completed=date(2026, 10, 3)),
    )
    assert states(received) == [S.ACCEPTED] * 3


def test_a_body_takes_its_own_credit_alone_and_gives_it_back(teaching: Teaching) -> None:
    cast = teaching.cast
    reported(teaching)
    recall = draft_recall_by_body(
        by=cast.hal, at=NOW, body_slug="acsm", draft=draft(teaching, RecallRule.VOID)
    )
    seen = preview_of(recall)
    assert (seen.people, seen.loses, seen.renewals) == (2, 2, 0)
    assert {each[2:] for each in seen.by_credential} == {("ep", 1), ("cpt", 1)}
    assert advance_recalls(at=NOW) == 0
    declare_recall(by=cast.hal, at=NOW, recall=recall)
    declare_recall(by=cast.hal, at=NOW, recall=recall)
    work()
    recall.refresh_from_db()
    assert (recall.state, counts_of(recall)) == (RecallState.DONE, {"taken": 2})
    assert [credit_of(each) for each in (cast.ada, cast.ben, cast.carol)] == [
        {"ace"}, {"ace"}, {"ace", "acsm"},
    ]  # fmt: skip
    again = send(teaching, line(named=Named(email="dan@example.org")), key="k2")
    assert states(again) == [S.ACCEPTED]
    assert credit_of(cast.dan) == {"ace"}
    undo_recall(by=cast.hal, at=NOW, recall=recall)
    work()
    recall.refresh_from_db()
    assert recall.state == RecallState.UNDONE
    assert [credit_of(each) for each in (cast.ada, cast.ben)] == [{"ace", "acsm"}] * 2
    letters = Notice.objects.filter(kind="credit-corrected", recipient_id=cast.ada.public_id)
    assert letters.count() == 2
    assert transcript_of(cast.ada).filter(reported_by="provider").count() == 1


def test_from_a_day_on_and_until_a_day(teaching: Teaching) -> None:
    cast = teaching.cast
    reported(teaching)
    with pytest.raises(Refused) as refused:
        by_acsm(teaching, RecallRule.FROM_DAY, reason="")
    assert [each.field for each in refused.value.refusals] == ["day", "reason"]
    by_acsm(teaching, RecallRule.FROM_DAY, day=date(2026, 11, 10))
    work()
    assert [credit_of(each) for each in (cast.ada, cast.ben)] == [{"ace"}, {"ace", "acsm"}]
    recall = by_acsm(teaching, RecallRule.UNTIL_DAY, day=date(2026, 12, 31))
    work()
    assert counts_of(recall) == {"counts-until": 1}
    assert credit_of(cast.ben) == {"ace", "acsm"}
    assert "31 December 2026" in Notice.objects.filter(
        recipient_id=cast.ben.public_id, kind="credit-corrected"
    ).latest("id").text  # fmt: skip
    work(NOW + timedelta(days=45))
    assert (counts_of(recall), credit_of(cast.ben)) == ({"taken": 1}, {"ace"})


def test_a_provider_takes_everything_and_reports_no_more_of_it(teaching: Teaching) -> None:
    cast = teaching.cast
    reported(teaching)
    said = draft(teaching, RecallRule.VOID)
    for nobody in (cast.hal, teaching.pia):
        with pytest.raises(NotFound):
            draft_recall_by_provider(by=nobody, at=NOW, provider_slug=teaching.lab.slug, draft=said)
    recall = draft_recall_by_provider(
        by=teaching.oto, at=NOW, provider_slug=teaching.lab.slug, draft=said
    )
    with pytest.raises(NotFound):
        declare_recall(by=cast.hal, at=NOW, recall=recall)
    declare_recall(by=teaching.oto, at=NOW, recall=recall)
    work()
    assert (credit_of(cast.ada), credit_of(cast.carol)) == (set(), {"ace", "acsm"})
    assert Completion.objects.filter(state=S.VOIDED).count() == 2
    assert states(send(teaching, line(), key="k2")) == [S.PROBLEM]
    undo_recall(by=teaching.oto, at=NOW, recall=recall)
    work()
    assert credit_of(cast.ada) == {"ace", "acsm"}
    assert not Completion.objects.filter(state=S.VOIDED).exists()


def test_what_stands_is_only_told_and_others_courses_are_not_ones_own(teaching: Teaching) -> None:
    reported(teaching)
    recall = by_acsm(teaching, RecallRule.STANDS)
    work()
    assert counts_of(recall) == {"told": 2}
    assert credit_of(teaching.cast.ada) == {"ace", "acsm"}
    with pytest.raises(NotFound):
        draft_recall_by_body(
            by=teaching.cast.fay, at=NOW, body_slug="action",
            draft=draft(teaching, RecallRule.VOID),
        )  # fmt: skip
    with pytest.raises(NotFound):
        draft_recall_by_body(
            by=teaching.cast.dan, at=NOW, body_slug="acsm",
            draft=draft(teaching, RecallRule.VOID),
        )  # fmt: skip


def test_what_a_renewal_rests_on_is_asked_and_then_it_cannot_be_undone(
    teaching: Teaching,
) -> None:
    cast = teaching.cast
    old = cueing(teaching)
    renewed(teaching)
    assert old.course is not None
    recall = by_acsm(
        teaching, RecallRule.VOID, course_id=old.course.public_id, since=date(2026, 1, 1)
    )
    assert preview_of(recall).renewals == 1
    work()
    assert counts_of(recall) == {"asked": 1}
    assert credit_of(cast.carol) == {"acsm"}
    effect = effects_to_decide(cast.acsm).get()
    decide_effect(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=effect.public_id,
        choice=EffectState.STANDS, reason="Nobody could know",
    )  # fmt: skip
    assert credit_of(cast.carol) == set()
    with pytest.raises(Refused, match="decided about a renewal"):
        undo_recall(by=cast.hal, at=NOW, recall=recall)


def test_a_recall_cut_short_is_taken_back_with_what_it_asked(teaching: Teaching) -> None:
    cast = teaching.cast
    old = cueing(teaching)
    renewed(teaching)
    assert old.course is not None
    recall = by_acsm(
        teaching, RecallRule.VOID, course_id=old.course.public_id, since=date(2026, 1, 1)
    )
    advance_recalls(at=NOW)
    undo_recall(by=cast.hal, at=NOW, recall=recall)
    work()
    assert not effects_to_decide(cast.acsm).exists()
    assert credit_of(cast.carol) == {"acsm"}
    assert sent(teaching, key="k9").state == S.ACCEPTED
