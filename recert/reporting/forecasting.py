"""Asking for a forecast, and what may be asked of one; `foretelling` reckons it.

Apart from that, because pages only ask, and need not load what judges in columns.
"""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction

from recert.people.models import Body, Person
from recert.people.queries import Duty, bodies, body_for_staff
from recert.reporting.estimating import YEARS_LOOKED_BACK
from recert.reporting.models import Forecast, ForecastState
from recert.reporting.queries.cohorts import cohorts
from recert.reporting.queries.register import confirmed
from recert.reporting.tallying import Tally, level_key
from recert.rulebooks.models import Edition
from recert.rulebooks.queries import rulebooks_of
from recert.standing.queries import body_day, on_register

UNDER_WAY = (ForecastState.WAITING, ForecastState.RUNNING)
KEPT = relativedelta(years=1)


def ask_forecast(*, by: Person, at: datetime, body_slug: str) -> Forecast:
    """Ask for the next twelve months from today's standings; the one under way, if one is."""
    return _begin(body_for_staff(by, body_slug, Duty.REPORTS), by, at)


def refresh_forecasts(*, at: datetime) -> int:
    """Ask for every body's forecast of the day, and forget those kept for a year."""
    begun = 0
    for body in bodies():
        day = body_day(body, rulebooks_of(body.slug), at)
        known = Forecast.objects.filter(body=body, as_of__gte=day).exists()
        if not known and confirmed(body).exists():
            _begin(body, None, at)
            begun += 1
    Forecast.objects.filter(asked_at__lt=at - KEPT).delete()
    return begun


def _begin(body: Body, by: Person | None, at: datetime) -> Forecast:
    running = Forecast.objects.filter(body=body, state__in=UNDER_WAY).first()
    if running is not None:
        return running
    day = body_day(body, rulebooks_of(body.slug), at)
    ruling = Edition.objects.filter(body=body, withdrawn_at=None).order_by("revision")
    editions = dict(ruling.values_list("edition", "sha256"))  # the last revision of each
    try:
        with transaction.atomic():
            return Forecast.objects.create(
                body=body,
                as_of=day,
                editions=sorted(map(list, editions.items())),
                asked_by=by,
                asked_at=at,
                total=on_register(body).count(),
                tally=Tally(rates=_rates(body, day)).to_plain(),
            )
    except IntegrityError:  # somebody asked in the same moment
        return Forecast.objects.get(body=body, state__in=UNDER_WAY)


def _rates(body: Body, day: date) -> dict[str, tuple[int, int]]:
    """How many of each level renewed, of how many whose cycle ended in the years before."""
    past = cohorts(body, day - relativedelta(years=YEARS_LOOKED_BACK), day, today=day)
    return {level_key(*key): (each.renewed, each.ended) for key, each in past.items()}


def forecasts_of(body: Body) -> tuple[Forecast | None, Forecast | None]:
    """The newest forecast that is done, and the one under way; the caller has checked who asks."""
    rows = Forecast.objects.filter(body=body).select_related("body", "asked_by")
    return rows.filter(state=ForecastState.DONE).first(), rows.filter(state__in=UNDER_WAY).first()


def has_failed(body: Body) -> bool:
    """Whether the last thing that was asked could not be reckoned."""
    newest = Forecast.objects.filter(body=body).first()
    return newest is not None and newest.state == ForecastState.FAILED
