"""Provider fees: what bodies ask for looking at a provider, billed before it is sent.

What a body sent back is answered for nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions import refuse_provider, send_for_approval, withdraw_application
from recert.catalogue.actions.approval_moves import subject_of
from recert.catalogue.approval_queries import approval_for, approval_terms_of
from recert.catalogue.models import ApprovalState, ProviderApproval
from recert.catalogue.queries import ProviderDuty
from recert.enrolments.approval_fees import bill_applicant
from recert.payments.above import PaidFor
from recert.payments.actions import settle_moot
from recert.payments.models import Invoice, InvoiceState, Moot
from recert.people.models import Person


@transaction.atomic
def send_to_body(
    *, by: Person, at: datetime, provider_slug: str, public_id: str
) -> ProviderApproval:
    """Send an application, or bill whoever sends it and send it once that is paid.

    Pressed again before it is paid the bill is the same one.
    """
    approval = approval_for(by, provider_slug, public_id, ProviderDuty.OFFICE)
    ProviderApproval.objects.select_for_update().get(pk=approval.pk)
    approval.refresh_from_db()
    cents = approval_terms_of(approval.body).provider_fee_cents
    bill = bill_of(approval)
    is_settled = bill is not None and bill.state == InvoiceState.PAID
    if approval.state == ApprovalState.RETURNED or not cents or is_settled:
        send_for_approval(by=by, at=at, approval=approval)
    elif approval.state == ApprovalState.DRAFT and bill is None:
        says = _("Approval of the provider “%(name)s”") % {"name": approval.provider.name}
        bill_applicant(by, at, approval, subject_of(approval), says, cents)
    return approval


def bill_of(approval: ProviderApproval) -> Invoice | None:
    """The bill for applying that stands; one that was cancelled does not."""
    bills = Invoice.objects.filter(public_id=approval.invoice).exclude(state=InvoiceState.CANCELLED)
    return bills.first() if approval.invoice else None


@transaction.atomic
def withdraw_from_body(
    *, by: Person, at: datetime, provider_slug: str, public_id: str
) -> ProviderApproval:
    """Take an application back, with its bill."""
    approval = withdraw_application(by=by, at=at, provider_slug=provider_slug, public_id=public_id)
    settle_moot(at=at, subject=subject_of(approval), why=Moot.WITHDRAWN)
    return approval


@transaction.atomic
def refuse_for_body(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> ProviderApproval:
    """Do not approve a provider; the fee goes back or stays, as the body's terms say."""
    approval = refuse_provider(
        by=by, at=at, body_slug=body_slug, public_id=public_id, reason=reason
    )
    settle_moot(at=at, subject=subject_of(approval), why=Moot.REFUSED)
    return approval


def _paid(invoice: Invoice, at: datetime) -> None:
    """Send what waited for its bill."""
    found = (
        ProviderApproval.objects.filter(invoice=invoice.public_id, state=ApprovalState.DRAFT)
        .select_related("body", "provider")
        .first()
    )
    if found is not None:
        send_for_approval(by=None, at=at, approval=found)


PROVIDER_FEES = PaidFor(_paid)
