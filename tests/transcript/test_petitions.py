"""Petitions: asked by the doer, answered by the body's reviewer, never by oneself."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.people.actions import appoint
from recert.people.models import Role
from recert.rules.facts import DecisionKind
from recert.standing.gathering import facts_of
from recert.transcript.actions import (
    answer_petition,
    decide_petition,
    open_petition,
    return_petition,
    withdraw_activity,
    withdraw_petition,
)
from recert.transcript.models import Petition, PetitionState
from recert.transcript.queries import petition_for, petition_for_staff, petition_queue
from tests.cast import NOW, Cast, course, log

LATER = NOW + timedelta(days=3)


def asked(cast: Cast) -> Petition:
    entry = log(cast.ada, course("Hospital rounds", date(2026, 4, 4), "3", by=""))
    return open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="It was run by cardiologists.",
    )


def decide(
    cast: Cast, petition: Petition, *, accept: bool = True, reason: str = "In scope."
) -> Petition:
    return decide_petition(
        by=cast.dan,
        at=LATER,
        body_slug="acsm",
        public_id=petition.public_id,
        accept=accept,
        reason=reason,
        amount=Fraction(2) if accept else None,
        categories=["clinical"] if accept else (),
    )


def test_a_petition_waits_in_the_bodys_queue(cast: Cast) -> None:
    petition = asked(cast)
    assert list(petition_queue(cast.acsm)) == [petition]
    assert not petition_queue(cast.action).exists()
    assert notices_of(cast.dan.public_id).filter(kind="work-waiting").count() == 1


def test_one_asks_once_and_with_a_reason(cast: Cast) -> None:
    petition = asked(cast)
    again: dict[str, Any] = {
        "by": cast.ada,
        "at": NOW,
        "activity_id": petition.activity.public_id,
        "certification_id": cast.ada_acsm.public_id,
    }
    with pytest.raises(Refused, match="asked this already"):
        open_petition(question="Please?", **again)
    with pytest.raises(Refused, match="Say why"):
        open_petition(question=" ", **again)


def test_nobody_asks_with_anothers_entry_or_certification(cast: Cast) -> None:
    petition = asked(cast)
    for by, activity, certification in (
        (cast.ben, petition.activity.public_id, cast.ben_acsm.public_id),
        (cast.ada, petition.activity.public_id, cast.ben_acsm.public_id),
    ):
        with pytest.raises(NotFound):
            open_petition(
                by=by,
                at=NOW,
                activity_id=activity,
                certification_id=certification,
                question="Please?",
            )


def test_who_sees_a_petition(cast: Cast) -> None:
    petition = asked(cast)
    assert petition_for(cast.ada, petition.public_id) == petition
    assert petition_for_staff(cast.dan, "acsm", petition.public_id) == petition
    with pytest.raises(NotFound):
        petition_for(cast.ben, petition.public_id)
    for somebody, slug in (
        (cast.gus, "acsm"),
        (cast.fay, "action"),
        (cast.fay, "acsm"),
        (cast.ada, "acsm"),
    ):
        with pytest.raises(NotFound):
            petition_for_staff(somebody, slug, petition.public_id)


def test_an_acceptance_becomes_a_decision_of_the_law(cast: Cast) -> None:
    petition = decide(cast, asked(cast))
    assert petition.state == PetitionState.ACCEPTED
    [decision] = facts_of(cast.ada).decisions
    assert decision.kind is DecisionKind.ACCEPT
    assert (decision.activity, decision.holding) == (
        petition.activity.public_id,
        cast.ada_acsm.public_id,
    )
    assert (decision.amount, decision.categories) == (Fraction(2), frozenset({"clinical"}))
    assert decision.on == LATER.date()
    told = notices_of(cast.ada.public_id).get(kind="petition-decided")
    assert "In scope." in told.text
    line = lines_about(f"petition:{petition.public_id}").last()
    assert line is not None
    assert (line.code, line.actor_id) == ("transcript.petition-accepted", cast.dan.public_id)


def test_a_rejection_becomes_one_too(cast: Cast) -> None:
    decide(cast, asked(cast), accept=False, reason="Out of scope.")
    [decision] = facts_of(cast.ada).decisions
    assert (decision.kind, decision.amount) == (DecisionKind.REJECT, None)


def test_a_decision_needs_a_reason_and_makes_sense(cast: Cast) -> None:
    petition = asked(cast)
    with pytest.raises(Refused) as refused:
        decide_petition(
            by=cast.dan,
            at=LATER,
            body_slug="acsm",
            public_id=petition.public_id,
            accept=False,
            reason=" ",
            amount=Fraction(1, 7),
        )
    assert [each.field for each in refused.value.refusals] == ["reason", "amount", "amount"]


def test_a_decision_is_not_decided_over(cast: Cast) -> None:
    petition = decide(cast, asked(cast))
    with pytest.raises(Refused, match="moved on: accepted"):
        decide(cast, petition, accept=False, reason="On second thoughts.")
    petition.refresh_from_db()
    assert petition.reason == "In scope."


def test_nobody_decides_their_own_petition(cast: Cast) -> None:
    petition = asked(cast)
    appoint(person=cast.ada, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    with pytest.raises(Refused, match="Ask a colleague"):
        decide_petition(
            by=cast.ada,
            at=LATER,
            body_slug="acsm",
            public_id=petition.public_id,
            accept=True,
            reason="Because.",
        )


def test_what_is_missing_is_asked_for_and_sent(cast: Cast) -> None:
    petition = asked(cast)
    back = return_petition(
        by=cast.dan,
        at=LATER,
        body_slug="acsm",
        public_id=petition.public_id,
        reason="Send the outline.",
    )
    assert back.state == PetitionState.RETURNED
    assert not petition_queue(cast.acsm).exists()
    again = answer_petition(
        by=cast.ada, at=LATER, public_id=petition.public_id, question="It is attached."
    )
    assert (again.state, again.question) == (PetitionState.SUBMITTED, "It is attached.")
    assert decide(cast, again).state == PetitionState.ACCEPTED


def test_a_petition_can_be_taken_back_until_it_is_decided(cast: Cast) -> None:
    petition = asked(cast)
    withdraw_petition(by=cast.ada, at=LATER, public_id=petition.public_id)
    with pytest.raises(Refused, match="moved on: withdrawn"):
        decide(cast, petition)


def test_withdrawing_the_entry_takes_its_petition_back(cast: Cast) -> None:
    petition = asked(cast)
    withdraw_activity(by=cast.ada, at=NOW, public_id=petition.activity.public_id)
    petition.refresh_from_db()
    assert petition.state == PetitionState.WITHDRAWN


def test_of_two_decisions_on_one_day_the_last_one_speaks(cast: Cast) -> None:
    first = decide(cast, asked(cast), accept=False, reason="Out of scope.")
    second = open_petition(
        by=cast.ada,
        at=LATER,
        activity_id=first.activity.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="Here is the outline.",
    )
    decide_petition(
        by=cast.hal,
        at=LATER + timedelta(hours=1),
        body_slug="acsm",
        public_id=second.public_id,
        accept=True,
        reason="The outline settles it.",
    )
    [decision] = facts_of(cast.ada).decisions
    assert decision.kind is DecisionKind.ACCEPT
