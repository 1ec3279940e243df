"""Deciding: the queue, returning without punishing, approving, refusing, looking at proof."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from recert.credentials.actions import close_term
from recert.credentials.models import Term
from recert.credentials.queries import terms_of
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.payments.actions import pay_in_sandbox, record_payment
from recert.payments.queries import invoices_about, paid_cents
from recert.renewals.actions import (
    Missing,
    approve,
    attest,
    begin_renewal,
    invoice_renewal,
    refuse,
    resolve_item,
    resubmit,
    return_renewal,
    set_fee,
    submit,
    withdraw,
)
from recert.renewals.models import Renewal, State
from recert.renewals.queries import (
    counts_of,
    queue_of,
    renewal_for_staff,
    standing_as_filed,
)
from recert.rules.facts import Topic
from recert.rules.findings import Verdict
from recert.transcript.actions import (
    decide_petition,
    open_petition,
)
from tests.cast import NOW, Cast, card, course, log

LATER = NOW + timedelta(days=20)


def sent(cast: Cast) -> Renewal:
    """Carol's application, paid for and sent."""
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)
    return submit(by=cast.carol, at=NOW, public_id=renewal.public_id)


def test_the_queue_is_for_those_who_review_there(cast: Cast) -> None:
    renewal = sent(cast)
    assert renewal_for_staff(cast.dan, "acsm", renewal.public_id) == renewal
    for somebody, slug in (
        (cast.eve, "acsm"),
        (cast.carol, "acsm"),
        (cast.gus, "acsm"),  # takes money, does not review
        (cast.fay, "acsm"),
        (cast.fay, "action"),
        (cast.dan, "action"),
    ):
        with pytest.raises(NotFound):
            renewal_for_staff(somebody, slug, renewal.public_id)


def test_a_draft_is_not_the_staffs_business(cast: Cast) -> None:
    draft = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    with pytest.raises(NotFound):
        renewal_for_staff(cast.dan, "acsm", draft.public_id)
    assert not queue_of(cast.acsm).exists()
    withdraw(by=cast.carol, at=NOW, public_id=draft.public_id)
    with pytest.raises(NotFound):
        renewal_for_staff(cast.dan, "acsm", draft.public_id)
    assert not any(counts_of(cast.acsm).values())


def test_what_needs_judgement_comes_first_then_the_oldest(cast: Cast) -> None:
    ready = sent(cast)
    log(
        cast.ada,
        course("Running a Studio", date(2026, 5, 5), "8", topics=frozenset({Topic.BUSINESS})),
    )
    doubtful = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    attest(by=cast.ada, at=NOW, public_id=doubtful.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.ada, at=NOW, public_id=doubtful.public_id)
    pay_in_sandbox(by=cast.ada, at=NOW, public_id=invoice.public_id)
    doubtful = submit(by=cast.ada, at=NOW + timedelta(hours=2), public_id=doubtful.public_id)
    assert doubtful.verdict == "needs-person"
    assert list(queue_of(cast.acsm)) == [doubtful, ready]
    assert counts_of(cast.acsm)["submitted"] == 2
    assert counts_of(cast.action)["submitted"] == 0


def test_approving_opens_the_next_cycle(cast: Cast) -> None:
    renewal = sent(cast)
    done = approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    assert (done.state, done.decided_by, done.decided_at) == (State.APPROVED, cast.dan, LATER)
    held = cast.carol_acsm
    held.refresh_from_db()
    assert held.expires == date(2029, 12, 31)
    assert held.previous_closed == NOW.date()  # the day filed, not the day decided
    term = terms_of(held).get()
    assert (term.start, term.end, term.next_end) == (
        date(2024, 1, 1),
        date(2026, 12, 31),
        date(2029, 12, 31),
    )
    assert term.renewal_id == renewal.public_id
    assert lines_about(renewal.subject).filter(code="renewals.approved").count() == 1
    assert notices_of(cast.carol.public_id).filter(kind="renewal-decided").count() == 1


def test_what_was_approved_is_still_looked_at_as_it_was_filed(cast: Cast) -> None:
    renewal = sent(cast)
    before = standing_as_filed(renewal, LATER)
    done = approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    assert standing_as_filed(done, LATER) == before


