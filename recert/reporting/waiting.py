"""What waits at a body's desk, kind by kind, and whose duty it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recert.audits.models import WITH_BODY
from recert.audits.queries import queue_of as audits_waiting
from recert.credentials.models import Register
from recert.credentials.queries import register_of
from recert.enquiries.queries import enquiries_to
from recert.payments.models import InvoiceState
from recert.payments.queries import invoices_of_body
from recert.people.models import Body
from recert.people.queries import Duty
from recert.renewals.queries import fees_to_set, queue_of
from recert.rulebooks.queries import drafts_to_approve
from recert.transcript.queries import petition_queue


@dataclass(frozen=True, slots=True)
class Pile:
    """Work of one kind, and who may see to it."""

    duty: Duty
    title: Promise
    rows: QuerySet[Any]


def piles_at(body: Body) -> Iterator[Pile]:
    """Every pile there is at a body, empty or not; nothing is counted yet."""
    announced = invoices_of_body(body).filter(state=InvoiceState.OPEN, announced_at__isnull=False)
    declared = register_of(body).filter(register=Register.SELF_DECLARED)
    answered = audits_waiting(body).filter(state__in=WITH_BODY)
    yield Pile(Duty.REVIEW, _("Applications to decide"), queue_of(body))
    yield Pile(Duty.REVIEW, _("Petitions to decide"), petition_queue(body))
    yield Pile(Duty.REVIEW, _("Audits to decide"), answered)
    yield Pile(Duty.MONEY, _("Fees the policy does not say"), fees_to_set(body))
    yield Pile(Duty.MONEY, _("Payments announced"), announced)
    yield Pile(Duty.REGISTER, _("Certifications to confirm"), declared)
    yield Pile(Duty.POLICY, _("Drafts of policy to approve"), drafts_to_approve(body))
    yield Pile(Duty.ENTER, _("Questions to answer"), enquiries_to(body))
