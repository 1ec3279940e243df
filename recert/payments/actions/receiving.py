"""Receiving: money that came, by whatever way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from recert.lib.days import latest_day, local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.payments.actions.billing import hold, shut_checkouts
from recert.payments.actions.past_time import ask_no_longer, is_past, reached
from recert.payments.actions.taking_up import come_late, take_up
from recert.payments.actions.telling import journal, show_cents, tell_received
from recert.payments.models import Invoice, InvoiceState, Method, Payment, Receipt, sold_by
from recert.payments.models.billing import BY_HAND
from recert.payments.queries import (
    invoice_for,
    invoice_for_staff,
    open_cents,
    surplus_cents,
    till_for_staff,
)
from recert.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Money that came for one bill: how much, how, on which day; the same key is the same."""

    cents: int
    method: Method
    received_on: date
    key: str
    reference: str = ""
    charge: str = ""
    receipt: Receipt | None = None


@transaction.atomic
def announce_payment(*, by: Person, at: datetime, public_id: str) -> Invoice:
    """The person says that the money is on its way, by transfer or cheque."""
    invoice = invoice_for(by, public_id)
    if is_past(invoice, local_day(at, invoice.seller.zone)):
        raise Refused(_("The time this bill is for is over. There is nothing to pay any more."))
    if Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.OPEN, announced_at=None).update(
        announced_at=at
    ):
        journal(at, by, "announced", invoice)
    invoice.refresh_from_db()
    return invoice


@transaction.atomic
def record_payment(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    cents: int,
    received_on: date,
    reference: str,
    key: str,
    method: Method = Method.OFFLINE,
    body_slug: str = "",
    provider_slug: str = "",
) -> Payment:
    """Staff record money that came outside; the same `key` for a bill is the same payment.

    More than is open is refused: a bill is paid with its own sum, and the rest belongs to
    another bill or goes back.
    """
    invoice = invoice_for_staff(by, body_slug, public_id, provider_slug=provider_slug)
    if by == invoice.person:
        raise Refused(_("Ask a colleague: nobody records a payment of their own."))
    _refuse_day(received_on, at)
    if method not in BY_HAND:
        raise Refused(_("Choose how the money came."), "method")
    came = Came(
        cents=cents,
        method=method,
        received_on=received_on,
        reference=reference,
        key=f"{public_id}:{key}",
    )
    return _receive_what_is_open(invoice, by, at, came)


def _refuse_day(received_on: date, at: datetime) -> None:
    if received_on > latest_day(at):
        raise Refused(_("This day lies in the future. Enter the day it arrived."), "received_on")


