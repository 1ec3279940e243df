"""Filing: what the holder does with an application, from the first click to sending it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import affirm
from recert.credentials.queries import certification_for
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.payments.actions import Line, cancel_invoice, issue_invoice
from recert.payments.models import Invoice, InvoiceState, Moot
from recert.payments.queries import agreement_about, open_cents
from recert.people.models import Person
from recert.people.queries import Duty
from recert.people.telling_many import tell_colleagues
from recert.renewals.actions.ending import settle_fee
from recert.renewals.actions.holding import held_back_by, held_before
from recert.renewals.actions.moving import journal, move, tell_of
from recert.renewals.models import Renewal, ReturnItem, Route, State
from recert.renewals.queries import open_renewal_of, renewal_for
from recert.renewals.tasks import Do, Is, Tasks, tasks_of
from recert.rulebooks.queries import credential_named
from recert.rules.amounts import NotAnAmount, parse
from recert.rules.findings import FeeStep, Standing, Status, Verdict
from recert.rules.rulebook import Rulebook
from recert.standing.actions import keep_answer
from recert.standing.queries import held_of
from recert.standing.words import day_words, status_words

BARRED = (Status.SUSPENDED, Status.WITHDRAWN, Status.ON_HOLD, Status.RETIRED)
"""While the body says so nothing can be applied for; whoever is inactive may come back."""


@transaction.atomic
def begin_renewal(*, by: Person, at: datetime, certification_id: str) -> Renewal:
    """Open an application; the one that is open already is returned."""
    certification = certification_for(by, certification_id)
    there = open_renewal_of(certification)
    if there is not None:
        return there
    standing = held_of(certification, at).standing
    _refuse_closed(standing)
    assert standing.cycle is not None  # only what no edition covers has none
    examined = any(route.taken and route.open for route in standing.examinations)
    try:
        with transaction.atomic():
            renewal = Renewal.objects.create(
                certification=certification,
                route=Route.EXAMINATION if examined else Route.CREDITS,
                cycle_start=standing.cycle.start,
                cycle_end=standing.cycle.end,
                begun_at=at,
            )
    except IntegrityError:  # the other click was quicker
        return Renewal.objects.get(certification=certification, state=State.DRAFT)
    journal(at, by, "begun", renewal)
    return renewal


def _refuse_closed(standing: Standing) -> None:
    if standing.verdict is Verdict.NOT_COVERED:
        raise Refused(
            _("No published edition covers this day. Ask the body which rules apply to you.")
        )
    if standing.status in BARRED:
        raise Refused(
            _("A decision of the body stands in the way: %(status)s. Ask the body first.")
            % {"status": status_words(standing.status).lower()}
        )
    if standing.verdict is Verdict.CLOSED:
        raise Refused(
            _("This certification can no longer be renewed by an application. See the ways open.")
        )
    if is_filing_over(standing):
        raise Refused(_filing_over_words(standing))
    opens = standing.cycle.opens if standing.cycle else None
    if opens is not None and standing.as_of < opens:
        raise Refused(
            _("The body takes applications for this cycle from %(day)s on. Come back then.")
            % {"day": day_words(opens)}
        )


def is_filing_over(standing: Standing) -> bool:
    """Whether the last day of filing is past and the cycle itself still runs.

    After the cycle's end it is the stages that say whether one may still file.
    """
    cycle = standing.cycle
    if cycle is None or cycle.closes is None:
        return False
    return cycle.closes < standing.as_of <= cycle.end


def _filing_over_words(standing: Standing) -> str:
    assert standing.cycle is not None  # the caller looked
    assert standing.cycle.closes is not None
    words = {"day": day_words(standing.cycle.closes)}
    late = next((stage for stage in standing.stages if stage.may_renew), None)
    if late is None:
        return (
            _("The body took applications for this cycle through %(day)s. Ask it for more time.")
            % words
        )
    return _(
        "The body took applications for this cycle through %(day)s. From %(late)s on you may "
        "apply late, on the terms for it."
    ) % (words | {"late": day_words(late.since)})


@transaction.atomic
def attest(*, by: Person, at: datetime, public_id: str, to: str) -> Renewal:
    """Affirm one of the things the body asks to be affirmed; twice is once."""
    renewal = _changeable(by, public_id)
    if to not in {word for _clause, word in tasks_of(renewal, at).attests}:
        raise Refused(_("The body does not ask you to affirm this."), "to")
    affirm(by=by, at=at, certification=renewal.certification, to=to, cycle_end=renewal.cycle_end)
    return renewal


@transaction.atomic
def declare(*, by: Person, at: datetime, public_id: str, totals: Mapping[str, str]) -> Renewal:
    """Declare totals by category, as some bodies ask before anything is itemised."""
    renewal = _changeable(by, public_id)
    found = []
    for name, text in totals.items():
        try:
            parse(text.strip())
        except NotAnAmount:
            found.append(Refusal(_("Write the total in digits with a point, such as 12.5."), name))
    refuse_all(found)
    renewal.declared = {name: text.strip() for name, text in totals.items()}
    renewal.save(update_fields=["declared"])
    journal(at, by, "declared", renewal, dict(renewal.declared))
    return renewal


def _changeable(by: Person, public_id: str) -> Renewal:
    renewal = renewal_for(by, public_id)
    if renewal.state not in (State.DRAFT, State.RETURNED):
        raise Refused(
            _("This application has moved on: %(state)s. Nothing was changed.")
            % {"state": renewal.get_state_display().lower()}
        )
    return renewal


@transaction.atomic
def invoice_renewal(*, by: Person, at: datetime, public_id: str) -> Invoice:
    """Ask for what renewing costs today, less what was paid; an invoice that fits stands."""
    renewal = renewal_for(by, public_id)
    renewal.refresh_from_db(from_queryset=Renewal.objects.select_for_update())  # one at a time
    if not renewal.is_open:
        raise Refused(_("This application is decided. There is nothing to pay for it."))
    found = tasks_of(renewal, at)
    if found.money.due_cents is None:
        raise Refused(
            _(
                "The policy does not say what renewing costs today. Send your application; "
                "the body tells you the fee before it decides."
            )
        )
    invoice = ask_for_fee(by=by, at=at, renewal=renewal, found=found)
    if invoice is None:
        raise Refused(_("Everything is paid. There is nothing left to pay."))
    return invoice


def ask_for_fee(*, by: Person, at: datetime, renewal: Renewal, found: Tasks) -> Invoice | None:
    """Issue the invoice for what is left of a fee that is known; None when nothing is left.

    An open invoice over another sum is cancelled first, so that nothing is asked for twice;
    one that is partly paid stands, and only what it does not ask for is asked for anew. So
    does one that asks for the same fee in another application.
    """
    money = found.money
    agreement = agreement_about(renewal.subject)
    if agreement is not None:  # its parts ask for all of it, each on its day
        parts = [each for each in money.invoices if each.state == InvoiceState.OPEN]
        return min(parts, key=_due_first, default=None)
    open_now = [each for each in money.invoices if each.state == InvoiceState.OPEN]
    begun = [each for each in open_now if each.payments.exists()]
    left = (money.due_cents or 0) - money.paid_cents - sum(open_cents(each) for each in begun)
    elsewhere = [each for each in money.shared if each.state == InvoiceState.OPEN]
    left -= sum(open_cents(each) for each in elsewhere)
    standing = begun[-1] if begun else min(elsewhere, key=_due_first, default=None)
    for invoice in open_now:
        if invoice in begun:
            continue
        if left > 0 and invoice.total_cents == left:
            standing, left = invoice, 0
            continue
        cancel_invoice(by=by, at=at, invoice=invoice, reason=_("The fee has changed since."))
    if left <= 0:
        return standing
    return issue_invoice(
        by=by,
        at=at,
        person=renewal.certification.person,
        body=renewal.certification.body,
        subject=renewal.subject,
        lines=_lines(renewal, found, left),
    )


def _due_first(invoice: Invoice) -> date:
    return invoice.due_on or date.min


def _lines(renewal: Renewal, found: Tasks, left: int) -> list[Line]:
    """The fee's own lines; one line for the rest where part of it was paid before."""
    step, rulebook = found.standing.fee_today, found.rulebook
    credential = credential_named(renewal.certification.body.slug, renewal.certification.credential)
    by_policy = _policy_lines(step, rulebook) if step and rulebook else []
    said = sum(line.cents * line.times for line in by_policy if not line.included)
    if renewal.fee_cents is None and said == left:
        return by_policy
    return [Line("", _("Renewal of %(credential)s") % {"credential": credential.name}, left)]


