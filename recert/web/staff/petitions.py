"""Petitions: whether one activity counts. The queue, the page, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.journal.queries import lines_about
from recert.lib.days import local_day
from recert.people.impartiality import bar_to
from recert.people.queries import Duty
from recert.renewals.actions import answer_for_body
from recert.reporting.queries.practice import promise_of
from recert.rules.amounts import from_grains
from recert.rules.facts import Kind
from recert.rules.findings import ActivityFinding
from recert.rules.rulebook import Category, Rulebook
from recert.standing.queries import Held, held_of
from recert.standing.words import amount_words
from recert.transcript.actions import open_petition_evidence, return_petition
from recert.transcript.entering import read_amount
from recert.transcript.models import Petition, PetitionState
from recert.transcript.queries import evidence_with, petition_for_staff, petition_queue
from recert.transcript.spreading import may_be_for_everybody, spread_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.clauses import clause_views
from recert.web.components.forms import refusals_on, refusals_said
from recert.web.components.naming import rulebook_url, short_names
from recert.web.components.promises import countdown
from recert.web.private_files import private_file
from recert.web.staff import fields
from recert.web.staff.applications import waiting_words
from recert.web.staff.entries import entry_of
from recert.web.staff.telling import story

ON_A_PAGE = 50

STATES: dict[PetitionState, tuple[str, Promise]] = {
    PetitionState.TO_PAY: ("wait", lazy("Not paid yet")),
    PetitionState.SUBMITTED: ("note", lazy("Waits for a decision")),
    PetitionState.RETURNED: ("wait", lazy("With the person who asked")),
    PetitionState.ACCEPTED: ("good", lazy("Accepted")),
    PetitionState.REJECTED: ("stop", lazy("Not accepted")),
    PetitionState.WITHDRAWN: ("quiet", lazy("Taken back")),
}


class AcceptForm(forms.Form):
    """For how much it counts, as what, and why."""

    act = forms.CharField(widget=forms.HiddenInput, initial="accept")
    amount = forms.CharField(
        label=lazy("For how much"),
        max_length=12,
        required=False,
        help_text=lazy("Leave it empty to let the policy measure it."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    categories = forms.MultipleChoiceField(
        label=lazy("As what"), required=False, widget=forms.CheckboxSelectMultiple
    )
    clause = fields.clause(lazy("Clause"), required=False)
    reason = fields.reason()


class RejectForm(forms.Form):
    """The clause it fails, and why."""

    act = forms.CharField(widget=forms.HiddenInput, initial="reject")
    clause = fields.clause(lazy("The clause it rests on"))
    reason = fields.reason()


class ReturnForm(forms.Form):
    """What is missing."""

    act = forms.CharField(widget=forms.HiddenInput, initial="return")
    reason = fields.text(
        lazy("What is missing, and how to send it"), lazy("The person who asked reads it.")
    )


FORMS: dict[str, type[forms.Form]] = {
    "accept": AcceptForm,
    "reject": RejectForm,
    "return": ReturnForm,
}


@desk_for_staff(Duty.REVIEW)
def petitions(request: DeskRequest) -> HttpResponse:
    """The petitions that wait, oldest first."""
    body, names = request.desk.body, short_names(request.desk.body)
    page = Paginator(petition_queue(body), ON_A_PAGE).get_page(request.GET.get("page"))
    on, days = today(request, body.zone), promise_of(body).petitions
    context = {
        "body": body,
        "page": page,
        "lines": [
            (
                each,
                names.get(each.certification.credential, each.certification.credential),
                waiting_words((on - local_day(each.submitted_at, body.zone)).days),
                countdown(each.submitted_at, days, body.zone, now(request)),
            )
            for each in page
        ],
    }
    return render(request, "staff/petitions.html", context)


@desk_for_staff(Duty.REVIEW)
def petition(request: DeskRequest, public_id: str) -> HttpResponse:
    """What is asked, what was done, what the policy says of it; and the decision."""
    body = request.desk.body
    found = petition_for_staff(request.user, body.slug, public_id)
    held = held_of(found.certification, now(request))
    offered = _forms(request, held.rulebook)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in offered and offered[act].is_valid() and _done(request, found, offered[act]):
        return redirect("staff:petitions", body.slug)
    return _page(request, found, held, offered)


def _forms(request: DeskRequest, rulebook: Rulebook | None) -> dict[str, forms.Form]:
    """The three answers; the one that was sent keeps what was typed."""
    sent = request.POST.get("act") if request.method == "POST" else None
    found = {
        act: form(request.POST if act == sent else None, auto_id=f"id_{act}_%s")
        for act, form in FORMS.items()
    }
    fields.offer_clauses(found["accept"], "clause", rulebook)
    fields.offer_clauses(found["reject"], "clause", rulebook)
    categories = rulebook.of_kind(Category) if rulebook else ()
    if categories:
        fields.offer(
            found["accept"],
            "categories",
            [(each.id, each.id.replace("-", " ").capitalize()) for each, _rule in categories],
        )
    else:
        del found["accept"].fields["categories"]
    return found


def _done(request: DeskRequest, found: Petition, form: forms.Form) -> bool:
    answers = form.cleaned_data
    with refusals_on(form):
        if answers["act"] == "return":
            return_petition(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                public_id=found.public_id,
                reason=answers["reason"],
            )
        else:
            _decide(request, found, answers)
        messages.success(request, _("Sent. The person who asked is told."))
        return True
    return False


def _decide(request: DeskRequest, found: Petition, answers: Mapping[str, Any]) -> None:
    amount = (answers.get("amount") or "").strip()
    answer_for_body(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        public_id=found.public_id,
        accept=answers["act"] == "accept",
        reason=answers["reason"],
        clause=answers["clause"],
        amount=read_amount(amount, "amount") if amount else None,
        categories=answers.get("categories", ()),
    )


def _page(
    request: DeskRequest, found: Petition, held: Held, offered: dict[str, forms.Form]
) -> HttpResponse:
    body, book = request.desk.body, held.rulebook
    tone, word = STATES[PetitionState(found.state)]
    finding = _finding(held, found.activity.public_id)
    clauses = clause_views(book, rulebook_url(book)) if book else {}
    reasons = finding.reasons if finding else ()
    behind = dict.fromkeys(reason.clause for reason in reasons if reason.clause in clauses)
    sent = next((form for form in offered.values() if form.errors), None)
    context = {
        "body": body,
        "petition": found,
        "person": found.activity.person,
        "name": short_names(body).get(found.certification.credential, ""),
        "entry": entry_of(found.activity, finding, book),
        "proofs": evidence_with(found),
        "clauses": [(each.replace("-", " "), clauses[each]) for each in behind],
        "unit": book.unit.name if book else "",
        "state": (tone, word),
        "is_waiting": found.state == PetitionState.SUBMITTED,
        "is_examination": found.activity.kind == Kind.EXAMINATION,
        "may_register": Duty.REGISTER in request.desk.duties,
        "is_own": found.activity.person_id == request.user.pk,
        "bar": bar_to(
            request.user,
            person=found.activity.person,
            subject=f"petition:{found.public_id}",
        ),
        "countdown": countdown(
            found.submitted_at, promise_of(body).petitions, body.zone, now(request)
        )
        if found.state == PetitionState.SUBMITTED
        else None,
        "spread": spread_of(found),
        "may_spread": may_be_for_everybody(found),
        "asked": _asked(found, held),
        "forms": offered,
        "wrong": sent,
        "decided": _decided(found, held),
        "clause": clauses.get(found.clause),
        "story": story(body, lines_about(f"petition:{found.public_id}")),
    }
    status = 422 if sent else 200
    return render(request, "staff/petition.html", context, status=status)


def _finding(held: Held, activity_id: str) -> ActivityFinding | None:
    return next((each for each in held.standing.activities if each.activity == activity_id), None)


def _decided(found: Petition, held: Held) -> str:
    """For how much it was accepted, where the reviewer said so."""
    if found.amount_grains is None or held.rulebook is None:
        return ""
    return amount_words(from_grains(found.amount_grains), held.rulebook.unit.name)


def _asked(found: Petition, held: Held) -> str:
    """For how much they ask, where they said so."""
    if found.asked_grains is None or held.rulebook is None:
        return ""
    return amount_words(from_grains(found.asked_grains), held.rulebook.unit.name)


@desk_for_staff(Duty.REVIEW)
def evidence(request: DeskRequest, public_id: str, evidence_id: str) -> HttpResponse:
    """A file that proves what is asked about; the journal notes who opened it."""
    slug = request.desk.body.slug
    with refusals_said(request):
        found = open_petition_evidence(
            by=request.user,
            at=now(request),
            body_slug=slug,
            public_id=public_id,
            evidence_id=evidence_id,
        )
        return private_file(found)
    return redirect("staff:petition", slug, public_id)


urlpatterns = [
    path("petitions", petitions, name="petitions"),
    path("petitions/<str:public_id>", petition, name="petition"),
    path("petitions/<str:public_id>/proof/<str:evidence_id>", evidence, name="petition_proof"),
]