@transaction.atomic
def pay_in_sandbox(*, by: Person, at: datetime, public_id: str) -> Payment:
    """Pay an invoice with play money, where this installation is a sandbox."""
    if not settings.SANDBOX:
        raise Refused(_("Play money is not taken here. Pay as the instructions say."))
    invoice = invoice_for(by, public_id)
    came = Came(
        cents=open_cents(invoice),
        method=Method.SANDBOX_CARD,
        received_on=local_day(at, invoice.seller.zone),
        key=f"sandbox:{invoice.public_id}",
    )
    return _receive_what_is_open(invoice, by, at, came)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a sum that came for several bills is for this one."""

    invoice: str
    cents: int


@transaction.atomic
def record_receipt(
    *,
    by: Person,
    at: datetime,
    payer: str,
    cents: int,
    received_on: date,
    reference: str,
    shares: Sequence[Share],
    key: str,
    method: Method = Method.EMPLOYER,
    body_slug: str = "",
    provider_slug: str = "",
) -> Receipt:
    """Record one sum that came for several bills, split over them: all of it, or nothing.

    Refuses unless the shares come to the sum exactly, each fits its bill, and none is the
    recorder's own; all reasons at once. The same `key` is the same receipt.
    """
    seller = till_for_staff(by, body_slug, provider_slug)
    known = f"{body_slug or f'provider:{provider_slug}'}:{key}"
    earlier = Receipt.objects.filter(key=known).first()
    if earlier is not None:
        return earlier
    _refuse_day(received_on, at)
    found = _split_refusals(payer, cents, shares)
    invoices = [
        invoice_for_staff(by, body_slug, share.invoice, provider_slug=provider_slug)
        for share in shares
    ]
    for invoice, share in zip(invoices, shares, strict=True):
        found += _share_refusals(by, hold(invoice), share)
    if len({invoice.currency for invoice in invoices}) > 1:
        found.append(Refusal(_("These bills are in two currencies. Record each by itself.")))
    refuse_all(found)
    receipt = Receipt.objects.create(
        **sold_by(seller),
        payer=payer.strip(),
        cents=cents,
        currency=invoices[0].currency,
        reference=reference.strip(),
        received_on=received_on,
        recorded_by=by,
        recorded_at=at,
        key=known,
    )
    for invoice, share in zip(invoices, shares, strict=True):
        came = Came(
            cents=share.cents,
            method=method,
            received_on=received_on,
            reference=reference,
            key=f"receipt:{receipt.public_id}:{invoice.public_id}",
            receipt=receipt,
        )
        _receive_what_is_open(invoice, by, at, came)
    return receipt


def _split_refusals(payer: str, cents: int, shares: Sequence[Share]) -> list[Refusal]:
    found = []
    if not payer.strip():
        found.append(Refusal(_("Say who paid, such as the employer’s name."), "payer"))
    if not shares:
        found.append(Refusal(_("Name at least one bill that was paid.")))
    if len({share.invoice for share in shares}) < len(shares):
        found.append(Refusal(_("A bill stands here twice. Put its two sums together.")))
    split = sum(share.cents for share in shares)
    if split != cents:
        found.append(
            Refusal(
                _("The bills come to %(split)s and the payment to %(sum)s. Make the two equal.")
                % {"split": show_cents(split), "sum": show_cents(cents)},
                "cents",
            )
        )
    return found


def _share_refusals(by: Person, invoice: Invoice, share: Share) -> list[Refusal]:
    if invoice.person_id == by.pk:
        return [Refusal(_("Ask a colleague: nobody records a payment of their own."))]
    left = open_cents(invoice)
    if 0 < share.cents <= left:
        return []
    return [
        Refusal(
            _("Of %(bill)s %(left)s is open; write a sum between 0.01 and that.")
            % {"bill": invoice, "left": show_cents(left)},
            f"share-{invoice.public_id}",
        )
    ]


@transaction.atomic
def move_surplus(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    to: str,
    key: str,
    body_slug: str = "",
    provider_slug: str = "",
) -> Payment:
    """Use what was paid too much for one bill to pay another of the same person."""
    source, target = (
        hold(invoice_for_staff(by, body_slug, each, provider_slug=provider_slug))
        for each in (public_id, to)
    )
    if by.pk in (source.person_id, target.person_id):
        raise Refused(_("Ask a colleague: nobody moves money of their own."))
    is_same = source.person_id == target.person_id and source.currency == target.currency
    if not is_same or source.pk == target.pk:
        raise Refused(_("Choose another open bill of the same person."), "to")
    known = f"moved:{source.public_id}:{key}"
    earlier = Payment.objects.filter(key=known).first()
    if earlier is not None:
        return earlier
    cents = min(surplus_cents(source), open_cents(target))
    if cents <= 0:
        raise Refused(_("Nothing was paid too much, or nothing is open there."), "to")
    day = local_day(at, source.seller.zone)
    Payment.objects.create(
        invoice=source,
        cents=-cents,
        method=Method.MOVED,
        reference=str(target),
        received_on=day,
        recorded_by=by,
        recorded_at=at,
        key=f"{known}:away",
    )
    journal(at, by, "moved", source, {"cents": cents, "to": str(target)})
    came = Came(cents=cents, method=Method.MOVED, received_on=day, reference=str(source), key=known)
    return receive(target, by=by, at=at, came=came)


def _receive_what_is_open(invoice: Invoice, by: Person, at: datetime, came: Came) -> Payment:
    """Record money by somebody's word: only as much as is open."""
    locked = hold(invoice)
    earlier = Payment.objects.filter(key=came.key).first()
    if earlier is not None:
        return earlier
    if locked.state != InvoiceState.OPEN:
        raise Refused(
            _("This invoice is no longer open: %(state)s. Nothing was recorded.")
            % {"state": locked.get_state_display().lower()}
        )
    last = reached(locked)
    if last is not None and last < came.received_on:
        raise Refused(
            _("This bill is for time that ended on %(day)s: the money buys nothing. Send it back.")
            % {"day": last.isoformat()}
        )
    due = open_cents(locked)
    if not 0 < came.cents <= due:
        raise Refused(
            _("Enter an amount between 0.01 and %(due)s, which is what is still open.")
            % {"due": show_cents(due)},
            "cents",
        )
    payment = receive(invoice, by=by, at=at, came=came)
    invoice.refresh_from_db()
    return payment


@transaction.atomic
def receive(invoice: Invoice, *, by: Person | None, at: datetime, came: Came) -> Payment:
    """Record money that is there, whatever was asked for; the same key is one payment.

    A bill that is covered by it is paid. Nothing else happens by paying, but for what was
    bought with it. What comes for time that is over stands as too much.
    """
    locked = hold(invoice)
    earlier = Payment.objects.filter(key=came.key).first()
    if earlier is not None:
        return earlier
    if is_past(locked, came.received_on):
        ask_no_longer(at=at, invoice=locked)
        locked.refresh_from_db(fields=("state",))
    due = open_cents(locked)
    payment = Payment.objects.create(
        invoice=locked,
        cents=came.cents,
        method=came.method,
        reference=came.reference.strip(),
        received_on=came.received_on,
        recorded_by=by,
        recorded_at=at,
        key=came.key,
        charge=came.charge,
        receipt=came.receipt,
    )
    journal(at, by, "received", locked, {"cents": came.cents, "method": came.method.value})
    if locked.state == InvoiceState.OPEN:
        shut_checkouts(locked)  # each asks for a sum that is no longer open
        if came.cents >= due:
            Invoice.objects.filter(pk=locked.pk).update(state=InvoiceState.PAID, closed_at=at)
            take_up(at=at, invoice=locked)
    else:
        come_late(at=at, invoice=locked)
    tell_received(at, locked, payment)
    return payment
