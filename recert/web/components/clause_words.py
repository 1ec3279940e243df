"""The words of clauses that are one of a few: how a cycle ends, what a fee is for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from recert.rules import rulebook as r

ENDS = {
    r.Ends.DAY_BEFORE: lazy("the day before the anniversary"),
    r.Ends.SAME_DAY: lazy("the anniversary itself"),
    r.Ends.MONTH_END: lazy("the end of that month"),
    r.Ends.YEAR_END: lazy("31 December"),
    r.Ends.BIRTH_MONTH: lazy("the last day of the month you were born in"),
    r.Ends.BEFORE_BIRTH_MONTH: lazy("the last day of the month before the one you were born in"),
    r.Ends.UNSAID: lazy("the policy does not say which day"),
}
PER = {
    r.Per.CYCLE: lazy("in each cycle"),
    r.Per.CALENDAR_YEAR: lazy("in each calendar year"),
    r.Per.CYCLE_YEAR: lazy("in each year of the cycle"),
    r.Per.HALF_YEAR: lazy("in each half-year"),
    r.Per.TWO_YEARS: lazy("in each two years of the cycle"),
    r.Per.FIVE_YEARS: lazy("in each five years of the cycle"),
}
PARITY = {
    r.Parity.BIRTH_YEAR: lazy("odd years if you were born in one, else even years"),
    r.Parity.CERTIFIED_YEAR: lazy("odd years if you were certified in one, else even years"),
}
EACH = {
    r.Each.PROVIDER: lazy("for each provider by itself"),
    r.Each.COURSE: lazy("for each course by itself"),
}
MONTHS = {
    r.Months.WHOLE: lazy("for every whole month you held it"),
    r.Months.BEGUN: lazy("for every month begun"),
    r.Months.CALENDAR: lazy("for every calendar month touched"),
}
FEES = {
    r.For.RENEWAL: lazy("Renewal"),
    r.For.EXTRA_CREDENTIAL: lazy("Each further certification"),
    r.For.LATE: lazy("Late fee"),
    r.For.REINSTATEMENT: lazy("Reinstatement"),
    r.For.DISCOUNT: lazy("Discount"),
    r.For.PETITION: lazy("Petition"),
    r.For.TIER: lazy("Higher tier"),
    r.For.PLAN: lazy("Pay once"),
    r.For.ANNUAL: lazy("Each year"),
    r.For.EXTENSION: lazy("More time"),
    r.For.TAX: lazy("Tax"),
}
AMONG = {
    r.Among.EACH: lazy("each on its own"),
    r.Among.SHARED: lazy("the same credits serve all of them"),
    r.Among.HIGHEST: lazy("only the highest is due"),
}
LAPSED = {
    r.LapseStatus.INACTIVE: lazy("not active"),
    r.LapseStatus.EXPIRED: lazy("expired"),
    r.LapseStatus.LAPSED: lazy("lapsed"),
}
NEXT = {
    r.NextCycle.ORIGINAL: lazy("as if you had renewed on time"),
    r.NextCycle.FILING: lazy("from the day of filing"),
    r.NextCycle.APPROVAL: lazy("from the day of approval"),
}
