"""Particulars: what else a row can say of an activity, how it is written, and how it is read.

Each is told once for both ways, so that what an export writes an import reads. Days stand apart:
the reader knows in which order theirs are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from recert.lib.folding import fold
from recert.lib.refusals import Refused
from recert.register.importing.columns import Column
from recert.register.importing.reading import Reading, Rule
from recert.rules.amounts import NotWholeGrains, show, to_grains
from recert.rules.facts import Activity, Award, Delivery, DocumentKind, Part, Topic, Unit
from recert.transcript.entering import read_amount

YES, NO = "yes", "no"
_YES_OR_NO = {YES: True, "y": True, "true": True, "1": True,
              NO: False, "n": False, "false": False, "0": False}  # fmt: skip
MOST_MINUTES = 1_000_000
MOST_MONTHS = 1_200
BETWEEN = "; "


class _Wrong(ValueError):
    """A cell that cannot be read: by which rule, and what may stand there."""

    def __init__(self, rule: Rule, choices: Iterable[str] = ()) -> None:
        super().__init__(rule)
        self.rule, self.detail = rule, ", ".join(choices)


@dataclass(frozen=True, slots=True)
class Particular:
    """One column and one field of an activity. An empty cell says that nobody knows."""

    field: str
    read: Callable[[str], Any]
    show: Callable[[Any], str]
    nothing: Any = None


def read_particulars(fields: Reading) -> dict[str, Any]:
    """What a row says beside the columns every list has, by field; only of columns it has."""
    found: dict[str, Any] = {}
    for column, each in PARTICULARS.items():
        if column not in fields.meant:
            continue
        typed = fields.text(column)
        found[each.field] = each.nothing
        if typed:
            try:
                found[each.field] = each.read(typed)
            except _Wrong as wrong:
                fields.refuse(column, wrong.rule, wrong.detail)
    return found


def shown(activity: Activity) -> dict[Column, str]:
    """The same columns of an activity, as they are read."""
    told = ((column, each, getattr(activity, each.field)) for column, each in PARTICULARS.items())
    return {
        column: "" if value == each.nothing else each.show(value) for column, each, value in told
    }


# ---------------------------------------------------------------- one value


def _number(most: int) -> Callable[[str], int]:
    def read(typed: str) -> int:
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 9 or int(typed) > most:
            raise _Wrong(Rule.NO_NUMBER)
        return int(typed)

    return read


def _yes(typed: str) -> bool:
    found = _YES_OR_NO.get(fold(typed))
    if found is None:
        raise _Wrong(Rule.NO_YES)
    return found


def _shown_yes(value: bool) -> str:
    return YES if value else NO


def _one_of(words: type[StrEnum]) -> Callable[[str], Any]:
    def read(typed: str) -> Any:
        plain = fold(typed).replace(" ", "-")
        if plain not in {each.value for each in words}:
            raise _Wrong(Rule.NO_WORD, (typed,))
        return words(plain)

    return read


def _several(words: type[StrEnum]) -> Callable[[str], frozenset[Any]]:
    one = _one_of(words)
    return lambda typed: frozenset(map(one, _split(typed)))


def _split(typed: str) -> Iterator[str]:
    return filter(None, (each.strip() for each in typed.replace(",", ";").split(";")))


def _joined(values: Iterable[str]) -> str:
    return BETWEEN.join(sorted(map(str, values)))


# ---------------------------------------------------------------- parts and awards


def _parts(typed: str) -> tuple[Part, ...]:
    """`1/8: ethics; 7/8: exercise-science nutrition`: a share of the whole, then its topics."""
    known, found = {each.value: each for each in Topic}, []
    for said in filter(None, (each.strip() for each in typed.split(";"))):
        share, _colon, topics = said.partition(":")
        try:
            amount = Fraction(share.strip())
        except (ValueError, ZeroDivisionError):
            raise _Wrong(Rule.NO_PARTS) from None
        words = topics.replace(",", " ").lower().split()
        if not 0 < amount <= 1 or not words or not set(words) <= set(known):
            raise _Wrong(Rule.NO_PARTS)
        found.append(Part(share=amount, topics=frozenset(known[word] for word in words)))
    if sum((part.share for part in found), Fraction(0)) > 1:
        raise _Wrong(Rule.NO_PARTS)
    return tuple(found)


def _shown_parts(parts: tuple[Part, ...]) -> str:
    return BETWEEN.join(f"{part.share}: {' '.join(sorted(part.topics))}" for part in parts)


def _awards(typed: str) -> tuple[Award, ...]:
    """`3.5 cec by acsm; 0.4 ceu by iacet no 12-7`: amount, unit, who awarded it, its number."""
    return tuple(_award(said) for said in filter(None, map(str.strip, typed.split(";"))))


def _award(said: str) -> Award:
    left, _no, number = said.partition(" no ")
    amount, _by, by = left.partition(" by ")
    figure, _blank, unit = amount.strip().partition(" ")
    plain = fold(unit).replace(" ", "-")
    if plain not in {each.value for each in Unit}:
        raise _Wrong(Rule.NO_UNIT, Unit)
    worth = read_credit(figure)
    if worth is None:
        raise _Wrong(Rule.NO_AMOUNT)
    return Award(amount=worth, unit=Unit(plain), by=by.strip().lower(), number=number.strip())


def read_credit(typed: str) -> Fraction | None:
    """An amount as it is printed, or a fraction where no decimal is exact; None: neither."""
    over, _slash, under = typed.partition("/")
    try:
        amount = read_amount(over.strip())
        if under:
            amount /= read_amount(under.strip())
        to_grains(amount)
    except (Refused, NotWholeGrains, ZeroDivisionError):
        return None
    return amount


def shown_awards(awards: Iterable[Award]) -> str:
    """All credit awarded in one cell."""
    return BETWEEN.join(
        f"{show(each.amount)} {each.unit.value}"
        + (f" by {each.by}" if each.by else "")
        + (f" no {each.number}" if each.number else "")
        for each in awards
    )


def read_awards(fields: Reading) -> tuple[Award, ...] | None:
    """All credit awarded, where one cell says it; None where it does not."""
    typed = fields.text(Column.AWARDS)
    if not typed:
        return None
    try:
        return _awards(typed)
    except _Wrong as wrong:
        fields.refuse(Column.AWARDS, wrong.rule, wrong.detail)
        return ()


# ---------------------------------------------------------------- all of them

PARTICULARS: Mapping[Column, Particular] = {
    Column.DELIVERY: Particular("delivery", _one_of(Delivery), str),
    Column.MINUTES: Particular("minutes", _number(MOST_MINUTES), str),
    Column.PREPARATION: Particular("preparation", _number(MOST_MINUTES), str),
    Column.TOPICS: Particular("topics", _several(Topic), _joined, frozenset()),
    Column.PARTS: Particular("parts", _parts, _shown_parts, ()),
    Column.ASSESSED: Particular("assessed", _yes, _shown_yes),
    Column.PASSED: Particular("passed", _yes, _shown_yes),
    Column.GRADE: Particular("grade", str, str, ""),
    Column.COURSE: Particular("course", str, str, ""),
    Column.SUBJECT: Particular("subject", str, str, ""),
    Column.ACCREDITED_BY: Particular(
        "accredited_by", lambda typed: frozenset(_split(typed.lower())), _joined, frozenset()
    ),
    Column.TEST_CENTRE: Particular("at_test_centre", _yes, _shown_yes),
    Column.CARDS: Particular("cards", _several(DocumentKind), _joined, frozenset()),
    Column.CARD_MONTHS: Particular("card_months", _number(MOST_MONTHS), str),
}
