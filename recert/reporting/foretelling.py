"""Foretelling: forecasts worked off part by part, by a process that has the time.

A register is judged in columns, under the editions in force, as of the forecast's day.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

import pyarrow as pa
from dateutil.relativedelta import relativedelta

from recert.credentials.models import Certification
from recert.reporting.forecasting import UNDER_WAY
from recert.reporting.models import Forecast, ForecastState
from recert.reporting.tallying import HowFar, Tally, how_far, level_key
from recert.rulebooks.queries import rulebooks_of
from recert.rules.amounts import from_grains
from recert.rules.findings import Status
from recert.rules.population.comparing import numbers_in
from recert.rules.population.judging import Compiled
from recert.rules.population.rows import number_of
from recert.rules.population.sheets import UNKNOWN_DAY
from recert.standing.population import (
    AT_ONCE,
    Holders,
    Part,
    certifications_at,
    columns,
    holders_of,
)

LEFT = (Status.RETIRED, Status.WITHDRAWN, Status.LAPSED, Status.NOT_YET)
"""Of these nothing is to be expected."""

MONTHS = 12


def last_day(as_of: date) -> date:
    """The last day a forecast looks at: of the twelfth month, this one the first."""
    return as_of.replace(day=1) + relativedelta(months=MONTHS, days=-1)


def advance_forecasts(*, at: datetime) -> bool:
    """Judge the next part of whatever waits longest; False when nothing waits.

    Nothing is locked while it judges: of two workers that do the same part, the one that
    comes second finds it done and leaves it.
    """
    forecast = (
        Forecast.objects.filter(state__in=UNDER_WAY)
        .select_related("body")
        .order_by("asked_at", "pk")
        .first()
    )
    if forecast is None:
        return False
    held = holders_of(forecast.body, forecast.last_row)
    mine = Forecast.objects.filter(pk=forecast.pk, last_row=forecast.last_row, state__in=UNDER_WAY)
    if held is None:
        mine.update(state=ForecastState.DONE, done_at=at)
        return True
    editions = tuple(sha256 for _edition, sha256 in forecast.editions)
    law = _compiled(forecast.body.slug, editions, forecast.as_of)
    tally = Tally.from_plain(forecast.tally)
    asked = _may_end(law, held, forecast.as_of)
    now = asked[:AT_ONCE]
    if now:
        part = certifications_at(forecast.body, now)
        people = columns(part)
        _take_in(tally, forecast.as_of, part, people, law.judge(people))
    is_all = len(now) == len(asked)
    last = held.rows[-1] if is_all else now[-1]
    mine.update(
        state=ForecastState.RUNNING,
        judged=forecast.judged + held.rows.index(last) + 1,
        last_row=last,
        tally=tally.to_plain(),
    )
    return True


def _may_end(law: Compiled, held: Holders, as_of: date) -> list[int]:
    """The rows whose cycle may end within the months looked at, or of which no edition speaks.

    All others end on another day whatever they did: nothing of them need be read.
    """
    first, last = number_of(as_of), number_of(last_day(as_of))
    return [
        row
        for row, end in zip(held.rows, law.ends(held.people).tolist(), strict=True)
        if first <= end <= last or end == UNKNOWN_DAY or row in held.ruled
    ]


@lru_cache(maxsize=1)
def _compiled(slug: str, _editions: tuple[str, ...], as_of: date) -> Compiled:
    """The law of one body on one day: what it learns of one part serves the next."""
    return Compiled(rulebooks_of(slug), as_of)


def _take_in(
    tally: Tally, as_of: date, rows: Part, people: pa.RecordBatch, answers: pa.RecordBatch
) -> None:
    """Count those whose cycle ends within the months looked at."""
    ends, counted = (answers.column(name).to_pylist() for name in ("end", "counted"))
    found = zip(rows, numbers_in(people, answers), ends, counted, strict=True)
    for row, numbers, end, grains in found:
        if not row.is_confirmed or numbers.status in LEFT:
            continue
        if end is None:
            tally.not_covered += 1
        elif as_of <= end <= last_day(as_of):
            # Not whole grains, so it stands elsewhere: some at any rate.
            some = from_grains(1 if grains is None else grains)
            far: HowFar = how_far(numbers, some)
            tally.count(end, _level(row), far, numbers.fee_cents)


def _level(row: Certification) -> str:
    return level_key(row.credential, row.level)


def give_up_forecast(*, at: datetime) -> None:
    """Stop the one that waits longest: it cannot be reckoned, and others wait behind it."""
    first = Forecast.objects.filter(state__in=UNDER_WAY).order_by("asked_at", "pk").first()
    if first is not None:
        Forecast.objects.filter(pk=first.pk).update(state=ForecastState.FAILED, done_at=at)
