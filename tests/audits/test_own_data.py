"""What an audit keeps of people: entries as they were, everything exported, words for a time."""

from __future__ import annotations

from typing import Any

import pytest

from recert.audits.actions import determine
from recert.audits.models import AuditState, Judged
from recert.lib.refusals import Refused
from recert.payments.actions import cancel_invoice
from recert.payments.queries import invoices_of
from recert.renewals.erasure import erase, open_matters
from recert.renewals.export import export_of
from recert.renewals.retention import forget_decided
from recert.transcript.actions import correct_activity, withdraw_activity
from recert.transcript.records import activity_fact
from tests.audits.acting import answered, judge, on
from tests.audits.scene import days, holder
from tests.cast import Cast

ACCEPT, REJECT = Judged.ACCEPT, Judged.REJECT


def test_entries_under_audit_stay_as_they_are(cast: Cast) -> None:
    audit = answered(cast)
    whom, item = holder(audit), audit.items.all()[2]
    entry: dict[str, Any] = {"by": whom, "at": days(6), "public_id": item.activity.public_id}
    with pytest.raises(Refused, match="being audited"):
        withdraw_activity(**entry)
    with pytest.raises(Refused, match="being audited"):
        correct_activity(**entry, activity=activity_fact(item.activity))
    assert any("audit" in each.sentence for each in open_matters(whom))
    judge(cast.dan, audit, ACCEPT, ACCEPT, REJECT)
    determine(**on(cast.dan, audit), outcome=AuditState.FAILED, reason="Not proved.")
    with pytest.raises(Refused, match="has ruled on this entry"):
        withdraw_activity(**entry)
    kept = export_of(whom)
    assert [each["state"] for each in kept["audits"]] == ["failed"]
    assert len(kept["audit-items"]) == len(kept["rulings-on-entries"]) == 3


def test_words_go_when_a_body_has_kept_them_long_enough(cast: Cast) -> None:
    audit = answered(cast)
    whom = holder(audit)
    judge(cast.dan, audit, ACCEPT, ACCEPT, REJECT)
    determine(**on(cast.dan, audit), outcome=AuditState.FAILED, reason="Not proved.")
    for bill in invoices_of(whom):
        cancel_invoice(by=cast.hal, at=days(6), invoice=bill, reason="Forgone.")
    erase(person=whom, by=None, at=days(6))
    audit.refresh_from_db()
    assert audit.reason == "Not proved."
    assert not audit.items.exclude(note="").exists()  # the holder's own words went at once
    late = days(365 * 30)
    assert forget_decided(at=late) > 0
    audit.refresh_from_db()
    assert (audit.reason, audit.state) == ("", AuditState.FAILED)
    assert not audit.items.exclude(reason="").exists()
    assert forget_decided(at=late) == 0
