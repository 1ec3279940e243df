"""Approval of a provider: asked, sent back, given, suspended, ended, renewed, and by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.catalogue.actions import (
    Application,
    Granting,
    add_paper,
    apply_for_approval,
    approve_provider,
    end_provider_approval,
    enter_provider_approval,
    lift_suspension,
    refuse_provider,
    remind_of_approvals,
    remove_paper,
    return_provider,
    send_for_approval,
    set_approval_fees,
    set_approval_terms,
    suspend_provider,
    withdraw_application,
)
from recert.catalogue.actions.approvals import papers
from recert.catalogue.approval_queries import (
    approval_terms_of,
    approvals_of,
    approvals_to,
    approved_providers,
    is_suspended_on,
    provider_approval_on,
)
from recert.catalogue.models import ApprovalState, ProviderApproval
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.people.actions import appoint
from recert.people.impartiality import declare_apart
from recert.people.models import Person, Role
from tests.cast import NOW, TODAY
from tests.teaching import UNTIL, Teaching
from tests.transcript.files import pdf

TERMS: dict[str, Any] = {
    "asks_provider_approval": True, "years": 2, "report_days": 30, "promise_days": 45,
    "words": "Tell us who teaches.",
}  # fmt: skip
ONE_DAY = timedelta(days=1)


def written(teaching: Teaching, body: str = "action", **more: Any) -> ProviderApproval:
    """An application of Movement Lab's, not sent."""
    owner = teaching.cast.fay if body == "action" else teaching.cast.hal
    set_approval_terms(by=owner, at=NOW, body_slug=body, **TERMS)
    application = Application(**{"text": "We teach trainers.", **more})
    return apply_for_approval(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", body_slug=body,
        application=application,
    )  # fmt: skip


def sent(teaching: Teaching) -> ProviderApproval:
    """The same with ACTION."""
    found = written(teaching)
    send_for_approval(by=teaching.nia, at=NOW, approval=found)
    return found


def at_action(teaching: Teaching, approval: ProviderApproval) -> dict[str, Any]:
    """Fay, who owns ACTION, about it."""
    return {
        "by": teaching.cast.fay, "at": NOW, "body_slug": "action",
        "public_id": approval.public_id,
    }  # fmt: skip


def at_acsm(teaching: Teaching, at: datetime = NOW) -> dict[str, Any]:
    """Hal, about the approval that runs."""
    return {
        "by": teaching.cast.hal, "at": at, "body_slug": "acsm",
        "public_id": teaching.lab_at_acsm.public_id,
    }  # fmt: skip


def own(teaching: Teaching, approval: ProviderApproval) -> dict[str, Any]:
    return {
        "by": teaching.nia, "at": NOW, "provider_slug": "movement-lab",
        "public_id": approval.public_id,
    }  # fmt: skip


def test_a_body_says_first_that_providers_may_apply_and_what_it_costs(teaching: Teaching) -> None:
    asked: dict[str, Any] = {"by": teaching.nia, "at": NOW, "provider_slug": "movement-lab",
             "body_slug": "action", "application": Application(text="x")}  # fmt: skip
    with pytest.raises(Refused, match="Apply for each of your courses"):
        apply_for_approval(**asked)
    with pytest.raises(NotFound):
        apply_for_approval(**{**asked, "body_slug": "nowhere"})
    for stranger in (teaching.cast.hal, teaching.nia):
        with pytest.raises(NotFound):
            set_approval_terms(by=stranger, at=NOW, body_slug="action", **TERMS)
    with pytest.raises(Refused) as refused:
        set_approval_terms(by=teaching.cast.fay, at=NOW, body_slug="action",
                           **{**TERMS, "years": 0, "promise_days": -1})  # fmt: skip
    assert {each.field for each in refused.value.refusals} == {"years", "promise_days"}
    set_approval_terms(by=teaching.cast.fay, at=NOW, body_slug="action", **TERMS)
    with pytest.raises(Refused):
        set_approval_fees(by=teaching.cast.fay, at=NOW, body_slug="action", provider_cents=-1,
                          course_cents=0)  # fmt: skip
    with pytest.raises(NotFound):  # Dan reviews; money is not his
        set_approval_fees(by=teaching.cast.dan, at=NOW, body_slug="acsm", provider_cents=1,
                          course_cents=0)  # fmt: skip
    set_approval_fees(by=teaching.cast.fay, at=NOW, body_slug="action", provider_cents=25000,
                      course_cents=5000)  # fmt: skip
    terms = approval_terms_of(teaching.cast.action)
    assert (terms.years, terms.provider_fee_cents) == (2, 25000)
    with pytest.raises(Refused) as refused:
        apply_for_approval(**{**asked, "application": Application(text=" ", topics=("x",),
                                                                  deliveries=("y",))})  # fmt: skip
    assert {each.field for each in refused.value.refusals} == {"text", "topics", "deliveries"}
    with pytest.raises(NotFound):  # Oto coordinates courses; the provider's approval is the owner's
        apply_for_approval(**{**asked, "by": teaching.oto})


