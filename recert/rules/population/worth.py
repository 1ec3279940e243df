"""Worth: what every activity is worth, reckoned for all at once in whole numbers.

An edition's amounts are whole numbers of one small share of a credit, chosen so that every
amount the edition can arrive at is whole: nothing is rounded but where the policy rounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from math import lcm
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from recert.rules.amounts import GRAINS_PER_CREDIT, Rounding
from recert.rules.population.deeds import Awards
from recert.rules.population.doings import Doing
from recert.rules.population.rows import number_of
from recert.rules.population.sheets import UNKNOWN_DAY, Codes, Days, Flags, Ints, Sheet
from recert.rules.rulebook import (
    Amounts,
    By,
    Carry,
    Gate,
    Limit,
    Measure,
    Need,
    Once,
    Rulebook,
    Several,
    Window,
)

NO_BOUND = 1 << 55
FINEST = 1_000 * GRAINS_PER_CREDIT
"""Finer units than this would not leave room for large sums."""

MOST = 100_000
"""Credits in one award, or hours in one activity, beyond which `judge` is asked."""

_WAYS = tuple(Rounding)


class TooFine(ValueError):
    """An amount that is no whole number of the edition's units."""


def unit_of(rulebook: Rulebook) -> int:
    """How many units make a credit, so that every amount of the edition is whole."""
    found = {GRAINS_PER_CREDIT}
    for clause in rulebook.clauses:
        found |= {amount.denominator for amount in _amounts(clause.rule)}
    return lcm(*found)


def _amounts(rule: object) -> Iterator[Fraction]:
    match rule:
        case Measure():
            yield rule.worth / (GRAINS_PER_CREDIT if rule.by is By.AWARD else 1)
            yield rule.worth / rule.minutes / (rule.preparation or Fraction(1)).denominator
            yield from (each for each in (rule.at_least, rule.at_most) if each is not None)
            if rule.rounding:
                yield rule.rounding.step
        case Need() | Limit():
            yield from _table(rule.amount)
            if isinstance(rule, Need) and rule.prorated and rule.prorated.rounding:
                yield rule.prorated.rounding.step
        case Carry():
            yield from _table(rule.at_most)
        case Several():
            yield rule.each_extra


def _table(amounts: Amounts) -> Iterator[Fraction]:
    return (row.amount for row in amounts)


def in_units(amount: Fraction, unit: int) -> int:
    """An amount in the edition's units; raises `TooFine` where it is not whole."""
    found = amount * unit
    if found.denominator != 1:
        raise TooFine(str(amount))
    return found.numerator


@dataclass(frozen=True)
class Table:
    """What each doing comes to, in arrays by its number."""

    admitted: Flags
    review: Flags
    by: npt.NDArray[np.int8]
    factor: Ints
    pick: npt.NDArray[np.int8]
    preparing: Ints  # so many minutes of preparing count
    taught: Ints  # for so many taught
    least: Ints
    most: Ints
    step: Ints
    way: npt.NDArray[np.int8]
    since: Days  # of the clause that measures service
    windows: Flags  # by doing and clause
    once: Flags
    done: Flags


_BY = tuple(By)
_AWARD, _HOURS, _DAY, _WEEK, _YEAR = (
    _BY.index(each) for each in (By.AWARD, By.HOURS, By.DAY, By.WEEK, By.YEAR)
)
NONE = len(_BY)


def table_of(
    found: Sequence[Doing], unit: int, rulebook: Rulebook, known: Table | None = None
) -> Table:
    """The table of all doings found so far; `known` is the one of the first of them."""
    more = found[len(known.admitted) :] if known is not None else found
    rows = [_row(each, unit) for each in more]

    def column(name: str, kind: npt.DTypeLike) -> npt.NDArray[Any]:
        return np.array([row[name] for row in rows], kind)

    def flags(name: str, kind: type) -> Flags:
        clauses = len(rulebook.of_kind(kind))  # not told by `more`, where nobody did anything
        each_says = [getattr(each, name) for each in more]
        return np.array(each_says, np.bool_).reshape(len(more), clauses)

    new = Table(
        admitted=np.array([each.admitted for each in more], np.bool_),
        review=np.array([each.review for each in more], np.bool_),
        by=column("by", np.int8),
        factor=column("factor", np.int64),
        pick=np.array([each.pick for each in more], np.int8),
        preparing=column("preparing", np.int64),
        taught=column("taught", np.int64),
        least=column("least", np.int64),
        most=column("most", np.int64),
        step=column("step", np.int64),
        way=column("way", np.int8),
        since=column("since", np.int32),
        windows=flags("windows", Window),
        once=flags("once", Once),
        done=flags("done", Gate),
    )
    if known is None:
        return new
    return Table(
        *(
            np.concatenate((getattr(known, each.name), getattr(new, each.name)))
            for each in fields(Table)
        )
    )


