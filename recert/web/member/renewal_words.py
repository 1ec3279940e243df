"""Words of an application: its states, its tasks, and what happened to it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.journal.queries import lines_about
from recert.payments.actions import show_cents
from recert.people.models import Person
from recert.renewals.models import Renewal, State
from recert.renewals.queries import edition_sent_under
from recert.renewals.tasks import Do, Is, Money, Task, Tasks
from recert.rules import amounts
from recert.standing.words import money_words, need_name
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.lists import Row
from recert.web.components.lists import Task as TaskRow
from recert.web.components.words import day, day_range

STATE_TONES = {
    State.DRAFT: "quiet",
    State.SUBMITTED: "wait",
    State.RETURNED: "warn",
    State.APPROVED: "good",
    State.REFUSED: "stop",
    State.WITHDRAWN: "quiet",
}

TITLES: dict[Do, Promise] = {
    Do.CONFIRM: lazy("The body confirms that it knows you"),
    Do.CHECK: lazy("Check your credits"),
    Do.DOCUMENTS: lazy("Documents"),
    Do.ATTEST: lazy("What you affirm"),
    Do.PAY: lazy("The fee"),
    Do.SUBMIT: lazy("Check and send"),
}

PAGES = {
    Do.CHECK: "member:renewal_check",
    Do.DOCUMENTS: "member:renewal_documents",
    Do.ATTEST: "member:renewal_attest",
    Do.PAY: "member:renewal_pay",
    Do.SUBMIT: "member:renewal_submit",
}

IS: dict[Is, tuple[str, Promise]] = {
    Is.DONE: ("good", lazy("Done")),
    Is.TO_DO: ("note", lazy("To do")),
    Is.WAITING: ("quiet", lazy("Cannot start yet")),
    Is.NOT_NEEDED: ("quiet", lazy("Not needed")),
}

STORY: dict[str, tuple[Promise, Promise]] = {
    # what happened, told to the one who did it and to others
    "renewals.begun": (lazy("You began"), lazy("Begun")),
    "renewals.declared": (lazy("You declared your totals"), lazy("Totals declared")),
    "renewals.submitted": (lazy("You sent it"), lazy("Sent")),
    "renewals.returned": (lazy("You returned it"), lazy("It came back to you")),
    "renewals.item-resolved": (lazy("You mended something"), lazy("Something was mended")),
    "renewals.resubmitted": (lazy("You sent it again"), lazy("Sent again")),
    "renewals.fee-set": (lazy("You set the fee"), lazy("The body set the fee")),
    "renewals.fee-overruled": (lazy("You set the fee"), lazy("The body set the fee")),
    "renewals.parts-agreed": (lazy("You agreed to pay in parts"), lazy("Paid in parts")),
    "renewals.parts-ended": (lazy("You pay at once instead"), lazy("Paid at once instead")),
    "renewals.approved": (lazy("You approved it"), lazy("Approved")),
    "renewals.refused": (lazy("You refused it"), lazy("Refused")),
    "renewals.withdrawn": (lazy("You took it back"), lazy("Taken back")),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an application, and when in the body's zone."""

    at: datetime
    said: str  # the moment in words; a template would put it in the record's own zone
    says: str


def zone_words(zone: str) -> str:
    """A zone as people write it: America/New_York is the time in New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def story_of(renewal: Renewal, reader: Person) -> tuple[Event, ...]:
    """What happened to an application so far, told to its reader, oldest first."""
    zone = ZoneInfo(renewal.certification.body.zone)
    return tuple(
        Event(
            at=line.at,
            said=date_format(line.at.astimezone(zone), "j F Y, H:i"),
            says=str(STORY[line.code][0 if line.actor_id == reader.public_id else 1]),
        )
        for line in lines_about(renewal.subject)
        if line.code in STORY
    )


def decided_clause(renewal: Renewal) -> ClauseView | None:
    """The clause a refusal rests on."""
    book = edition_sent_under(renewal)
    if book is None or not renewal.clause:
        return None
    return clause_view(book, book.clause(renewal.clause))


def task_rows(renewal: Renewal, tasks: Tasks) -> list[TaskRow]:
    """The tasks as a list for the page, each with where to do it.

    Who is in the register already need not read that nobody has to look.
    """
    return [
        _row(renewal, tasks, task)
        for task in tasks.tasks
        if task.do is not Do.CONFIRM or task.state is Is.WAITING
    ]


def _row(renewal: Renewal, tasks: Tasks, task: Task) -> TaskRow:
    tone, word = IS[task.state]
    is_mine = renewal.state in (State.DRAFT, State.RETURNED)
    can_open = (
        is_mine and task.do in PAGES and not (task.do is Do.SUBMIT and task.state is Is.WAITING)
    )
    if task.do is Do.PAY and task.state is Is.WAITING:
        tone, word = "ask", lazy("The body says how much")
    if task.do is Do.CONFIRM:
        tone, word = "ask", lazy("Waiting for the body")
    return TaskRow(
        title=str(TITLES[task.do]),
        state=str(word),
        tone=tone,
        url=reverse(PAGES[task.do], args=[renewal.public_id]) if can_open else "",
        hint=_hint(tasks, task),
    )


def _hint(tasks: Tasks, task: Task) -> str:
    match task.do:
        case Do.CHECK | Do.DOCUMENTS | Do.ATTEST if task.state is Is.TO_DO and task.clauses:
            n = len(task.clauses)
            return ngettext("%(n)s thing is missing", "%(n)s things are missing", n) % {"n": n}
        case Do.PAY:
            return fee_hint(tasks.money, tasks)
        case Do.CONFIRM:
            return _("You can send your application before that; it is decided after it")
    return ""


def fee_hint(money: Money, tasks: Tasks) -> str:
    """What is due, paid or on its way, in a few words."""
    currency = tasks.rulebook.currency if tasks.rulebook else ""
    if money.due_cents is None:
        return _("The policy does not say how much")
    due = money_words(amounts.Money(money.due_cents, currency))
    if money.due_cents and money.paid_cents >= money.due_cents:
        return _("%(sum)s, paid") % {"sum": due}
    if money.announced_cents:
        return _("%(sum)s, on its way") % {"sum": due}
    return due if money.due_cents else _("There is none")


def cents_words(cents: int, currency: str) -> str:
    """Money as it stands in an invoice."""
    return f"{show_cents(cents)} {currency}"


def receipt_rows(renewal: Renewal, name: str) -> list[Row]:
    """What a receipt says: who, what, when, how it stands."""
    certification = renewal.certification
    zone = certification.body.zone
    assert renewal.submitted_at is not None  # nobody gets a receipt before sending
    moment = date_format(renewal.submitted_at.astimezone(ZoneInfo(zone)), "j F Y, H:i:s")
    rows = [
        Row(label=_("Application"), value=renewal.public_id),
        Row(label=_("Of"), value=str(certification.person)),
        Row(label=_("Certification"), value=name),
        Row(label=_("Number"), value=certification.number or _("none recorded")),
        Row(label=_("For the cycle"), value=day_range(renewal.cycle_start, renewal.cycle_end)),
        Row(label=_("Received"), value=_("%(moment)s in %(zone)s")
            % {"moment": moment, "zone": zone_words(zone)}),
        Row(label=_("Day of filing"), value=day(renewal.filed_on)),
        Row(label=_("How it stands"), value=renewal.get_state_display()),
    ]  # fmt: skip
    book = edition_sent_under(renewal)
    for clause, total in renewal.declared.items():
        what = (need_name(book, clause) if book else clause) or _("credits in all")
        rows.append(Row(label=_("Declared: %(what)s") % {"what": what}, value=total))
    return rows
