"""Rolling: each application is looked at when it is sent or paid for, and none is forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.audits.actions import (
    advance_audits,
    cancel_draw,
    close_rolling,
    declare_conflict,
    determine,
    freeze,
    judge_item,
    name_source,
    note_item,
    prepare_draw,
    send_answer,
    start_rolling,
)
from recert.audits.framing import Chosen, From
from recert.audits.models import Audit, AuditState, Draw, DrawState, Judged, Moment
from recert.lib.refusals import Refused
from recert.payments.actions import pay_in_sandbox
from recert.payments.queries import invoices_about
from recert.renewals.actions import approve, withdraw
from recert.renewals.models import Renewal, State
from recert.rules.sampling.filings import verify_filings
from recert.rules.sampling.frame import Stratum
from tests.audits.scene import (
    SLUG,
    TERMS,
    applied,
    approved,
    days,
    hold_draw,
    holder,
    plan,
)
from tests.cast import Cast
from tests.web.staff.scene import apply


def _running(cast: Cast, percent: int, moment: Moment = Moment.FILING, **terms: Any) -> Draw:
    found = prepare_draw(
        by=cast.hal, at=days(0), body_slug=SLUG, plan=_plan(percent, moment, terms)
    )
    at: dict[str, Any] = {"by": cast.hal, "body_slug": SLUG, "draw_id": found.public_id}
    with pytest.raises(Refused, match="commitment be published"):
        start_rolling(at=days(0), **at)
    name_source(at=days(0), secret=True, **at)
    with pytest.raises(Refused, match="no list"):
        freeze(at=days(0), **at)
    return start_rolling(at=days(0), **at)


def _plan(percent: int, moment: Moment, terms: dict[str, Any], title: str = "November") -> Any:
    chosen = Chosen(of=From.WAITING, since=date(2026, 1, 1), until=date(2026, 12, 31))
    strata = (Stratum(name="ep", says="EP", percent=Fraction(percent)),)
    return plan(
        title=title,
        clause="",
        edition="",
        moment=moment,
        chosen=chosen,
        strata=strata,
        terms=replace(TERMS, waits=True, **terms),
    )


def _approve(cast: Cast, renewal: Renewal) -> Renewal:
    return approved(cast, renewal)


def test_none_is_approved_before_it_was_looked_at(cast: Cast) -> None:
    draw = _running(cast, 0)
    renewal = applied(cast, "ep", "one")
    other = applied(cast, "gei", "two")  # none of the draw's business
    for each in (renewal, other):
        with pytest.raises(Refused, match="takes a minute"):
            _approve(cast, each)
    advance_audits(at=days(0))
    assert not Audit.objects.exists()
    assert _approve(cast, renewal).state == State.APPROVED
    assert _approve(cast, other).state == State.APPROVED
    assert draw.candidates.get().probability == "0"


def test_who_is_drawn_waits_until_the_case_is_closed(cast: Cast) -> None:
    _running(cast, 100)
    renewal = applied(cast, "ep", "one")
    for _round in range(2):
        advance_audits(at=days(0))
    audit = Audit.objects.get()
    renewal.refresh_from_db()
    assert renewal.held_for == audit.subject
    with pytest.raises(Refused, match="being audited"):
        _approve(cast, renewal)
    for item in audit.items.filter(activity__evidence=None):
        note_item(by=holder(audit), at=days(1), public_id=audit.public_id,
                  item_id=item.public_id, note="Lost.")  # fmt: skip
    send_answer(by=holder(audit), at=days(1), public_id=audit.public_id)
    on: dict[str, Any] = {"by": cast.dan, "at": days(2), "body_slug": SLUG,
                          "public_id": audit.public_id}  # fmt: skip
    declare_conflict(**on, has_conflict=False)
    for item in audit.items.all():
        judge_item(**on, item_id=item.public_id, judged=Judged.ACCEPT)
    determine(**on, outcome=AuditState.PASSED)
    assert _approve(cast, renewal).state == State.APPROVED


def test_taking_it_back_and_sending_another_changes_nothing(cast: Cast) -> None:
    _running(cast, 100)
    renewal = applied(cast, "ep", "one")
    advance_audits(at=days(0))
    whom = renewal.certification.person
    withdraw(by=whom, at=days(0), public_id=renewal.public_id)
    again = apply(whom, renewal.certification)
    advance_audits(at=days(0))
    again.refresh_from_db()
    audit = Audit.objects.get()
    assert (audit.renewal, again.held_for) == (again, audit.subject)


def test_nor_where_the_draw_was_made_from_a_list(cast: Cast) -> None:
    renewal = applied(cast, "ep", "one")
    chosen = Chosen(of=From.WAITING, since=date(2026, 1, 1), until=date(2026, 12, 31))
    hold_draw(cast, chosen=chosen, clause="", edition="", terms=replace(TERMS, waits=True))
    audit = Audit.objects.get()
    whom = renewal.certification.person
    withdraw(by=whom, at=days(0), public_id=renewal.public_id)
    again = apply(whom, renewal.certification)
    assert again.held_for == audit.subject
    cancel_draw(by=cast.hal, at=days(1), body_slug=SLUG, draw_id=audit.candidate.draw.public_id,
                reason="The list was wrong.")  # fmt: skip
    assert _approve(cast, again).state == State.APPROVED


def test_where_it_draws_at_payment_it_waits_for_the_money(cast: Cast) -> None:
    draw = _running(cast, 0, Moment.PAYMENT)
    renewal = applied(cast, "ep", "one")
    advance_audits(at=days(0))
    assert not draw.candidates.exists()
    (bill,) = invoices_about(renewal.subject)
    pay_in_sandbox(by=renewal.certification.person, at=days(0), public_id=bill.public_id)
    advance_audits(at=days(0))
    assert draw.candidates.count() == 1
    done = approve(by=cast.dan, at=days(1), body_slug=SLUG, public_id=renewal.public_id)
    assert done.state == State.APPROVED


def test_closing_looks_at_all_that_wait_reveals_the_secret_and_hands_over(cast: Cast) -> None:
    draw = _running(cast, 50, Moment.PAYMENT)
    renewals = [applied(cast, "ep", f"one{n}") for n in range(3)]
    following = prepare_draw(by=cast.hal, at=days(1), body_slug=SLUG,
                             plan=_plan(0, Moment.FILING, {}, "December"))  # fmt: skip
    ask: dict[str, Any] = {"by": cast.hal, "at": days(1), "body_slug": SLUG}
    name_source(**ask, draw_id=following.public_id, secret=True)
    with pytest.raises(Refused, match="Another draw"):
        start_rolling(**ask, draw_id=following.public_id)
    for _click in range(2):
        done = close_rolling(**ask, draw_id=draw.public_id, follower_id=following.public_id)
    assert (done.state, verify_filings(done.record)) == (DrawState.DRAWN, ())
    record = json.loads(done.record)
    assert record["secret"] == draw.secret
    assert len(record["filings"]) == 3
    assert {each["probability"] for each in record["filings"]} == {"1/2"}
    following.refresh_from_db()
    assert following.state == DrawState.RUNNING
    for each in renewals:
        each.refresh_from_db()
    late = applied(cast, "ep", "late")
    assert late.held_for == following.subject
    cancel_draw(**ask, draw_id=following.public_id, reason="The committee stopped it.")
    late.refresh_from_db()
    assert late.held_for == ""


def test_any_change_to_a_published_period_is_found(cast: Cast) -> None:
    draw = _running(cast, 50)
    applied(cast, "ep", "one")
    done = close_rolling(by=cast.hal, at=days(1), body_slug=SLUG, draw_id=draw.public_id)
    whole = json.loads(done.record)
    line = whole["filings"][0]
    for change in (
        {"secret": "0" * 64},
        {"commitment": "0" * 64},
        {"algorithm": "another"},
        {"filings": [line | {"drawn": "no" if line["drawn"] == "yes" else "yes"}]},
        {"filings": [line | {"probability": "2/4"}]},
        {"filings": [line | {"probability": "3/2"}]},
        {"filings": [line | {"taken": "late"}]},
        {"filings": [line, line]},
        {"filings": ["x"]},
        {"filings": "x"},
        {"more": 1},
        {"record": "x"},
    ):
        assert verify_filings(json.dumps(whole | change)), change
    assert verify_filings(done.record[:-20])
