"""Which part of those whose cycle ended renewed: by level, by year, by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recert.reporting.queries.cohorts import By, Cohort, Key, cohorts, total
from recert.web.components.naming import short_names
from recert.web.components.plots import Plot, Series
from recert.web.staff.reports.asking import Asked
from recert.web.staff.reports.report import (
    Report,
    level_label,
    percent_words,
    rate_words,
    tenths_of,
)


def renewal_rates(asked: Asked) -> Report:
    """The rates of the cycles that ended in the period."""
    found = {
        by: cohorts(asked.body, asked.first, asked.last, by, asked.part, today=asked.today)
        for by in By
    }
    names = short_names(asked.body)
    everybody = total(found[By.LEVEL])
    by_level = [level_label(names, *key) for key in found[By.LEVEL]]
    months = [date_format(date.fromisoformat(f"{month}-01"), "M Y") for (month,) in found[By.MONTH]]
    return Report(
        says=_("%(rate)s of those whose cycle ended renewed: %(renewed)s of %(ended)s.")
        % {
            "rate": rate_words(everybody.rate),
            "renewed": f"{everybody.renewed:,}",
            "ended": f"{everybody.ended:,}",
        },
        plots=[
            _rates("rate-by-level", _("Renewal rate by level"), found[By.LEVEL], by_level),
            _outcomes("outcome-by-level", _("What became of them"), found[By.LEVEL], by_level),
            _rates("rate-by-year", _("Renewal rate by year of the first certification"),
                   found[By.YEAR], [year for (year,) in found[By.YEAR]]),
            replace(_outcomes("outcome-by-month", _("By the month the cycle ended in"),
                              found[By.MONTH], months), lies=False, is_stacked=True),
        ],
        how=_how(),
    )  # fmt: skip


def _rates(name: str, title: str, found: dict[Key, Cohort], labels: list[str]) -> Plot:
    return Plot(
        name=name,
        title=title,
        says=_("Renewed, however late, of all whose end is decided."),
        labels=labels,
        label_name=_("Group"),
        lies=True,
        show=percent_words,
        whole=1000,
        series=[Series(name=_("Renewed"), values=[tenths_of(e.rate) for e in found.values()])],
    )


def _outcomes(name: str, title: str, found: dict[Key, Cohort], labels: list[str]) -> Plot:
    outcomes = (
        (_("In time"), "in_time"),
        (_("Late"), "late"),
        (_("Reinstated"), "reinstated"),
        (_("Not renewed"), "lapsed"),
        (_("Retired or taken away"), "gone"),
        (_("Not decided yet"), "undecided"),
    )
    return Plot(
        name=name,
        title=title,
        says=_("How many cycles ended, by what became of them."),
        labels=labels,
        label_name=_("Group"),
        lies=True,
        series=[
            Series(name=label, values=list(map(attrgetter(field), found.values())))
            for label, field in outcomes
        ],
    )


def _how() -> Sequence[str]:
    return (
        _("Counted are the cycles whose last day lies in the period and before today, of "
          "certifications the register confirms."),
        _("In time: renewed on the last day or before. Late: renewed after it. Reinstated: "
          "brought back by a new cycle that began after the old one had ended."),
        _("Not decided yet: the last day was extended, or an application is open. These are in "
          "no rate."),
        _("The rate is all that were renewed, however late, of all whose end is decided: the "
          "renewed, the retired, those taken away and those not renewed."),
    )  # fmt: skip
