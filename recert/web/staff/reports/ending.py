"""Who ends soon: everybody whose last day comes within so many days, as a page and a file."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.lib.numbers import whole
from recert.people.queries import Duty
from recert.reporting.queries.register import ending
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import today
from recert.web.components.naming import short_names
from recert.web.components.plotting import as_csv
from recert.web.staff.reports.report import level_label

ON_A_PAGE = 50
CHOICES = (30, 60, 90, 180, 365)


@desk_for_staff(Duty.REVIEW)
def ending_soon(request: DeskRequest) -> HttpResponse:
    """Certifications that end within so many days and are not renewed, the soonest first."""
    body, names = request.desk.body, short_names(request.desk.body)
    asked = whole(request.GET.get("within", ""))
    within = asked if asked in CHOICES else CHOICES[0]
    day = today(request, body.zone)
    rows = ending(body, day, day + timedelta(days=within))
    if request.GET.get("file") == "csv":
        head = [_("Name"), _("E-mail"), _("Number"), _("Certification"), _("Last day")]
        cells = (
            [str(row.person), row.person.address, row.number,
             level_label(names, row.credential, row.level), row.ends.isoformat()]
            for row in rows
        )  # fmt: skip
        return as_csv(f"ending-within-{within}", head, cells)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    many = page.paginator.count
    says = ngettext(
        "%(n)s certification ends within %(days)s days",
        "%(n)s certifications end within %(days)s days",
        many,
    )
    context = {
        "body": body,
        "says": says % {"n": f"{many:,}", "days": within},
        "page": page,
        "lines": [(row, level_label(names, row.credential, row.level)) for row in page],
        "tabs": [(days, days == within) for days in CHOICES],
        "within": within,
    }
    return render(request, "staff/reports/ending.html", context)


urlpatterns = [path("reports/ending", ending_soon, name="ending")]