def test_approving_twice_is_once(cast: Cast) -> None:
    renewal = sent(cast)
    for _click in range(2):
        approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    for late in ({"by": cast.hal}, {"by": cast.dan, "reason": "On second thoughts."}):
        with pytest.raises(Refused, match="decided already, by Dan Whitfield: approved"):
            approve(at=LATER, body_slug="acsm", public_id=renewal.public_id, **late)
    assert Term.objects.count() == 1
    assert lines_about(renewal.subject).filter(code="renewals.approved").count() == 1


def test_a_cycle_that_was_closed_meanwhile_is_not_renewed_again(cast: Cast) -> None:
    renewal = sent(cast)
    close_term(
        by=cast.hal,
        at=NOW,
        certification=cast.carol_acsm,
        start=renewal.cycle_start,
        end=renewal.cycle_end,
        next_end=date(2029, 12, 31),
        closed_on=NOW.date(),
    )
    with pytest.raises(Refused, match="closed meanwhile"):
        approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id, reason="x")


def test_nobody_decides_their_own(cast: Cast) -> None:
    log(cast.dan, course("Annual Meeting", date(2026, 5, 30), "60"))
    card(cast.dan)
    own = begin_renewal(by=cast.dan, at=NOW, certification_id=cast.dan_acsm.public_id)
    attest(by=cast.dan, at=NOW, public_id=own.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.dan, at=NOW, public_id=own.public_id)
    pay_in_sandbox(by=cast.dan, at=NOW, public_id=invoice.public_id)
    submit(by=cast.dan, at=NOW, public_id=own.public_id)
    with pytest.raises(Refused, match="Ask a colleague"):
        approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=own.public_id)
    with pytest.raises(Refused, match="Ask a colleague"):
        refuse(
            by=cast.dan, at=NOW, body_slug="acsm", public_id=own.public_id, reason="x", clause="cpr"
        )
    done = approve(by=cast.hal, at=NOW, body_slug="acsm", public_id=own.public_id)
    assert done.state == State.APPROVED


def test_an_approval_waits_for_the_money(cast: Cast) -> None:
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    invoice.announced_at = NOW
    invoice.save()
    submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    with pytest.raises(Refused, match="has not arrived"):
        approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    record_payment(
        by=cast.gus,
        at=LATER,
        body_slug="acsm",
        public_id=invoice.public_id,
        cents=6000,
        received_on=LATER.date(),
        reference="cheque 12",
        key="one",
    )
    done = approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    assert done.state == State.APPROVED


def test_what_needs_a_person_needs_a_reason(cast: Cast) -> None:
    log(
        cast.ada,
        course("Running a Studio", date(2026, 5, 5), "8", topics=frozenset({Topic.BUSINESS})),
    )
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    attest(by=cast.ada, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.ada, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.ada, at=NOW, public_id=invoice.public_id)
    submit(by=cast.ada, at=NOW, public_id=renewal.public_id)
    with pytest.raises(Refused) as refused:
        approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    assert [each.field for each in refused.value.refusals] == ["reason"]
    done = approve(
        by=cast.dan,
        at=LATER,
        body_slug="acsm",
        public_id=renewal.public_id,
        reason="Legal duties of an exercise physiologist; within scope.",
    )
    assert done.reason.startswith("Legal duties")


def test_returning_stops_the_clock_and_nothing_is_paid_twice(cast: Cast) -> None:
    renewal = sent(cast)
    items = [Missing("Send both sides of the card.", clause="cpr"), Missing("  ")]
    back = return_renewal(
        by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id, items=items
    )
    assert (back.state, back.clock_stopped_at) == (State.RETURNED, LATER)
    item = back.items.get()
    assert (item.clause, item.note) == ("cpr", "Send both sides of the card.")
    assert "Send both sides" in notices_of(cast.carol.public_id).get(kind="renewal-returned").text
    in_grace = NOW + timedelta(days=75)  # the last day has passed meanwhile
    with pytest.raises(Refused, match="tick it off"):
        resubmit(by=cast.carol, at=in_grace, public_id=renewal.public_id)
    resolve_item(by=cast.carol, at=in_grace, public_id=renewal.public_id, item_id=item.public_id)
    again = resubmit(by=cast.carol, at=in_grace, public_id=renewal.public_id)
    assert (again.state, again.filed_on, again.clock_stopped_at) == (
        State.SUBMITTED,
        NOW.date(),
        None,
    )
    assert again.resubmitted_at == in_grace
    standing = standing_as_filed(again, in_grace)
    assert standing.verdict is Verdict.READY
    assert standing.fee_today is not None
    assert standing.fee_today.stage == ""  # no late fee for the body's time
    assert paid_cents(renewal.subject) == 6000
    assert invoices_about(renewal.subject).count() == 1


