"""Home: where I stand, one sentence for each certification, and what is coming up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.audits.models import Audit
from recert.audits.queries import open_audits_of
from recert.credentials.models import Certification, Register
from recert.credentials.queries import certifications_of
from recert.lib.days import local_day
from recert.payments.models import Invoice, InvoiceState
from recert.payments.queries import invoices_of
from recert.people.models import Person
from recert.renewals.models import OPEN, Renewal, State
from recert.renewals.queries import renewals_of
from recert.rules.amounts import Money
from recert.rules.facts import DocumentKind
from recert.rules.findings import FeeStep, Verdict
from recert.standing.outlook import outlook_of
from recert.standing.queries import Held
from recert.standing.words import capital, day_words, money_words
from recert.standing.words.vocabulary import word
from recert.transcript.models import Document, PetitionState
from recert.transcript.queries import documents_of, open_petitions_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.drawings import CycleLine
from recert.web.components.naming import certification_name, certification_names
from recert.web.member.audit_words import Said, said_of
from recert.web.member.audits import today_of
from recert.web.member.held import (
    Total,
    ends,
    sentence_of,
    short_line,
    tone_of,
    total_of,
)
from recert.web.member.next_steps import Step, next_steps
from recert.web.member.planned import plan_view

AHEAD = timedelta(days=180)
"""How far the list of what is coming looks."""


@dataclass(frozen=True, slots=True)
class Card:
    """One certification on the page: the sentence first, then the drawings."""

    held: Held
    name: str
    tone: str
    sentence: str
    waiting: str
    total: Total | None
    line: CycleLine | None
    steps: tuple[Step, ...]
    fee_next: str

    @property
    def is_pressing(self) -> bool:
        """Whether its next step is one to take now."""
        return self.tone in ("warn", "stop", "good")


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a day."""

    on: date
    says: str
    url: str


@signed_in
def home(request: MemberRequest) -> HttpResponse:
    """Where everything stands today."""
    held = certifications_of(request.user)
    names = certification_names(held)
    open_renewals = {
        each.certification_id: each for each in renewals_of(request.user).filter(state__in=OPEN)
    }
    outlook = outlook_of(request.user, now(request))
    stands = sorted(outlook.held, key=ends)
    cards = [
        _card(each, names[each.certification.public_id], open_renewals.get(each.certification.pk))
        for each in stands
    ]
    on = today(request, request.user.zone)
    coming = sorted(
        (
            *_deadlines(stands, names, on),
            *_papers(documents_of(request.user), on),
        ),
        key=lambda each: (each.on, each.says),
    )
    context = {
        "cards": cards,
        "plan": plan_view(outlook),
        "lede": _lede(cards),
        "unknown": _unknown(held, names),
        "coming": [each for each in coming if each.on - on <= AHEAD],
        "audits": list(_audited(request, names)),
        "owed": list(_owed(request.user)),
        "returned": open_petitions_of(request.user).filter(state=PetitionState.RETURNED),
        "today": on,
    }
    return render(request, "member/home.html", context)


def _audited(request: MemberRequest, names: dict[str, str]) -> Iterator[tuple[Audit, str, Said]]:
    """The cases that are open, the one due first on top: there is nothing more pressing."""
    for audit in open_audits_of(request.user):
        name = names.get(audit.certification.public_id) or certification_name(audit.certification)
        yield audit, name, said_of(audit, today_of(request, audit))


def _card(held: Held, name: str, renewal: Renewal | None) -> Card:
    return Card(
        held=held,
        name=name,
        tone=tone_of(held.standing, renewal),
        sentence=sentence_of(held),
        waiting=_in_progress(renewal),
        total=total_of(held),
        line=short_line(held.standing),
        steps=next_steps(held, renewal),
        fee_next=_fee_next(held),
    )


