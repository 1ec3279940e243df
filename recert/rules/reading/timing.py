"""What clauses about time can get wrong: cycles, windows, repeats, and who they are for.

Each check yields the path to where a mistake stands, and a sentence that mends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from recert.rules import rulebook as book
from recert.rules.reading.forms import key_of
from recert.rules.reading.problems import Path
from recert.rules.rulebook import Ends, Length

Faults = Iterator[tuple[Path, str]]

_OF_BIRTH = (Ends.BIRTH_MONTH, Ends.BEFORE_BIRTH_MONTH)
_DAY_OF_YEAR = re.compile(r"\d\d-\d\d")

_NEED_A_CYCLE = (
    "first_cycle", "cycle_at_least", "cycle_at_most", "every_nth_cycle", "certified_for",
    "late", "closed_late", "all_own",
)  # fmt: skip


def cycle_faults(rule: book.Cycle) -> Faults:
    """What the fields of a cycle cannot mean together."""
    if rule.length and rule.fixed:
        yield ("fixed",), "a cycle has a length or fixed days, not both; delete one."
    if rule.length == Length():
        yield ("length",), "a cycle cannot last no time; write its length."
    if rule.fixed and None in (rule.fixed.since, rule.fixed.until):
        yield ("fixed",), "write both the first day (from) and the last day (to)."
    if rule.starts_after_late and not rule.fixed:
        yield ("starts-after-late",), "this belongs to fixed cycles only; delete it."
    if rule.ends_on and rule.fixed:
        yield ("ends-on",), "fixed days come once, these come round; delete one."
    if rule.ends_on and rule.ends is not Ends.DAY_BEFORE:
        yield ("ends",), "the last day is either ends or ends-on; delete one."
    if rule.ends_yearly:
        yield from _own_years_faults(rule)
    if rule.from_month and rule.credit:
        yield ("from-month",), "credit says already from when it is earned; delete one."
    yield from _yearly_faults(rule)
    if rule.credit is not None:
        yield from _credit_faults(rule.credit)
    if rule.opens and rule.closes and rough_days(rule.opens) < rough_days(rule.closes):
        yield ("closes",), "filing would close before it opens; make opens the longer length."


def _own_years_faults(rule: book.Cycle) -> Faults:
    """What a day of the year, in years of one's own, cannot stand beside."""
    if rule.fixed or rule.ends_on or rule.ends is not Ends.DAY_BEFORE:
        message = "the last day is ends-yearly, or ends, ends-on or fixed; delete all but one."
        yield ("ends-yearly",), message
    if rule.length and (rule.length.months or rule.length.days):
        yield ("length",), "a day of the year comes once a year; write whole years."
    yield from _day_of_year_faults(rule.ends_yearly, ("ends-yearly",))


def _yearly_faults(rule: book.Cycle) -> Faults:
    """What only belongs to cycles that end on one day of the year for a whole group."""
    length = rule.length
    whole = length is not None and not length.months and not length.days
    if rule.ends in _OF_BIRTH and length and not whole:
        yield ("length",), "a month of birth comes once a year; write whole years."
    if rule.ends in _OF_BIRTH and rule.fixed:
        yield ("ends",), "fixed days follow nobody's birth; delete ends."
    yearly = rule.ends_on or rule.ends_yearly or rule.ends in (*_OF_BIRTH, Ends.YEAR_END)
    for name in ("first_at_least", "parity"):
        if getattr(rule, name) and not yearly:
            message = "this belongs to ends-on, ends-yearly, year-end or a month of birth; add one."
            yield (key_of(book.Cycle, name),), message
    if rule.parity and not (whole and length and length.years % 2 == 0):
        yield ("parity",), "odd and even years alternate; make the length 2 years, or 4."


def _credit_faults(credit: book.CreditPeriod) -> Faults:
    if credit.length == Length():
        yield ("credit", "length"), "credit cannot be earned in no time; write its length."
    yield from _day_of_year_faults(credit.ends, ("credit", "ends"))


def _day_of_year_faults(written: str, path: Path) -> Faults:
    message = 'write month and day, such as "12-31"; a day that every year has.'
    if not _DAY_OF_YEAR.fullmatch(written):
        yield path, message
        return
    try:
        date.fromisoformat(f"2001-{written}")
    except ValueError:
        yield path, message


def window_faults(rule: book.Window) -> Faults:
    """A window said twice over."""
    if rule.instead and rule.within:
        yield ("within",), "instead already says how long before filing; keep one of the two."


def once_faults(rule: book.Once) -> Faults:
    """A repeat that could never be, and a look back said twice over."""
    if rule.times == 0:
        yield ("times",), "write 1 or more; what never counts is a refuse clause."
    if rule.ever and rule.within:
        yield ("within",), "ever looks back as far as there is; keep one of the two."


def who_faults(who: book.Who, path: Path) -> Faults:
    """Numbers of cycles that no cycle has."""
    least, most = who.cycle_at_least, who.cycle_at_most
    if least is not None and most is not None and least > most:
        yield (*path, "cycle-at-most"), f"at most {most} is below at least {least}; correct one."
    for name in ("cycle_at_least", "cycle_at_most"):
        if getattr(who, name) == 0:
            yield (*path, key_of(book.Who, name)), "cycles are numbered from 1; write 1 or more."
    if who.every_nth_cycle is not None and who.every_nth_cycle < 2:
        yield (*path, "every-nth-cycle"), "every cycle needs no condition; write 2 or more."


def opening_faults(who: book.Who, path: Path) -> Faults:
    """Conditions that could only be told once the cycle they open is known."""
    for name in _NEED_A_CYCLE:
        if getattr(who, name) is not None:
            message = "a cycle cannot depend on which cycle it is; use certified or attributes."
            yield (*path, key_of(book.Who, name)), message


def rough_days(length: Length) -> int:
    """A length in days, near enough to say which of two is the longer."""
    return (length.years * 12 + length.months) * 487 // 16 + length.days
