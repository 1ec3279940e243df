"""What a body decided about a certification, as its holder is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.credentials.models import Certification, Ruling
from recert.rules.facts import DecisionKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RULED: dict[str, _StrPromise] = {
    DecisionKind.WAIVE: lazy("A requirement was waived"),
    DecisionKind.AMOUNT: lazy("Another amount was set"),
    DecisionKind.EXTEND: lazy("The last day was moved"),
    DecisionKind.CONDITION: lazy("Certified on a condition"),
    DecisionKind.REINSTATE: lazy("Reinstated"),
    DecisionKind.HOLD: lazy("Put on hold"),
    DecisionKind.INACTIVE: lazy("Made inactive"),
    DecisionKind.RETIRE: lazy("Retired"),
    DecisionKind.REDUCE: lazy("Put at a lower level"),
    DecisionKind.SUSPEND: lazy("Suspended"),
    DecisionKind.WITHDRAW: lazy("Withdrawn"),
    DecisionKind.LEAVE: lazy("Excused for a while"),
}
"""What each decision did, to stand in a history or a letter."""

AGAINST = frozenset(
    {DecisionKind.HOLD, DecisionKind.REDUCE, DecisionKind.SUSPEND, DecisionKind.WITHDRAW}
)
"""Decisions against the holder, who is told of the right to appeal."""


def ruling_against(certification: Certification) -> str:
    """The matter of ruling against one holder, as those are kept out of it who did before."""
    return f"against:{certification.public_id}"


def appeal_sentence(certification: Certification) -> str:
    """That one may appeal, and where."""
    body = certification.body
    if body.email:
        return _(
            "You may appeal: sign in and open the decision, or write to %(body)s at %(email)s. "
            "Somebody who did not take the decision looks at it again."
        ) % {"body": body.name, "email": body.email}
    return _(
        "You may appeal: sign in and open the decision, or write to %(body)s. "
        "Somebody who did not take the decision looks at it again."
    ) % {"body": body.name}


def letter_of(ruling: Ruling) -> str:
    """The decision, its last day if it has one, the reason, and how to appeal."""
    says = str(RULED[ruling.kind])
    if ruling.until is not None:
        says = _("%(what)s, until %(day)s") % {"what": says, "day": date_format(ruling.until)}
    parts = [f"{says}.", ruling.reason]
    if ruling.kind in AGAINST:
        parts.append(appeal_sentence(ruling.certification))
    return "\n\n".join(part for part in parts if part)
