"""Filing an application: what changed, what was journalled, who was refused and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import override_settings

from recert.credentials.actions import confirm_certification, rule
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.notices.queries import notices_of
from recert.payments.actions import announce_payment, pay_in_sandbox
from recert.payments.models import InvoiceState
from recert.payments.queries import invoices_about
from recert.people.actions import appoint
from recert.people.models import Role
from recert.renewals.actions import (
    attest,
    begin_renewal,
    declare,
    invoice_renewal,
    submit,
    withdraw,
)
from recert.renewals.models import Renewal, Route, State
from recert.renewals.queries import open_renewal_of, renewal_for
from recert.renewals.tasks import Do, Is, Task, tasks_of
from recert.rulebooks.actions import publish_edition
from recert.rules.facts import DecisionKind
from tests.cast import NOW, RULEBOOKS, Cast, person
from tests.counting import counted

ACSM_YEAR_END = date(2026, 12, 31)


def begun(cast: Cast) -> Renewal:
    return begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)


def states(renewal: Renewal) -> dict[Do, Is]:
    return {task.do: task.state for task in tasks_of(renewal, NOW).tasks}


def codes(renewal: Renewal) -> list[str]:
    return [line.code for line in lines_about(renewal.subject)]


def test_an_application_opens_for_the_cycle_that_is_open(cast: Cast) -> None:
    renewal = begun(cast)
    assert (renewal.cycle_start, renewal.cycle_end) == (date(2024, 1, 1), ACSM_YEAR_END)
    assert (renewal.state, renewal.route) == (State.DRAFT, Route.CREDITS)
    assert codes(renewal) == ["renewals.begun"]


def test_beginning_twice_is_one_application(cast: Cast) -> None:
    assert begun(cast) == begun(cast)
    assert Renewal.objects.count() == 1


def test_nobody_begins_for_somebody_else(cast: Cast) -> None:
    for somebody in (cast.eve, cast.ada, cast.dan, cast.hal):
        with pytest.raises(NotFound):
            begin_renewal(by=somebody, at=NOW, certification_id=cast.carol_acsm.public_id)


def test_an_application_is_its_holders_alone(cast: Cast) -> None:
    renewal = begun(cast)
    assert renewal_for(cast.carol, renewal.public_id) == renewal
    for somebody in (cast.eve, cast.ada, cast.dan):
        with pytest.raises(NotFound):
            renewal_for(somebody, renewal.public_id)


def test_the_task_list_says_what_is_left(cast: Cast) -> None:
    renewal = begun(cast)
    assert states(renewal) == {
        Do.CONFIRM: Is.NOT_NEEDED,
        Do.CHECK: Is.DONE,
        Do.DOCUMENTS: Is.DONE,
        Do.ATTEST: Is.TO_DO,
        Do.PAY: Is.TO_DO,
        Do.SUBMIT: Is.WAITING,
    }
    assert tasks_of(renewal, NOW).attests == (("declaration", "truthful"),)


def test_submitting_says_everything_that_is_left_at_once(cast: Cast) -> None:
    renewal = begun(cast)
    with pytest.raises(Refused) as refused:
        submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    assert [each.field for each in refused.value.refusals] == ["attest", "pay"]
    renewal.refresh_from_db()
    assert renewal.state == State.DRAFT
    assert renewal.answer is None


def test_who_is_short_cannot_submit(cast: Cast) -> None:
    renewal = begin_renewal(by=cast.ben, at=NOW, certification_id=cast.ben_acsm.public_id)
    with pytest.raises(Refused) as refused:
        submit(by=cast.ben, at=NOW, public_id=renewal.public_id)
    assert {each.field for each in refused.value.refusals} == {
        "check",
        "documents",
        "attest",
        "pay",
    }


def test_only_what_the_body_asks_can_be_affirmed(cast: Cast) -> None:
    renewal = begun(cast)
    with pytest.raises(Refused, match="does not ask"):
        attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="anything")
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    assert states(renewal)[Do.ATTEST] is Is.DONE


def test_the_invoice_is_the_policys_fee_and_is_issued_once(cast: Cast) -> None:
    renewal = begun(cast)
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    assert invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id) == invoice
    assert (invoice.total_cents, invoice.currency, invoice.state) == (6000, "USD", "open")
    assert [line["clause"] for line in invoice.lines] == ["renewal-fee"]


def test_a_late_fee_replaces_the_invoice_of_before(cast: Cast) -> None:
    renewal = begun(cast)
    early = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    in_grace = NOW + timedelta(days=60)
    late = invoice_renewal(by=cast.carol, at=in_grace, public_id=renewal.public_id)
    early.refresh_from_db()
    assert early.state == InvoiceState.CANCELLED
    assert late.total_cents == 14000
    assert [line["clause"] for line in late.lines] == ["renewal-fee", "late-fee"]


def test_who_paid_early_pays_only_the_rest_in_grace(cast: Cast) -> None:
    renewal = begun(cast)
    early = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=early.public_id)
    in_grace = NOW + timedelta(days=60)
    rest = invoice_renewal(by=cast.carol, at=in_grace, public_id=renewal.public_id)
    assert rest.total_cents == 8000
    assert tasks_of(renewal, in_grace).task(Do.PAY).state is Is.TO_DO


def test_what_the_register_does_not_know_yet_waits_for_the_body(cast: Cast) -> None:
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_ace.public_id)
    assert tasks_of(renewal, NOW).tasks[0] == Task(Do.CONFIRM, Is.WAITING)
    appoint(person=cast.fay, body=cast.ace, role=Role.OFFICER, by=None, at=NOW)
    confirm_certification(
        by=cast.fay,
        at=NOW,
        body_slug="ace",
        public_id=cast.ada_ace.public_id,
        expires=renewal.cycle_end,
    )
    renewal = renewal_for(cast.ada, renewal.public_id)
    assert states(renewal)[Do.CONFIRM] is Is.NOT_NEEDED


def test_where_the_policy_names_no_fee_there_is_no_invoice(cast: Cast) -> None:
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_action.public_id)
    with pytest.raises(Refused, match="does not say what renewing costs"):
        invoice_renewal(by=cast.ada, at=NOW, public_id=renewal.public_id)
    assert states(renewal)[Do.PAY] is Is.WAITING


def made_ready(cast: Cast) -> Renewal:
    renewal = begun(cast)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)
    return renewal


def test_submitting_keeps_the_answer_of_the_day(cast: Cast) -> None:
    renewal = made_ready(cast)
    sent = submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    assert (sent.state, sent.filed_on, sent.submitted_at) == (State.SUBMITTED, NOW.date(), NOW)
    assert sent.verdict == "ready"
    assert sent.answer is not None
    assert sent.answer.findings["counted"] == "45"
    assert sent.answer.edition == "2025"
    assert len(sent.answer.sha256) == 64
    line = lines_about(renewal.subject).get(code="renewals.submitted")
    assert line.detail["sha256"] == sent.answer.sha256
    assert (line.actor_id, line.body_slug) == (cast.carol.public_id, "acsm")
    assert notices_of(cast.carol.public_id).filter(kind="renewal-submitted").count() == 1
    assert notices_of(cast.dan.public_id).filter(kind="work-waiting").count() == 1
    assert not notices_of(cast.gus.public_id).filter(kind="work-waiting").exists()


def test_submitting_twice_is_once(cast: Cast) -> None:
    renewal = made_ready(cast)
    first = submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    again = submit(by=cast.carol, at=NOW + timedelta(hours=1), public_id=renewal.public_id)
    assert again.submitted_at == first.submitted_at
    assert codes(renewal).count("renewals.submitted") == 1


def test_thirty_reviewers_are_told_as_quickly_as_two(cast: Cast) -> None:
    """While they are told nobody else can write to SQLite."""
    asked = []
    for many in (0, 30):
        for number in range(many):
            reviewer = person(f"Reviewer{number} Of Many")
            appoint(person=reviewer, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
        renewal = made_ready(cast)
        with counted() as queries:
            submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
        asked.append(len(queries))
        withdraw(by=cast.carol, at=NOW, public_id=renewal.public_id)
    assert asked[1] <= asked[0]
    assert Notice.objects.filter(kind="work-waiting").count() == 2 + 32


def test_the_filing_day_is_the_bodys_not_the_clocks(cast: Cast) -> None:
    renewal = made_ready(cast)
    minutes_to_midnight_there = NOW.replace(month=12, day=31) + timedelta(hours=13, minutes=30)
    assert minutes_to_midnight_there.date() == date(2027, 1, 1)  # by the clock in UTC
    sent = submit(by=cast.carol, at=minutes_to_midnight_there, public_id=renewal.public_id)
    assert sent.filed_on == ACSM_YEAR_END


def test_a_day_may_end_before_midnight(cast: Cast) -> None:
    text = (RULEBOOKS / "acsm" / "2025.yaml").read_text(encoding="utf-8")
    early = text.replace('cutoff: "23:59"', 'cutoff: "17:00"', 1)
    assert early != text
    publish_edition(body=cast.acsm, text=early, by=cast.hal, at=NOW)
    half_past_five = NOW.replace(hour=22, minute=30)
    sent = submit(by=cast.carol, at=half_past_five, public_id=made_ready(cast).public_id)
    assert sent.filed_on == NOW.date() + timedelta(days=1)


def test_money_on_its_way_is_enough_to_submit(cast: Cast) -> None:
    renewal = begun(cast)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    announce_payment(by=cast.carol, at=NOW, public_id=invoice.public_id)
    sent = submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    assert sent.state == State.SUBMITTED


def test_totals_are_declared_in_digits(cast: Cast) -> None:
    renewal = begun(cast)
    with pytest.raises(Refused) as refused:
        declare(by=cast.carol, at=NOW, public_id=renewal.public_id, totals={"total": "45,0"})
    assert refused.value.refusals[0].field == "total"
    declared = declare(
        by=cast.carol, at=NOW, public_id=renewal.public_id, totals={"total": " 45.0 "}
    )
    assert declared.declared == {"total": "45.0"}


def test_withdrawing_stops_asking_for_the_fee_and_lets_one_begin_again(cast: Cast) -> None:
    renewal = begun(cast)
    invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    gone = withdraw(by=cast.carol, at=NOW, public_id=renewal.public_id)
    assert gone.state == State.WITHDRAWN
    assert not invoices_about(renewal.subject).exists()
    assert open_renewal_of(cast.carol_acsm) is None
    assert begun(cast) != renewal


def test_what_is_decided_or_sent_cannot_be_changed(cast: Cast) -> None:
    renewal = made_ready(cast)
    submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    with pytest.raises(Refused, match="moved on"):
        attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")


def test_too_late_is_told_at_the_door(cast: Cast) -> None:
    years_later = NOW.replace(year=2031)
    with pytest.raises(Refused, match="can no longer be renewed"):
        begin_renewal(by=cast.carol, at=years_later, certification_id=cast.carol_acsm.public_id)


@override_settings(SANDBOX=False)
def test_play_money_is_for_the_sandbox(cast: Cast) -> None:
    renewal = begun(cast)
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    with pytest.raises(Refused, match="not taken here"):
        pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)


@pytest.mark.parametrize("kind", [DecisionKind.SUSPEND, DecisionKind.HOLD, DecisionKind.RETIRE])
def test_a_decision_of_the_body_stands_in_the_way(cast: Cast, kind: DecisionKind) -> None:
    rule(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.carol_acsm.public_id,
        kind=kind,
        reason="See our letter.",
    )
    with pytest.raises(Refused, match="stands in the way"):
        begun(cast)