def _policy_lines(step: FeeStep, rulebook: Rulebook) -> list[Line]:
    return [
        Line(
            line.clause,
            rulebook.clause(line.clause).says,
            line.money.cents,
            line.times,
            line.included,
        )
        for line in step.lines
        if line.money is not None
    ]


@transaction.atomic
def submit(*, by: Person, at: datetime, public_id: str) -> Renewal:
    """Send the application. The day it falls on in the body's zone decides lateness.

    Refuses, all reasons at once, while something is left to do. The answer of the law as
    of that day is kept with it.
    """
    renewal = renewal_for(by, public_id)
    if renewal.state == State.SUBMITTED:
        return renewal
    found = tasks_of(renewal, at)
    refuse_all(_left(found))
    if is_filing_over(found.standing):
        raise Refused(_filing_over_words(found.standing))
    answer = keep_answer(at=at, certification=renewal.certification, standing=found.standing)
    move(
        renewal,
        (State.DRAFT,),
        State.SUBMITTED,
        submitted_at=at,
        filed_on=found.standing.as_of,
        held_for=held_back_by(renewal.certification.body) or held_before(renewal),
        verdict=found.standing.verdict.value,
        answer=answer,
    )
    journal(
        at,
        by,
        "submitted",
        renewal,
        {"answer": answer.public_id, "sha256": answer.sha256, "verdict": renewal.verdict},
    )
    _tell_submitted(at, by, renewal)
    return renewal


