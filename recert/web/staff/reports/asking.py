"""Which days and which part of the register a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.people.models import Body
from recert.reporting.queries.register import Part
from recert.rulebooks.queries import credentials_of
from recert.web.components.forms import day_field
from recert.web.components.naming import short_names
from recert.web.staff.fields import offer

LONGEST = 366 * 20
"""Days a report covers at most: longer than any cycle, and what a plot can still show."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about: a body, days (both count), and a part of its register."""

    body: Body
    today: date
    first: date
    last: date
    part: Part

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the first day and the last of the last, in the body's zone."""
        zone = ZoneInfo(self.body.zone)
        begin = datetime.combine(self.first, time(), zone)
        return begin, datetime.combine(self.last, time.max, zone)


class PeriodForm(forms.Form):
    """Filters that every report has."""

    since = day_field(lazy("From"))
    until = day_field(lazy("Until"))
    credential = forms.ChoiceField(label=lazy("Certification"), required=False)
    level = forms.ChoiceField(label=lazy("Level"), required=False)

    def clean(self) -> dict[str, object] | None:
        """Refuse days that run backwards, or more of them than can be shown."""
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            self.add_error("until", _("Choose a day that is not before the first."))
        elif since and until and (until - since).days > LONGEST:
            self.add_error("since", _("Choose no more than twenty years."))
        return found


def period_form(request: HttpRequest, body: Body, today: date) -> PeriodForm:
    """The filters as asked, else the twelve months until yesterday."""
    yesterday = today - timedelta(days=1)
    year = {"since": today - relativedelta(years=1), "until": yesterday}
    given = {name: request.GET.get(name) or str(value) for name, value in year.items()}
    kept = {name: request.GET.get(name, "") for name in ("credential", "level")}
    form = PeriodForm(given | kept)
    everything = [("", _("All of them"))]
    offer(form, "credential", [*everything, *short_names(body).items()])
    levels = {level for each in credentials_of(body.slug) for level in each.levels}
    offer(form, "level", [*everything, *((level, level) for level in sorted(levels))])
    if not levels:
        del form.fields["level"]
    return form


def asked_of(form: PeriodForm, body: Body, today: date) -> Asked:
    """What a valid form asks for."""
    chosen = form.cleaned_data
    part = Part(credential=chosen["credential"], level=chosen.get("level", ""))
    return Asked(body, today, chosen["since"], chosen["until"], part)
