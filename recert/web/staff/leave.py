"""Requests for leave: what waits, one of them with its proof, granting it or not."""

from __future__ import annotations

from fractions import Fraction
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

from recert.lib.refusals import Refused
from recert.people.impartiality import bar_to
from recert.people.queries import Duty
from recert.renewals.actions.excusing import Grants, deny_leave, grant_leave, may_grant
from recert.renewals.actions.leaving import open_leave_evidence, take_beyond_policy
from recert.renewals.leaves import clause_asked, leave_for_staff, leaves_to, takes_beyond_policy
from recert.renewals.models import LeaveRequest, LeaveState
from recert.rulebooks.queries import rulebooks_of
from recert.rules.granting import is_complete
from recert.rules.rulebook import Clause, Gives, Leave, edition_of
from recert.standing.queries import held_of
from recert.transcript.entering import read_amount
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.forms import day_field, refusals_on, refusals_said, sent
from recert.web.components.naming import short_name, short_names
from recert.web.private_files import private_file
from recert.web.staff import fields

ON_A_PAGE = 50
DENY = "deny"
STATES: dict[LeaveState, tuple[str, Promise]] = {
    LeaveState.ASKED: ("ask", lazy("To decide")),
    LeaveState.TO_PAY: ("wait", lazy("Granted, to be paid")),
    LeaveState.GRANTED: ("good", lazy("Granted")),
    LeaveState.DENIED: ("stop", lazy("Not granted")),
}
"""Tone and word, as staff see them; what was taken back they do not see."""
BY: dict[Grants, Promise] = {
    Grants.PAUSE: lazy("Pause: inactive meanwhile, and the last day moves by as many days"),
    Grants.EXTEND: lazy("Move the last day to the one you give"),
    Grants.LESSEN: lazy("Ask for another amount of the requirement you choose"),
    Grants.WAIVE: lazy("Waive the requirement you choose for this cycle"),
    Grants.INACTIVE: lazy("Inactive meanwhile; the dates stay"),
    Grants.CONDITION: lazy("Let the requirement be made good by the day you give, or suspend"),
}
"""What each way of granting it does."""


class LeaveForm(forms.Form):
    """Granted by what, until when, or not; and why."""

    grants = forms.ChoiceField(
        label=lazy("What do you decide?"),
        choices=[*((each.value, says) for each, says in BY.items()), (DENY, lazy("Not granted"))],
        widget=forms.RadioSelect,
    )
    until = day_field(
        lazy("Until"), lazy("Empty: until the day that was asked for."), required=False
    )
    clause = fields.clause(
        lazy("Requirement"),
        lazy("For a waiver, a condition or another amount."),
        required=False,
    )
    amount = forms.CharField(
        label=lazy("Amount"),
        help_text=lazy("In the body’s credits, for another amount: such as 30 or 1.5."),
        required=False,
        max_length=20,
    )
    reason = fields.reason()

    def clean_amount(self) -> Fraction | None:
        """The amount as it is written, if one is."""
        text = str(self.cleaned_data["amount"])
        try:
            return read_amount(text) if text.strip() else None
        except Refused as refused:
            raise forms.ValidationError(refused.sentences[0]) from None

    def go_by(self, rule: Leave | None) -> None:
        """Ask only for what the clause leaves open."""
        by_clause = rule is not None and is_complete(rule)
        said = _("Granted, as the policy says")
        ways = [(each.value, said if by_clause else str(BY[each])) for each in may_grant(rule)]
        fields.offer(self, "grants", [*ways, (DENY, _("Not granted"))])
        if by_clause:
            for name in ("clause", "amount"):
                del self.fields[name]
        if by_clause and rule and rule.gives is Gives.EXTEND:
            del self.fields["until"]


class PracticeForm(forms.Form):
    """Whether people may ask for what the policy says nothing of."""

    beyond = forms.BooleanField(
        label=lazy("People may ask for leave the policy says nothing of"), required=False
    )


