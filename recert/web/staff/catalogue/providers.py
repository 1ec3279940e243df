"""Providers at a body's desk: who waits for approval, who has it, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.catalogue.actions import approve_provider, open_paper, papers, return_provider
from recert.catalogue.actions.approval_moves import bar_for_provider, subject_of
from recert.catalogue.approval_queries import (
    approval_for_staff,
    approval_terms_of,
    approvals_to,
    decided_by_body,
)
from recert.catalogue.models import APPROVED, ApprovalState, ProviderApproval
from recert.enrolments.provider_fees import refuse_for_body
from recert.journal.queries import lines_about
from recert.lib.days import local_day
from recert.lib.refusals import NotFound
from recert.people.impartiality import declare_apart
from recert.people.models import Body
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.approval_words import Shown, scope_words, shown_approval
from recert.web.components.forms import refusals_on
from recert.web.private_files import sealed
from recert.web.staff.applications import waiting_words
from recert.web.staff.catalogue.provider_forms import (
    ApartForm,
    GrantForm,
    RefuseForm,
    ReturnForm,
    hour_by_policy,
    suggested,
)
from recert.web.staff.telling import story

ON_A_PAGE = 50
WAITING, DECIDED = "waiting", "all"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application in the queue."""

    approval: ProviderApproval
    since: str
    due: date | None
    is_late: bool


@desk_for_staff(Duty.REVIEW)
def providers(request: DeskRequest) -> HttpResponse:
    """Who waits, oldest first; or whom the body decided about, by name."""
    body = request.desk.body
    shows = DECIDED if request.GET.get("show") == DECIDED else WAITING
    on = today(request, body.zone)
    rows = decided_by_body(body) if shows == DECIDED else approvals_to(body)
    words = request.GET.get("q", "")[:100].strip()
    if words:
        rows = rows.filter(provider__name__icontains=words)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "body": body,
        "page": page,
        "shows": shows,
        "asked": words,
        "many": approvals_to(body).count(),
        "may_say": Duty.POLICY in request.desk.duties,
        "terms": approval_terms_of(body),
    }
    if shows == DECIDED:
        context["lines"] = [shown_approval(each, on) for each in page]
    else:
        promised = approval_terms_of(body).promise_days
        context["lines"] = [_waiting(each, body, on, promised) for each in page]
    return render(request, "staff/catalogue/providers.html", context)


def _waiting(approval: ProviderApproval, body: Body, on: date, promised: int | None) -> Waiting:
    assert approval.submitted_at is not None  # what was never sent is not in the queue
    day = local_day(approval.submitted_at, body.zone)
    due = day + timedelta(days=promised) if promised is not None else None
    return Waiting(approval, waiting_words((on - day).days), due, due is not None and due < on)


# ---------------------------------------------------------------- one of them


@desk_for_staff(Duty.REVIEW)
def provider(request: DeskRequest, public_id: str) -> HttpResponse:
    """What the provider says, how it stands, and the answers one may give."""
    body = request.desk.body
    found = approval_for_staff(request.user, body.slug, public_id)
    offered = _forms(request, found)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in offered and offered[act].is_valid() and _done(request, found, act, offered[act]):
        return redirect("staff:provider_approvals", body.slug)
    wrong = next((form for form in offered.values() if form.errors), None)
    context = {
        **_context(request, found),
        "forms": offered,
        "wrong": wrong,
        "bar": bar_for_provider(request.user, found),
    }
    return render(request, "staff/catalogue/provider.html", context, status=422 if wrong else 200)


