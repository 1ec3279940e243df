"""The tasks of a renewal, a page each: credits, documents, affirming, paying, sending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.lib.refusals import NotFound
from recert.payments.actions import announce_payment, pay_in_sandbox
from recert.payments.gateway import account_of
from recert.payments.models import InvoiceState
from recert.payments.queries import agreement_about, open_cents, terms_of
from recert.renewals.actions import (
    attest,
    declare,
    invoice_renewal,
    pay_at_once,
    pay_in_parts,
    resubmit,
    submit,
)
from recert.renewals.models import OPEN, Renewal, State
from recert.renewals.queries import papers_asked_by, renewal_for
from recert.renewals.tasks import Do, Tasks, tasks_of
from recert.rules.amounts import show
from recert.rules.findings import FeeStep, RequirementFinding
from recert.rules.findings import State as Met
from recert.transcript.queries import documents_of, transcript_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.clauses import ClauseView, clause_view, clause_views
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.naming import certification_name
from recert.web.member.bills import with_card_page
from recert.web.member.fees import FeePart, fee_parts
from recert.web.member.file_names import file_names
from recert.web.member.paying import member_words, offered_parts
from recert.web.member.renewal_words import TITLES, fee_hint, task_rows
from recert.web.member.requirements import RequirementView, requirement_views


def _mine(request: MemberRequest, public_id: str, do: Do) -> tuple[Renewal, Tasks, dict[str, Any]]:
    """An application that is the holder's to change, its tasks, and what each page shows.

    Paying stays open while the body decides: it may set the fee only then.
    """
    renewal = renewal_for(request.user, public_id)
    if renewal.state not in (OPEN if do is Do.PAY else (State.DRAFT, State.RETURNED)):
        raise NotFound
    tasks = tasks_of(renewal, now(request))
    certification = renewal.certification
    context = {
        "renewal": renewal,
        "name": certification_name(certification),
        "body": certification.body,
        "standing": tasks.standing,
        "step_title": TITLES[do],
    }
    return renewal, tasks, context


def _views(tasks: Tasks, wanted: Callable[[RequirementFinding], bool]) -> list[RequirementView]:
    if tasks.rulebook is None:
        return []
    return [
        view for view in requirement_views(tasks.standing, tasks.rulebook) if wanted(view.finding)
    ]


# ---------------------------------------------------------------- credits


class TotalsForm(forms.Form):
    """The totals fields of the form: one for each need, filled from the transcript."""

    def __init__(self, *args: Any, views: list[RequirementView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for view in views:
            self.fields[view.finding.clause] = forms.CharField(
                label=view.title,
                max_length=16,
                help_text=_("Your transcript comes to %(sum)s.") % {"sum": view.counted},
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )


@signed_in
def check(request: MemberRequest, public_id: str) -> HttpResponse:
    """What counts and what is short; the totals to declare, filled from the transcript."""
    renewal, tasks, context = _mine(request, public_id, Do.CHECK)
    needs = _views(tasks, lambda finding: finding.kind != "gate")
    totals = [view for view in needs if view.finding.kind == "need" and not view.since]
    initial = {
        view.finding.clause: renewal.declared.get(view.finding.clause) or show(view.finding.counted)
        for view in totals
    }
    form = TotalsForm(sent(request), views=totals, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            declare(by=request.user, at=now(request), public_id=public_id, totals=form.cleaned_data)
            return redirect("member:renewal", public_id)
    context |= {
        "needs": needs,
        "is_silent": not needs or any(view.finding.state is Met.SILENT for view in needs),
        "form": form,
        "differing": _differing(renewal, totals),
        "takes_totals": tasks.takes_totals,
        "unmet": tasks.unmet,
    }
    status = 422 if form.errors else 200
    return render(request, "member/renewal_check.html", context, status=status)


def _differing(renewal: Renewal, totals: list[RequirementView]) -> list[tuple[str, str, str]]:
    """Declared totals that are not what the transcript comes to: title, declared, counted."""
    return [
        (view.title, renewal.declared[view.finding.clause], view.counted)
        for view in totals
        if renewal.declared.get(view.finding.clause, show(view.finding.counted))
        != show(view.finding.counted)
    ]


# ---------------------------------------------------------------- documents, affirming


@signed_in
def documents(request: MemberRequest, public_id: str) -> HttpResponse:
    """The papers the body asks for, how each stands, and the files that go with them."""
    _renewal, tasks, context = _mine(request, public_id, Do.DOCUMENTS)
    task_clauses = {clause for clause, _word in tasks.attests}
    asked = papers_asked_by(tasks.rulebook)
    papers = [each for each in documents_of(request.user) if each.kind in asked]
    context |= {
        "gates": _views(
            tasks,
            lambda finding: finding.kind == "gate" and finding.clause not in task_clauses,
        ),
        "files": file_names(request.user, papers, transcript_of(request.user), tasks.standing),
    }
    return render(request, "member/renewal_documents.html", context)


@signed_in
def affirm(request: MemberRequest, public_id: str) -> HttpResponse:
    """Affirm what the body asks, each in its own words."""
    _renewal, tasks, context = _mine(request, public_id, Do.ATTEST)
    wanted = [(_clause(tasks, clause), word) for clause, word in tasks.attests]
    left = set(tasks.task(Do.ATTEST).clauses)
    if request.method == "POST":
        chosen = set(request.POST.getlist("to"))
        for _clause_id, word in tasks.attests:
            if word in chosen:
                attest(by=request.user, at=now(request), public_id=public_id, to=word)
        missed = [clause for clause, word in tasks.attests if clause in left and word not in chosen]
        if not missed:
            return redirect("member:renewal", public_id)
        context["missed"] = missed
    context["wanted"] = [
        (view, word, view.id not in left or word in request.POST.getlist("to"))
        for view, word in wanted
    ]
    status = 422 if context.get("missed") else 200
    return render(request, "member/renewal_attest.html", context, status=status)


def _clause(tasks: Tasks, clause: str) -> ClauseView:
    assert tasks.rulebook is not None  # nothing is asked without an edition
    return clause_view(tasks.rulebook, tasks.rulebook.clause(clause))


# ---------------------------------------------------------------- paying


@signed_in
def pay(request: MemberRequest, public_id: str) -> HttpResponse:
    """What is due, the invoice for it, and how to pay."""
    renewal, tasks, context = _mine(request, public_id, Do.PAY)
    if request.method == "POST":
        with refusals_said(request):
            invoice_renewal(by=request.user, at=now(request), public_id=public_id)
        return redirect("member:renewal_pay", public_id)
    step = tasks.standing.fee_today
    context |= {
        "money": tasks.money,
        "hint": fee_hint(tasks.money, tasks),
        "parts": _parts(tasks, step),
        "total": step.total if step else None,
        "set_by_body": renewal.fee_cents is not None,
        "invoices": [
            (each, open_cents(each))
            for each in tasks.money.bills
            if each.state in (InvoiceState.OPEN, InvoiceState.PAID)
        ],
        "sandbox": settings.SANDBOX,
        "card": account_of(renewal.certification.body) is not None,
        "refund_words": terms_of(renewal.certification.body).refund_words,
        "agreement": agreement_about(renewal.subject),
        "offered": offered_parts(renewal, tasks, now(request)),
        "member_words": member_words(renewal, tasks),
    }
    page = render(request, "member/renewal_pay.html", context)
    return with_card_page(page, renewal.certification.body)


def _parts(tasks: Tasks, step: FeeStep | None) -> tuple[FeePart, ...]:
    if step is None or tasks.rulebook is None:
        return ()
    return fee_parts(step, tasks.rulebook, clause_views(tasks.rulebook))


@signed_in
@require_POST
def in_parts(request: MemberRequest, public_id: str) -> HttpResponse:
    """Agree to pay in the parts that the policy offers."""
    with refusals_said(request):
        pay_in_parts(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("Agreed. Each part has its own bill and its own day."))
    return redirect("member:renewal_pay", public_id)


@signed_in
@require_POST
def at_once(request: MemberRequest, public_id: str) -> HttpResponse:
    """Pay the whole after all."""
    with refusals_said(request):
        pay_at_once(by=request.user, at=now(request), public_id=public_id)
    return redirect("member:renewal_pay", public_id)


@signed_in
@require_POST
def announce(request: MemberRequest, public_id: str, invoice: str) -> HttpResponse:
    """Say that the money is on its way."""
    thanks = _("Noted. You can send your application; the body records the money when it arrives.")
    _settle(request, public_id, invoice, announce_payment, thanks)
    return redirect("member:renewal", public_id)


@signed_in
@require_POST
def practise(request: MemberRequest, public_id: str, invoice: str) -> HttpResponse:
    """Pay with the practice card, where this installation is a sandbox."""
    _settle(request, public_id, invoice, pay_in_sandbox, _("Paid with the practice card."))
    return redirect("member:renewal", public_id)


def _settle(
    request: MemberRequest, public_id: str, invoice: str, act: Callable[..., object], thanks: str
) -> None:
    """Do something about an invoice for this application's fee, and about no other."""
    tasks = tasks_of(renewal_for(request.user, public_id), now(request))
    if invoice not in {each.public_id for each in tasks.money.bills}:
        raise NotFound
    with refusals_said(request):
        act(by=request.user, at=now(request), public_id=invoice)
        messages.success(request, thanks)


