"""Leave by the clauses of a policy: who may ask when, what it gives, its fee, its silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.credentials.actions import end_ruling
from recert.credentials.models import Ruling
from recert.journal.queries import lines_of_person
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.payments.actions import refund
from recert.payments.models import Invoice, InvoiceState
from recert.renewals.above import ROOMS, RoomAbove
from recert.renewals.actions import reopen_leave
from recert.renewals.actions.excusing import deny_leave, grant_leave, settle_unanswered
from recert.renewals.actions.leaving import ask_leave, take_beyond_policy, withdraw_leave
from recert.renewals.leaves import leave_offers
from recert.renewals.models import LeaveRequest, LeaveState
from recert.rules.facts import DecisionKind
from recert.rules.findings import May, Standing, State, Status
from recert.standing.queries import held_of, standing_of
from recert.transcript.actions import add_evidence
from tests.renewals.guild import NOW, Guild, pay
from tests.renewals.leave_policy import give_leave
from tests.transcript.files import picture

TODAY = NOW.date()
END = date(2026, 12, 31)


@pytest.fixture
def giving(guild: Guild) -> Guild:
    give_leave(guild)
    return guild


def asked(guild: Guild, clause: str, ground: str, at: datetime = NOW, **more: Any) -> LeaveRequest:
    given: dict[str, Any] = {
        "certification_id": guild.held.public_id, "clause": clause, "ground": ground,
        "text": "So it is.", "since": date(2026, 3, 1), "until": date(2026, 5, 31),
    }  # fmt: skip
    return ask_leave(by=guild.mia, at=at, **(given | more))


def granted(guild: Guild, request: LeaveRequest, grants: str, **more: Any) -> LeaveRequest:
    given: dict[str, Any] = {"at": NOW, "reason": "By the policy.", "grants": grants, **more}
    return grant_leave(by=guild.owner, body_slug="guild", public_id=request.public_id, **given)


def stands(guild: Guild, on: date = TODAY) -> Standing:
    return standing_of(guild.held, on)


def end(guild: Guild) -> date:
    cycle = stands(guild).cycle
    assert cycle is not None
    return cycle.end


def test_what_the_policy_offers_and_what_it_costs(giving: Guild) -> None:
    offers = {each.clause.id: each for each in leave_offers(held_of(giving.held, NOW))}
    assert {id: each.finding.may for id, each in offers.items()} == {
        "child": May.OPEN, "months-ill": May.OPEN, "longer": May.OPEN, "hardship": May.LATER,
        "flood": May.OPEN,
    }  # fmt: skip
    assert offers["longer"].finding.until == END
    assert [offers[id].cents for id in ("longer", "child")] == [9_900, 0]


def test_months_of_illness_lessen_what_is_due_and_nothing_else(giving: Guild) -> None:
    request = asked(giving, "months-ill", "illness")
    assert request.answer_by == TODAY + timedelta(days=10)
    for _click in range(2):
        granted(giving, request, "lessen")
    assert stands(giving).requirement("total").need == 21
    assert (end(giving), stands(giving).status) == (END, Status.ACTIVE)
    (ruling,) = Ruling.objects.all()
    assert (ruling.kind, ruling.ground, ruling.clause) == ("leave", "illness", "months-ill")
    assert "leave.granted" in {line.code for line in lines_of_person(giving.mia.public_id)}


def test_a_pause_tells_dates_and_status_to_everybody_and_ends_as_one(giving: Guild) -> None:
    with pytest.raises(Refused, match="asks for papers"):
        asked(giving, "child", "parental")
    proof = add_evidence(by=giving.mia, at=NOW, name="birth.png", content=picture("PNG"))
    with_papers: dict[str, Any] = {
        "evidence_ids": [proof.public_id],
        "since": TODAY,
        "until": date(2026, 12, 20),
    }
    request = asked(giving, "child", "parental", **with_papers)
    granted(giving, request, "pause")
    assert {each.kind for each in Ruling.objects.all()} == {"leave", "inactive", "extend"}
    assert (end(giving), stands(giving).status) == (END + timedelta(days=30), Status.INACTIVE)
    later = NOW + timedelta(days=10)
    inactive = Ruling.objects.get(kind="inactive")
    for _click in range(2):
        end_ruling(by=giving.owner, at=later, body_slug="guild", public_id=inactive.public_id)
    there = stands(giving, later.date())
    assert there.cycle is not None
    assert (there.cycle.end, there.status) == (END + timedelta(days=10), Status.ACTIVE)
    (left,) = Ruling.objects.filter(ended_on=None)
    assert (left.kind, left.until) == ("extend", there.cycle.end)


def test_more_time_takes_effect_once_it_is_paid_and_goes_with_its_money(giving: Guild) -> None:
    request = asked(giving, "longer", "short", since=None, until=None)
    assert (request.since, request.until) == (END, END + timedelta(days=60))
    granted(giving, request, "extend")
    assert (request.state, end(giving), Ruling.objects.count()) == (LeaveState.ASKED, END, 0)
    request.refresh_from_db()
    assert request.state == LeaveState.TO_PAY
    assert "once its bill is paid" in notices_of(giving.mia.public_id)[0].text
    bill = Invoice.objects.get(subject=request.subject)
    assert (bill.total_cents, bill.due_on) == (9_900, END)
    with pytest.raises(Refused, match="not paid yet"):
        asked(giving, "longer", "short")
    pay(giving, bill)
    request.refresh_from_db()
    assert (request.state, end(giving)) == (LeaveState.GRANTED, END + timedelta(days=60))
    assert leave_offers(held_of(giving.held, NOW))[2].finding.may is May.TAKEN
    with pytest.raises(Refused, match="as often as"):
        asked(giving, "longer", "short")
    refund(
        by=giving.owner, at=NOW, body_slug="guild", public_id=bill.public_id, reason="A mistake.",
        cents=9_900, key="r",
    )  # fmt: skip
    assert end(giving) == END


def test_taken_back_before_it_is_paid_its_bill_goes(giving: Guild) -> None:
    request = asked(giving, "longer", "other", since=None, until=None)
    granted(giving, request, "extend")
    for _click in range(2):
        withdraw_leave(by=giving.mia, at=NOW, public_id=request.public_id)
    assert Invoice.objects.get(subject=request.subject).state == InvoiceState.CANCELLED
    assert end(giving) == END


@pytest.mark.parametrize(
    ("clause", "ground", "more", "says"),
    [
        ("hardship", "bereavement", {}, "You can ask from"),
        ("gone", "illness", {}, "no such leave"),
        ("total", "illness", {}, "no such leave"),
        ("months-ill", "parental", {}, "for this reason"),
        ("months-ill", "boredom", {}, "Choose why"),
        ("months-ill", "illness", {"until": date(2026, 2, 1)}, "ends before it begins"),
        ("months-ill", "illness", {"until": None}, "Give the last day"),
        ("child", "parental", {"until": date(2026, 3, 5)}, "longer times only"),
        ("child", "parental", {"until": date(2027, 3, 5)}, "shorter time at most"),
        ("flood", "disaster", {"since": date(2024, 3, 5)}, "begin in your cycle"),
    ],
)
def test_what_the_policy_does_not_give(
    giving: Guild, clause: str, ground: str, more: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        asked(giving, clause, ground, **more)
    assert not LeaveRequest.objects.exists()


def test_in_its_window_hardship_is_heard_and_whoever_decides_chooses(giving: Guild) -> None:
    then = datetime(2027, 2, 1, 12, tzinfo=NOW.tzinfo)
    request = asked(giving, "hardship", "bereavement", at=then)
    with pytest.raises(Refused, match="Give the amount"):
        granted(giving, request, "lessen", clause="total", at=then)
    granted(giving, request, "lessen", clause="total", amount=Fraction(12), at=then)
    assert stands(giving, then.date()).requirement("total").need == 12
    assert {each.kind for each in Ruling.objects.all()} == {"leave", "amount"}


def test_what_the_clause_gives_cannot_be_made_something_else(giving: Guild) -> None:
    request = asked(giving, "flood", "disaster")
    with pytest.raises(Refused, match="Choose by what"):
        granted(giving, request, "pause")
    with pytest.raises(Refused, match="Choose the requirement"):
        granted(giving, request, "waive")
    granted(giving, request, "waive", clause="total")
    assert stands(giving).requirement("total").state is State.WAIVED


def test_nobody_asks_once_audited_where_the_policy_says_so(giving: Guild) -> None:
    audited = RoomAbove(
        rows=lambda _p: {}, open_matters=lambda _p: [], forget=lambda _p: None,
        kept_entries=lambda _p: (), empty=lambda _g, _u: [],
        is_audited=lambda held, last: held == giving.held and last == END,
    )  # fmt: skip
    ROOMS.append(audited)
    try:
        with pytest.raises(Refused, match="being audited"):
            asked(giving, "flood", "disaster")
        asked(giving, "months-ill", "illness")
    finally:
        ROOMS.remove(audited)


def test_silence_means_what_the_policy_says(giving: Guild) -> None:
    ill = asked(giving, "months-ill", "illness")
    assert settle_unanswered(at=NOW + timedelta(days=10)) == 0
    late = NOW + timedelta(days=13)
    assert [settle_unanswered(at=late), settle_unanswered(at=late)] == [1, 0]
    ill.refresh_from_db()
    assert (ill.state, ill.decided_by) == (LeaveState.GRANTED, None)
    assert stands(giving, late.date()).requirement("total").need == 21
    flood = asked(giving, "flood", "disaster", at=late)
    assert settle_unanswered(at=late + timedelta(days=13)) == 1
    flood.refresh_from_db()
    assert (flood.state, "takes that for no" in flood.reason) == (LeaveState.DENIED, True)
    reopen_leave(by=giving.owner, at=late, request=flood, apart=())  # after an appeal
    assert settle_unanswered(at=late + timedelta(days=40)) == 0


def test_beyond_the_policy_only_where_the_body_lets_people(giving: Guild) -> None:
    days: dict[str, Any] = {"since": TODAY, "until": TODAY + timedelta(days=30)}
    with pytest.raises(NotFound):
        take_beyond_policy(by=giving.mia, at=NOW, body_slug="guild", takes=False)
    for _click in range(2):
        take_beyond_policy(by=giving.owner, at=NOW, body_slug="guild", takes=False)
    with pytest.raises(Refused, match="only as its policy says"):
        asked(giving, "", "other", **days)
    take_beyond_policy(by=giving.owner, at=NOW, body_slug="guild", takes=True)
    request = asked(giving, "", "other", **days)
    granted(giving, request, "inactive")
    (ruling,) = Ruling.objects.all()
    assert ruling.kind == DecisionKind.INACTIVE


def test_denied_it_can_be_asked_again(giving: Guild) -> None:
    request = asked(giving, "months-ill", "illness")
    deny_leave(
        by=giving.owner, at=NOW, body_slug="guild", public_id=request.public_id, reason="No proof."
    )
    assert asked(giving, "months-ill", "illness") != request
