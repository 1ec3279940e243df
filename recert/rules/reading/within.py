"""What a single clause can get wrong though every word in it is known.

Each check yields a fault: the path to where it stands, and a sentence that mends it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from recert.rules import rulebook as book
from recert.rules.amounts import Grid
from recert.rules.reading import auditing, crediting, leaving, timing
from recert.rules.reading.fees import fee_faults
from recert.rules.reading.forms import INLINE, key_of
from recert.rules.reading.problems import Path, suggest
from recert.rules.rulebook import ANYONE, ANYTHING, EVERYTHING, Clause, Span

Fault = tuple[Path, str]

STANDINGS = ("official", "history", "mirror", "third-party")

_GATES = ("documents", "attests", "membership", "done", "holds", "asks")
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
            f"a {clause.kind} is not about one activity; name another date.",
        )
    yield from _value_faults(clause.who, (*path, "who"))
    yield from _value_faults(clause.rule, rule_path)
    check = _CHECKS.get(type(clause.rule), _nothing)
    for inner, message in check(clause.rule):
        yield (*rule_path, *inner), message
    if isinstance(clause.rule, book.Cycle):
        yield from timing.opening_faults(clause.who, (*path, "who"))
    unsaid = "" if clause.silent else _unsaid(clause.rule)
    if unsaid:
        yield rule_path, unsaid
    if clause.id == EVERYTHING:
        yield path, f'"{EVERYTHING}" means all that counts; give the clause another name.'


def span_faults(span: Span, path: Path, since: str = "from", until: str = "to") -> Iterator[Fault]:
    """A span that ends before it begins."""
    if span.since and span.until and span.since > span.until:
        yield (
            (*path, until),
            f"{span.until} is before {span.since}; correct {since} or {until}.",
        )


def source_faults(source: book.Source) -> Iterator[Fault]:
    """A source without a usable address or with an unknown standing."""
    path: Path = ("sources", source.key)
    if not re.fullmatch(r"https?://\S+", source.address):
        yield (*path, "address"), "write the full address, beginning with https://."
    if source.standing not in STANDINGS:
        mend = suggest(source.standing, STANDINGS)
        yield (*path, "standing"), f'"{source.standing}" is not a standing; {mend}'


def _value_faults(value: Any, path: Path) -> Iterator[Fault]:
    """Faults of the small values wherever they stand in a rule."""
    match value:
        case Span():
            yield from span_faults(value, path)
        case Grid() if value.step == 0:
            yield (
                (*path, "to"),
                'steps of zero round nothing; write a step such as "0.1".',
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
    yield from timing.who_faults(who, path)
    least, most = who.holds_at_least, who.holds_at_most
    if least is not None and most is not None and least > most:
        yield (
            (*path, "holds-at-most"),
            f"at most {most} is below at least {least}; correct one.",
        )
    for country in who.countries:
        if not re.fullmatch("[A-Z]{2}", country):
            yield (
                (*path, "countries"),
                f'"{country}" is no country code; write one such as US.',
            )


def _what_faults(what: book.What, path: Path) -> Iterator[Fault]:
    if what.grade_at_least and not _GRADE.fullmatch(what.grade_at_least):
        yield (*path, "grade-at-least"), "write a letter grade such as C or C+."
    if what.not_ == ANYTHING:
        yield (*path, "not"), "this would refuse everything; say what is meant or leave it out."


def _lateness_faults(late: book.Lateness, path: Path) -> Iterator[Fault]:
    if late.until is not None and timing.rough_days(late.until) <= timing.rough_days(late.after):
        yield (
            (*path, "until"),
            "it ends no later than it begins; make until the longer length.",
        )


def _table_faults(rows: tuple[book.Row | book.Price, ...], path: Path) -> Iterator[Fault]:
    for index, row in enumerate(rows):
        earlier = [other.who for other in rows[:index]]
        if ANYONE in earlier:
            yield (
                (*path, index),
                "a row above is for anyone, so this is never reached; move it up.",
            )
        elif row.who in earlier:
            yield (*path, index), "a row above is for the same people; keep one of the two."


def _measure(rule: book.Measure) -> Iterator[Fault]:
    if rule.by is not book.By.AWARD:
        for name in ("awarders", "units"):
            if getattr(rule, name):
                yield (name,), f"{name} only belong to by: award; delete them or correct by."
    if rule.by is not book.By.HOURS and rule.minutes != 60:
        yield ("minutes",), "minutes only belong to by: hours; delete them or correct by."
    if rule.prepared_once and rule.preparation is None:
        yield ("prepared-once",), "no preparing counts here; add preparation, or delete it."
    if rule.by is not book.By.HOURS and rule.preparation is not None:
        yield ("preparation",), "preparing belongs to by: hours; delete it or correct by."
    if rule.share_at_least is not None and not rule.about:
        yield ("share-at-least",), "a share of what? Add about: with the topics."
    if rule.share_at_least is not None and not 0 < rule.share_at_least <= 1:
        yield ("share-at-least",), 'a share lies between 0 and 1; half of it is "0.5".'
    if rule.minutes == 0:
        yield ("minutes",), "no minutes cannot be worth anything; write how many, such as 60."
    if rule.worth == 0:
        yield ("worth",), "it is worth nothing; write by: nothing and leave worth out."
    if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
        yield ("at-most",), "at-most is below at-least; correct one of them."


def _breadth(rule: book.Breadth) -> Iterator[Fault]:
    if not 1 <= rule.at_least <= len(rule.among):
        yield ("at-least",), f"{len(rule.among)} are listed; write from 1 to {len(rule.among)}."


def _gate(rule: book.Gate) -> Iterator[Fault]:
    said = [name for name in _GATES if getattr(rule, name)]
    if len(said) > 1:
        yield (said[1],), f"one gate asks one thing; make clauses of {' and '.join(said)}."
    if not rule.documents:
        for name in ("days_beyond", "issued_within", "skills"):
            if getattr(rule, name):
                yield (key_of(book.Gate, name),), "this only belongs to documents; delete it."
    if rule.totals and not rule.attests:
        yield ("totals",), "this only belongs to attests; delete it."
    if rule.done is None:
        for name, unsaid in (("times", 1), ("within", None), ("ever", False), ("lasting", None)):
            if getattr(rule, name) != unsaid:
                yield (name,), "this only belongs to done; delete it."
    elif rule.done == ANYTHING:
        yield ("done",), "it names nothing; say which activities are meant."
    if rule.lasting and (rule.times != 1 or rule.ever):
        message = "it lasts so long in the cycle, or within a length; delete times and ever."
        yield ("lasting",), message
    if rule.times == 0:
        yield ("times",), "write 1 or more; what need not be done needs no gate."
    if rule.ever and rule.within:
        yield ("within",), "ever looks back as far as there is; keep one of the two."


def _route(rule: book.Route) -> Iterator[Fault]:
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


def _fee(rule: book.Fee) -> Iterator[Fault]:
    if rule.per_credit and rule.for_ is not book.For.PETITION:
        yield ("per-credit",), "only a petition is paid by the credit; delete it."
    if rule.filed and rule.filed.since is None and rule.filed.until is None:
        yield ("filed",), "it has no days; add from or to."
    yield from fee_faults(rule)


def _nothing(rule: book.Rule) -> Iterator[Fault]:  # noqa: ARG001  (fits the others)
    """For kinds whose every combination of values makes sense."""
    return iter(())


def _unsaid(rule: book.Rule) -> str:
    """What a clause that is not silent has yet to say."""
    match rule:
        case book.Cycle(length=None, fixed=None):
            return "how long is it? Add length: 2 years, or fixed: with first and last day."
        case book.Window(
            within=None, late_counts=None, started_after_certification=False, instead=None
        ):
            return "it narrows nothing; add within, late-counts, instead or another."
        case book.Admit() | book.Refuse() if rule.what == ANYTHING:
            return "it names nothing; say which activities are meant."
        case book.Limit(amount=(), share=None):
            return 'how much at most? Add amount: "4.0", or share: "0.5" of all that counts.'
        case book.Gate() if not any(getattr(rule, name) for name in _GATES):
            return f"what must be so? Add one of {', '.join(_GATES)}."
        case book.Fee(for_=book.For.TAX):
            return "" if rule.percent else 'how much of what is due? Add percent: "13".'
        case book.Fee(prices=()):
            return 'how much? Add prices: "60.00", or silent: true where the policy is silent.'
        case book.Carry():
            return crediting.unsaid_of_carrying(rule)
        case book.Several(needs=None, fee=None) if not rule.each_extra:
            return "it says nothing; add needs, fee or each-extra."
        case book.Leave() if rule == book.Leave():
            return "it says nothing; add gives, grounds, asked or another."
        case book.Audit() if rule == book.Audit():
            return "it says nothing; add drawn, answer, keep or another."
        case book.Proof() if not (rule.accepted or rule.refused or rule.shows):
            return "what proves it? Add accepted, refused or shows."
    return ""


_CHECKS: dict[type, Callable[[Any], Iterator[Fault]]] = {
    book.Cycle: timing.cycle_faults,
    book.Window: timing.window_faults,
    book.Once: timing.once_faults,
    book.Measure: _measure,
    book.Need: crediting.need_faults,
    book.Limit: crediting.limit_faults,
    book.Carry: crediting.carry_faults,
    book.Several: crediting.several_faults,
    book.Breadth: _breadth,
    book.Gate: _gate,
    book.Route: _route,
    book.Fee: _fee,
    book.Leave: leaving.leave_faults,
    book.Audit: auditing.audit_faults,
    book.Proof: auditing.proof_faults,
}
