"""Deciding an application: approve it, return it with what is missing, or refuse it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.people.impartiality import bar_to
from recert.people.models import Person
from recert.people.queries import Duty
from recert.renewals.actions import Missing, approve, hindrances_to, refuse, return_renewal
from recert.renewals.models import Renewal, State
from recert.renewals.queries import renewal_for_staff
from recert.rules.findings import Verdict
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, sent
from recert.web.components.naming import short_name
from recert.web.staff import fields
from recert.web.staff.application import Case, case_of
from recert.web.staff.applications import STATES

FREE_ROWS = 3


Decision = Callable[[DeskRequest, Renewal, Case], HttpResponse]


def _deciding(view: Decision) -> Callable[..., HttpResponse]:
    """Only for an application that waits, and never for one's own; else back, with the reason."""

    @desk_for_staff(Duty.REVIEW)
    @wraps(view)
    def guarded(request: DeskRequest, public_id: str) -> HttpResponse:
        body = request.desk.body
        renewal = renewal_for_staff(request.user, body.slug, public_id)
        why_not = _why_not(renewal, request.user)
        if why_not:
            typed = _typed(request, renewal)
            if typed:
                context = {"body": body, "renewal": renewal, "why_not": why_not, "typed": typed}
                context |= {"name": short_name(renewal.certification)}
                context |= {"applicant": renewal.certification.person}
                return render(request, "staff/application_moved_on.html", context, status=422)
            messages.error(request, why_not)
            return redirect("staff:application", body.slug, public_id)
        return view(request, renewal, case_of(renewal, now(request)))

    return guarded


def _why_not(renewal: Renewal, reader: Person) -> str:
    """Why this reader cannot decide it; empty where they can."""
    if renewal.certification.person_id == reader.pk:
        return _("Ask a colleague: nobody decides an application of their own.")
    bar = bar_to(reader, person=renewal.certification.person, subject=renewal.subject)
    if bar:
        return bar
    if renewal.state == State.SUBMITTED:
        return ""
    _tone, word = STATES[State(renewal.state)]
    decided = {"state": str(word).lower(), "name": renewal.decided_by}
    if renewal.decided_by not in (None, reader):
        return _("%(name)s decided this already: %(state)s. Nothing was changed.") % decided
    return _("This application no longer waits: %(state)s. Nothing was changed.") % decided


def _typed(request: DeskRequest, renewal: Renewal) -> list[str]:
    """What somebody wrote for nothing, a colleague having been quicker: they get it back.

    What is on record under their own name is not lost: their click came twice.
    """
    sent = [
        str(text).strip() for name, text in request.POST.items() if name != "csrfmiddlewaretoken"
    ]
    kept = renewal.reason if renewal.decided_by_id == request.user.pk else ""
    return [text for text in sent if text and text not in (kept, renewal.clause)]


def _context(
    request: DeskRequest, renewal: Renewal, case: Case, form: forms.Form
) -> dict[str, Any]:
    return {
        "body": request.desk.body,
        "renewal": renewal,
        "case": case,
        "form": form,
        "name": short_name(renewal.certification),
        "applicant": renewal.certification.person,
    }


# ---------------------------------------------------------------- approving


