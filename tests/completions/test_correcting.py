"""Mistakes are mendable: at once where nothing rests on them, by the body where something does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.appeals.decisions import decision_for
from recert.completions.correcting import correct, drop_correction, void
from recert.completions.effects import (
    decide_effect,
    effect_for_staff,
    effects_of,
    effects_to_decide,
    reopen_effect,
)
from recert.completions.models import Completion, CompletionState, CorrectionState, EffectState
from recert.completions.queries import corrections_of, trail_of
from recert.completions.receiving import Named, PartTaken, line_of
from recert.credentials.models import Term
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.renewals.actions import approve
from recert.renewals.models import State
from recert.rules.amounts import from_grains, to_grains
from recert.rules.findings import Verdict
from recert.standing.queries import held_of
from recert.transcript.models import Activity, EntryRuling
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import DAY, cueing, filed, line, renewed, sent, set_birthdays
from tests.teaching import Teaching

S, E = CompletionState, EffectState


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching) -> None:
    set_birthdays(teaching)


def refreshed(completion: Completion) -> Completion:
    return Completion.objects.select_related("activity", "person").get(pk=completion.pk)


def test_a_correction_takes_the_place_of_what_was_wrong_with_a_trail(teaching: Teaching) -> None:
    ada = teaching.cast.ada
    old = sent(teaching)
    said = line(completed=date(2026, 11, 7), minutes=110)
    with pytest.raises(Refused, match="reason"):
        correct(by=teaching.nia, at=NOW, completion=old, line=said)
    new = correct(by=teaching.nia, at=NOW, completion=old, line=said, reason="The wrong Saturday")
    again = correct(by=teaching.nia, at=NOW, completion=old, line=said, reason="The wrong Saturday")
    assert new == again
    (entry,) = transcript_of(ada).filter(reported_by="provider")
    assert (entry.completed, entry.minutes, refreshed(new).activity) == (
        date(2026, 11, 7), 110, entry,
    )  # fmt: skip
    assert [each.state for each in trail_of(new)] == [S.SUPERSEDED, S.ACCEPTED]
    assert [each.reason for each in corrections_of(trail_of(new))] == ["The wrong Saturday"]
    told = Notice.objects.get(kind="credit-corrected", recipient_id=ada.public_id)
    assert "The wrong Saturday" in told.text


def test_credit_put_to_the_wrong_person_goes_to_the_right_one(teaching: Teaching) -> None:
    old = sent(teaching)
    said = line(named=Named(email="ben@example.org"))
    new = correct(by=teaching.nia, at=NOW, completion=old, line=said, reason="It was Ben")
    assert not transcript_of(teaching.cast.ada).filter(reported_by="provider").exists()
    assert transcript_of(teaching.cast.ben).get(reported_by="provider") == refreshed(new).activity
    nobody = line(named=Named(email="nobody@example.org"))
    waits = correct(by=teaching.nia, at=NOW, completion=new, line=nobody, reason="Not Ben either")
    assert waits.state == S.UNMATCHED
    assert not transcript_of(teaching.cast.ben).filter(reported_by="provider").exists()


def test_what_did_not_happen_is_voided_once_and_may_be_reported_again(teaching: Teaching) -> None:
    old = sent(teaching)
    with pytest.raises(Refused):
        void(by=teaching.nia, at=NOW, completion=old, reason=" ")
    done = void(by=teaching.nia, at=NOW, completion=old, reason="She left")
    assert void(by=teaching.nia, at=NOW, completion=old, reason="She left") == done
    assert not transcript_of(teaching.cast.ada).filter(reported_by="provider").exists()
    with pytest.raises(Refused, match="does not stand"):
        correct(by=teaching.nia, at=NOW, completion=old, line=line(minutes=100), reason="x")
    assert sent(teaching, key="k2").state == S.ACCEPTED


def test_a_correction_that_cannot_be_changes_nothing(teaching: Teaching) -> None:
    old = sent(teaching)
    before = list(Activity.objects.values())
    with pytest.raises(Refused) as refused:
        correct(
            by=teaching.nia, at=NOW, completion=old, reason="x",
            line=line(parts=(PartTaken(minutes=999),)),
        )  # fmt: skip
    assert [each.field for each in refused.value.refusals] == ["parts"]
    assert list(Activity.objects.values()) == before
    assert refreshed(old).state == S.ACCEPTED


def test_an_application_that_still_waits_is_judged_anew_and_says_so(teaching: Teaching) -> None:
    old = cueing(teaching)
    renewal = filed(teaching)
    void(by=teaching.nia, at=NOW, completion=old, reason="She was not there")
    assert refreshed(old).state == S.VOIDED
    assert not effects_to_decide(teaching.cast.acsm).exists()
    assert lines_about(renewal.subject).filter(code="completions.changed-under").count() == 1
    with pytest.raises(Refused, match="not met"):
        approve(by=teaching.cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id)


def test_what_a_renewal_rests_on_waits_for_its_body(teaching: Teaching) -> None:
    cast = teaching.cast
    old = cueing(teaching)
    renewal = renewed(teaching)
    half = replace(line_of(old), parts=(PartTaken(minutes=450),))
    new = correct(by=teaching.nia, at=NOW, completion=old, line=half, reason="Half the day")
    assert (new.state, refreshed(old).state) == (S.HELD, S.ACCEPTED)
    assert old.activity in transcript_of(cast.carol)
    (effect,) = effects_to_decide(cast.acsm)
    assert (effect.renewal, effect.would) == (renewal, Verdict.SHORT)
    grains = (effect.was_grains, effect.now_grains, effect.short_grains)
    assert [from_grains(each) for each in grains] == [45, Fraction("37.5"), Fraction("7.5")]
    for other in (cast.gus, cast.fay, teaching.nia, cast.carol):
        with pytest.raises(NotFound):
            effect_for_staff(other, "acsm", effect.public_id)
    said: dict[str, Any] = {
        "by": cast.dan, "at": NOW, "body_slug": "acsm", "public_id": effect.public_id,
        "choice": E.STANDS, "reason": "An honest mistake of the school",
    }  # fmt: skip
    with pytest.raises(Refused):
        decide_effect(**{**said, "reason": ""})
    with pytest.raises(Refused, match="waits for a body"):
        void(by=teaching.nia, at=NOW, completion=old, reason="x")
    decide_effect(**said)
    assert decide_effect(**said).state == E.STANDS
    with pytest.raises(Refused, match="colleague"):
        decide_effect(**{**said, "reason": "Otherwise"})
    renewal.refresh_from_db()
    assert renewal.state == State.APPROVED
    entry = refreshed(new).activity
    assert entry is not None
    assert entry in transcript_of(cast.carol)
    (award,) = entry.awards.all()
    assert from_grains(award.amount_grains) == Fraction("7.5")
    letters = Notice.objects.filter(recipient_id=cast.carol.public_id, kind="credit-corrected")
    assert letters.count() == 3
    assert list(effects_of(cast.carol)) == [effect]


def test_what_was_lacking_can_be_owed_in_the_present_cycle(teaching: Teaching) -> None:
    cast = teaching.cast
    old = cueing(teaching)
    renewed(teaching)
    cast.carol_acsm.refresh_from_db()
    before = held_of(cast.carol_acsm, NOW).standing
    void(by=teaching.nia, at=NOW, completion=old, reason="She was not there")
    effect = effects_to_decide(cast.acsm).get()
    said: dict[str, Any] = {
        "by": cast.dan, "at": NOW, "body_slug": "acsm", "public_id": effect.public_id,
        "choice": E.OWED, "reason": "To be made good",
    }  # fmt: skip
    with pytest.raises(Refused):
        decide_effect(**said)
    decide_effect(**said, owed_grains=to_grains(Fraction(15)))
    after = held_of(cast.carol_acsm, NOW).standing
    needs = [{each.clause: each.need for each in held.requirements} for held in (before, after)]
    more = {clause: need - needs[0][clause] for clause, need in needs[1].items()}
    assert sorted(more.values())[-2:] == [0, 15]
    assert refreshed(old).state == S.VOIDED
    appealed = decision_for(cast.carol, "effect", effect.public_id)
    assert (appealed.reason, appealed.deciders) == (
        "To be made good", frozenset({cast.dan.public_id}),
    )  # fmt: skip
    with pytest.raises(NotFound):
        decision_for(cast.ben, "effect", effect.public_id)
    effect.refresh_from_db()
    reopen_effect(by=cast.hal, at=NOW, effect=effect, apart=appealed.deciders)
    assert held_of(cast.carol_acsm, NOW).standing.requirements == before.requirements
    with pytest.raises(Refused, match="took part"):
        decide_effect(**said, owed_grains=18_000)
    decide_effect(**{**said, "by": cast.hal, "choice": E.STANDS})


def test_a_renewal_can_be_opened_again_while_nothing_followed(teaching: Teaching) -> None:
    cast = teaching.cast
    old = cueing(teaching)
    renewal = renewed(teaching)
    assert Term.objects.filter(certification=cast.carol_acsm).count() == 1
    void(by=teaching.nia, at=NOW, completion=old, reason="She was not there")
    effect = effects_to_decide(cast.acsm).get()
    decide_effect(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=effect.public_id,
        choice=E.REOPENED, reason="It was short",
    )  # fmt: skip
    renewal.refresh_from_db()
    cast.carol_acsm.refresh_from_db()
    assert (renewal.state, cast.carol_acsm.expires) == (State.SUBMITTED, date(2026, 12, 31))
    assert not Term.objects.filter(certification=cast.carol_acsm).exists()
    assert held_of(cast.carol_acsm, NOW).standing.verdict == Verdict.SHORT


def test_what_an_audit_ruled_on_is_asked_about_and_a_correction_can_be_taken_back(
    teaching: Teaching,
) -> None:
    cast = teaching.cast
    old = sent(teaching)
    assert old.activity is not None
    EntryRuling.objects.create(
        activity=old.activity, certification=cast.ada_acsm, subject="audit:x", is_accepted=True,
        decided_on=DAY, at=NOW, decided_by=cast.dan,
    )  # fmt: skip
    asked = void(by=teaching.nia, at=NOW, completion=old, reason="x")
    assert asked.state == CorrectionState.WAITING
    effect = effects_to_decide(cast.acsm).get()
    drop_correction(by=teaching.nia, at=NOW, correction=asked)
    effect.refresh_from_db()
    assert (effect.state, refreshed(old).state) == (E.MOOT, S.ACCEPTED)
    void(by=teaching.nia, at=NOW, completion=old, reason="After all")
    effect = effects_to_decide(cast.acsm).get()
    with pytest.raises(Refused):
        decide_effect(
            by=cast.dan, at=NOW, body_slug="acsm", public_id=effect.public_id,
            choice=E.REOPENED, reason="x",
        )  # fmt: skip
    decide_effect(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=effect.public_id,
        choice=E.STANDS, reason="It made no difference",
    )  # fmt: skip
    assert not transcript_of(cast.ada).filter(reported_by="provider").exists()
