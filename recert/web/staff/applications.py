"""The queue of applications: what needs a decision first, then the oldest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.lib.days import local_day
from recert.payments.models import Invoice, InvoiceState
from recert.payments.queries import invoices_of_seller
from recert.people.models import Body
from recert.people.queries import Duty, words_in
from recert.renewals.models import Renewal, State
from recert.renewals.queries import counts_of, fees_to_set, queue_of, renewals_to
from recert.rules.findings import Verdict
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.naming import short_names
from recert.web.staff.fields import offer
from recert.web.staff.snapshot import is_fee_unsaid, to_judge

ON_A_PAGE = 50

STATES: dict[State, tuple[str, Promise]] = {
    State.DRAFT: ("quiet", lazy("Not sent")),
    State.SUBMITTED: ("note", lazy("Waits for a decision")),
    State.RETURNED: ("wait", lazy("With the applicant")),
    State.APPROVED: ("good", lazy("Approved")),
    State.REFUSED: ("stop", lazy("Refused")),
    State.WITHDRAWN: ("quiet", lazy("Taken back")),
}
"""Tone and word of each state, as staff see it."""

VERDICTS: dict[Verdict, tuple[str, Promise]] = {
    Verdict.READY: ("good", lazy("Nothing short")),
    Verdict.SHORT: ("warn", lazy("Something short")),
    Verdict.NEEDS_PERSON: ("ask", lazy("A person judges")),
    Verdict.SILENT: ("ask", lazy("The policy does not say")),
    Verdict.CLOSED: ("stop", lazy("Can no longer renew")),
    Verdict.NOT_COVERED: ("ask", lazy("No edition covers it")),
}

SHOW = (
    ("waiting", lazy("Waiting for a decision")),
    ("returned", lazy("With the applicant")),
    ("decided", lazy("Decided")),
)
DECIDED = (State.APPROVED, State.REFUSED, State.WITHDRAWN)

Tag = tuple[str, str]


class FilterForm(forms.Form):
    """What to show of the queue."""

    q = forms.CharField(label=lazy("Name or number"), required=False, max_length=100)
    credential = forms.ChoiceField(label=lazy("Certification"), required=False)
    only = forms.ChoiceField(
        label=lazy("Only those"),
        required=False,
        choices=[
            ("", lazy("All of them")),
            ("judge", lazy("a person must judge")),
            ("late", lazy("filed late")),
            ("fee", lazy("whose fee is not said yet")),
            ("unconfirmed", lazy("not confirmed in the register")),
        ],
    )
    show = forms.ChoiceField(required=False, choices=SHOW, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Line:
    """One application in the queue."""

    renewal: Renewal
    name: str
    applicant: str
    on: date
    waiting: str
    standing: Tag
    tags: tuple[Tag, ...]


@desk_for_staff(Duty.REVIEW)
def applications(request: DeskRequest) -> HttpResponse:
    """The applications of one kind, some at a time."""
    body, names = request.desk.body, short_names(request.desk.body)
    form = FilterForm(request.GET or None)
    offer(form, "credential", [("", _("All of them")), *names.items()])
    chosen = form.cleaned_data if form.is_valid() else {}
    show = chosen.get("show") or "waiting"
    page = Paginator(_filtered(body, show, chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    counts = counts_of(body)
    many = {
        "waiting": counts[State.SUBMITTED],
        "returned": counts[State.RETURNED],
        "decided": sum(counts[state] for state in DECIDED),
    }
    context = {
        "body": body,
        "form": form,
        "page": page,
        "lines": _lines(body, page, names, now(request)),
        "show": show,
        "tabs": [(key, label, many[key], key == show) for key, label in SHOW],
        "is_filtered": any(chosen.get(key) for key in ("q", "credential", "only")),
    }
    return render(request, "staff/applications.html", context)


def _filtered(body: Body, show: str, chosen: dict[str, str]) -> QuerySet[Renewal]:
    match show:
        case "returned":
            rows = renewals_to(body).filter(state=State.RETURNED).order_by("clock_stopped_at")
        case "decided":
            rows = renewals_to(body).filter(state__in=DECIDED).order_by("-decided_at", "-id")
        case _:
            rows = queue_of(body)
    if chosen.get("q"):
        rows = rows.filter(words_in(chosen["q"], "certification__person", "certification__number"))
    if chosen.get("credential"):
        rows = rows.filter(certification__credential=chosen["credential"])
    match chosen.get("only"):
        case "judge":
            rows = rows.exclude(verdict=Verdict.READY)
        case "late":
            rows = rows.filter(filed_on__gt=F("cycle_end"))
        case "fee":
            rows = rows.filter(pk__in=fees_to_set(body).values("pk"))
        case "unconfirmed":
            rows = rows.exclude(certification__register="confirmed")
    return rows


def _lines(body: Body, rows: Iterable[Renewal], names: dict[str, str], at: datetime) -> list[Line]:
    rows = list(rows)
    subjects = [row.subject for row in rows]
    asked: dict[str, list[Invoice]] = {}
    for invoice in invoices_of_seller(body).filter(subject__in=subjects):
        asked.setdefault(invoice.subject, []).append(invoice)
    return [_line(row, names, asked.get(row.subject, []), at) for row in rows]


def _line(renewal: Renewal, names: dict[str, str], invoices: list[Invoice], at: datetime) -> Line:
    certification = renewal.certification
    sent = renewal.resubmitted_at or renewal.submitted_at or renewal.begun_at
    moment = {
        State.RETURNED: renewal.clock_stopped_at,
        State.SUBMITTED: sent,
    }.get(State(renewal.state), renewal.decided_at)
    on = local_day(moment or sent, certification.body.zone)
    tone, word = STATES[State(renewal.state)]
    if renewal.state == State.SUBMITTED:
        tone, word = VERDICTS.get(Verdict(renewal.verdict), (tone, word))
    return Line(
        renewal=renewal,
        name=names.get(certification.credential, certification.credential),
        applicant=str(certification.person),
        on=on,
        waiting=waiting_words((local_day(at, certification.body.zone) - on).days),
        standing=(tone, str(word)),
        tags=tuple(_tags(renewal, invoices)) if renewal.is_open else (),
    )


def waiting_words(days: int) -> str:
    """For how long somebody has been waiting."""
    if days < 1:
        return _("since today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": f"{days:,}"}


def _tags(renewal: Renewal, invoices: list[Invoice]) -> list[Tag]:
    found = []
    late = late_words(renewal)
    if late:
        found.append(("warn", late))
    if renewal.resubmitted_at:
        found.append(("note", _("Sent again")))
    judged = to_judge(renewal)
    if judged:
        n = {"n": judged}
        found.append(("ask", ngettext("%(n)s thing to judge", "%(n)s things to judge", judged) % n))
    if not renewal.certification.is_confirmed:
        found.append(("warn", _("Not confirmed")))
    found.extend(_money_tags(renewal, invoices))
    return found


def late_words(renewal: Renewal) -> str:
    """How late an application was filed; empty when it was in time."""
    if renewal.filed_on is None or renewal.filed_on <= renewal.cycle_end:
        return ""
    days = (renewal.filed_on - renewal.cycle_end).days
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": f"{days:,}"}


def _money_tags(renewal: Renewal, invoices: list[Invoice]) -> list[Tag]:
    if is_fee_unsaid(renewal):
        return [("ask", _("Fee not said"))]
    standing = [each for each in invoices if each.state == InvoiceState.OPEN]
    if not standing:
        return []
    if all(each.announced_at for each in standing):
        return [("wait", _("Money on its way"))]
    return [("warn", _("Fee not paid"))]


urlpatterns = [path("applications", applications, name="applications")]