def test_a_return_names_something(cast: Cast) -> None:
    renewal = sent(cast)
    with pytest.raises(Refused, match="Name at least one"):
        return_renewal(
            by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id, items=[]
        )


def test_refusing_rests_on_a_clause_and_a_reason(cast: Cast) -> None:
    renewal = sent(cast)
    with pytest.raises(Refused) as refused:
        refuse(
            by=cast.dan,
            at=LATER,
            body_slug="acsm",
            public_id=renewal.public_id,
            reason=" ",
            clause="no-such-clause",
        )
    assert {each.field for each in refused.value.refusals} == {"reason", "clause"}
    done = refuse(
        by=cast.dan,
        at=LATER,
        body_slug="acsm",
        public_id=renewal.public_id,
        reason="The summit was promotion throughout.",
        clause="promotion",
    )
    assert (done.state, done.clause) == (State.REFUSED, "promotion")
    assert not Term.objects.exists()


def test_a_decision_is_not_decided_over(cast: Cast) -> None:
    renewal = sent(cast)
    approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=renewal.public_id)
    with pytest.raises(Refused, match=r"decided already, by .*: approved"):
        refuse(
            by=cast.hal,
            at=LATER,
            body_slug="acsm",
            public_id=renewal.public_id,
            reason="x",
            clause="cpr",
        )
    with pytest.raises(Refused, match="moved on"):
        return_renewal(
            by=cast.hal,
            at=LATER,
            body_slug="acsm",
            public_id=renewal.public_id,
            items=[Missing("x")],
        )


def test_where_the_policy_is_silent_staff_set_the_fee(cast: Cast) -> None:
    log(cast.ada, course("Nutrition for Trainers", date(2026, 10, 2), "0.3", by="action"))
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_action.public_id)
    attest(by=cast.ada, at=NOW, public_id=renewal.public_id, to="application")
    submit(by=cast.ada, at=NOW, public_id=renewal.public_id)
    with pytest.raises(Refused) as refused:
        approve(by=cast.fay, at=LATER, body_slug="action", public_id=renewal.public_id)
    assert "fee" in {each.field for each in refused.value.refusals}
    set_fee(
        by=cast.fay,
        at=LATER,
        body_slug="action",
        public_id=renewal.public_id,
        cents=0,
        reason="Waived while our fee table is being written.",
    )
    done = approve(
        by=cast.fay,
        at=LATER,
        body_slug="action",
        public_id=renewal.public_id,
        reason="All credits are our own.",
    )
    assert done.state == State.APPROVED
    cast.ada_action.refresh_from_db()
    assert cast.ada_action.expires == date(2029, 3, 31)


def test_a_petition_decided_after_filing_speaks_to_the_application(cast: Cast) -> None:
    entry = log(
        cast.ada,
        course("Running a Studio", date(2026, 5, 5), "8", topics=frozenset({Topic.BUSINESS})),
    )
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    petition = open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="It covers liability and screening.",
    )
    attest(by=cast.ada, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.ada, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.ada, at=NOW, public_id=invoice.public_id)
    renewal = submit(by=cast.ada, at=NOW, public_id=renewal.public_id)
    decide_petition(
        by=cast.dan,
        at=LATER,
        body_slug="acsm",
        public_id=petition.public_id,
        accept=True,
        reason="Half of it is in scope.",
        amount=Fraction(13, 2),
    )
    standing = standing_as_filed(renewal, LATER)
    assert standing.as_of == NOW.date()
    assert standing.activity(entry.public_id).counted == Fraction(13, 2)
    assert standing.verdict is Verdict.READY