def _row(doing: Doing, unit: int) -> dict[str, int]:
    rule, clause = doing.rule, doing.clause
    row = {
        "by": NONE, "factor": 0, "preparing": 0, "taught": 1, "least": 0, "most": NO_BOUND,
        "step": 1, "way": 0, "since": UNKNOWN_DAY,
    }  # fmt: skip
    if rule is None or clause is None:
        return row
    row["by"] = _BY.index(rule.by)
    row["factor"] = in_units(_factor(rule, doing.share), unit)
    if rule.preparation is not None:
        row["preparing"], row["taught"] = rule.preparation.as_integer_ratio()
    if rule.by is not By.NOTHING:
        row["least"] = in_units(rule.at_least or Fraction(0), unit)
        row["most"] = NO_BOUND if rule.at_most is None else in_units(rule.at_most, unit)
    if rule.rounding is not None:
        row["step"] = in_units(rule.rounding.step, unit)
        row["way"] = _WAYS.index(rule.rounding.way)
    if clause.span.since is not None:
        row["since"] = number_of(clause.span.since)
    return row


def _factor(rule: Measure, share: Fraction) -> Fraction:
    """What one grain awarded, one minute, one activity, day, week or year comes to."""
    if rule.share_at_least is not None:
        share = Fraction(1 if share >= rule.share_at_least else 0)
    whole = rule.worth * share
    match rule.by:
        case By.AWARD:
            return whole / GRAINS_PER_CREDIT
        case By.HOURS:
            taught = 1 if rule.preparation is None else rule.preparation.denominator
            return whole / rule.minutes / taught
        case By.NOTHING:
            return Fraction(0)
    return whole


@dataclass(frozen=True)
class Worths:
    """What each activity claims, and what it is worth after the bounds for a single one."""

    claimed: Ints
    value: Ints
    too_short: Flags


@dataclass(frozen=True)
class Service:
    """From when through when each person's years of service count; and whose activities are."""

    since: Days
    until: Days
    owners: npt.NDArray[np.intp]


def is_service(table: Table) -> Flags:
    """For each doing, whether it is measured by the year."""
    return cast(Flags, table.by == _YEAR)


def worth(
    codes: Codes,
    table: Table,
    deeds: Sheet,
    awards: Awards,
    days: tuple[Days, Days],
    service: Service,
) -> Worths:
    """What activities are worth: of these doings, on these days (first and last of each)."""
    by = table.by[codes]
    one, two = awards.amounts
    base = np.where(table.pick[codes] == 0, one, two)
    kinds = set(np.unique(table.by).tolist()) - {_AWARD}
    base[by != _AWARD] = 1
    if _HOURS in kinds:
        taught = by == _HOURS
        base[taught] = _minutes(codes[taught], table, deeds, taught)
    if kinds & {_DAY, _WEEK}:
        lasted = (days[1] - days[0]).astype(np.int64) + 1
        base = np.where(by == _DAY, lasted, np.where(by == _WEEK, lasted // 7, base))
    if _YEAR in kinds:
        served = np.flatnonzero(by == _YEAR)
        base[served] = _years(codes, table, days, service, served)
    claimed = base * table.factor[codes]
    if (table.step > 1).any():
        claimed = _rounded(claimed, codes, table)
    value, too_short = claimed, np.zeros(len(codes), np.bool_)
    if (table.least > 0).any():
        too_short = claimed < table.least[codes]
        value = np.where(too_short, 0, claimed)
    if (table.most < NO_BOUND).any():
        value = np.minimum(value, table.most[codes])
    return Worths(claimed, value, too_short)


def _years(
    codes: Codes, table: Table, days: tuple[Days, Days], service: Service, served: Ints
) -> Ints:
    owners = service.owners[served]
    since = np.maximum(days[0][served], service.since[owners])
    since = np.maximum(since, table.since[codes[served]])
    return years(since, np.minimum(days[1][served], service.until[owners]))


def _minutes(codes: Codes, table: Table, deeds: Sheet, which: Flags) -> Ints:
    """Minutes taught, and as much of the preparing as counts."""
    taught = deeds.whole("minutes")[which]
    if not table.preparing.any():
        return taught
    prepared = np.maximum(deeds.whole("preparation")[which], 0)
    many, per = table.preparing[codes], table.taught[codes]
    found: Ints = taught * per + np.minimum(prepared * per, taught * many)
    return found


def _rounded(amounts: Ints, codes: Codes, table: Table) -> Ints:
    """Amounts put on the grid of the clause that measures each."""
    at = np.flatnonzero((table.step > 1)[codes])
    step, way = table.step[codes[at]], table.way[codes[at]]
    raw = amounts[at]
    up = np.where(way == _WAYS.index(Rounding.UP), step - 1, 0)
    half = way == _WAYS.index(Rounding.HALF_UP)
    whole = np.where(half, (2 * raw + step) // (2 * step), (raw + up) // step)
    found = amounts.copy()
    found[at] = whole * step
    return found


def years(since: Days, until: Days) -> Ints:
    """Whole years from the first of the days through the last, as anniversaries tell."""
    first, after = since.astype("datetime64[D]"), (until + 1).astype("datetime64[D]")
    months = (after.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(np.int64)
    day = (first - first.astype("datetime64[M]")).astype(np.int64)
    month = after.astype("datetime64[M]")
    last = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)
    early = (after - month).astype(np.int64) < np.minimum(day, last - 1)
    found = (months - early) // 12
    return np.where(until < since, 0, found)


def exceeds(deeds: Sheet, awards: Awards) -> Flags:
    """Activities of numbers too large to be reckoned together with others."""
    one, two = awards.amounts
    most = MOST * GRAINS_PER_CREDIT
    minutes = deeds.whole("minutes") > MOST * 60
    return (one > most) | (two > most) | minutes | (deeds.whole("preparation") > MOST * 60)