class ApproveForm(forms.Form):
    """Why, and until when, where the policy leaves either open."""

    next_end = day_field(
        lazy("New last day"),
        lazy("The policy does not say until when the certification then runs."),
        required=False,
    )
    reason = fields.reason(required=False)

    def __init__(self, *args: Any, judged: bool, dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = judged or not dated
        if dated:
            del self.fields["next_end"]


@_deciding
def approve_page(request: DeskRequest, renewal: Renewal, case: Case) -> HttpResponse:
    """Approve: what will be true then, and a reason where the policy asks for judgement."""
    assert case.tasks is not None  # it is open
    standing = case.tasks.standing
    form = ApproveForm(
        sent(request),
        judged=standing.verdict in (Verdict.NEEDS_PERSON, Verdict.SILENT),
        dated=standing.next_cycle is not None,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            approve(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                public_id=renewal.public_id,
                reason=form.cleaned_data["reason"],
                next_end=form.cleaned_data.get("next_end"),
            )
            messages.success(request, _("Approved. The applicant is told."))
            return redirect("staff:applications", request.desk.body.slug)
    context = _context(request, renewal, case, form) | {
        "hindrances": hindrances_to(renewal, case.tasks),
        "next_cycle": standing.next_cycle,
        "next_clause": case.clauses.get(standing.next_cycle_clause),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/application_approve.html", context, status=status)


# ---------------------------------------------------------------- sending it back


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the form: what it is about, and the field for what is missing."""

    title: str
    hint: str
    clause: str
    activity_id: str
    field: str
    is_open: bool


class ReturnForm(forms.Form):
    """What is missing, a line for each thing it may be about; empty lines say nothing."""

    def __init__(
        self, *args: Any, items: list[Item], suggested: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[item.field] = fields.text(item.title, item.hint, required=False, rows=2)
            self.fields[item.field].initial = suggested.get(item.field, "")

    def rows(self) -> Iterator[tuple[Item, forms.BoundField]]:
        """Each line with its field."""
        return ((item, self[item.field]) for item in self.items)

    def missing(self) -> list[Missing]:
        """What was named."""
        return [
            Missing(note, item.clause, item.activity_id)
            for item in self.items
            if (note := self.cleaned_data[item.field].strip())
        ]


def _items(case: Case, chosen: str) -> list[Item]:
    found = [
        Item(each.title, each.sentence, each.id, "", f"clause-{number}", not each.is_met)
        for number, each in enumerate(case.requirements)
    ]
    found += [
        Item(
            entry.activity.title,
            entry.verdict,
            "",
            entry.activity.public_id,
            f"entry-{entry.activity.public_id}",
            entry.activity.public_id == chosen,
        )
        for entry in case.entries
    ]
    found += [
        Item(_("Something else"), "", "", "", f"other-{number}", number == 1)
        for number in range(1, FREE_ROWS + 1)
    ]
    return found


def _suggested(case: Case) -> dict[str, str]:
    """The sentence the applicant reads already, for what is short."""
    return {
        f"clause-{number}": each.sentence
        for number, each in enumerate(case.requirements)
        if each.tone == "warn"
    }


@_deciding
def return_page(request: DeskRequest, renewal: Renewal, case: Case) -> HttpResponse:
    """Return: name each thing that is missing and how to mend it. The clock stops."""
    items = _items(case, request.GET.get("entry", ""))
    form = ReturnForm(sent(request), items=items, suggested=_suggested(case))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return_renewal(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                public_id=renewal.public_id,
                items=form.missing(),
            )
            messages.success(request, _("Returned. The clock is stopped; nothing is paid twice."))
            return redirect("staff:applications", request.desk.body.slug)
    status = 422 if form.errors else 200
    context = _context(request, renewal, case, form)
    return render(request, "staff/application_return.html", context, status=status)


# ---------------------------------------------------------------- refusing


class RefuseForm(forms.Form):
    """The clause a refusal rests on, and why."""

    clause = fields.clause(lazy("The clause it rests on"))
    reason = fields.reason()


@_deciding
def refuse_page(request: DeskRequest, renewal: Renewal, case: Case) -> HttpResponse:
    """Refuse for good, with the clause and the reason."""
    form = RefuseForm(sent(request))
    fields.offer_clauses(form, "clause", case.rulebook)
    if request.method == "POST" and form.is_valid() and _refused(request, renewal, form):
        messages.success(request, _("Refused. The applicant is told why."))
        return redirect("staff:applications", request.desk.body.slug)
    status = 422 if form.errors else 200
    context = _context(request, renewal, case, form)
    return render(request, "staff/application_refuse.html", context, status=status)


def _refused(request: DeskRequest, renewal: Renewal, form: RefuseForm) -> bool:
    with refusals_on(form):
        refuse(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=renewal.public_id,
            reason=form.cleaned_data["reason"],
            clause=form.cleaned_data["clause"],
        )
        return True
    return False


urlpatterns = [
    path("applications/<str:public_id>/approve", approve_page, name="approve"),
    path("applications/<str:public_id>/return", return_page, name="return"),
    path("applications/<str:public_id>/refuse", refuse_page, name="refuse"),
]
