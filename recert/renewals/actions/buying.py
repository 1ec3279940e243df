"""Buying: a fee in parts, a plan for life, more time, as the policy sells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.queries import certification_for
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.payments.actions import (
    Line,
    Part,
    Promise,
    agree_on_parts,
    cancel_invoice,
    end_agreement,
    offer,
)
from recert.payments.models import Agreement, InvoiceState, Purchase
from recert.payments.queries import agreement_about
from recert.people.models import Person
from recert.renewals.actions.moving import journal
from recert.renewals.models import Renewal
from recert.renewals.queries import renewal_for
from recert.renewals.tasks import Tasks, tasks_of
from recert.rules.amounts import Money
from recert.rules.findings import Standing
from recert.rules.pricing import parts_on, split, with_their_taxes
from recert.rules.rulebook import Fee, For, Rulebook
from recert.rules.rulebook import Parts as PolicyParts
from recert.rules.schedules import add
from recert.standing.queries import held_of


def parts_offered(found: Tasks) -> tuple[str, PolicyParts] | None:
    """The clause by which what is due today may be paid in parts; None: only at once."""
    step = found.standing.fee_today
    if step is None or found.rulebook is None or found.money.paid_cents or found.money.shared:
        return None
    return parts_on(found.rulebook, step)


def parts_of_fee(found: Tasks, parts: PolicyParts, first: date) -> tuple[Part, ...]:
    """What would be paid when, the first part on `first`."""
    return tuple(Part(day, cents) for day, cents in split(found.money.due_cents or 0, parts, first))


@transaction.atomic
def pay_in_parts(*, by: Person, at: datetime, public_id: str) -> Agreement:
    """Agree to pay what is due today in the parts the policy offers; twice is once.

    What is agreed stays, whatever the policy says later. A bill over the whole goes.
    """
    renewal = _open_application(by, public_id)
    there = agreement_about(renewal.subject)
    if there is not None:
        return there
    found = tasks_of(renewal, at)
    offered = parts_offered(found)
    if offered is None or renewal.fee_cents is not None or not found.money.due_cents:
        raise Refused(_("The policy does not offer to pay this in parts, or it is begun already."))
    clause, parts = offered
    for invoice in found.money.invoices:
        if invoice.state == InvoiceState.OPEN:
            cancel_invoice(by=by, at=at, invoice=invoice, reason=_("Paid in parts instead."))
    first = local_day(at, renewal.certification.body.zone)
    agreement = agree_on_parts(
        by=by,
        at=at,
        body=renewal.certification.body,
        subject=renewal.subject,
        promise=_promise(found.rulebook, found.standing, clause),
        missed=parts.missed.value,
        parts=parts_of_fee(found, parts, first),
    )
    journal(at, by, "parts-agreed", renewal, {"parts": parts.number, "clause": clause})
    return agreement


@transaction.atomic
def pay_at_once(*, by: Person, at: datetime, public_id: str) -> Renewal:
    """Pay the whole after all, while no part was paid."""
    renewal = _open_application(by, public_id)
    agreement = agreement_about(renewal.subject)
    if agreement is None:
        return renewal
    if tasks_of(renewal, at).money.paid_cents:
        raise Refused(
            _("A part is paid already. Pay the others whenever you like, on their bills.")
        )
    end_agreement(by=by, at=at, agreement=agreement)
    journal(at, by, "parts-ended", renewal)
    return renewal


def _open_application(by: Person, public_id: str) -> Renewal:
    renewal = renewal_for(by, public_id)
    renewal.refresh_from_db(from_queryset=Renewal.objects.select_for_update())  # one at a time
    if not renewal.is_open:
        raise Refused(_("This application is decided. There is nothing to pay for it."))
    return renewal


# ---------------------------------------------------------------- apart from renewing


@dataclass(frozen=True, slots=True)
class Sale:
    """Something that can be bought: its rule, and the lines of its bill, the taxes last."""

    clause: str
    rule: Fee
    lines: tuple[Line, ...]
    currency: str

    @property
    def price(self) -> Money:
        """What it costs in all."""
        return Money(sum(each.cents for each in self.lines if not each.included), self.currency)


def on_sale(rulebook: Rulebook, standing: Standing) -> tuple[Sale, ...]:
    """What can be bought today apart from renewing, with its price; none that nobody knows."""
    found = []
    for line, taxes in with_their_taxes(rulebook, standing.other_fees):
        rule = rulebook.clause(line.clause).rule
        assert isinstance(rule, Fee)  # a fee line is about a fee
        asked = [
            Line(each.clause, rulebook.clause(each.clause).says, each.money.cents,
                 included=each.included)
            for each in (line, *taxes)
            if each.money is not None
        ]  # fmt: skip
        if len(asked) == 1 + len(taxes) and _does_something(rule):
            found.append(Sale(line.clause, rule, tuple(asked), rulebook.currency))
    return tuple(found)


def _does_something(rule: Fee) -> bool:
    plan = rule.for_ is For.PLAN and bool(rule.waives)
    return plan or (rule.for_ is For.EXTENSION and rule.extends is not None)


@transaction.atomic
def buy(*, by: Person, at: datetime, certification_id: str, clause: str) -> Purchase:
    """Make the bill for a plan or for more time; once it is paid it takes effect by itself."""
    certification = certification_for(by, certification_id)
    if not certification.is_confirmed:
        raise Refused(_("The body must confirm this certification before it sells you anything."))
    held = held_of(certification, at)
    sold = on_sale(held.rulebook, held.standing) if held.rulebook else ()
    match = next((each for each in sold if each.clause == clause), None)
    cycle = held.standing.cycle
    if match is None or cycle is None:
        raise Refused(_("This is not sold to you today. See what the policy says."))
    rule = match.rule
    return offer(
        by=by,
        at=at,
        certification=certification,
        promise=_promise(held.rulebook, held.standing, clause),
        lines=match.lines,
        waives=rule.waives,
        extends_to=add(cycle.end, rule.extends) if rule.extends else None,
    )


def _promise(rulebook: Rulebook | None, standing: Standing, clause: str) -> Promise:
    assert rulebook is not None  # what it sells was read from it
    return Promise(
        clause=clause,
        says=rulebook.clause(clause).says,
        edition=standing.edition,
        edition_sha256=standing.edition_sha256,
    )
