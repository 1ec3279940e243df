"""Approvals: by which bodies this provider is approved, until when, and asking for more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.actions import (
    Application,
    add_paper,
    apply_for_approval,
    papers,
    remove_paper,
)
from recert.catalogue.approval_queries import (
    approval_for,
    approval_terms_of,
    approvals_of,
    bodies_approving_providers,
    file_of,
    is_followed,
)
from recert.catalogue.models import (
    APPROVED,
    OPEN_APPROVALS,
    ApprovalState,
    ApprovalTerms,
    ProviderApproval,
)
from recert.catalogue.queries import ProviderDuty
from recert.enrolments.provider_fees import bill_of, send_to_body, withdraw_from_body
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Body
from recert.people.queries import body_named
from recert.rules.amounts import Money
from recert.standing.words.vocabulary import DELIVERIES, TOPICS, choices
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now, today
from recert.web.components.approval_words import Shown, shown_approval
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.private_files import sealed
from recert.web.provider import fields

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp"


class ApplicationForm(forms.Form):
    """What the provider says of itself, and for what it asks."""

    text = fields.text(
        lazy("What do you teach, and who teaches it?"),
        lazy("Say what the body asks for above. Papers can be added on the next page."),
        rows=8,
    )
    topics = forms.MultipleChoiceField(
        label=lazy("For which topics?"),
        help_text=lazy("Choose none to ask for all."),
        choices=lambda: choices(dict(TOPICS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    deliveries = forms.MultipleChoiceField(
        label=lazy("For which ways of teaching?"),
        help_text=lazy("Choose none to ask for all."),
        choices=lambda: choices(dict(DELIVERIES)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A body one may apply to."""

    terms: ApprovalTerms
    fee: Money
    again: bool  # it approved the provider before


@desk_for_provider()
def approvals(request: ProviderRequest) -> HttpResponse:
    """Every approval and application, and to whom else one may apply."""
    provider = request.at_provider.provider
    found = list(approvals_of(provider))
    shown = [shown_approval(each, _day(request, each)) for each in found]
    offers = list(_offers(found)) if provider.closed_at is None else []
    own = provider.body_id
    context = {
        "provider": provider,
        "waiting": [each for each in shown if each.approval.state in OPEN_APPROVALS],
        "running": [each for each in shown if _runs(each)],
        "past": [
            each for each in shown if each.approval.state not in OPEN_APPROVALS and not _runs(each)
        ],
        "offers": [each for each in offers if each.terms.body_id != own],
        "may_apply": ProviderDuty.OFFICE in request.at_provider.duties,
    }
    return render(request, "provider/approvals.html", context)


def _day(request: ProviderRequest, approval: ProviderApproval) -> date:
    """Today at the body, whose days an approval is counted in."""
    return today(request, approval.body.zone)


def _runs(shown: Shown) -> bool:
    return shown.approval.state == APPROVED and shown.tone != "quiet"


def _offers(found: list[ProviderApproval]) -> Iterator[Offer]:
    busy = {each.body_id for each in found if each.state in OPEN_APPROVALS}
    given = {each.body_id for each in found if each.state == APPROVED}
    for terms in bodies_approving_providers():
        if terms.body_id not in busy:
            fee = Money(terms.provider_fee_cents, terms.body.currency)
            yield Offer(terms, fee, terms.body_id in given)


@desk_for_provider(ProviderDuty.OFFICE)
def applying(request: ProviderRequest, body_slug: str) -> HttpResponse:
    """Write an application, or change the one that is not with the body."""
    provider, body = request.at_provider.provider, body_named(body_slug)
    before = approvals_of(provider).filter(body=body).exclude(text="").first()
    form = ApplicationForm(sent(request), initial=_said(before))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = apply_for_approval(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                body_slug=body.slug,
                application=Application(**form.cleaned_data),
            )
            return redirect("provider:approval", provider.slug, found.public_id)
    context = {"provider": provider, "body": body, "form": form, **_asked_by(body)}
    return render(request, "provider/approval_apply.html", context, status=_status(form))


def _said(before: ProviderApproval | None) -> dict[str, Any]:
    """What was said last time, to begin with."""
    if before is None:
        return {}
    return {"text": before.text, "topics": before.topics, "deliveries": before.deliveries}


def _asked_by(body: Body) -> dict[str, Any]:
    """What a body asks of who applies."""
    terms = approval_terms_of(body)
    return {"terms": terms, "fee": Money(terms.provider_fee_cents, body.currency)}


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200


