"""Report: which classes are to be reported by when, what was sent, and every row's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty
from recert.completions.deadlines import Due, classes_to_report
from recert.completions.models import Report
from recert.completions.queries import completions_of_provider, reports_of
from recert.lib.days import local_day
from recert.lib.refusals import NotFound
from recert.standing.words import day_words
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.class_words import when_words
from recert.web.components.lists import Task
from recert.web.provider.reporting.answers import SAYS, counted, row_words

REPORTS_SHOWN = 20
ROWS_SHOWN = 100
SOON = 7
"""So many days before the last one a class stands among what waits."""


@desk_for_provider(ProviderDuty.REPORT)
def reporting(request: ProviderRequest) -> HttpResponse:
    """The classes that wait, with their countdown, and what was sent."""
    provider, at = request.at_provider.provider, now(request)
    page = Paginator(reports_of(provider), REPORTS_SHOWN).get_page(request.GET.get("page"))
    context = {
        "provider": provider,
        "dues": [_due_view(due, at) for due in classes_to_report(provider, at)],
        "page": page,
        "reports": [(report, counted(report.said, SAYS)) for report in page],
    }
    return render(request, "provider/reporting/home.html", context)


def _due_view(due: Due, at: datetime) -> dict[str, object]:
    today = local_day(at, due.course_class.zone)
    tone, words = due_words(due, today)
    return {
        "due": due,
        "when": when_words(due.course_class),
        "tone": tone,
        "words": words,
        "bodies": [(body.name, day_words(day)) for body, day in due.by_body],
    }


def due_words(due: Due, today: date) -> tuple[str, str]:
    """How long is left to report a class: tone and words."""
    if due.is_reported:
        return "good", _("Reported")
    if due.until is None:
        return "note", _("No body asks for a day")
    left = (due.until - today).days
    if left < 0:
        said = ngettext("%(n)s day late", "%(n)s days late", -left)
        return "stop", said % {"n": -left}
    if left == 0:
        return "warn", _("Due today")
    said = ngettext("%(n)s day left", "%(n)s days left", left)
    return ("warn" if left <= SOON else "note"), said % {"n": left}


@desk_for_provider(ProviderDuty.REPORT)
def report(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One report with every row and what became of it."""
    provider = request.at_provider.provider
    found = reports_of(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    rows = completions_of_provider(provider).filter(report=found).order_by("row", "id")
    page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    context = {
        "provider": provider,
        "report": found,
        "counts": counted(_counts(found), SAYS),
        "page": page,
        "rows": [row_words(row) for row in page],
    }
    return render(request, "provider/reporting/report.html", context)


def _counts(report: Report) -> dict[str, int]:
    """How the rows stand today, not when they were sent."""
    return Counter(report.completions.values_list("state", flat=True).order_by())


def late_classes(provider: Provider, at: datetime) -> Iterator[Task]:
    """What is to be reported this week, or is late, or nobody has begun, for today's page."""
    for due in classes_to_report(provider, at):
        tone, words = due_words(due, local_day(at, due.course_class.zone))
        if not due.by_body and due.enrolled and not due.reported:
            words = _("Not reported yet")  # no body names a day, but learners wait
        elif tone not in ("warn", "stop"):
            continue
        yield Task(
            title=_("Report %(course)s, %(when)s")
            % {"course": due.course_class.edition.title, "when": when_words(due.course_class)},
            state=words,
            tone=tone,
            url=reverse("provider:class_list", args=[provider.slug, due.course_class.public_id]),
            hint=_hint(due),
        )


def _hint(due: Due) -> str:
    return ", ".join(_bodies(due.by_body[:3]))


def _bodies(dues: Iterable[tuple[object, date]]) -> Iterator[str]:
    for body, day in dues:
        yield _("%(body)s: until %(day)s") % {"body": body, "day": day_words(day)}


urlpatterns = [
    path("reporting", reporting, name="reporting"),
    path("reporting/sent/<str:public_id>", report, name="report"),
]
