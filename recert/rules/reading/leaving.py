"""What clauses on leave can get wrong.

Each check yields the path to where a mistake stands, and a sentence that mends it.
"""

from __future__ import annotations

from collections.abc import Iterator

from recert.rules import rulebook as book
from recert.rules.granting import is_complete
from recert.rules.reading.forms import key_of
from recert.rules.reading.problems import Path
from recert.rules.reading.timing import rough_days
from recert.rules.rulebook import Gives, Length, Span

Faults = Iterator[tuple[Path, str]]

_ONLY: tuple[tuple[str, tuple[Gives, ...]], ...] = (
    ("lasts", (Gives.EXTEND,)),
    ("to", (Gives.EXTEND,)),
    ("lessens", (Gives.LESSEN,)),
    ("of", (Gives.LESSEN,)),
    ("leaves", (Gives.LESSEN,)),
    ("waives", (Gives.WAIVE, Gives.LESSEN)),
)


def leave_faults(rule: book.Leave) -> Faults:
    """What the fields of a leave cannot mean, each alone and together."""
    yield from _window_faults(rule)
    yield from _gift_faults(rule)
    yield from _length_faults(rule)
    if rule.per_cycle == 0:
        yield ("per-cycle",), "nobody is ever granted it; write 1 or more, or leave it out."
    if rule.unanswered is not None and rule.answer is None:
        yield ("unanswered",), "after how long? Add answer: 30 days."
    if rule.unanswered is book.Unanswered.GRANTED and not is_complete(rule):
        yield ("unanswered",), "what is granted? Let gives and what belongs to it say all of it."


def _window_faults(rule: book.Leave) -> Faults:
    if rule.asked == Span():
        yield ("asked",), "it has no days; add from or to."
    if rule.closes is not None and rule.late is not None:
        yield ("closes",), "it closes before the last day, and late is after it; delete one."
    if rule.opens is None:
        return
    if rule.late is not None and rule.late.after != Length():
        yield ("opens",), "it opens before the last day, and late begins after it; delete one."
    if rule.closes is not None and rough_days(rule.opens) < rough_days(rule.closes):
        yield ("opens",), "it closes before it opens; opens is the longer of the two."


def _gift_faults(rule: book.Leave) -> Faults:
    if rule.lasts is not None and rule.to is not None:
        yield ("to",), "lasts says already where the last day lies; keep one of the two."
    for name, gifts in _ONLY:
        if getattr(rule, name) and rule.gives not in gifts:
            words = " or ".join(f"gives: {each}" for each in gifts)
            yield (key_of(book.Leave, name),), f"this only belongs to {words}; correct one."
    if rule.lessens is not None and not rule.of:
        yield ("lessens",), "of what? Add of: with the needs that are less."
    ends_somewhere = rule.lessens is not None and rule.lessens.nothing_below
    if rule.gives is Gives.LESSEN and rule.waives and not ends_somewhere:
        message = "from when on is nothing due? Add nothing-below to lessens, or delete it."
        yield ("waives",), message


def _length_faults(rule: book.Leave) -> Faults:
    for name in ("lasts", "at_least", "at_most", "answer"):
        if getattr(rule, name) == Length():
            yield (key_of(book.Leave, name),), "this is no time at all; write it, or leave it out."
    least, most = rule.at_least, rule.at_most
    if least is not None and most is not None and rough_days(least) > rough_days(most):
        yield ("at-most",), "at-most is shorter than at-least; correct one."
    if most is not None and (rule.lasts is not None or rule.to is not None):
        yield ("at-most",), "how long it is, is said already; delete one of the two."
