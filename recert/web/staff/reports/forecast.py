"""The forecast: the twelve months to come, from where everybody stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.people.models import Body
from recert.people.queries import Duty
from recert.reporting.estimating import YEARS_LOOKED_BACK, Expected, expect, income
from recert.reporting.forecasting import ask_forecast, forecasts_of, has_failed
from recert.reporting.models import Forecast
from recert.reporting.tallying import Group, HowFar, Tally, level_of
from recert.rules.amounts import Money
from recert.standing.words import day_words, money_words
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.naming import short_names
from recert.web.components.plots import Plot, Series
from recert.web.components.plotting import file_asked_for
from recert.web.staff.reports.report import level_label, rate_words

MONTHS = 12

FAR: tuple[tuple[Promise, tuple[HowFar, ...]], ...] = (
    (lazy("Finished"), (HowFar.DONE, HowFar.PERSON)),
    (lazy("Only a document is missing"), (HowFar.PAPERS,)),
    (lazy("Short by a quarter or less"), (HowFar.QUARTER,)),
    (lazy("Short by half or less"), (HowFar.HALF,)),
    (lazy("Short by more than half"), (HowFar.MORE,)),
    (lazy("Nothing counts yet"), (HowFar.NOTHING,)),
)


@dataclass(frozen=True, slots=True)
class Month:
    """One month to come: who ends, what to expect of them, what it would bring in cents."""

    label: str
    ends: int
    far: dict[str, int]
    expected: Expected | None
    income: tuple[int, int, int] | None  # likely, low, high


@desk_for_staff(Duty.REPORTS)
def forecast(request: DeskRequest) -> HttpResponse:
    """The newest forecast, dated; asking for one as of today."""
    body = request.desk.body
    if request.method == "POST":
        ask_forecast(by=request.user, at=now(request), body_slug=body.slug)
        messages.success(request, _("Asked. It appears here when everybody has been judged."))
        return redirect("staff:forecast", body.slug)
    done, running = forecasts_of(body)
    plots = plots_of(done) if done else []
    wanted = file_asked_for(request, plots)
    if wanted is not None:
        return wanted
    context = {
        "body": body,
        "forecast": done,
        "running": running,
        "has_failed": not running and has_failed(body),
        "plots": plots,
        "says": _says(done) if done else "",
        "rates": _rates(body, Tally.from_plain(done.tally)) if done else [],
        "not_covered": Tally.from_plain(done.tally).not_covered if done else 0,
        "how": _how(done) if done else (),
    }
    return render(request, "staff/reports/forecast.html", context)


def plots_of(found: Forecast) -> list[Plot]:
    """How far they are, how many may renew, what that may bring: month by month."""
    months = months_of(found)
    labels = [each.label for each in months]
    said = _("Of the register as it stood on %(day)s.") % {"day": day_words(found.as_of)}

    def show(cents: int) -> str:
        return money_words(Money(cents=cents, currency=found.body.currency))

    return [
        Plot(
            name="ends-by-month",
            title=_("Who ends when, and how far they are today"),
            says=said,
            labels=labels,
            label_name=_("Month"),
            is_stacked=True,
            series=[
                Series(name=str(name), values=[_far(each, kinds) for each in months])
                for name, kinds in FAR
            ],
        ),
        Plot(
            name="expected-renewals",
            title=_("How many may renew"),
            says=_("An estimate with its range, not a fact. A month is left out where there is no "
                   "history to go by."),
            labels=labels,
            label_name=_("Month"),
            series=[
                Series(
                    name=name,
                    values=[
                        getattr(each.expected, part) if each.expected else None for each in months
                    ],
                    is_range=part != "likely",
                )
                for name, part in _ranged()
            ],
        ),
        Plot(
            name="expected-income",
            title=_("What their fees may bring"),
            says=_("The likely renewals at the mean fee the policy asks of them today. An "
                   "estimate, not a fact."),
            labels=labels,
            label_name=_("Month"),
            show=show,
            series=[
                Series(
                    name=name,
                    values=[each.income[place] if each.income else None for each in months],
                    is_range=place > 0,
                )
                for place, (name, _part) in enumerate(_ranged())
            ],
        ),
    ]  # fmt: skip


def _ranged() -> Sequence[tuple[str, str]]:
    return (_("Likely"), "likely"), (_("At least"), "low"), (_("At most"), "high")


def _far(month: Month, kinds: Sequence[HowFar]) -> int:
    return sum(month.far.get(kind, 0) for kind in kinds)


def months_of(found: Forecast) -> list[Month]:
    """The twelve months of a forecast, the month of its day the first."""
    tally = Tally.from_plain(found.tally)
    first = found.as_of.replace(day=1)
    begins = [first + relativedelta(months=number) for number in range(MONTHS)]
    return [_month(begin, tally) for begin in begins]


def _month(begin: date, tally: Tally) -> Month:
    groups = list(tally.groups(f"{begin:%Y-%m}"))
    far: dict[str, int] = {}
    for _level, group in groups:
        for kind, many in group.far.items():
            far[kind] = far.get(kind, 0) + many
    history = [(group.ends, *tally.rates.get(level, (0, 0))) for level, group in groups]
    expected = expect(history) if groups else None
    return Month(
        label=date_format(begin, "M"),
        ends=sum(group.ends for _level, group in groups),
        far=far,
        expected=expected,
        income=_income(expected, [group for _level, group in groups]),
    )


def _income(expected: Expected | None, groups: Sequence[Group]) -> tuple[int, int, int] | None:
    """Likely, least and most cents; None where nothing can be said."""
    if expected is None:
        return None
    cents, said = sum(each.fee_cents for each in groups), sum(each.fees_said for each in groups)
    found = [income(many, cents, said) for many in (expected.likely, expected.low, expected.high)]
    likely, low, high = found
    return None if likely is None or low is None or high is None else (likely, low, high)


def _says(found: Forecast) -> str:
    months = months_of(found)
    ends = sum(each.ends for each in months)
    finished = sum(_far(each, FAR[0][1]) for each in months)
    nothing = sum(each.far.get(HowFar.NOTHING, 0) for each in months)
    return _("%(ends)s end in these twelve months: %(done)s of them are finished today, for "
             "%(nothing)s nothing counts yet.") % {
        "ends": f"{ends:,}",
        "done": f"{finished:,}",
        "nothing": f"{nothing:,}",
    }  # fmt: skip


def _rates(body: Body, tally: Tally) -> list[tuple[str, str, str]]:
    """Each level with its rate and how many that rests on."""
    names = short_names(body)
    levels = {level for groups in tally.months.values() for level in groups}
    rows = []
    for key in sorted(levels | set(tally.rates)):
        renewed, ended = tally.rates.get(key, (0, 0))
        rate = rate_words(Fraction(renewed, ended) if ended else None)
        rows.append((level_label(names, *level_of(key)), rate, f"{ended:,}"))
    return rows


def _how(found: Forecast) -> Sequence[str]:
    editions = ", ".join(edition for edition, _sha256 in found.editions)
    return (
        _("Everybody the register confirms was judged as of %(day)s, by the editions that ruled "
          "then: %(editions)s.") % {"day": day_words(found.as_of), "editions": editions},
        _("As many of a level are expected to renew as did of those whose cycle ended in the "
          "%(years)s years before. A level with no such history is in no estimate.")
        % {"years": YEARS_LOOKED_BACK},
        _("The range treats each renewal as a throw of one coin, whose bias is known only from "
          "those who ended before. Of twenty such ranges about nineteen hold what comes, if the "
          "next year is like the last two; a new policy, or a new price, is in none of them."),
        _("Fees are the mean of what the policy asks today of those who end in that month, where "
          "it says so."),
    )  # fmt: skip


urlpatterns = [path("reports/forecast", forecast, name="forecast")]
