"""The pages of the reports: the list of them, and one page that shows any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import today
from recert.web.components.plotting import file_asked_for
from recert.web.staff.reports.asking import Asked, asked_of, period_form
from recert.web.staff.reports.deciding import decisions
from recert.web.staff.reports.growing import audit_results, money, register_growth
from recert.web.staff.reports.renewing import renewal_rates
from recert.web.staff.reports.report import Report

KINDS: Mapping[str, tuple[Promise, Promise, Callable[[Asked], Report]]] = {
    "renewals": (
        lazy("Renewal rates"),
        lazy("Which part of those whose cycle ended renewed, by level, year and month."),
        renewal_rates,
    ),
    "decisions": (
        lazy("Decisions"),
        lazy("How long deciding takes, and what applications are returned and refused for."),
        decisions,
    ),
    "audits": (
        lazy("Audit results"),
        lazy("Who was drawn, and how the cases ended, by stratum."),
        audit_results,
    ),
    "register": (
        lazy("The register"),
        lazy("Who came, who renewed and who ended, month by month."),
        register_growth,
    ),
    "money": (lazy("Money"), lazy("What came in and went back, month by month."), money),
}
"""Title, what it shows, and who makes it: by its part of the address."""


@desk_for_staff(Duty.REPORTS)
def reports(request: DeskRequest) -> HttpResponse:
    """Every report there is."""
    context = {
        "body": request.desk.body,
        "kinds": [(kind, title, says) for kind, (title, says, _make) in KINDS.items()],
        "may_promise": Duty.POLICY in request.desk.duties,
        "may_switch": Duty.STAFF in request.desk.duties,
        "may_review": Duty.REVIEW in request.desk.duties,
    }
    return render(request, "staff/reports/index.html", context)


@desk_for_staff(Duty.REPORTS)
def report(request: DeskRequest, kind: str) -> HttpResponse:
    """One report, for the days and the part of the register asked for."""
    if kind not in KINDS:
        raise NotFound
    title, _says, make = KINDS[kind]
    body = request.desk.body
    day = today(request, body.zone)
    form = period_form(request, body, day)
    if not form.is_valid():
        context = {"body": body, "title": title, "form": form}
        return render(request, "staff/reports/report.html", context, status=422)
    made = make(asked_of(form, body, day))
    wanted = file_asked_for(request, made.plots)
    if wanted is not None:
        return wanted
    context = {"body": body, "title": title, "form": form, "report": made}
    return render(request, "staff/reports/report.html", context)


urlpatterns = [
    path("reports/", reports, name="reports"),
    path("reports/about/<slug:kind>", report, name="report"),
]
