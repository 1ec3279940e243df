"""Single values: from the text in a file to an exact number, a day, a length, a word.

Each function raises `Wrong` with a sentence that says how the value is to be written.
"""

from __future__ import annotations

import re
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from recert.rules.amounts import Money, NotAnAmount, parse
from recert.rules.reading.nodes import Text
from recert.rules.reading.problems import Wrong, suggest
from recert.rules.rulebook import Length

MAX_TEXT = 4_000

_NUMBER = re.compile(r"[-+]?[\d.,]+")
_QUOTIENT = re.compile(r"(\d{1,9})/([1-9]\d{0,8})")
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MONEY = re.compile(r"\d{1,9}\.\d\d")
_LENGTH = re.compile(r"(?:(\d{1,4}) years?)? ?(?:(\d{1,4}) months?)? ?(?:(\d{1,5}) days?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

Word = TypeVar("Word", bound=StrEnum)


def read_amount(node: Text) -> Fraction:
    """An exact number: a decimal in quotes, or a fraction such as "1/3"."""
    if not node.quoted:
        raise Wrong(
            f'{node.text or "the amount"} has no quotes; write it in quotes: "{_tidy(node)}".'
        )
    quotient = _QUOTIENT.fullmatch(node.text)
    if quotient:
        return Fraction(int(quotient[1]), int(quotient[2]))
    try:
        return parse(node.text)
    except NotAnAmount:
        message = "is not an exact amount; write digits and at most one point"
        raise Wrong(f'"{node.text}" {message}, such as "1.5".') from None


def _tidy(node: Text) -> str:
    """The amount somebody meant, for the sentence that asks for quotes."""
    return node.text if _NUMBER.fullmatch(node.text) else "1.5"


def read_money(node: Text, currency: str) -> Money:
    """Money with its cents, in quotes."""
    if not node.quoted and _NUMBER.fullmatch(node.text):
        raise Wrong(f'{node.text} has no quotes; write it in quotes with its cents: "60.00".')
    if not _MONEY.fullmatch(node.text):
        raise Wrong(
            f'"{node.text}" is not an amount of money; write it as "60.00", with two decimals.'
        )
    return Money(int(node.text.replace(".", "")), currency)


def read_whole(node: Text) -> int:
    """A whole number, zero or more, without quotes."""
    if node.quoted:
        raise Wrong(f'"{node.text}" is a whole number; write it without quotes.')
    if not _WHOLE.fullmatch(node.text):
        raise Wrong(f'"{node.text}" is not a whole number; write digits only, such as 12.')
    return int(node.text)


def read_truth(node: Text) -> bool:
    """`true` or `false`, and no other word for them."""
    if node.quoted or node.text not in ("true", "false"):
        raise Wrong(
            f'"{node.text}" is neither true nor false; write true or false, without quotes.'
        )
    return node.text == "true"


def read_day(node: Text) -> date:
    """A calendar day, year first."""
    if not _DAY.fullmatch(node.text):
        raise Wrong(f'"{node.text}" is not a date; write year-month-day, such as 2026-03-31.')
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        raise Wrong(
            f"{node.text} is not a day of the calendar; correct the month or day."
        ) from None


def read_minute(node: Text) -> time:
    """A minute of the day on a 24-hour clock."""
    if not _MINUTE.fullmatch(node.text):
        raise Wrong(f'"{node.text}" is not a time of day; write it as "23:59".')
    return time.fromisoformat(node.text)


def read_length(node: Text) -> Length:
    """A length of time: `2 years`, `6 months`, `1 year 6 months`, `180 days`."""
    found = _LENGTH.fullmatch(node.text)
    if not node.text or not found or node.text != node.text.strip():
        raise Wrong(
            f'"{node.text}" is not a length of time; write "2 years", "6 months" or "180 days".'
        )
    years, months, days = (int(part or 0) for part in found.groups())
    return Length(years=years, months=months, days=days)


def read_text(node: Text) -> str:
    """Words, without the white space around them."""
    text = node.text.strip()
    if node.is_null or not text:
        raise Wrong("nothing is written here; write a value or leave the key out.")
    if _CONTROL.search(text):
        raise Wrong("this text holds an invisible control character; delete it.")
    if len(text) > MAX_TEXT:
        raise Wrong(f"this text is longer than {MAX_TEXT:,} characters; shorten it.")
    return text


def read_word(node: Text, words: type[Word], under: str) -> Word:
    """One word of a closed vocabulary."""
    try:
        return words(node.text)
    except ValueError:
        mend = suggest(node.text, [word.value for word in words])
        raise Wrong(f'"{node.text}" is not a word for {under}; {mend}') from None
