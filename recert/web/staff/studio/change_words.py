"""What changed between two editions, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from recert.rules import rulebook as book
from recert.rules.amounts import Grid, Money, show
from recert.rules.comparing import HEAD, Change, Detail, How
from recert.rules.reading.forms import KINDS
from recert.standing.words import join, money_words
from recert.web.components.audit_facts import kept_words
from recert.web.components.clauses import in_force_words
from recert.web.components.conditions import (
    grid_words,
    lateness_words,
    length_words,
    what_words,
    who_words,
)
from recert.web.components.words import day, day_range
from recert.web.staff.studio.choice_words import choice_word
from recert.web.staff.studio.labels import KIND_WORDS, label_of
from recert.web.staff.studio.shapes import shapes_of

_DATES = ("since", "until", "by")


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change ready for the page."""

    id: str
    kind: str
    how: str
    tone: str
    sentences: tuple[str, ...]
    says_before: str
    says_after: str
    is_removed: bool
    is_unsaid: bool  # the rule changed and its words did not


def change_view(old: book.Rulebook, new: book.Rulebook, change: Change) -> ChangeView:
    """One change in words."""
    clause = change.after or change.before
    tone, how = {
        How.ADDED: ("good", _("Added")),
        How.REMOVED: ("stop", _("Removed")),
        How.CHANGED: ("note", _("Changed")),
        How.MOVED: ("quiet", _("Moved")),
    }[change.how]
    before, after = (each.says.strip() if each else "" for each in (change.before, change.after))
    return ChangeView(
        id=change.clause,
        kind=str(KIND_WORDS[clause.kind][0]) if clause else _("The head of the edition"),
        how=how,
        tone=tone,
        sentences=tuple(_sentences(old, new, change)),
        says_before="" if change.how is How.MOVED or before == after else before,
        says_after=after,
        is_removed=change.how is How.REMOVED,
        is_unsaid=change.how is How.CHANGED and bool(before) and before == after,
    )


def _sentences(old: book.Rulebook, new: book.Rulebook, change: Change) -> Iterable[str]:
    if change.how is How.MOVED:
        yield _("It stands elsewhere among those of its kind; the first that fits rules.")
    if change.before and change.after and any(each.path[0] in _DATES for each in change.details):
        yield _dates(change.before, change.after)
    for detail in change.details:
        if detail.path[0] not in (*_DATES, "says") or change.clause == HEAD:
            yield detail_sentence(old, new, detail)


def _dates(before: book.Clause, after: book.Clause) -> str:
    always = _("as long as the edition")
    return _("In force now %(now)s; before, %(before)s.") % {
        "now": in_force_words(after) or always,
        "before": in_force_words(before) or always,
    }


def detail_sentence(old: book.Rulebook, new: book.Rulebook, detail: Detail) -> str:
    """One field that changed: The amount rises from 2 to 3 for CSCS."""
    was, now = value_words(old, detail.before), value_words(new, detail.after)
    said = {"field": _field_name(detail.path), "before": was, "after": now, "who": ""}
    if detail.who is not None:
        who = who_words(new, detail.who)
        said["who"] = _(" for %(who)s") % {"who": who} if who else _(" for everybody else")
    if detail.before is None:
        return _("%(field)s%(who)s: now %(after)s.") % said
    if detail.after is None:
        return _("%(field)s%(who)s: no longer %(before)s.") % said
    rises = _rises(detail.before, detail.after)
    if rises is None:
        return _("%(field)s%(who)s: %(after)s instead of %(before)s.") % said
    if rises:
        return _("%(field)s%(who)s: rises from %(before)s to %(after)s.") % said
    return _("%(field)s%(who)s: falls from %(before)s to %(after)s.") % said


def _rises(before: Any, after: Any) -> bool | None:
    """Whether a number rises; None where it is no number."""
    if isinstance(before, bool) or type(before) is not type(after):
        return None
    if isinstance(before, Fraction | int | Money):
        return bool(after > before)
    return None


def _field_name(path: tuple[str, ...]) -> str:
    """The words of the deepest field of a path; a key of one's own is named as it is."""
    kind: type = KINDS.get(path[0], book.Clause if path[0] in _clause_keys() else book.Rulebook)
    name = path[0].replace("-", " ").capitalize()
    for key in path[1:] if path[0] in KINDS else path:
        shape = next((each for each in shapes_of(kind) if each.key == key), None)
        if shape is None:
            return f"{name}, {key}"
        name = label_of(kind, shape.field)[0]
        kind = shape.of if isinstance(shape.of, type) else kind
    return name


def _clause_keys() -> set[str]:
    return {each.key for each in shapes_of(book.Clause)}


def value_words(rulebook: book.Rulebook, value: Any) -> str:
    """Any value of a rulebook for the reader."""
    if value is None:
        return _("not said")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(rulebook, value)
    return str(value).removesuffix(".")  # it goes into a sentence with a point of its own


def _listed(rulebook: book.Rulebook, values: Iterable[Any]) -> str:
    return join(value_words(rulebook, each) for each in values) or _("none")


def _row(rulebook: book.Rulebook, row: book.Row) -> str:
    amount = value_words(rulebook, row.amount)
    who = who_words(rulebook, row.who)
    return _("%(amount)s for %(who)s") % {"amount": amount, "who": who} if who else amount


def _price(rulebook: book.Rulebook, row: book.Price) -> str:
    money, who = money_words(row.money), who_words(rulebook, row.who)
    return _("%(amount)s for %(who)s") % {"amount": money, "who": who} if who else money


def _pairs(rulebook: book.Rulebook, value: Mapping[str, Any]) -> str:
    return join(f"{key}: {value_words(rulebook, each)}" for key, each in value.items())


_WRITERS: dict[type, Callable[[book.Rulebook, Any], str]] = {
    StrEnum: lambda _book, value: choice_word(value),
    Fraction: lambda _book, value: show(value),
    Money: lambda _book, value: money_words(value),
    date: lambda _book, value: day(value),
    time: lambda _book, value: f"{value:%H:%M}",
    book.Length: lambda _book, value: length_words(value),
    book.Span: lambda _book, value: day_range(value.since, value.until),
    book.Lateness: lambda _book, value: lateness_words(value),
    book.Keep: lambda _book, value: kept_words(value),
    Grid: lambda _book, value: grid_words(value),
    book.Who: lambda rulebook, value: who_words(rulebook, value) or _("everybody"),
    book.What: what_words,
    book.Row: _row,
    book.Price: _price,
    book.CreditUnit: lambda _book, value: value.name,
    book.Credential: lambda _book, value: value.name,
    book.Source: lambda _book, value: value.title,
    book.Asked: lambda _book, value: value.says,
    Mapping: _pairs,
    tuple: _listed,
    frozenset: lambda rulebook, value: _listed(rulebook, sorted(value)),
}
"""By type; the first that fits writes, so words come before plain text."""
