"""A case as tests need it: drawn, answered, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from recert.audits.actions import declare_conflict, judge_item, note_item, send_answer
from recert.audits.models import Audit, Judged
from recert.people.models import Person
from tests.audits.scene import SLUG, TERMS, days, hold_draw, holder, renewed
from tests.cast import Cast

REVIEWED = days(5)


def case(cast: Cast, **terms: Any) -> Audit:
    """Somebody at ACSM was drawn and has the letter."""
    renewed(cast, "ep", "one")
    (audit,) = hold_draw(cast, terms=replace(TERMS, **terms)).audits
    return audit


def answered(cast: Cast, **terms: Any) -> Audit:
    """The two courses without a certificate have a note; Dan declared that he is impartial."""
    audit = case(cast, **terms)
    whom = holder(audit)
    for item in audit.items.filter(activity__evidence=None):
        note_item(
            by=whom, at=days(1), public_id=audit.public_id, item_id=item.public_id, note="Lost it."
        )
    send_answer(by=whom, at=days(2), public_id=audit.public_id)
    declare_conflict(
        by=cast.dan, at=days(3), body_slug=SLUG, public_id=audit.public_id, has_conflict=False
    )
    audit.refresh_from_db()
    return audit


def judge(by: Person, audit: Audit, *judged: Judged) -> None:
    """Find of each activity what is said, in the order they were done."""
    for item, verdict in zip(audit.items.all(), judged, strict=True):
        judge_item(
            by=by,
            at=days(4),
            body_slug=SLUG,
            public_id=audit.public_id,
            item_id=item.public_id,
            judged=verdict,
            reason="" if verdict is Judged.ACCEPT else "There is no certificate.",
            clause="proof" if verdict is Judged.REJECT else "",
            amount=Fraction(5) if verdict is Judged.REDUCE else None,
        )


def on(by: Person, audit: Audit, at: datetime = REVIEWED) -> dict[str, Any]:
    """What every act of a reviewer names."""
    return {"by": by, "at": at, "body_slug": SLUG, "public_id": audit.public_id}