def _left(found: Tasks) -> list[Refusal]:
    sentences = {
        Do.CHECK: _("Credits are missing. See what is short, and log or earn it first."),
        Do.DOCUMENTS: _("A document is missing or not valid on the day. Add it to your documents."),
        Do.ATTEST: _("Affirm what the body asks you to affirm."),
        Do.PAY: _("The fee is not paid. Pay it, or say that the money is on its way."),
    }
    return [
        Refusal(sentences[task.do], task.do.value)
        for task in found.tasks
        if task.state is Is.TO_DO and task.do in sentences
    ]


def _tell_submitted(at: datetime, by: Person, renewal: Renewal) -> None:
    body = renewal.certification.body
    stamp = at.isoformat()
    tell_of(
        at,
        by,
        renewal,
        "renewal-submitted",
        lambda: (
            _("Your application was received"),
            _("%(body)s has your application to renew and will tell you how it decides.")
            % {"body": body.name},
        ),
        f"submitted:{stamp}",
    )
    tell_colleagues(
        at=at,
        body=body,
        duty=Duty.REVIEW,
        letter=_work_waiting,
        key=f"{renewal.subject}:waiting:{stamp}",
        but=by.pk,
    )


def _work_waiting() -> tuple[str, str]:
    return (
        _("An application waits for a decision"),
        _("An application to renew was sent. Sign in to decide it."),
    )


@transaction.atomic
def resolve_item(*, by: Person, at: datetime, public_id: str, item_id: str) -> ReturnItem:
    """Tick off one thing that was missing; nothing to tick twice."""
    renewal = renewal_for(by, public_id)
    item = renewal.items.filter(public_id=item_id).first()
    if item is None:
        raise NotFound
    if renewal.items.filter(pk=item.pk, resolved_at=None).update(resolved_at=at):
        journal(at, by, "item-resolved", renewal, {"item": item.public_id})
    item.refresh_from_db()
    return item


@transaction.atomic
def resubmit(*, by: Person, at: datetime, public_id: str) -> Renewal:
    """Send a returned application back. Its first day stands, and so does what was paid."""
    renewal = renewal_for(by, public_id)
    if renewal.state == State.SUBMITTED:
        return renewal
    if renewal.items.filter(resolved_at=None).exists():
        raise Refused(_("Something named is still missing. Mend it and tick it off first."))
    found = tasks_of(renewal, at)
    refuse_all(_left(found))
    answer = keep_answer(at=at, certification=renewal.certification, standing=found.standing)
    move(
        renewal,
        (State.RETURNED,),
        State.SUBMITTED,
        resubmitted_at=at,
        clock_stopped_at=None,
        verdict=found.standing.verdict.value,
        answer=answer,
    )
    journal(at, by, "resubmitted", renewal, {"answer": answer.public_id})
    _tell_submitted(at, by, renewal)
    return renewal


@transaction.atomic
def withdraw(*, by: Person, at: datetime, public_id: str) -> Renewal:
    """Take an application back before it is decided.

    A bill nobody paid goes too; what was paid is refunded or kept as the body says.
    """
    renewal = renewal_for(by, public_id)
    if renewal.state == State.WITHDRAWN:
        return renewal
    move(renewal, (State.DRAFT, State.SUBMITTED, State.RETURNED), State.WITHDRAWN)
    settle_fee(at=at, renewal=renewal, why=Moot.WITHDRAWN)
    journal(at, by, "withdrawn", renewal)
    return renewal