# ---------------------------------------------------------------- sending


@signed_in
def send(request: MemberRequest, public_id: str) -> HttpResponse:
    """Look at everything once more, and send it."""
    renewal, tasks, context = _mine(request, public_id, Do.SUBMIT)
    if request.method == "POST":
        act = resubmit if renewal.state == State.RETURNED else submit
        with refusals_said(request):
            act(by=request.user, at=now(request), public_id=public_id)
            messages.success(request, _("Sent. The receipt is below; a copy is in your notices."))
        return redirect("member:renewal", public_id)
    context |= {
        "tasks": task_rows(renewal, tasks)[:-1],
        "needs": _views(tasks, lambda finding: finding.kind == "need"),
    }
    return render(request, "member/renewal_submit.html", context)


urlpatterns = [
    path("renewals/<str:public_id>/check", check, name="renewal_check"),
    path("renewals/<str:public_id>/documents", documents, name="renewal_documents"),
    path("renewals/<str:public_id>/affirm", affirm, name="renewal_attest"),
    path("renewals/<str:public_id>/pay", pay, name="renewal_pay"),
    path("renewals/<str:public_id>/pay/parts", in_parts, name="renewal_parts"),
    path("renewals/<str:public_id>/pay/at-once", at_once, name="renewal_at_once"),
    path("renewals/<str:public_id>/pay/<str:invoice>/sent", announce, name="renewal_announce"),
    path("renewals/<str:public_id>/pay/<str:invoice>/practice", practise, name="renewal_practise"),
    path("renewals/<str:public_id>/send", send, name="renewal_submit"),
]