def _in_progress(renewal: Renewal | None) -> str:
    """What an open application changes about the sentence."""
    if renewal is None or renewal.state == State.DRAFT:
        return ""
    body = renewal.certification.body
    if renewal.state == State.RETURNED:
        return _("%(body)s sent your application back: something is missing. Your first day "
                 "still counts.") % {"body": body.name}  # fmt: skip
    assert renewal.submitted_at is not None  # a submitted application has its moment
    return _("%(body)s has had your application since %(day)s. There is nothing left to do.") % {
        "body": body.name,
        "day": day_words(local_day(renewal.submitted_at, body.zone)),
    }


def _fee_next(held: Held) -> str:
    """The next step of the fee, when one lies ahead."""
    ahead = [step for step in held.standing.fees if step.since > held.standing.as_of]
    today = held.standing.fee_today
    if not ahead or (today and today.total is None and ahead[0].total is None):
        return ""
    return _step_words(ahead[0])


def _step_words(step: FeeStep) -> str:
    if step.total is None:
        return _("From %(day)s the policy does not say what it costs.") % {
            "day": day_words(step.since)
        }
    return _("From %(day)s it costs %(sum)s.") % {
        "day": day_words(step.since),
        "sum": money_words(step.total),
    }


def _lede(cards: list[Card]) -> str:
    """All certifications in one line."""
    many = len(cards)
    says = ngettext("You hold %(n)s certification", "You hold %(n)s certifications", many)
    parts = [says % {"n": many}]
    verdicts = [card.held.standing.verdict for card in cards if not card.waiting]
    for n, says in (
        (
            verdicts.count(Verdict.READY),
            ngettext(
                "%(n)s is ready to renew", "%(n)s are ready to renew", verdicts.count(Verdict.READY)
            ),
        ),
        (
            verdicts.count(Verdict.SHORT),
            ngettext(
                "%(n)s has something missing",
                "%(n)s have something missing",
                verdicts.count(Verdict.SHORT),
            ),
        ),
        (
            many - len(verdicts),
            ngettext(
                "%(n)s has an application under way",
                "%(n)s have an application under way",
                many - len(verdicts),
            ),
        ),
    ):
        if n:
            parts.append(says % {"n": n})
    return f"{'; '.join(parts)}."


def _unknown(
    held: Iterable[Certification], names: dict[str, str]
) -> list[tuple[Certification, str]]:
    """Certifications that the body does not know of."""
    return [(each, names[each.public_id]) for each in held if each.register == Register.REJECTED]


def _owed(person: Person) -> Iterator[tuple[Invoice, str, str]]:
    """Invoices that wait to be paid: each with its sum and where to pay it."""
    for invoice in invoices_of(person).filter(state=InvoiceState.OPEN, announced_at=None):
        about, _colon, id = invoice.subject.partition(":")
        if about == "renewal":
            total = money_words(Money(invoice.total_cents, invoice.currency))
            yield invoice, total, reverse("member:renewal_pay", args=[id])
        elif about == "enrolment":
            total = money_words(Money(invoice.total_cents, invoice.currency))
            yield invoice, total, reverse("member:place", args=[id])


def _deadlines(stands: Iterable[Held], names: dict[str, str], on: date) -> Iterator[Coming]:
    for held in stands:
        certification, standing = held.certification, held.standing
        url = reverse("member:certification", args=[certification.public_id])
        name = names[certification.public_id]
        if standing.cycle and standing.cycle.end >= on:
            yield Coming(standing.cycle.end, _("%(name)s: last day") % {"name": name}, url)
        for stage in standing.stages:
            if stage.until and stage.since <= on <= stage.until and stage.may_renew:
                says = _("%(name)s: last day to renew late") % {"name": name}
                yield Coming(stage.until, says, url)


def _papers(papers: Iterable[Document], on: date) -> Iterator[Coming]:
    """The last card of each kind, when it runs out."""
    last: dict[str, date] = {}
    for paper in papers:
        if paper.expires is not None:
            last[paper.kind] = max(paper.expires, last.get(paper.kind, paper.expires))
    for kind, expires in last.items():
        if expires >= on:
            name = capital(word(DocumentKind(kind)))
            says = _("%(card)s card: last day") % {"card": name}
            yield Coming(expires, says, reverse("member:documents"))


urlpatterns = [path("", home, name="home")]
