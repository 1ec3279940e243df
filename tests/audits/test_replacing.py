"""Replacing: what replacement credit is worth, whatever cycle its day falls into."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from recert.audits.actions import determine, judge_item, list_activity, note_item, send_answer
from recert.audits.models import Audit, AuditItem, AuditState, Judged
from recert.audits.queries import sheet_of
from recert.audits.standing import as_found
from recert.rules.amounts import from_grains
from recert.standing.queries import held_of
from recert.transcript.actions import log_activity
from recert.transcript.models import Activity
from tests.audits.acting import answered, case, judge, on
from tests.audits.scene import days, holder
from tests.cast import Cast, course, log

ACCEPT, REJECT = Judged.ACCEPT, Judged.REJECT


def owing(cast: Cast) -> Audit:
    """Two of three activities were not accepted, 40 are to be replaced; renewed early."""
    audit = answered(cast)
    judge(cast.dan, audit, ACCEPT, REJECT, REJECT)
    return determine(
        **on(cast.dan, audit), outcome=AuditState.REPLACING, reason="Lost.", owed=Fraction(40)
    )


def offer(audit: Audit, completed: date, credits: str) -> tuple[Activity, AuditItem]:
    """The holder logs a course once the case is decided and offers it."""
    whom, draft = holder(audit), course(f"Of {completed}", completed, credits)
    entry = log_activity(by=whom, at=days(20), person=whom, activity=draft)
    item = list_activity(
        by=whom, at=days(20), public_id=audit.public_id, activity_id=entry.public_id
    )
    note_item(by=whom, at=days(20), public_id=audit.public_id, item_id=item.public_id, note="Ok.")
    return entry, item


def test_credit_from_the_cycle_audited_counts_after_it_was_renewed_early(cast: Cast) -> None:
    audit = owing(cast)
    assert audit.renewal is not None
    assert audit.renewal.filed_on is not None
    assert audit.renewal.filed_on < date(2026, 12, 20) < audit.cycle_end
    december, item = offer(audit, date(2026, 12, 20), "40")
    assert from_grains(item.claimed_grains) == 40
    (line,) = sheet_of(audit, days(21)).replacements
    assert line.finding is not None
    assert line.finding.counted == 40  # as the reviewer reads it, too
    send_answer(by=holder(audit), at=days(21), public_id=audit.public_id)
    judge_item(**on(cast.dan, audit, days(22)), item_id=item.public_id, judged=ACCEPT)
    done = determine(**on(cast.dan, audit, days(22)), outcome=AuditState.PASSED)
    assert done.state == AuditState.PASSED
    found = held_of(audit.certification, days(23)).standing.activities
    assert [each.counted for each in found if each.activity == december.public_id] == [0]


def test_several_are_worth_what_they_make_good_together_and_what_is_used_serves_no_other(
    cast: Cast,
) -> None:
    audit = owing(cast)
    december, first = offer(audit, date(2026, 12, 2), "15")
    january, second = offer(audit, date(2027, 1, 2), "26")
    assert [from_grains(each.claimed_grains) for each in (first, second)] == [15, 26]
    send_answer(by=holder(audit), at=days(21), public_id=audit.public_id)
    judge_item(**on(cast.dan, audit, days(22)), item_id=first.public_id, judged=ACCEPT)
    less: dict[str, Any] = {"judged": Judged.REDUCE, "reason": "A break.", "amount": Fraction(25)}
    judge_item(**on(cast.dan, audit, days(22)), item_id=second.public_id, **less)
    assert as_found(audit, days(22)).counted == 60
    determine(**on(cast.dan, audit, days(22)), outcome=AuditState.PASSED)
    audit.certification.refresh_from_db()
    found = held_of(audit.certification, days(30)).standing.activities
    counted = {each.activity: each.counted for each in found}
    assert [counted[each.public_id] for each in (december, january)] == [0, 0]


def test_itemising_after_an_early_renewal_claims_what_it_counts_for_there(cast: Cast) -> None:
    audit = case(cast)
    extra = log(holder(audit), course("Not logged before", date(2024, 4, 4), "10"))
    item = list_activity(
        by=holder(audit), at=days(1), public_id=audit.public_id, activity_id=extra.public_id
    )
    assert from_grains(item.claimed_grains) == 10
