"""What clauses about amounts of credit can get wrong: needs, limits, carrying, several held.

Each check yields the path to where a mistake stands, and a sentence that mends it.
"""

from __future__ import annotations

from collections.abc import Iterator

from recert.rules import rulebook as book
from recert.rules.reading.problems import Path
from recert.rules.rulebook import EVERYTHING

Faults = Iterator[tuple[Path, str]]


def _of(of: tuple[str, ...]) -> Faults:
    if EVERYTHING in of and len(of) > 1:
        yield ("of",), f"{EVERYTHING} already covers the others; keep it alone or take it out."


def need_faults(rule: book.Need) -> Faults:
    """What the fields of a need cannot mean together."""
    yield from _of(rule.of)
    for category, amount in rule.accepts.items():
        if amount == 0:
            yield (
                ("accepts", category),
                "none of it is accepted; narrow the need's category instead.",
            )
    if rule.ever and rule.within:
        yield ("within",), "ever looks back as far as there is; keep one of the two."
    looks_back = rule.ever or rule.within is not None
    if looks_back and rule.per is not book.Per.CYCLE:
        yield ("per",), "it looks back beyond the cycle, so it has no windows in it; delete one."
    if looks_back and rule.prorated:
        yield (
            ("prorated",),
            "it looks back whatever the cycle, so nothing is unfinished; delete one.",
        )
    if rule.in_one and len(rule.of) < 2:
        yield ("in-one",), "there is only one to choose; name two categories or more, or delete it."


def limit_faults(rule: book.Limit) -> Faults:
    """What the fields of a limit cannot mean together."""
    yield from _of(rule.of)
    if rule.amount and rule.share is not None:
        yield ("share",), "a limit is an amount or a share, not both; delete one."
    if rule.share is not None and not 0 < rule.share < 1:
        yield ("share",), 'a share lies between 0 and 1; half of what counts is "0.5".'
    if rule.share is None and rule.base is not book.Base.COUNTED:
        yield ("base",), "an amount is a share of nothing; write share, or delete base."


def carry_faults(rule: book.Carry) -> Faults:
    """What the fields of a carry clause cannot mean together."""
    yield from _of(rule.of)
    if rule.periods == 0:
        yield (
            ("periods",),
            'it lasts for one cycle or more; where nothing passes write at-most: "0".',
        )
    if rule.owes is None and rule.owes_again is not None:
        yield ("owes-again",), "nothing may be owed yet; add owes, the most that may be."
    if rule.owes == 0:
        yield ("owes",), "no debt of nothing can pass; write how much may, or delete it."


def unsaid_of_carrying(rule: book.Carry) -> str:
    """What a carry clause that is not silent has yet to say."""
    if rule.at_most or rule.owes is not None:
        return ""
    return 'how much? Add at-most: "10", at-most: "0" where nothing passes, or owes.'


def several_faults(rule: book.Several) -> Faults:
    """What the fields of a clause on several certifications cannot mean together."""
    if rule.at_most is not None and not rule.each_extra:
        yield ("at-most",), "nothing is added that it could bound; add each-extra, or delete it."
