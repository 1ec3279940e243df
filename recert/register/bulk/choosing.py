"""Choosing: who is meant by a bulk act, and why somebody who is meant is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from recert.credentials.models import Certification, Register
from recert.payments.models import Invoice, InvoiceState
from recert.register.models import BulkAct
from recert.renewals.models import Renewal, State
from recert.rules.facts import DecisionKind

ENDS = (
    DecisionKind.EXTEND,
    DecisionKind.HOLD,
    DecisionKind.INACTIVE,
    DecisionKind.SUSPEND,
    DecisionKind.WAIVE,
)
"""The decisions that may be ended for many at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who is meant; all that is set must hold. Days are last days printed, both included."""

    credential: str = ""
    level: str = ""
    expires_since: date | None = None
    expires_until: date | None = None
    statuses: tuple[str, ...] = ()  # on the day of the list; empty: whatever it is
    unpaid_days: int | None = None  # with a bill of the body that long unpaid
    once: bool = False  # only whoever has no extension already
    ends: str = ""  # the kind of decision to end

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "credential": self.credential,
            "level": self.level,
            "expires-since": self.expires_since and self.expires_since.isoformat(),
            "expires-until": self.expires_until and self.expires_until.isoformat(),
            "statuses": list(self.statuses),
            "unpaid-days": self.unpaid_days,
            "once": self.once,
            "ends": self.ends,
        }

    @staticmethod
    def from_plain(plain: dict[str, Any]) -> Choice:
        """Read back what `to_plain` wrote."""
        since, until = plain["expires-since"], plain["expires-until"]
        return Choice(
            credential=plain["credential"],
            level=plain["level"],
            expires_since=date.fromisoformat(since) if since else None,
            expires_until=date.fromisoformat(until) if until else None,
            statuses=tuple(plain["statuses"]),
            unpaid_days=plain["unpaid-days"],
            once=plain["once"],
            ends=plain["ends"],
        )


def meant_by(act: BulkAct) -> QuerySet[Certification]:
    """The confirmed certifications that columns can tell to be meant, in order of entry.

    Whether the status fits is only known once they are judged.
    """
    choice = Choice.from_plain(act.choice)
    rows = Certification.objects.filter(
        body=act.body, register=Register.CONFIRMED, person__erased_at=None
    )
    if choice.credential:
        rows = rows.filter(credential=choice.credential)
    if choice.level:
        rows = rows.filter(level=choice.level)
    if choice.expires_since:
        rows = rows.filter(expires__gte=choice.expires_since)
    if choice.expires_until:
        rows = rows.filter(expires__lte=choice.expires_until)
    if choice.unpaid_days is not None:
        rows = rows.filter(person__in=_owing(act, choice.unpaid_days).values("person_id"))
    return rows.select_related("body", "person").order_by("pk")


def _owing(act: BulkAct, days: int) -> QuerySet[Invoice]:
    """The bills that have been due for so many days, and nobody says are paid.

    A part that was promised for a later day is not due before it; what is only on offer, and
    what an application never sent would cost, nobody owes.
    """
    bills = Invoice.objects.filter(body=act.body, state=InvoiceState.OPEN, announced_at=None)
    since = act.asked_at - timedelta(days=days)
    due = Q(due_on=None, issued_at__lte=since) | Q(due_on__lte=act.as_of - timedelta(days=days))
    drafts = Renewal.objects.filter(certification__body=act.body, state=State.DRAFT)
    unsent = drafts.values(subject_of=Concat(Value("renewal:"), "public_id"))
    return bills.filter(due).filter(purchase=None).exclude(subject__in=unsent)