@desk_for_staff(Duty.REGISTER)
def leaves(request: DeskRequest) -> HttpResponse:
    """Every request, those that wait first."""
    body, names = request.desk.body, short_names(request.desk.body)
    if request.method == "POST":
        with refusals_said(request):
            take_beyond_policy(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                takes=bool(request.POST.get("beyond")),
            )
            messages.success(request, _("Kept."))
        return redirect("staff:leaves", body.slug)
    rows = (
        leaves_to(body).order_by("decided_at", "asked_at")
        if request.GET.get("all")
        else (leaves_to(body).filter(state=LeaveState.ASKED).order_by("asked_at"))
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [
        (
            each,
            names.get(each.certification.credential, each.certification.credential),
            *STATES[LeaveState(each.state)],
        )
        for each in page
    ]
    context = {"body": body, "page": page, "lines": lines, "all": bool(request.GET.get("all"))}
    context["practice"] = PracticeForm(initial={"beyond": takes_beyond_policy(body)})
    return render(request, "staff/leaves.html", context)


@desk_for_staff(Duty.REGISTER)
def leave(request: DeskRequest, public_id: str) -> HttpResponse:
    """One request: why, for which days, its proof; decide it."""
    body = request.desk.body
    found = leave_for_staff(request.user, body.slug, public_id)
    held = held_of(found.certification, now(request))
    said = clause_asked(found)
    form = LeaveForm(sent(request))
    form.go_by(said[1] if said else None)
    if "clause" in form.fields:
        fields.offer_clauses(form, "clause", held.rulebook)
    if request.method == "POST" and form.is_valid() and _decided(request, public_id, form):
        messages.success(request, _("Decided. The holder is told."))
        return redirect("staff:leave", body.slug, public_id)
    tone, word = STATES[LeaveState(found.state)]
    context = {
        "body": body,
        "leave": found,
        "tone": tone,
        "word": word,
        "held": held,
        "person": found.certification.person,
        "name": short_name(found.certification),
        "files": list(found.evidence.all()),
        "form": form,
        "clause": _clause_view(found, said[0]) if said else None,
        "waits": found.state == LeaveState.ASKED,
        "is_own": found.certification.person_id == request.user.pk,
        "bar": bar_to(request.user, person=found.certification.person, subject=found.subject),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/leave.html", context, status=status)


def _clause_view(found: LeaveRequest, clause: Clause) -> ClauseView:
    """The clause it was asked by, as its edition has it."""
    book = edition_of(rulebooks_of(found.certification.body.slug), found.edition)
    assert book is not None  # the clause was read from it
    return clause_view(book, clause)


def _decided(request: DeskRequest, public_id: str, form: LeaveForm) -> bool:
    answers = form.cleaned_data
    given: dict[str, Any] = {
        "by": request.user,
        "at": now(request),
        "body_slug": request.desk.body.slug,
        "public_id": public_id,
        "reason": answers["reason"],
    }
    with refusals_on(form):
        if answers["grants"] == DENY:
            deny_leave(**given)
        else:
            grant_leave(
                **given,
                grants=answers["grants"],
                until=answers.get("until"),
                clause=answers.get("clause", ""),
                amount=answers.get("amount"),
            )
        return True
    return False


@desk_for_staff(Duty.REGISTER)
def proof(request: DeskRequest, public_id: str, evidence_id: str) -> HttpResponse:
    """A file that proves a request; the journal notes who opened it."""
    slug = request.desk.body.slug
    with refusals_said(request):
        found = open_leave_evidence(
            by=request.user,
            at=now(request),
            body_slug=slug,
            public_id=public_id,
            evidence_id=evidence_id,
        )
        return private_file(found)
    return redirect("staff:leave", slug, public_id)


urlpatterns = [
    path("leave", leaves, name="leaves"),
    path("leave/<str:public_id>", leave, name="leave"),
    path("leave/<str:public_id>/proof/<str:evidence_id>", proof, name="leave_proof"),
]
