"""The register and its money, month by month, and the audits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recert.audits.models import CLOSED_CASES, WITH_BODY, WITH_HOLDER, AuditState
from recert.reporting.queries.audits import Stratum, audits_by_stratum
from recert.reporting.queries.money import money_by_day
from recert.reporting.queries.register import (
    certified_by_day,
    confirmed,
    ended_by_day,
    renewed_by_day,
)
from recert.reporting.queries.rhythm import months_from, summed
from recert.rules.amounts import Money
from recert.standing.words import money_words
from recert.web.components.plots import Plot, Series
from recert.web.staff.reports.asking import Asked
from recert.web.staff.reports.report import Report

A_DAY = timedelta(days=1)


def register_growth(asked: Asked) -> Report:
    """Who came, who renewed and who ended, month by month."""
    days = (asked.body, asked.first, asked.last, asked.part)
    months = months_from(asked.first, asked.last)
    end = asked.last + A_DAY
    # What has not come to its end yet has not ended.
    past = (asked.body, asked.first, min(asked.last, asked.today - A_DAY), asked.part)
    came = summed(certified_by_day(*days), months, end)
    renewed = summed(renewed_by_day(*days), months, end)
    ended = summed(ended_by_day(*past), months, end)
    many = confirmed(asked.body, asked.part).count()
    return Report(
        says=_("%(all)s on the register; in the period %(came)s certified, %(renewed)s renewed, "
               "%(ended)s ended.")
        % {
            "all": f"{many:,}",
            "came": f"{sum(came):,}",
            "renewed": f"{sum(renewed):,}",
            "ended": f"{sum(ended):,}",
        },
        plots=[
            Plot(
                name="register-by-month",
                title=_("The register by month"),
                says=_("Certified for the first time, renewed, and ended without renewing."),
                labels=_month_words(months),
                label_name=_("Month"),
                series=[
                    Series(name=_("Certified"), values=came),
                    Series(name=_("Renewed"), values=renewed),
                    Series(name=_("Ended"), values=ended),
                ],
            )
        ],
        how=(
            _("Counted are certifications that the register confirms today."),
            _("A certification ended in the month of its last day, extensions counted, if it is "
              "neither renewed nor retired nor taken away."),
        ),
    )  # fmt: skip


def money(asked: Asked) -> Report:
    """What came in and went back, month by month."""
    months, end = months_from(asked.first, asked.last), asked.last + A_DAY
    came, went = money_by_day(asked.body, asked.first, asked.last)

    def show(cents: int) -> str:
        return money_words(Money(cents=cents, currency=asked.body.currency))

    return Report(
        says=_("%(came)s came in, %(went)s went back.")
        % {"came": show(sum(came.values())), "went": show(sum(went.values()))},
        plots=[
            Plot(
                name="money-by-month",
                title=_("Money by month"),
                says=_("By the day it was received or given back."),
                labels=_month_words(months),
                label_name=_("Month"),
                show=show,
                series=[
                    Series(name=_("Came in"), values=summed(came, months, end)),
                    Series(name=_("Given back"), values=summed(went, months, end)),
                ],
            )
        ],
        how=(
            _("Every payment recorded, whatever it was for; in the body's currency. Certification "
              "and level make no difference here."),
        ),
        links=((_("The ledger of these days"), _ledger(asked)),),
    )  # fmt: skip


def _ledger(asked: Asked) -> str:
    """Where the same days stand line by line; a report may look further ahead than today."""
    query = urlencode({"since": asked.first.isoformat(), "until": asked.last.isoformat()})
    return f"{reverse('staff:ledger', args=[asked.body.slug])}?{query}"


def audit_results(asked: Asked) -> Report:
    """What came of the draws of the period, stratum by stratum."""
    found = audits_by_stratum(asked.body, asked.first, asked.last)
    drawn = sum(each.drawn for each in found.values())
    failed = sum(each.states[AuditState.FAILED] for each in found.values())
    kinds = (
        (_("Passed"), (AuditState.PASSED,)),
        (_("Not passed"), (AuditState.FAILED,)),
        (_("With the body"), WITH_BODY),
        (_("With the holder"), WITH_HOLDER),
        (_("Exempted or cancelled"), (AuditState.EXEMPTED, AuditState.CANCELLED)),
    )
    labels = [name or _("Everybody") for name in found]
    return Report(
        says=_("%(drawn)s drawn of %(listed)s listed; %(closed)s closed, %(failed)s not passed.")
        % {
            "drawn": f"{drawn:,}",
            "listed": f"{sum(each.listed for each in found.values()):,}",
            "closed": f"{_in(found.values(), CLOSED_CASES):,}",
            "failed": f"{failed:,}",
        },
        plots=[
            Plot(
                name="audits-by-stratum",
                title=_("Audits by stratum"),
                says=_("Those drawn, by how their case stands."),
                labels=labels,
                label_name=_("Stratum"),
                lies=True,
                series=[
                    Series(name=name, values=[_in((each,), states) for each in found.values()])
                    for name, states in kinds
                ],
            ),
            Plot(
                name="drawn-by-stratum",
                title=_("How many were listed and drawn"),
                says=_("The list as it was frozen, without those spared, and who was drawn."),
                labels=labels,
                label_name=_("Stratum"),
                lies=True,
                series=[
                    Series(name=_("Drawn"), values=[each.drawn for each in found.values()]),
                    Series(
                        name=_("Listed, not drawn"),
                        values=[max(each.listed - each.drawn, 0) for each in found.values()],
                    ),
                ],
            ),
        ],
        how=(
            _("Counted are the draws made as of a day in the period. Certification and level are "
              "those of each draw's own strata."),
        ),
    )  # fmt: skip


def _in(strata: Iterable[Stratum], states: Iterable[AuditState]) -> int:
    return sum(each.states[state] for each in strata for state in states)


def _month_words(months: list[date]) -> list[str]:
    return [date_format(month, "M Y" if len(months) > 12 else "M") for month in months]
