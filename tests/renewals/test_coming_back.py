"""Coming back: reinstated by its own rule, refused after the time limit, filing after it closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from recert.credentials.actions import answer, end_ruling, register_certification, rule
from recert.credentials.models import Certification, Ruling
from recert.credentials.queries import rulings_of, terms_of
from recert.lib.refusals import Refused
from recert.notices.queries import notices_of
from recert.payments.actions import pay_in_sandbox
from recert.payments.queries import invoices_about
from recert.people.actions import appoint
from recert.people.models import Role
from recert.people.queries import body_named
from recert.renewals.actions import (
    approve,
    attest,
    begin_renewal,
    invoice_renewal,
    set_fee,
    submit,
)
from recert.renewals.models import Renewal, State
from recert.renewals.queries import standing_as_filed
from recert.rulebooks.queries import credentials_of
from recert.rules.facts import DecisionKind
from recert.rules.findings import Code, Status, Verdict
from recert.standing.queries import standing_of
from recert.transcript.actions import log_activity
from recert.transcript.models import Activity
from recert.verification.queries import public_status
from tests.cast import NOW, Cast, bring_in, course, person

BACK = datetime(2027, 8, 20, 15, 0, tzinfo=UTC)
APPROVED = BACK + timedelta(days=5)


def sent(cast: Cast) -> Renewal:
    """Carol asks to be reinstated; the policy does not say the fee, so Gus does."""
    renewal = begin_renewal(by=cast.carol, at=BACK, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=BACK, public_id=renewal.public_id, to="truthful")
    submit(by=cast.carol, at=BACK, public_id=renewal.public_id)
    about: dict[str, Any] = {"body_slug": "acsm", "public_id": renewal.public_id}
    set_fee(by=cast.gus, at=BACK, cents=16500, reason="The newer of the two pages.", **about)
    (bill,) = invoices_about(renewal.subject)
    pay_in_sandbox(by=cast.carol, at=BACK, public_id=bill.public_id)
    return renewal


def logged(cast: Cast, at: datetime, title: str, day: date, credits: str) -> Activity:
    return log_activity(
        by=cast.carol, at=at, person=cast.carol, activity=course(title, day, credits)
    )


def reinstate(cast: Cast, renewal: Renewal, next_end: date = date(2029, 12, 31)) -> Renewal:
    return approve(
        by=cast.dan, at=APPROVED, body_slug="acsm", public_id=renewal.public_id,
        reason="Reinstated, to the end of the body's cycle.", next_end=next_end,
    )  # fmt: skip


def test_reinstated_by_its_own_rule(cast: Cast) -> None:
    """Only credit of the cycle that lapsed; from approval, shorter; the gap shows."""
    held = cast.carol_acsm
    late = logged(cast, BACK, "After it lapsed", date(2027, 2, 1), "10")
    before = standing_of(held, BACK.date())
    assert (before.status, before.verdict) == (Status.REINSTATABLE, Verdict.READY)
    (reason,) = before.activity(late.public_id).reasons
    assert (reason.code, str(before.counted)) == (Code.AFTER_DEADLINE, "45")

    renewal = sent(cast)
    with pytest.raises(Refused, match="must lie after it"):
        reinstate(cast, renewal, date(2027, 8, 1))
    assert Renewal.objects.get(pk=renewal.pk).state == State.SUBMITTED  # all or nothing
    for _click in range(2):
        reinstate(cast, renewal)

    (term,) = terms_of(held)
    assert (term.end, term.next_end) == (date(2026, 12, 31), date(2029, 12, 31))
    back = rulings_of(held).get()
    assert (back.kind, back.clause) == ("reinstate", "reinstatement")
    assert back.decided_on == APPROVED.date()
    held = Certification.objects.get(pk=held.pk)
    now = standing_of(held, APPROVED.date())
    assert now.cycle is not None
    assert (now.status, now.cycle.start) == (Status.ACTIVE, APPROVED.date())
    later = APPROVED + timedelta(days=7)
    logged(cast, later, "Between", date(2027, 8, 24), "1")
    logged(cast, later, "Since", date(2027, 8, 26), "2")
    assert standing_of(held, date(2027, 9, 1)).counted == 2
    (shown,) = public_status("acsm", "99120", APPROVED)
    assert shown.gaps == ((date(2027, 1, 1), date(2027, 8, 24)),)
    assert "Reinstated, to" in notices_of(cast.carol.public_id)[0].text
    # What was decided stays as it was seen on the day of filing.
    assert standing_as_filed(Renewal.objects.get(pk=renewal.pk), APPROVED).counted == 45


def test_a_late_renewal_in_grace_keeps_its_dates_and_shows_no_gap(cast: Cast) -> None:
    at = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
    renewal = begin_renewal(by=cast.carol, at=at, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=at, public_id=renewal.public_id, to="truthful")
    about: dict[str, Any] = {"body_slug": "acsm", "public_id": renewal.public_id}
    submit_paid(cast, renewal, at)
    approve(by=cast.dan, at=at, reason="", **about)
    (shown,) = public_status("acsm", "99120", at)
    assert (shown.is_active, shown.gaps) == (True, ())
    cycle = standing_of(Certification.objects.get(pk=cast.carol_acsm.pk), at.date()).cycle
    assert cycle is not None
    assert (cycle.start, cycle.end) == (date(2027, 1, 1), date(2029, 12, 31))


def submit_paid(cast: Cast, renewal: Renewal, at: datetime) -> None:
    from_policy = invoice(cast, renewal, at)
    pay_in_sandbox(by=cast.carol, at=at, public_id=from_policy)
    submit(by=cast.carol, at=at, public_id=renewal.public_id)


def invoice(cast: Cast, renewal: Renewal, at: datetime) -> str:
    return invoice_renewal(by=cast.carol, at=at, public_id=renewal.public_id).public_id


def test_after_three_years_there_is_no_way_back_by_filing(cast: Cast) -> None:
    at = datetime(2030, 1, 2, 15, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="no longer be renewed"):
        begin_renewal(by=cast.carol, at=at, certification_id=cast.carol_acsm.public_id)


def test_nobody_comes_back_while_it_is_withdrawn_but_from_leave_one_does(cast: Cast) -> None:
    about: dict[str, Any] = {"by": cast.hal, "at": NOW, "body_slug": "acsm"}
    held = cast.carol_acsm.public_id
    rule(kind=DecisionKind.INACTIVE, reason="On leave.", public_id=held, **about)
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=held)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    submit_paid(cast, renewal, NOW)
    approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id)
    assert not Ruling.objects.filter(certification=cast.carol_acsm, ended_on=None).exists()
    rule(kind=DecisionKind.WITHDRAW, reason="Fraud.", public_id=held, **about)
    with pytest.raises(Refused, match="stands in the way: withdrawn"):
        begin_renewal(by=cast.carol, at=BACK, certification_id=held)


def test_what_is_suspended_meanwhile_is_not_approved(cast: Cast) -> None:
    renewal = sent(cast)
    about: dict[str, Any] = {"by": cast.hal, "at": BACK, "body_slug": "acsm"}
    ruling = rule(
        kind=DecisionKind.SUSPEND, reason="A complaint.",
        public_id=cast.carol_acsm.public_id, **about,
    )  # fmt: skip
    with pytest.raises(Refused, match="stands in the way: suspended"):
        reinstate(cast, renewal)
    end_ruling(public_id=ruling.public_id, **about)
    assert reinstate(cast, renewal).state == State.APPROVED


def test_filing_after_it_closed_is_refused(cast: Cast) -> None:
    """The YMCA asks for the application thirty days before the last day."""
    too_late = datetime(2019, 11, 21, 15, 0, tzinfo=UTC)
    bring_in("ymca-usa")
    body, yves = body_named("ymca-usa"), person("Yves Martin")
    appoint(person=cast.hal, body=body, role=Role.OWNER, by=None, at=too_late)
    credential = standing_credential(body.slug)
    held = register_certification(
        by=cast.hal, at=too_late, person=yves, body=body, credential=credential, number="Y1",
        certified=date(2017, 12, 16), expires=date(2019, 12, 15),
    )  # fmt: skip
    answer(by=yves, at=too_late, body_slug=body.slug, name="years-on-certificate", value="2")
    cycle = standing_of(held, too_late.date()).cycle
    assert cycle is not None
    assert cycle.closes == date(2019, 11, 15)
    in_time = datetime(2019, 11, 15, 15, 0, tzinfo=UTC)
    draft = begin_renewal(by=yves, at=in_time, certification_id=held.public_id)
    with pytest.raises(Refused):  # begun in time, sent too late
        submit(by=yves, at=too_late, public_id=draft.public_id)
    draft.delete()
    with pytest.raises(Refused, match="through 15 November 2019"):
        begin_renewal(by=yves, at=too_late, certification_id=held.public_id)
    rule(
        by=cast.hal, at=too_late, body_slug=body.slug, public_id=held.public_id,
        kind=DecisionKind.EXTEND, reason="Illness.", until=date(2020, 1, 31),
    )  # fmt: skip
    assert begin_renewal(by=yves, at=too_late, certification_id=held.public_id).state == State.DRAFT


def standing_credential(slug: str) -> str:
    return credentials_of(slug)[0].id
