"""Mooting: what a bill was for will not happen, so its fee goes back, stays, or is decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.payments.actions.billing import hold, shut_checkouts
from recert.payments.actions.returning import give_back
from recert.payments.actions.telling import journal, tell_cashiers
from recert.payments.models import Invoice, InvoiceState, Moot, RefundPolicy
from recert.payments.queries import invoice_for_staff, invoices_about, received_cents, terms_of
from recert.people.models import Person


@transaction.atomic
def forgo_unpaid(*, at: datetime, subject: str, why: Moot) -> None:
    """What was applied for will not happen: what nobody paid for it is asked for no longer."""
    for invoice in list(invoices_about(subject)):
        locked = hold(invoice)
        if locked.state == InvoiceState.OPEN and not received_cents(locked):
            Invoice.objects.filter(pk=locked.pk).update(
                state=InvoiceState.CANCELLED, closed_at=at, reason=str(why.label)
            )
            shut_checkouts(locked)
            journal(at, None, "invoice-cancelled", locked)


@transaction.atomic
def settle_moot(
    *, at: datetime, subject: str, why: Moot, policy: RefundPolicy | None = None
) -> None:
    """What was applied for will not happen: what was paid goes back, or not, by the policy.

    What is still open is asked for no longer. Where the body says `ask`, its finance is told.
    `policy` is what was promised for this alone, before the body's terms.
    """
    forgo_unpaid(at=at, subject=subject, why=why)
    for invoice in list(invoices_about(subject)):
        locked = hold(invoice)
        if received_cents(locked) <= 0 or locked.moot:
            continue
        Invoice.objects.filter(pk=locked.pk).update(moot=why)
        locked.moot = why
        _settle(locked, at, why, policy)


def undo_moot(*, at: datetime, subject: str) -> None:
    """What was refused is open again: what is still here of its fee counts as paid for it."""
    for invoice in invoices_about(subject):
        if (
            Invoice.objects.filter(pk=invoice.pk)
            .exclude(moot="")
            .update(moot="", moot_settled_at=None)
        ):
            journal(at, None, "fee-counts-again", invoice)


def _settle(invoice: Invoice, at: datetime, why: Moot, policy: str | None) -> None:
    if policy is None:
        terms = terms_of(invoice.seller)
        policy = terms.when_refused if why is Moot.REFUSED else terms.when_withdrawn
    if policy == RefundPolicy.ALWAYS:
        give_back(invoice, None, at, str(why.label), None, "")
    elif policy == RefundPolicy.NEVER:
        Invoice.objects.filter(pk=invoice.pk).update(moot_settled_at=at)
        shut_checkouts(invoice)
        journal(at, None, "fee-kept", invoice, {"why": why.value})
    else:
        journal(at, None, "refund-to-decide", invoice, {"why": why.value})
        tell_cashiers(at, invoice.seller, f"moot:{invoice.public_id}")


@transaction.atomic
def keep_fee(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    reason: str,
    body_slug: str = "",
    provider_slug: str = "",
) -> Invoice:
    """Finance keeps a fee that was paid for what will not happen, and says why."""
    invoice = invoice_for_staff(by, body_slug, public_id, provider_slug=provider_slug)
    if by == invoice.person:
        raise Refused(_("Ask a colleague: nobody decides about a fee of their own."))
    if not reason.strip():
        raise Refused(_("Give the reason. It stays with the bill."), "reason")
    if (
        Invoice.objects.filter(pk=invoice.pk, moot_settled_at=None)
        .exclude(moot="")
        .update(moot_settled_at=at, reason=reason.strip())
    ):
        journal(at, by, "fee-kept", invoice)
    invoice.refresh_from_db()
    return invoice
