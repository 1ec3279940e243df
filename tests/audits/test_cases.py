"""Cases: from the letter to the determination, with replacement credit; who may do what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.audits.actions import (
    ask_for,
    decide_ask,
    declare_conflict,
    determine,
    impose,
    judge_item,
    list_activity,
    note_item,
    open_audit_evidence,
    recommend,
    record_cure,
    remind_audits,
    reopen,
    return_audit,
    send_answer,
    unlist_activity,
    write_message,
    write_to_holder,
)
from recert.audits.models import AskKind, AskState, Audit, AuditState, Judged
from recert.audits.queries import (
    audit_for,
    audit_for_staff,
    consequences_due,
    determination_for,
    open_audits_of,
    sheet_of,
    waiting_of,
)
from recert.audits.standing import as_found
from recert.credentials.models import Ruling
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.people.actions import appoint
from recert.people.models import Person, Role
from recert.renewals.queries import standing_as_filed
from recert.rules.findings import Verdict
from recert.rules.rulebook import Failing, Length
from recert.standing.queries import held_of
from recert.transcript.actions import log_activity
from tests.audits.acting import answered, case, judge, on
from tests.audits.scene import DRAWN, SLUG, days, holder
from tests.cast import NOW, Cast, course, log, person

ACCEPT, REDUCE, REJECT, AGAIN = Judged.ACCEPT, Judged.REDUCE, Judged.REJECT, Judged.AGAIN


def test_from_the_letter_to_replacement_credit(cast: Cast) -> None:
    audit = answered(cast)
    whom = holder(audit)
    assert audit.renewal is not None
    judge(cast.dan, audit, ACCEPT, REDUCE, REJECT)
    with pytest.raises(Refused, match="35 is missing"):
        determine(**on(cast.dan, audit), outcome=AuditState.PASSED)
    audit.refresh_from_db()
    assert audit.state == AuditState.ANSWERED  # nothing half done
    assert standing_as_filed(audit.renewal, days(5)).counted == 60
    due = determine(
        **on(cast.dan, audit),
        outcome=AuditState.REPLACING,
        reason="Two were not proved.",
        clause="proof",
        owed=Fraction(35),
    )
    assert (due.state, due.due, due.appeal_by) == (
        AuditState.REPLACING,
        date(2027, 2, 16),
        date(2027, 1, 17),
    )
    assert standing_as_filed(audit.renewal, days(5)).counted == 25
    found = determination_for(whom, audit.public_id)
    assert (found.by, len(found.against)) == (cast.dan, 2)
    late = log(whom, course("A course in winter", date(2026, 11, 20), "35"))
    offered = list_activity(
        by=whom, at=days(9), public_id=audit.public_id, activity_id=late.public_id
    )
    assert offered.is_replacement
    again = list_activity(
        by=whom, at=days(9), public_id=audit.public_id, activity_id=late.public_id
    )
    assert again == offered
    with pytest.raises(Refused, match="neither a proof nor a note"):
        send_answer(by=whom, at=days(9), public_id=audit.public_id)
    note_item(
        by=whom, at=days(9), public_id=audit.public_id, item_id=offered.public_id, note="By post."
    )
    send_answer(by=whom, at=days(9), public_id=audit.public_id)
    judged = {**on(cast.dan, audit, days(10)), "item_id": offered.public_id}
    for _click in range(2):
        judge_item(**judged, judged=ACCEPT, amount=Fraction(30))
    lines = lines_about(audit.subject).filter(code="audits.item-judged")
    assert [each.detail["item"] for each in lines].count(offered.public_id) == 1
    with pytest.raises(Refused, match="5 of the replacement"):
        determine(**on(cast.dan, audit, days(10)), outcome=AuditState.PASSED)
    judge_item(**judged, judged=ACCEPT, amount=Fraction(35))
    for _click in range(2):
        done = determine(**on(cast.dan, audit, days(10)), outcome=AuditState.PASSED)
    assert (done.state, done.closed_at) == (AuditState.PASSED, days(10))
    assert notices_of(whom.public_id).filter(kind="audit-decided").count() == 2
    assert not late.held_by
    line = lines_about(audit.subject).filter(code="audits.determined")
    assert [each.detail["outcome"] for each in line] == ["replacing", "passed"]


def test_replacement_credit_from_the_next_cycle_serves_no_other(cast: Cast) -> None:
    audit = answered(cast)
    whom, certification = holder(audit), audit.certification
    judge(cast.dan, audit, ACCEPT, ACCEPT, REJECT)
    determine(
        **on(cast.dan, audit), outcome=AuditState.REPLACING, reason="Lost.", owed=Fraction(20)
    )
    spring = datetime(2027, 2, 10, 12, tzinfo=UTC)
    late = log_at(whom, course("After the year", date(2027, 1, 20), "20"), spring)
    before = _counted(certification, spring, late.public_id)
    item = list_activity(by=whom, at=spring, public_id=audit.public_id, activity_id=late.public_id)
    note_item(by=whom, at=spring, public_id=audit.public_id, item_id=item.public_id, note="Paper.")
    send_answer(by=whom, at=spring, public_id=audit.public_id)
    judge_item(**on(cast.dan, audit, spring), item_id=item.public_id, judged=ACCEPT)
    determine(**on(cast.dan, audit, spring), outcome=AuditState.PASSED)
    assert [before, _counted(certification, spring, late.public_id)] == [20, 0]


def log_at(whom: Person, activity: Any, at: datetime) -> Any:
    return log_activity(by=whom, at=at, person=whom, activity=activity)


def _counted(certification: Any, at: datetime, activity: str) -> Fraction:
    certification.refresh_from_db()
    found = held_of(certification, at).standing.activities
    return next(each.counted for each in found if each.activity == activity)


def test_the_last_minute_of_the_day_is_the_bodys(cast: Cast) -> None:
    audit = case(cast)
    midnight_in_indianapolis = datetime(2027, 1, 13, 5, 0, tzinfo=UTC)
    assert audit.due == date(2027, 1, 12)
    remind_audits(at=midnight_in_indianapolis - timedelta(minutes=1))
    audit.refresh_from_db()
    assert audit.overdue_at is None
    for _round in range(2):
        remind_audits(at=midnight_in_indianapolis)
    audit.refresh_from_db()
    assert audit.overdue_at == midnight_in_indianapolis
    letters = notices_of(holder(audit).public_id).filter(kind="audit-due")
    assert letters.count() == 2  # on the last day, and once overdue
    declare_conflict(**on(cast.dan, audit), has_conflict=False)
    with pytest.raises(Refused, match="can only be failed"):
        determine(**on(cast.dan, audit), outcome=AuditState.PASSED)
    failed = determine(**on(cast.dan, audit), outcome=AuditState.FAILED, reason="No answer.")
    assert (failed.state, failed.cure_by) == (AuditState.FAILED, date(2027, 12, 18))


def test_nothing_is_overdue_while_more_time_is_asked_for(cast: Cast) -> None:
    audit = case(cast, extend=Length(days=20), defer=Length(months=3))
    whom = holder(audit)
    ask: dict[str, Any] = {"by": whom, "at": days(29), "public_id": audit.public_id}
    with pytest.raises(Refused, match="Say why"):
        ask_for(**ask, kind=AskKind.EXTENSION, reason=" ", until=date(2027, 2, 1))
    with pytest.raises(Refused, match="after the one set now"):
        ask_for(**ask, kind=AskKind.EXTENSION, reason="Ill.", until=date(2027, 1, 12))
    with pytest.raises(Refused, match="nobody go beyond 1 February 2027"):
        ask_for(**ask, kind=AskKind.EXTENSION, reason="Ill.", until=date(2027, 2, 2))
    asked = ask_for(**ask, kind=AskKind.EXTENSION, reason="Ill.", until=date(2027, 1, 30))
    assert ask_for(**ask, kind=AskKind.EXTENSION, reason="I", until=date(2027, 1, 29)) == asked
    remind_audits(at=days(40))
    audit.refresh_from_db()
    assert audit.overdue_at is None
    decide: dict[str, Any] = {**on(cast.dan, audit, days(29)), "ask_id": asked.public_id}
    with pytest.raises(Refused, match="nobody go beyond 1 February 2027"):
        decide_ask(**decide, grant=True, answer="Get well.", until=date(2027, 2, 10))
    granted = decide_ask(**decide, grant=True, answer="Get well.", until=date(2027, 2, 1))
    audit.refresh_from_db()
    assert (granted.state, audit.due) == (AskState.GRANTED, date(2027, 2, 1))
    with pytest.raises(Refused, match="already"):
        decide_ask(**decide, grant=False, answer="No.")
    later = ask_for(**ask, kind=AskKind.DEFERRAL, reason="Operation.", until=date(2027, 4, 1))
    decide_ask(**{**decide, "ask_id": later.public_id}, grant=True, answer="Yes.")
    audit.refresh_from_db()
    assert (audit.state, audit.due) == (AuditState.DEFERRED, date(2027, 4, 1))
    never = ask_for(**ask, kind=AskKind.EXEMPTION, reason="I retired.")
    decide_ask(**{**decide, "ask_id": never.public_id}, grant=True, answer="Farewell.")
    audit.refresh_from_db()
    assert (audit.state, audit.is_closed) == (AuditState.EXEMPTED, True)


def test_a_missing_page_is_asked_for_with_the_clock_stopped(cast: Cast) -> None:
    audit = answered(cast)
    whom = holder(audit)
    with pytest.raises(Refused, match="Name what is missing"):
        return_audit(**on(cast.dan, audit))
    judge(cast.dan, audit, ACCEPT, AGAIN, ACCEPT)
    with pytest.raises(Refused, match="not judged yet"):
        determine(**on(cast.dan, audit), outcome=AuditState.PASSED)
    back = return_audit(**on(cast.dan, audit))
    assert (back.state, back.due, back.stopped_on) == (
        AuditState.RETURNED,
        days(35).date(),
        days(5).date(),
    )
    (letter,) = notices_of(whom.public_id).filter(kind="audit-news")
    assert "There is no certificate." in letter.text
    assert "Send it by 17 January 2027." in letter.text
    remind_audits(at=days(35))
    back.refresh_from_db()
    assert back.overdue_at is None
    remind_audits(at=days(36))
    back.refresh_from_db()
    assert back.overdue_at == days(36)
    send_answer(by=whom, at=days(36), public_id=audit.public_id)
    judge(cast.dan, audit, ACCEPT, ACCEPT, ACCEPT)
    assert determine(**on(cast.dan, audit), outcome=AuditState.PASSED).state == AuditState.PASSED


def test_where_no_clock_stops_a_day_is_named(cast: Cast) -> None:
    audit = answered(cast, stops_clock=False)
    with pytest.raises(Refused, match="stops no clock"):
        return_audit(**on(cast.dan, audit), note="Page two, please.")
    back = return_audit(**on(cast.dan, audit), note="Page two.", due=date(2027, 2, 1))
    assert (back.due, back.messages.count()) == (date(2027, 2, 1), 1)


def test_a_reviewer_sees_what_is_left_and_recommends_no_pass_without_it(cast: Cast) -> None:
    audit = answered(cast, second=True)
    judge(cast.dan, audit, ACCEPT, Judged.REDUCE, REJECT)
    with pytest.raises(Refused, match="35 is missing"):
        recommend(**on(cast.dan, audit), outcome=AuditState.PASSED)
    assert as_found(audit, days(4)).counted == 25
    assert sheet_of(audit, days(4)).standing.counted == 60  # nothing is decided
    recommend(**on(cast.dan, audit), outcome=AuditState.REPLACING, reason="Two are not proved.")


def test_who_may_review(cast: Cast) -> None:
    audit = case(cast, separate=True, second=True)
    whom = holder(audit)
    for somebody, slug in ((cast.fay, SLUG), (cast.fay, "action"), (cast.gus, SLUG), (whom, SLUG)):
        with pytest.raises(NotFound):
            audit_for_staff(somebody, slug, audit.public_id)
    with pytest.raises(NotFound):
        audit_for(cast.ada, audit.public_id)
    with pytest.raises(Refused, match="You approved this renewal"):
        write_to_holder(**on(cast.dan, audit), text="Hello")
    (proof,) = [each for item in audit.items.all() for each in item.activity.evidence.all()]
    with pytest.raises(Refused, match="Declare first"):
        open_audit_evidence(**on(cast.hal, audit), evidence_id=proof.public_id)
    declare_conflict(**on(cast.hal, audit), has_conflict=False)
    opened = open_audit_evidence(**on(cast.hal, audit), evidence_id=proof.public_id)
    assert opened == proof
    assert lines_about(audit.subject).filter(code="audits.evidence-opened").count() == 1
    with pytest.raises(NotFound):
        open_audit_evidence(**on(cast.hal, audit), evidence_id="nothing-of-theirs")
    for item in audit.items.filter(activity__evidence=None):
        note_item(by=whom, at=days(1), public_id=audit.public_id, item_id=item.public_id, note="x")
    send_answer(by=whom, at=days(2), public_id=audit.public_id)
    judge(cast.hal, audit, ACCEPT, ACCEPT, ACCEPT)
    with pytest.raises(Refused, match="somebody else decides"):
        determine(**on(cast.hal, audit), outcome=AuditState.PASSED)
    for _click in range(2):
        recommend(**on(cast.hal, audit), outcome=AuditState.PASSED)
    with pytest.raises(Refused, match="You reviewed this case"):
        determine(**on(cast.hal, audit), outcome=AuditState.PASSED)
    ida = person("Ida Second")
    appoint(person=ida, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    with pytest.raises(Refused, match="Declare first"):
        determine(**on(ida, audit), outcome=AuditState.PASSED)
    declare_conflict(**on(ida, audit), has_conflict=True, says="My cousin.")
    with pytest.raises(Refused, match="conflict of interest"):
        determine(**on(ida, audit), outcome=AuditState.PASSED)
    with pytest.raises(Refused, match="You declared a conflict"):
        declare_conflict(**on(ida, audit), has_conflict=False)


def test_nobody_reviews_their_own(cast: Cast) -> None:
    audit = case(cast)
    appoint(person=holder(audit), body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    with pytest.raises(Refused, match="Ask a colleague"):
        declare_conflict(**on(holder(audit), audit), has_conflict=False)
    with pytest.raises(Refused, match="Ask a colleague"):
        write_to_holder(**on(holder(audit), audit), text="Dear me")


def test_what_failing_leads_to_is_said_by_an_officer_and_ends_when_cured(cast: Cast) -> None:
    audit = answered(cast)
    judge(cast.dan, audit, REJECT, REJECT, REJECT)
    determine(**on(cast.dan, audit), outcome=AuditState.FAILED, reason="Nothing is proved.")
    assert not consequences_due(cast.acsm, days(30).date())  # it may still be appealed
    assert consequences_due(cast.acsm, days(40).date()).get() == audit
    terms = audit.terms | {"failing": Failing.LAPSED.value}
    Audit.objects.filter(pk=audit.pk).update(terms=terms)  # nothing is taken while it can be cured
    assert not consequences_due(cast.acsm, days(300).date())
    assert consequences_due(cast.acsm, days(400).date()).get() == audit
    with pytest.raises(NotFound):
        impose(**on(cast.dan, audit), failing=Failing.INACTIVE, reason="As the policy says.")
    for _click in range(2):
        impose(**on(cast.hal, audit), failing=Failing.INACTIVE, reason="As the policy says.")
    ruling = Ruling.objects.get(certification=audit.certification)
    assert (ruling.kind, ruling.ended_on) == ("inactive", None)
    with pytest.raises(Refused, match="Only a failed"):
        impose(**on(cast.hal, audit), failing=Failing.NOT_RENEWED, reason="Again.")
    sent: dict[str, Any] = {"by": holder(audit), "at": days(59), "public_id": audit.public_id}
    assert open_audits_of(holder(audit)).get() == audit
    write_message(**sent, text="The certificates are there now.")
    assert waiting_of(cast.acsm).get() == audit
    record_cure(**on(cast.hal, audit, days(60)), reason="All certificates came.")
    assert not open_audits_of(holder(audit))
    assert not waiting_of(cast.acsm)
    with pytest.raises(Refused, match="closed"):
        write_message(**sent, text="One more.")
    ruling.refresh_from_db()
    assert ruling.ended_on is not None


def test_an_appeal_opens_it_again_for_somebody_else(cast: Cast) -> None:
    audit = answered(cast)
    assert audit.renewal is not None
    judge(cast.dan, audit, ACCEPT, REJECT, REJECT)
    determine(**on(cast.dan, audit), outcome=AuditState.FAILED, reason="Not proved.")
    assert standing_as_filed(audit.renewal, days(6)).verdict is Verdict.SHORT
    again = reopen(**on(cast.hal, audit, days(7)), reason="The appeal was upheld.")
    assert (again.state, again.determined_by) == (AuditState.ANSWERED, None)
    assert standing_as_filed(audit.renewal, days(7)).verdict is Verdict.READY
    with pytest.raises(Refused, match="conflict of interest"):
        judge(cast.dan, audit, ACCEPT, ACCEPT, ACCEPT)
    with pytest.raises(NotFound):
        determination_for(holder(audit), audit.public_id)


def test_itemising_what_was_declared_in_totals(cast: Cast) -> None:
    audit = case(cast)
    whom = holder(audit)
    extra = log(whom, course("Not logged before", date(2024, 4, 4), "10"))
    sheet = sheet_of(audit, days(1))
    assert [line.claimed for line in sheet.lines] == [20, 20, 20]
    assert [bool(line.evidence) for line in sheet.lines] == [True, False, False]
    assert all("own-log" in line.proof.refused for line in sheet.lines if line.proof)
    assert sheet.days_left == 29
    ask: dict[str, Any] = {"by": whom, "at": days(1), "public_id": audit.public_id}
    item = list_activity(**ask, activity_id=extra.public_id)
    assert item.is_added
    with pytest.raises(NotFound):
        list_activity(**ask, activity_id=log(cast.ben, course("x", NOW.date(), "1")).public_id)
    unlist_activity(**ask, item_id=item.public_id)
    unlist_activity(**ask, item_id=item.public_id)
    with pytest.raises(Refused, match="rests on"):
        unlist_activity(**ask, item_id=audit.items.all()[0].public_id)
    for _click in range(2):
        message = write_message(**ask, text="Does a photo do?", key="form-1")
    assert audit.messages.get() == message
    told = notices_of(cast.dan.public_id).filter(kind="work-waiting", created_at__gte=days(1))
    assert [each.subject for each in told] == ["A message about an audit"]  # nobody took it up yet
    assert waiting_of(cast.acsm).get() == audit
    write_to_holder(**on(cast.hal, audit, days(1)), text="It does.")
    assert not waiting_of(cast.acsm)
    with pytest.raises(Refused, match="Write something"):
        write_message(**ask, text="  ")
    with pytest.raises(Refused, match="neither a proof nor a note"):
        send_answer(**ask)
    assert days(1) > DRAWN