@desk_for_provider()
def approval(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One approval or application: how it stands, what it allows, what is to do."""
    provider = request.at_provider.provider
    found = approval_for(request.user, provider.slug, public_id)
    on, may = _day(request, found), ProviderDuty.OFFICE in request.at_provider.duties
    bill = bill_of(found) if may and found.invoice else None
    state = ApprovalState(found.state)
    context = {
        "provider": provider,
        "approval": found,
        "shown": shown_approval(found, on),
        "suspensions": list(found.suspensions.all()),
        "files": list(found.files.all()) if may else [],
        "may": may,
        "is_writable": may and state in (ApprovalState.DRAFT, ApprovalState.RETURNED),
        "is_open": may and state in OPEN_APPROVALS,
        "may_renew": may and state == APPROVED and not is_followed(found),
        "bill": bill,
        "own_bill": bill is not None and bill.person_id == request.user.pk,
        "promised": _promised(found),
        "accepted": ACCEPTED,
        **_asked_by(found.body),
    }
    return render(request, "provider/approval.html", context)


def _promised(approval: ProviderApproval) -> date | None:
    """By when the body means to decide."""
    days = approval_terms_of(approval.body).promise_days
    if approval.state != ApprovalState.SUBMITTED or days is None or approval.submitted_at is None:
        return None
    return local_day(approval.submitted_at, approval.body.zone) + timedelta(days=days)


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def sending(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Send it, or ask for the bill that has to be paid first."""
    slug = request.at_provider.provider.slug
    with refusals_said(request):
        found = send_to_body(
            by=request.user, at=now(request), provider_slug=slug, public_id=public_id
        )
        if found.state == ApprovalState.SUBMITTED:
            said = _("Sent to %(body)s. You are told when it has decided.")
            messages.success(request, said % {"body": found.body.name})
        else:
            messages.success(request, _("Pay the bill: then the application goes out by itself."))
    return redirect("provider:approval", slug, public_id)


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def withdrawing(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Take an application back."""
    slug = request.at_provider.provider.slug
    with refusals_said(request):
        withdraw_from_body(
            by=request.user, at=now(request), provider_slug=slug, public_id=public_id
        )
        messages.success(request, _("Taken back."))
    return redirect("provider:approvals", slug)


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def adding_papers(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Lay files to the application: every good one is kept, every other is named."""
    slug = request.at_provider.provider.slug
    approval_for(request.user, slug, public_id, ProviderDuty.OFFICE)
    files = request.FILES.getlist("papers")
    if not files:
        messages.error(request, _("Choose a file first."))
    for file in files:
        try:
            add_paper(
                by=request.user,
                at=now(request),
                provider_slug=slug,
                public_id=public_id,
                name=file.name or "paper",
                content=file.read(),
            )
        except Refused as refused:
            for sentence in refused.sentences:
                messages.error(request, f"{file.name}: {sentence}")
    return redirect("provider:approval", slug, public_id)


@desk_for_provider(ProviderDuty.OFFICE)
def paper(request: ProviderRequest, public_id: str, file_id: str) -> HttpResponse:
    """One of the provider's own papers."""
    slug = request.at_provider.provider.slug
    found = file_of(approval_for(request.user, slug, public_id, ProviderDuty.OFFICE), file_id)
    try:
        return sealed(papers().read(found.stored_as), found.name, found.media_type)
    except FileNotFoundError:
        raise NotFound from None


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def removing_paper(request: ProviderRequest, public_id: str, file_id: str) -> HttpResponse:
    """Take a paper away again."""
    slug = request.at_provider.provider.slug
    with refusals_said(request):
        remove_paper(
            by=request.user,
            at=now(request),
            provider_slug=slug,
            public_id=public_id,
            file_id=file_id,
        )
        messages.success(request, _("The file is gone."))
    return redirect("provider:approval", slug, public_id)


urlpatterns = [
    path("approvals", approvals, name="approvals"),
    path("approvals/apply/<slug:body_slug>", applying, name="approval_apply"),
    path("approvals/<str:public_id>", approval, name="approval"),
    path("approvals/<str:public_id>/send", sending, name="approval_send"),
    path("approvals/<str:public_id>/withdraw", withdrawing, name="approval_withdraw"),
    path("approvals/<str:public_id>/papers", adding_papers, name="approval_papers"),
    path("approvals/<str:public_id>/papers/<str:file_id>", paper, name="approval_paper"),
    path(
        "approvals/<str:public_id>/papers/<str:file_id>/remove",
        removing_paper,
        name="approval_paper_remove",
    ),
]