def _context(request: DeskRequest, found: ProviderApproval) -> dict[str, Any]:
    body, on = request.desk.body, today(request, request.desk.body.zone)
    shown: Shown = shown_approval(found, on)
    waits = found.state == ApprovalState.SUBMITTED
    promised = approval_terms_of(body).promise_days
    others = decided_by_body(body).filter(provider=found.provider).exclude(pk=found.pk)
    return {
        "body": body,
        "approval": found,
        "provider": found.provider,
        "shown": shown,
        "scope": scope_words(found),
        "files": list(found.files.all()),
        "suspensions": list(found.suspensions.all()),
        "others": [shown_approval(each, on) for each in others],
        "is_waiting": waits,
        "late": _waiting(found, body, on, promised) if waits else None,
        "hour_by_policy": hour_by_policy(body) if waits else "",
        "may_suspend": found.state == APPROVED and Duty.REGISTER in request.desk.duties,
        "story": story(body, lines_about(subject_of(found))),
    }


def _forms(request: DeskRequest, found: ProviderApproval) -> dict[str, forms.Form]:
    """The answers; the one that was sent keeps what was typed."""
    body = request.desk.body
    sent = request.POST.get("act") if request.method == "POST" else None
    on = today(request, body.zone)

    def data(act: str) -> Any:
        return request.POST if act == sent else None

    return {
        "approve": GrantForm(
            data("approve"),
            body=body,
            initial=suggested(body, on, found),
            auto_id="id_approve_%s",
        ),
        "return": ReturnForm(data("return"), auto_id="id_return_%s"),
        "refuse": RefuseForm(data("refuse"), auto_id="id_refuse_%s"),
        "apart": ApartForm(data("apart"), auto_id="id_apart_%s"),
    }


def _done(request: DeskRequest, found: ProviderApproval, act: str, form: forms.Form) -> bool:
    with refusals_on(form):
        said = DOES[act](request, found, form, now(request))
        messages.success(request, said % {"provider": found.provider.name})
        return True
    return False


def _about(request: DeskRequest, found: ProviderApproval, at: datetime) -> dict[str, Any]:
    return {
        "by": request.user,
        "at": at,
        "body_slug": request.desk.body.slug,
        "public_id": found.public_id,
    }


def _approve(request: DeskRequest, found: ProviderApproval, form: forms.Form, at: datetime) -> str:
    assert isinstance(form, GrantForm)
    approve_provider(**_about(request, found, at), granting=form.granting())
    return _("%(provider)s is approved, and told so.")


def _return(request: DeskRequest, found: ProviderApproval, form: forms.Form, at: datetime) -> str:
    return_provider(**_about(request, found, at), reason=form.cleaned_data["reason"])
    return _("%(provider)s is asked for it.")


def _refuse(request: DeskRequest, found: ProviderApproval, form: forms.Form, at: datetime) -> str:
    refuse_for_body(**_about(request, found, at), reason=form.cleaned_data["reason"])
    return _("%(provider)s is not approved, and told why.")


def _apart(request: DeskRequest, found: ProviderApproval, form: forms.Form, at: datetime) -> str:
    declare_apart(
        by=request.user,
        at=at,
        body_slug=request.desk.body.slug,
        person=None,
        says=form.cleaned_data["says"],
        subject=subject_of(found),
    )
    return _("A colleague sees to %(provider)s.")


Does = Callable[[DeskRequest, ProviderApproval, forms.Form, datetime], str]
DOES: dict[str, Does] = {
    "approve": _approve,
    "return": _return,
    "refuse": _refuse,
    "apart": _apart,
}


@desk_for_staff(Duty.REVIEW)
def paper(request: DeskRequest, public_id: str, file_id: str) -> HttpResponse:
    """A file the provider sent; the journal notes who opened it."""
    found = open_paper(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        public_id=public_id,
        file_id=file_id,
    )
    try:
        return sealed(papers().read(found.stored_as), found.name, found.media_type)
    except FileNotFoundError:
        raise NotFound from None


urlpatterns = [
    path("providers", providers, name="provider_approvals"),
    path("providers/<str:public_id>", provider, name="provider_approval"),
    path("providers/<str:public_id>/papers/<str:file_id>", paper, name="provider_paper"),
]
