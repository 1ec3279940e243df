"""Today: what waits for whom at this desk, what comes, and how the year goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.people.models import Body
from recert.people.queries import Duty
from recert.reporting.queries.audits import audits_under_way
from recert.reporting.queries.money import money_by_day
from recert.reporting.queries.register import count_ending, renewed_by_day
from recert.reporting.queries.rhythm import A_WEEK, cycle_length, earlier, summed, weeks_until
from recert.rulebooks.queries import rulebooks_of
from recert.rules.amounts import Money
from recert.standing.words import money_words
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.plots import Plot, Series
from recert.web.components.plotting import file_asked_for
from recert.web.staff.piles import waiting_at

WEEKS = 12
WITHIN = (30, 60, 90)
SEES_REGISTER = frozenset({Duty.REVIEW, Duty.REPORTS})
"""Either of these duties shows figures about renewals."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the desk, in words, and where it comes from."""

    label: str
    number: str
    hint: str = ""
    url: str = ""


@desk_for_staff()
def home(request: DeskRequest) -> HttpResponse:
    """What waits, for the duties the reader has; then what comes, and the weeks behind."""
    body, duties = request.desk.body, request.desk.duties
    day = today(request, body.zone)
    plots = [renewals_by_week(body, day)] if duties & SEES_REGISTER else []
    wanted = file_asked_for(request, plots)
    if wanted is not None:
        return wanted
    piles = waiting_at(body, duties, now(request))
    many = sum(each.many for each in piles)
    context = {
        "body": body,
        "tasks": [each.task for each in piles if each.many],
        "empty": [each.task for each in piles if not each.many],
        "waits": many,
        "overdue": sum(each.overdue for each in piles),
        "says": _says(many),
        "figures": list(_figures(body, duties, day)),
        "plots": plots,
        "may_report": Duty.REPORTS in duties,
    }
    return render(request, "staff/home.html", context)


def _says(waits: int) -> str:
    if not waits:
        return _("Nothing waits for you.")
    return ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", waits) % {
        "n": f"{waits:,}"
    }


def _figures(body: Body, duties: frozenset[Duty], day: date) -> Iterator[Figure]:
    if Duty.REVIEW in duties:
        yield from _ending(body, day)
        yield from _audits(body)
    if Duty.MONEY in duties:
        yield from _money(body, day)


def _ending(body: Body, day: date) -> Iterator[Figure]:
    for within, many in count_ending(body, day, WITHIN).items():
        yield Figure(
            label=_("End within %(n)s days") % {"n": within},
            number=f"{many:,}",
            hint=_("not renewed yet"),
            url=f"{reverse('staff:ending', args=[body.slug])}?within={within}",
        )


def _audits(body: Body) -> Iterator[Figure]:
    found = audits_under_way(body)
    if found.total:
        late = {"n": f"{found.overdue:,}"}
        yield Figure(
            label=_("Audits closed"),
            number=_("%(done)s of %(all)s")
            % {"done": f"{found.closed:,}", "all": f"{found.total:,}"},
            hint=ngettext("%(n)s overdue", "%(n)s overdue", found.overdue) % late,
        )


def _money(body: Body, day: date) -> Iterator[Figure]:
    came, went = money_by_day(body, day.replace(day=1), day)
    back = money_words(Money(cents=sum(went.values()), currency=body.currency))
    yield Figure(
        label=_("Came in this month"),
        number=money_words(Money(cents=sum(came.values()), currency=body.currency)),
        hint=_("%(sum)s given back") % {"sum": back} if any(went.values()) else "",
        url=reverse("staff:payments", args=[body.slug]),
    )


def renewals_by_week(body: Body, day: date) -> Plot:
    """Renewals granted in each of the last weeks, beside the same weeks a cycle before."""
    length = cycle_length(rulebooks_of(body.slug))
    weeks = weeks_until(day, WEEKS)
    end = weeks[-1] + A_WEEK
    before = [earlier(each, length) for each in weeks]
    before_end = earlier(end, length)
    now_granted = renewed_by_day(body, weeks[0], end)
    then_granted = renewed_by_day(body, before[0], before_end)
    these, those = summed(now_granted, weeks, end), summed(then_granted, before, before_end)
    return Plot(
        name="renewals-by-week",
        title=_("Renewals by week"),
        says=_("%(now)s in these twelve weeks; %(then)s in the same weeks of the cycle before.")
        % {"now": f"{sum(these):,}", "then": f"{sum(those):,}"},
        labels=[date_format(each, "j M") for each in weeks],
        label_name=_("Week from"),
        series=[
            Series(name=_("This cycle"), values=these),
            Series(name=_("The cycle before"), values=those, is_line=True),
        ],
    )


urlpatterns = [path("", home, name="home")]