def test_from_writing_to_a_decision_with_a_question_in_between(teaching: Teaching) -> None:
    approval = written(teaching)
    again = written(teaching, text="We teach trainers and coaches.", topics=("exercise-science",))
    assert again == approval
    assert (again.text, again.topics) == ("We teach trainers and coaches.", ["exercise-science"])
    assert list(approvals_to(teaching.cast.action)) == []
    with pytest.raises(NotFound):  # what was not sent is not the body's yet
        approve_provider(**at_action(teaching, approval), granting=Granting(since=TODAY))
    for _twice in range(2):
        send_for_approval(by=teaching.nia, at=NOW, approval=approval)
    assert list(approvals_to(teaching.cast.action)) == [approval]
    with pytest.raises(Refused, match="waits for"):
        written(teaching, text="Else")
    with pytest.raises(Refused, match="what is missing"):
        return_provider(**at_action(teaching, approval), reason=" ")
    return_provider(**at_action(teaching, approval), reason="Who teaches?")
    assert list(approvals_to(teaching.cast.action)) == []
    assert "Who teaches?" in Notice.objects.get(kind="provider-approval").text
    written(teaching, text="Pia teaches.")
    send_for_approval(by=teaching.nia, at=NOW, approval=approval)
    granting = Granting(
        since=TODAY, until=date(2028, 11, 20), number="P-1", topics=("exercise-science",),
        unit="cec", most=Fraction("0.8"), an_hour=Fraction("0.1"), report_days=14,
        conditions="No sales.",
    )  # fmt: skip
    approve_provider(**at_action(teaching, approval), granting=granting)
    approval.refresh_from_db()
    assert (approval.state, approval.number, approval.report_days) == ("approved", "P-1", 14)
    assert approval.approves_courses
    with pytest.raises(Refused, match="moved on"):
        refuse_provider(**at_action(teaching, approval), reason="No.")
    codes = [each.code for each in lines_about(f"provider-approval:{approval.public_id}")]
    assert codes == [
        "catalogue.provider-application-written", "catalogue.provider-application-changed",
        "catalogue.provider-application-sent", "catalogue.provider-application-returned",
        "catalogue.provider-application-changed", "catalogue.provider-application-sent",
        "catalogue.provider-approved",
    ]  # fmt: skip


