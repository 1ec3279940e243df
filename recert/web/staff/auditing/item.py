"""One activity of a case: what proves it, and what it is found to be."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import bar_to, judge_item
from recert.audits.models import Judged
from recert.audits.queries import Line, Sheet, audit_for_staff, sheet_of
from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.rules.amounts import from_grains, show
from recert.transcript.entering import read_amount
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import clause_views
from recert.web.components.forms import refusals_on, sent
from recert.web.components.naming import rulebook_url, short_name
from recert.web.components.proofs import proof_words
from recert.web.staff import fields
from recert.web.staff.auditing.words import JUDGED
from recert.web.staff.entries import entry_of


class JudgeForm(forms.Form):
    """What the activity is found to be."""

    judged = forms.ChoiceField(
        label=lazy("What you find"),
        choices=[
            (Judged.ACCEPT, lazy("Accept it")),
            (Judged.REDUCE, lazy("Accept it for less")),
            (Judged.REJECT, lazy("Do not accept it")),
            (Judged.AGAIN, lazy("Ask for it again: a page is missing or cannot be read")),
        ],
        widget=forms.RadioSelect,
    )
    amount = forms.CharField(
        label=lazy("For how much"),
        help_text=lazy("Only where it is accepted for less."),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    clause = fields.clause(
        lazy("The clause it does not meet"), lazy("Only where it is not accepted."), required=False
    )
    reason = fields.reason(required=False)


@desk_for_staff(Duty.REVIEW)
def item_page(request: DeskRequest, public_id: str, item_id: str) -> HttpResponse:
    """Look at one activity and judge it."""
    body = request.desk.body
    audit = audit_for_staff(request.user, body.slug, public_id)
    sheet = sheet_of(audit, now(request))
    line = _line(sheet, item_id)
    form = JudgeForm(sent(request), initial=_initial(line))
    fields.offer_clauses(form, "clause", sheet.rulebook)
    if request.method == "POST" and form.is_valid() and _judged(request, public_id, item_id, form):
        messages.success(request, _("Noted. It counts once the case is decided."))
        return redirect("staff:audit", body.slug, public_id)
    book = sheet.rulebook
    clauses = clause_views(book, rulebook_url(book)) if book else {}
    context = {
        "body": body,
        "audit": audit,
        "line": line,
        "entry": entry_of(line.activity, line.finding, book),
        "name": short_name(audit.certification),
        "asked": proof_words(line.proof),
        "clauses": [clauses[each] for each in line.proof.clauses] if line.proof else [],
        "claimed": show(line.claimed),
        "state": JUDGED[line.item.judged],
        "form": form,
        "bar": bar_to(request.user, audit),
        "has_declared": audit.conflicts.filter(reviewer=request.user, has_conflict=False).exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/auditing/item.html", context, status=status)


def _line(sheet: Sheet, item_id: str) -> Line:
    for line in sheet.lines:
        if line.item.public_id == item_id:
            return line
    raise NotFound


def _initial(line: Line) -> dict[str, object]:
    item = line.item
    amount = None if item.amount_grains is None else show(from_grains(item.amount_grains))
    return {
        "judged": item.judged,
        "amount": amount,
        "clause": item.clause,
        "reason": item.reason,
    }


def _judged(request: DeskRequest, public_id: str, item_id: str, form: JudgeForm) -> bool:
    said = form.cleaned_data
    amount = said["amount"].strip()
    with refusals_on(form):
        judge_item(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            public_id=public_id,
            item_id=item_id,
            judged=Judged(said["judged"]),
            reason=said["reason"],
            clause=said["clause"],
            amount=read_amount(amount, "amount") if amount else None,
        )
        return True
    return False


urlpatterns = [
    path("audits/<str:public_id>/items/<str:item_id>", item_page, name="audit_item"),
]
