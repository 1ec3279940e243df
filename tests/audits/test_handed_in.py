"""Handed in: proof that was sent stays with the answer, and goes when the words do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from recert.audits.actions import declare_conflict, determine, note_item, return_audit, send_answer
from recert.audits.models import Audit, AuditState, Judged
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.renewals.export import export_of
from recert.renewals.retention import forget_decided
from recert.transcript.actions import (
    add_evidence,
    attach_evidence,
    delete_evidence,
    detach_evidence,
)
from recert.transcript.models import Evidence, HandedIn
from tests.audits.acting import case, judge, on
from tests.audits.scene import days, holder
from tests.cast import Cast
from tests.web.staff.scene import picture


def proof_of(audit: Audit, colour: str, item_at: int) -> tuple[Evidence, dict[str, Any]]:
    """A file of the holder's, attached to one of the entries asked about."""
    whom = holder(audit)
    file = add_evidence(by=whom, at=days(1), name=f"{colour}.png", content=picture(colour))
    entry = audit.items.all()[item_at].activity.public_id
    on_it = {"by": whom, "at": days(1), "public_id": file.public_id, "activity_id": entry}
    attach_evidence(**on_it)  # type: ignore[arg-type]
    return file, on_it


def sent(audit: Audit) -> Audit:
    for item in audit.items.filter(activity__evidence=None):
        note_item(by=holder(audit), at=days(1), public_id=audit.public_id,
                  item_id=item.public_id, note="Lost.")  # fmt: skip
    return send_answer(by=holder(audit), at=days(2), public_id=audit.public_id)


def test_what_was_sent_stays_and_what_is_added_may_go_until_it_is_sent(cast: Cast) -> None:
    audit = case(cast)
    _first, on_first = proof_of(audit, "red", 1)
    wrong, on_wrong = proof_of(audit, "blue", 1)
    detach_evidence(**on_wrong)  # not sent yet
    sent(audit)
    delete_evidence(by=holder(audit), at=days(2), public_id=wrong.public_id)
    for _click in range(2):
        with pytest.raises(Refused, match="so it stays"):
            detach_evidence(**on_first)
    audit.refresh_from_db()
    from_dan(cast.dan, audit)
    return_audit(**on(cast.dan, audit), note="Page two is missing.")
    _later, on_later = proof_of(audit, "green", 1)
    detach_evidence(**on_later)
    attach_evidence(**on_later)
    with pytest.raises(Refused, match="so it stays"):
        detach_evidence(**on_first)
    sent(audit)
    with pytest.raises(Refused, match="so it stays"):
        detach_evidence(**on_later)
    judge(cast.dan, audit, Judged.ACCEPT, Judged.ACCEPT, Judged.ACCEPT)
    determine(**on(cast.dan, audit), outcome=AuditState.PASSED)
    with pytest.raises(Refused, match="so it stays"):
        detach_evidence(**on_first)  # the decision rests on it
    rows = export_of(holder(audit))["audit-proof-sent"]
    assert len(rows) == HandedIn.objects.filter(subject=audit.subject).count() == 3


def from_dan(dan: Person, audit: Audit) -> None:
    declare_conflict(**on(dan, audit), has_conflict=False)


def test_it_goes_with_the_words_of_the_case(cast: Cast) -> None:
    audit = case(cast)
    first, on_first = proof_of(audit, "red", 1)
    sent(audit)
    from_dan(cast.dan, audit)
    judge(cast.dan, audit, Judged.ACCEPT, Judged.REJECT, Judged.REJECT)
    determine(**on(cast.dan, audit), outcome=AuditState.FAILED, reason="Not proved.")
    whom = holder(audit)
    Person.objects.filter(pk=whom.pk).update(is_active=False)
    forget_decided(at=days(5) + timedelta(days=365 * 12))
    assert not HandedIn.objects.exists()
    detach_evidence(**on_first)
    delete_evidence(by=whom, at=days(9), public_id=first.public_id)
