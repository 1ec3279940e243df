"""Values of a record, read strictly: with a sentence for whatever is not as it should be."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NoReturn

from recert.rules.sampling.hashing import Plain

_FRACTION = re.compile(r"[0-9]{1,40}(/[1-9][0-9]{0,39})?")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"

Object = dict[str, Plain]


class NoRecord(ValueError):
    """A text that is no record of a draw: `where` in it, and what is wrong (`says`)."""

    def __init__(self, where: str, says: str) -> None:
        super().__init__(f"{where}: {says}" if where else says)
        self.where = where
        self.says = says


def parsed(text: str) -> Plain:
    """The JSON of a text. Raises `NoRecord` for what is not JSON, or says a thing twice."""
    try:
        data: Plain = json.loads(
            text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if _breaks_off(text) or error.pos >= len(text.rstrip()):
            raise NoRecord(where, "The file ends in the middle; is the download whole?") from None
        raise NoRecord(where, f"This is not JSON ({error.msg}).") from None
    except RecursionError:
        raise NoRecord("", "This nests deeper than any record does.") from None
    except NoRecord:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise NoRecord("", f"This is not JSON a record is written in ({error}).") from None
    return data


def _breaks_off(text: str) -> bool:
    """It begins as a record does and does not end as one."""
    return text.lstrip().startswith("{") and not text.rstrip().endswith("}")


def _once(pairs: list[tuple[str, Plain]]) -> Object:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NoRecord(twice, "This is said twice; only one of the two can hold.")
    return found


def _no_float(said: str) -> NoReturn:
    raise NoRecord("", f"{said} is a number with a point; a record writes fractions as text.")


def object_in(data: Object, key: str) -> Object:
    """The object under a key."""
    value = data.get(key)
    if not isinstance(value, dict):
        raise NoRecord(key, "This must be an object.")
    return value


def objects_in(data: Object, key: str) -> list[Object]:
    """The list of objects under a key."""
    value = data.get(key)
    if not isinstance(value, list):
        raise NoRecord(key, "This must be a list of objects.")
    return [object_in({f"{key}[{at}]": each}, f"{key}[{at}]") for at, each in enumerate(value)]


def text_in(data: Object, key: str) -> str:
    """The text under a key."""
    value = data.get(key)
    if not isinstance(value, str):
        raise NoRecord(key, f"This must be a text, not {json.dumps(value)[:60]}.")
    return value


def whole_in(data: Object, key: str) -> int:
    """The whole number under a key."""
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoRecord(key, f"This must be a whole number, not {json.dumps(value)[:60]}.")
    return value


def fraction_in(data: Object, key: str) -> Fraction:
    """The fraction under a key, written as a text: `1/10`."""
    value = text_in(data, key)
    if not _FRACTION.fullmatch(value):
        raise NoRecord(key, f"This must be a fraction such as 1/10, not “{value[:60]}”.")
    return Fraction(value)


def word_in(data: Object, key: str, words: tuple[str, ...]) -> str:
    """The text under a key, one of a few."""
    value = text_in(data, key)
    if value not in words:
        raise NoRecord(key, f"This must be one of {', '.join(words)}, not “{value[:60]}”.")
    return value


def day_in(data: Object, key: str) -> date:
    """The day under a key."""
    value = text_in(data, key)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise NoRecord(key, f"This must be a day such as 2026-12-01, not “{value[:60]}”.") from None


def moment_in(data: Object, key: str) -> datetime:
    """The moment under a key, in UTC."""
    value = text_in(data, key)
    try:
        return datetime.strptime(value, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        says = f"This must be a moment such as 2026-12-01T12:00:00Z, not “{value[:60]}”."
        raise NoRecord(key, says) from None
