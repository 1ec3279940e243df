"""What a single clause can get wrong though every word in it is known.

Each check yields a fault: the path to where it stands, and a sentence that mends it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from recert.rules import rulebook as book
from recert.rules.amounts import Grid
from recert.rules.reading.forms import INLINE, key_of
from recert.rules.reading.problems import Path, suggest
from recert.rules.rulebook import ANYONE, ANYTHING, EVERYTHING, Clause, Length, Span

Fault = tuple[Path, str]

STANDINGS = ("official", "history", "mirror", "third-party")

_GRADE = re.compile(r"[A-F][+-]?")
_ABOUT_ACTIVITIES = (
    book.Window, book.Admit, book.Refuse, book.Judgement, book.Once, book.Measure,
    book.Category, book.Limit, book.Carry, book.Note,
)  # fmt: skip


def faults(clause: Clause) -> Iterator[Fault]:
    """Everything wrong inside one clause."""
    path: Path = ("clauses", clause.id)
    rule_path = (*path, clause.kind)
    yield from span_faults(clause.span, path, "since", "until")
    if clause.chosen_by is book.Chooser.ACTIVITY and not isinstance(clause.rule, _ABOUT_ACTIVITIES):
        yield (
            (*path, "by"),
            f"a {clause.kind} is not about one activity; choose it by another date.",
        )
    yield from _value_faults(clause.who, (*path, "who"))
    yield from _value_faults(clause.rule, rule_path)
    check = _CHECKS.get(type(clause.rule))
    if check:
        for inner, message in check(clause.rule, clause.silent):
            yield (*rule_path, *inner), message
    if clause.id == EVERYTHING:
        yield path, f'"{EVERYTHING}" means all that counts; give the clause another name.'


def span_faults(span: Span, path: Path, since: str = "from", until: str = "to") -> Iterator[Fault]:
    """A span that ends before it begins."""
    if span.since and span.until and span.since > span.until:
        yield (
            (*path, until),
            f"{until} {span.until} is before {since} {span.since}; correct one of them.",
        )


def source_faults(source: book.Source) -> Iterator[Fault]:
    """A source without a usable address or with an unknown standing."""
    path: Path = ("sources", source.key)
    if not re.fullmatch(r"https?://\S+", source.address):
        yield (*path, "address"), "write the full address, beginning with https://."
    if source.standing not in STANDINGS:
        mend = suggest(source.standing, STANDINGS)
        yield (*path, "standing"), f'"{source.standing}" is not a standing; {mend}'


def rough_days(length: Length) -> int:
    """A length in days, near enough to say which of two is the longer."""
    return (length.years * 12 + length.months) * 487 // 16 + length.days


def _value_faults(value: Any, path: Path) -> Iterator[Fault]:
    """Faults of the small values wherever they stand in a rule."""
    match value:
        case Span():
            yield from span_faults(value, path)
        case Grid() if value.step == 0:
            yield (
                (*path, "to"),
                'nothing can be rounded to steps of zero; write a step such as "0.1".',
            )
        case book.Who():
            yield from _who_faults(value, path)
        case book.What():
            yield from _what_faults(value, path)
        case book.Lateness():
            yield from _lateness_faults(value, path)
    if isinstance(value, tuple):
        if value and isinstance(value[0], book.Row | book.Price):
            yield from _table_faults(value, path)
        for index, item in enumerate(value):
            yield from _value_faults(item, (*path, index))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            inline = INLINE.get(type(value)) == field.name
            inner = path if inline else (*path, key_of(type(value), field.name))
            yield from _value_faults(getattr(value, field.name), inner)


def _who_faults(who: book.Who, path: Path) -> Iterator[Fault]:
    least, most = who.holds_at_least, who.holds_at_most
    if least is not None and most is not None and least > most:
        yield (
            (*path, "holds-at-most"),
            f"at most {most} is below at least {least}; correct one of them.",
        )
    for country in who.countries:
        if not re.fullmatch("[A-Z]{2}", country):
            yield (
                (*path, "countries"),
                f'"{country}" is not a country code; write two capitals, such as US.',
            )


def _what_faults(what: book.What, path: Path) -> Iterator[Fault]:
    if what.grade_at_least and not _GRADE.fullmatch(what.grade_at_least):
        yield (*path, "grade-at-least"), "write a letter grade such as C or C+."
    if what.not_ == ANYTHING:
        yield (*path, "not"), "this would refuse everything; say what is meant or leave it out."


def _lateness_faults(late: book.Lateness, path: Path) -> Iterator[Fault]:
    if late.until is not None and rough_days(late.until) <= rough_days(late.after):
        yield (
            (*path, "until"),
            "this ends no later than it begins; make until the longer of the two.",
        )


def _table_faults(rows: tuple[book.Row | book.Price, ...], path: Path) -> Iterator[Fault]:
    for index, row in enumerate(rows):
        earlier = [other.who for other in rows[:index]]
        if ANYONE in earlier:
            yield (
                (*path, index),
                "a row above is for anyone, so this one is never reached; move it up.",
            )
        elif row.who in earlier:
            yield (*path, index), "a row above is for the same people; keep one of the two."


def _cycle(rule: book.Cycle, silent: bool) -> Iterator[Fault]:
    if rule.length and rule.fixed:
        yield ("fixed",), "a cycle has a length or fixed days, not both; delete one."
    if rule.length is None and rule.fixed is None and not silent:
        yield (), "how long is it? Add length: 2 years, or fixed: with its first and last day."
    if rule.length == Length():
        yield ("length",), "a cycle cannot last no time; write its length."
    if rule.fixed and None in (rule.fixed.since, rule.fixed.until):
        yield ("fixed",), "write both the first day (from) and the last day (to)."
    if rule.starts_after_late and not rule.fixed:
        yield ("starts-after-late",), "this belongs to fixed cycles only; delete it."


def _window(rule: book.Window, silent: bool) -> Iterator[Fault]:
    if rule.within is None and rule.late_counts is None and not rule.started_after_certification:
        if not silent:
            yield (), "it narrows nothing; add within, late-counts or started-after-certification."


def _matches_something(rule: book.Admit | book.Refuse, silent: bool) -> Iterator[Fault]:
    if rule.what == ANYTHING and not silent:
        yield ("what",), "it names nothing; say which activities are meant."


def _once(rule: book.Once, silent: bool) -> Iterator[Fault]:
    if rule.times == 0:
        yield ("times",), "write how many times, at least 1; what never counts is a refuse clause."


def _measure(rule: book.Measure, silent: bool) -> Iterator[Fault]:
    if rule.by is not book.By.AWARD:
        for name in ("awarders", "units"):
            if getattr(rule, name):
                yield (name,), f"{name} only belong to by: award; delete them or correct by."
    if rule.by is not book.By.HOURS and rule.minutes != 60:
        yield ("minutes",), "minutes only belong to by: hours; delete them or correct by."
    if rule.minutes == 0:
        yield ("minutes",), "no minutes cannot be worth anything; write how many, such as 60."
    if rule.worth == 0:
        yield ("worth",), "it is worth nothing; write by: nothing and leave worth out."
    if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
        yield ("at-most",), "at-most is below at-least; correct one of them."


def _of(of: tuple[str, ...]) -> Iterator[Fault]:
    if EVERYTHING in of and len(of) > 1:
        yield ("of",), f"{EVERYTHING} already covers the others; keep it alone or take it out."


def _need(rule: book.Need, silent: bool) -> Iterator[Fault]:
    yield from _of(rule.of)
    for category, amount in rule.accepts.items():
        if amount == 0:
            yield (
                ("accepts", category),
                "accepting none of it needs no line here; narrow the category.",
            )


def _limit(rule: book.Limit, silent: bool) -> Iterator[Fault]:
    yield from _of(rule.of)
    if rule.amount and rule.share is not None:
        yield ("share",), "a limit is an amount or a share, not both; delete one."
    if not rule.amount and rule.share is None and not silent:
        yield (), 'how much at most? Add amount: "4.0", or share: "0.5" of all that counts.'
    if rule.share is not None and not 0 < rule.share < 1:
        yield ("share",), 'a share lies between 0 and 1; half of what counts is "0.5".'


def _breadth(rule: book.Breadth, silent: bool) -> Iterator[Fault]:
    if not 1 <= rule.at_least <= len(rule.among):
        yield ("at-least",), f"write a number from 1 to {len(rule.among)}, for so many are listed."


def _gate(rule: book.Gate, silent: bool) -> Iterator[Fault]:
    said = [name for name in ("documents", "attests", "membership", "asks") if getattr(rule, name)]
    if len(said) > 1:
        yield (said[1],), f"one gate asks one thing; make clauses of {' and '.join(said)}."
    if not said and not silent:
        yield (), "what must be so? Add one of documents, attests, membership, asks."
    if not rule.documents:
        for name in ("days_beyond", "issued_within", "skills"):
            if getattr(rule, name):
                yield (key_of(book.Gate, name),), "this only belongs to documents; delete it."


def _route(rule: book.Route, silent: bool) -> Iterator[Fault]:
    if rule.examination and rule.needs:
        yield ("needs",), "an examination route has no needs of its own; delete one of the two."
    if not rule.examination:
        for name in ("subjects", "at_test_centre"):
            if getattr(rule, name):
                yield (key_of(book.Route, name),), "this belongs to examination: true; add it."
    if rule.extends_from and rule.extends_from not in ("pass", "expiry"):
        yield ("extends-from",), "write pass or expiry; leave it out where the policy does not say."
    if rule.extends_from and not rule.extends:
        yield ("extends-from",), "it does not say by how long; add extends: 2 years."


def _fee(rule: book.Fee, silent: bool) -> Iterator[Fault]:
    if not rule.prices and not silent:
        yield (
            (),
            'how much is it? Add prices: "60.00", or silent: true where the policy does not say.',
        )
    if rule.filed and rule.filed.since is None and rule.filed.until is None:
        yield ("filed",), "it has no days; add from or to."


def _several(rule: book.Several, silent: bool) -> Iterator[Fault]:
    if rule.needs is None and rule.fee is None and not rule.each_extra and not silent:
        yield (), "it says nothing; add needs, fee or each-extra."


def _audit(rule: book.Audit, silent: bool) -> Iterator[Fault]:
    if rule.percent is not None and not 0 < rule.percent <= Fraction(100):
        yield ("percent",), 'a percentage lies between 0 and 100; a tenth of all is "10".'
    if rule == book.Audit() and not silent:
        yield (), "it says nothing; add drawn, percent, answer or look-back."


_CHECKS: dict[type, Callable[[Any, bool], Iterator[Fault]]] = {
    book.Cycle: _cycle,
    book.Window: _window,
    book.Admit: _matches_something,
    book.Refuse: _matches_something,
    book.Once: _once,
    book.Measure: _measure,
    book.Need: _need,
    book.Limit: _limit,
    book.Breadth: _breadth,
    book.Gate: _gate,
    book.Route: _route,
    book.Fee: _fee,
    book.Several: _several,
    book.Audit: _audit,
}
