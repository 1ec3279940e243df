"""Groups of alike problems, and the form that mends a whole group at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from recert.lib.folding import fold
from recert.register.importing.columns import Column
from recert.register.importing.reading import Rule
from recert.rules.facts import Delivery, DocumentKind, Kind, Topic
from recert.rules.rulebook import Credential
from recert.standing.words.vocabulary import word
from recert.web.staff.importing.words import (
    DECISION_CHOICES,
    FIXABLE,
    STATUS_CHOICES,
    column_name,
    mend,
    says,
)

WORDS: dict[Column, type[StrEnum]] = {
    Column.DELIVERY: Delivery,
    Column.TOPICS: Topic,
    Column.CARDS: DocumentKind,
}
"""Columns of words; one that holds several is typed, so that the others stay."""

Choice = tuple[str, str, bool]
"""A value, its words, and whether it is what we think was meant."""


@dataclass(frozen=True, slots=True)
class Group:
    """Alike problems in words, with what can be done about all of them."""

    column: str
    name: str
    heading: str  # of the file
    value: str
    says: str
    mend: str
    many: int
    rows: str
    choices: tuple[Choice, ...]  # empty: the new value is typed
    is_fixable: bool


def groups_of(
    groups: Iterable[dict[str, Any]], mapped: dict[str, str], offered: tuple[Credential, ...]
) -> list[Group]:
    """The groups of an import, in words."""
    headings = {column: header for header, column in mapped.items()}
    return [_group(each, headings, offered) for each in groups]


def _group(
    each: dict[str, Any], headings: dict[str, str], offered: tuple[Credential, ...]
) -> Group:
    column, many = each["column"], each["many"]
    more = _(" and others") if many > len(each["first"]) else ""
    return Group(
        column=column,
        name=column_name(column),
        heading=headings.get(column, ""),
        value=each["value"],
        says=says(each["rule"], each["detail"]),
        mend=mend(each["rule"]),
        many=many,
        rows=", ".join(map(str, each["first"])) + more,
        choices=_choices(column, each, offered),
        is_fixable=Rule(each["rule"]) in FIXABLE and column in headings,
    )


def _choices(
    column: str, each: dict[str, Any], offered: tuple[Credential, ...]
) -> tuple[Choice, ...]:
    match column:
        case Column.CREDENTIAL:
            pairs = [(one.id, one.name) for one in offered]
        case Column.LEVEL:
            pairs = [
                (level, level.replace("-", " ")) for level in each["detail"].split(", ") if level
            ]
        case Column.CATEGORY | Column.UNIT:
            pairs = [(name, name.replace("-", " ")) for name in each["detail"].split(", ") if name]
        case Column.KIND:
            pairs = [(kind.value, str(word(kind))) for kind in Kind]
        case Column.DELIVERY | Column.TOPICS | Column.CARDS if each["value"] == each["detail"]:
            words: type[StrEnum] = WORDS[Column(column)]
            pairs = [(one.value, str(word(one))) for one in words]
        case Column.DECIDED:
            pairs = [(said, str(word)) for said, word in DECISION_CHOICES]
        case Column.STATUS:
            pairs = [(status, status) for status in STATUS_CHOICES]
        case _:
            return ()
    meant = _closest(each["value"], pairs)
    return tuple((value, words, value == meant) for value, words in pairs)


def _closest(typed: str, pairs: list[tuple[str, str]]) -> str:
    """What was probably meant, by its letters or by its name; nothing when none is close."""
    by_words = {fold(text): value for value, words in pairs for text in (value, words)}
    initials = {
        "".join(word[0] for word in fold(words).split()): value for value, words in pairs if words
    }
    found = get_close_matches(fold(typed), [*by_words, *initials], n=1, cutoff=0.5)
    return (by_words | initials)[found[0]] if found else ""