def test_what_cannot_be_granted_is_told_at_once(teaching: Teaching) -> None:
    approval = sent(teaching)
    bad = Granting(
        since=TODAY, until=TODAY - ONE_DAY, topics=("x",), deliveries=("y",), unit="pint",
        most=Fraction(1), report_days=0, number="9" * 61,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        approve_provider(**at_action(teaching, approval), granting=bad)
    assert {each.field for each in refused.value.refusals} == {
        "until", "topics", "deliveries", "most", "an_hour", "report_days", "number",
    }  # fmt: skip


def test_nobody_decides_for_a_provider_they_work_at_or_know(teaching: Teaching) -> None:
    approval = sent(teaching)
    appoint(person=teaching.pia, body=teaching.cast.action, role=Role.OWNER, by=teaching.cast.fay,
            at=NOW)  # fmt: skip
    acts: tuple[Callable[[Person], object], ...] = (
        lambda by: approve_provider(**{**at_action(teaching, approval), "by": by},
                                    granting=Granting(since=TODAY)),
        lambda by: refuse_provider(**{**at_action(teaching, approval), "by": by}, reason="No."),
        lambda by: return_provider(**{**at_action(teaching, approval), "by": by}, reason="What?"),
        lambda by: enter_provider_approval(by=by, at=NOW, body_slug="action",
                                           of_provider="movement-lab",
                                           granting=Granting(since=TODAY)),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(Refused, match="You work at this provider"):
            act(teaching.pia)
    declare_apart(by=teaching.cast.fay, at=NOW, body_slug="action", person=teaching.nia,
                  says="My cousin.")  # fmt: skip
    with pytest.raises(Refused, match="relation"):
        acts[0](teaching.cast.fay)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.SUBMITTED


def test_papers_lie_with_the_application_until_it_is_sent(teaching: Teaching) -> None:
    approval = written(teaching)
    file: dict[str, Any] = {"name": "plan.pdf", "content": pdf()}
    paper = add_paper(**own(teaching, approval), **file)
    assert add_paper(**own(teaching, approval), **file) == paper
    assert papers().has(paper.stored_as)
    with pytest.raises(Refused):
        add_paper(**own(teaching, approval), name="x.pdf", content=b"no file")
    send_for_approval(by=teaching.nia, at=NOW, approval=approval)
    refused: tuple[Callable[[], object], ...] = (
        lambda: add_paper(**own(teaching, approval), **file),
        lambda: remove_paper(**own(teaching, approval), file_id=paper.public_id),
    )
    for act in refused:
        with pytest.raises(Refused, match="with the body"):
            act()
    return_provider(**at_action(teaching, approval), reason="Another plan.")
    remove_paper(**own(teaching, approval), file_id=paper.public_id)
    assert not approval.files.exists()


def test_a_lapsed_approval_is_followed_by_another_and_speaks_of_its_own_days(
    teaching: Teaching,
) -> None:
    lab, acsm, first = teaching.lab, teaching.cast.acsm, teaching.lab_at_acsm
    assert provider_approval_on(lab, acsm, date(2025, 12, 31)) is None
    assert provider_approval_on(lab, acsm, UNTIL) == first
    assert provider_approval_on(lab, acsm, UNTIL + ONE_DAY) is None
    second = written(teaching, "acsm")
    assert second.follows == first
    withdraw_application(**own(teaching, second))
    third = written(teaching, "acsm")
    assert third.follows == first
    send_for_approval(by=teaching.nia, at=NOW, approval=third)
    approve_provider(
        by=teaching.cast.hal, at=NOW, body_slug="acsm", public_id=third.public_id,
        granting=Granting(since=UNTIL + ONE_DAY, until=date(2029, 12, 31)),
    )  # fmt: skip
    assert provider_approval_on(lab, acsm, UNTIL) == first
    assert provider_approval_on(lab, acsm, UNTIL + ONE_DAY) == third
    assert [each.state for each in approvals_of(lab)] == ["approved", "withdrawn", "approved"]


def test_suspending_and_lifting_touch_no_day_gone_by(teaching: Teaching) -> None:
    lab, acsm = teaching.lab, teaching.cast.acsm
    with pytest.raises(Refused) as refused:
        suspend_provider(**at_acsm(teaching), since=TODAY - ONE_DAY, until=None, reason="")
    assert {each.field for each in refused.value.refusals} == {"since", "reason"}
    with pytest.raises(NotFound):  # Dan reviews, and suspends nobody
        suspend_provider(**{**at_acsm(teaching), "by": teaching.cast.dan}, since=TODAY,
                         until=None, reason="Late.")  # fmt: skip
    suspend_provider(**at_acsm(teaching), since=TODAY, until=None, reason="Reports are late.")
    assert provider_approval_on(lab, acsm, TODAY) is None
    assert provider_approval_on(lab, acsm, TODAY - ONE_DAY) is not None
    assert is_suspended_on(lab, acsm, TODAY)
    assert list(approved_providers(acsm, TODAY)) == []
    with pytest.raises(Refused, match="already"):
        suspend_provider(**at_acsm(teaching), since=TODAY + ONE_DAY, until=None, reason="Again.")
    later = NOW + timedelta(days=10)
    with pytest.raises(Refused, match="why it is lifted"):
        lift_suspension(**at_acsm(teaching, later), reason="")
    for _twice in range(2):
        lift_suspension(**at_acsm(teaching, later), reason="All is in.")
    assert Notice.objects.filter(kind="provider-approval", recipient_id=teaching.nia.public_id,
                                 subject__contains="lifts").count() == 1  # fmt: skip
    assert provider_approval_on(lab, acsm, TODAY + timedelta(days=9)) is None
    assert provider_approval_on(lab, acsm, TODAY + timedelta(days=10)) is not None


def test_a_suspension_that_never_began_leaves_no_trace_on_any_day(teaching: Teaching) -> None:
    begins = TODAY + timedelta(days=5)
    suspend_provider(**at_acsm(teaching), since=begins, until=begins + ONE_DAY, reason="Late.")
    lift_suspension(**at_acsm(teaching), reason="A mistake.")
    for days in range(8):
        on = TODAY + timedelta(days=days)
        assert provider_approval_on(teaching.lab, teaching.cast.acsm, on) is not None


def test_ending_early_keeps_what_was_before(teaching: Teaching) -> None:
    for last_day, reason in ((TODAY - ONE_DAY, "x"), (UNTIL + ONE_DAY, "x"), (TODAY, " ")):
        with pytest.raises(Refused):
            end_provider_approval(**at_acsm(teaching), last_day=last_day, reason=reason)
    for _twice in range(2):
        end_provider_approval(**at_acsm(teaching), last_day=TODAY, reason="They merged.")
    assert provider_approval_on(teaching.lab, teaching.cast.acsm, TODAY) is not None
    assert provider_approval_on(teaching.lab, teaching.cast.acsm, TODAY + ONE_DAY) is None
    assert Notice.objects.filter(subject__contains="ends the approval").count() == 1


def test_what_was_approved_before_recert_is_entered_once(teaching: Teaching) -> None:
    entered = [
        enter_provider_approval(by=teaching.cast.fay, at=NOW, body_slug="action",
                                of_provider="movement-lab",
                                granting=Granting(since=date(2024, 1, 1)))
        for _twice in range(2)
    ]  # fmt: skip
    assert entered[0] == entered[1]
    assert list(approved_providers(teaching.cast.action, date(2024, 6, 1))) == [entered[0]]
    with pytest.raises(NotFound):
        enter_provider_approval(by=teaching.cast.fay, at=NOW, body_slug="action",
                                of_provider="nowhere", granting=Granting(since=TODAY))  # fmt: skip


def test_owners_are_reminded_in_steps_until_they_apply_anew(teaching: Teaching) -> None:
    at = datetime.combine(UNTIL, NOW.timetz())
    assert remind_of_approvals(at=at - timedelta(days=200)) == 0
    assert remind_of_approvals(at=at - timedelta(days=65)) == 1
    assert remind_of_approvals(at=at - timedelta(days=64)) == 0
    assert remind_of_approvals(at=at - timedelta(days=20)) == 1
    told = Notice.objects.filter(kind="approval-ending")
    assert {each.recipient_id for each in told} == {teaching.nia.public_id}
    assert "31 December 2027" in told[0].subject
    written(teaching, "acsm")
    assert remind_of_approvals(at=at - timedelta(days=5)) == 0
