"""The queue of cases: what is overdue first, then by the day it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.audits.models import CLOSED_CASES, WITH_HOLDER, Audit, AuditState
from recert.audits.queries import cases_of, consequences_due, queue_of, reviewers_of, waiting_of
from recert.people.models import Body
from recert.people.queries import Duty, words_in
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import today
from recert.web.components.draw_words import Worded
from recert.web.components.naming import short_names
from recert.web.staff import fields
from recert.web.staff.auditing.words import CASES

ON_A_PAGE = 50
SHOW: dict[str, Promise] = {
    "waiting": lazy("To review or decide"),
    "overdue": lazy("Overdue"),
    "holder": lazy("With the holder"),
    "follow": lazy("Not passed, to follow up"),
    "closed": lazy("Closed"),
}


class FilterForm(forms.Form):
    """Which of them."""

    q = forms.CharField(label=lazy("Name"), max_length=100, required=False)
    credential = forms.ChoiceField(label=lazy("Certification"), required=False)
    reviewer = forms.ChoiceField(label=lazy("Reviewer"), required=False)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list. `due` is what the day shown is: of an answer, a review, a decision."""

    audit: Audit
    name: str
    state: Worded
    day: date | None
    is_late: bool


@desk_for_staff(Duty.REVIEW)
def audits(request: DeskRequest) -> HttpResponse:
    """The cases of a body, filtered and paged."""
    body = request.desk.body
    names, on = short_names(body), today(request, body.zone)
    show = request.GET.get("show", "waiting")
    show = show if show in SHOW else "waiting"
    form = FilterForm(request.GET)
    fields.offer(form, "credential", [("", _("All of them")), *names.items()])
    people = [(each.public_id, str(each)) for each in reviewers_of(body)]
    fields.offer(form, "reviewer", [("", _("Anybody")), ("nobody", _("Nobody yet")), *people])
    rows = _filtered(_shown(body, show, on), form, request.GET.get("draw", ""))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "page": page,
        "lines": [_line(each, names, on) for each in page],
        "tabs": [(key, label, key == show) for key, label in SHOW.items()],
        "show": show,
        "form": form,
        "is_filtered": any(request.GET.get(key) for key in ("q", "credential", "reviewer", "draw")),
        "may_draw": Duty.DRAW in request.desk.duties,
        "may_keep_days": Duty.POLICY in request.desk.duties,
    }
    return render(request, "staff/auditing/audits.html", context)


def _shown(body: Body, show: str, on: date) -> QuerySet[Audit]:
    match show:
        case "overdue":
            return queue_of(body).filter(overdue_at__isnull=False)
        case "holder":
            return queue_of(body).filter(state__in=WITH_HOLDER)
        case "follow":
            return consequences_due(body, on)
        case "closed":
            return cases_of(body).filter(state__in=CLOSED_CASES).order_by("-closed_at", "-id")
    return waiting_of(body)


def _filtered(rows: QuerySet[Audit], form: FilterForm, draw: str) -> QuerySet[Audit]:
    answers = form.cleaned_data if form.is_valid() else {}
    if answers.get("q"):
        rows = rows.filter(words_in(answers["q"], "certification__person"))
    if answers.get("credential"):
        rows = rows.filter(certification__credential=answers["credential"])
    if answers.get("reviewer") == "nobody":
        rows = rows.filter(reviewer=None)
    elif answers.get("reviewer"):
        rows = rows.filter(reviewer__public_id=answers["reviewer"])
    if draw:
        rows = rows.filter(candidate__draw__public_id=draw)
    return rows


def _line(audit: Audit, names: dict[str, str], on: date) -> CaseLine:
    day = audit.due or audit.review_by
    return CaseLine(
        audit=audit,
        name=names.get(audit.certification.credential, audit.certification.credential),
        state=CASES[AuditState(audit.state)],
        day=day,
        is_late=audit.overdue_at is not None
        or (audit.review_by is not None and audit.review_by < on),
    )


urlpatterns = [path("audits", audits, name="audits")]
