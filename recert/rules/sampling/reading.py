"""Reading a record back: strictly, and with a sentence for whatever is not as it should be."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NoReturn

from recert.rules.amounts import Rounding
from recert.rules.sampling.drawing import ALGORITHM
from recert.rules.sampling.frame import Candidate, Frame, Of, Stratum
from recert.rules.sampling.hashing import Plain
from recert.rules.sampling.recording import RECORD
from recert.rules.sampling.seeding import Announcement, PublicRandomness, Revealed

_FRACTION = re.compile(r"[0-9]{1,40}(/[1-9][0-9]{0,39})?")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"

Object = dict[str, Plain]


class NoRecord(ValueError):
    """A text that is no record of a draw: `where` in it, and what is wrong (`says`)."""

    def __init__(self, where: str, says: str) -> None:
        super().__init__(f"{where}: {says}" if where else says)
        self.where = where
        self.says = says


@dataclass(frozen=True, slots=True)
class Record:
    """A record read: everything in it as plain data, and what the draw was made from."""

    data: Object
    frame: Frame
    announcement: Announcement
    revealed: Revealed


def read_record(text: str) -> Record:
    """Read a record. Raises `NoRecord` for anything that is not one.

    It is not checked here whether what the record says is true: see `verifying`.
    """
    data = _parsed(text)
    if not isinstance(data, dict) or "record" not in data:
        raise NoRecord("", "This is JSON, but no record of an audit draw.")
    for key, known in (("record", RECORD), ("algorithm", ALGORITHM)):
        if data.get(key) != known:
            raise NoRecord(key, f"It says {data.get(key)!r}; what is known here is “{known}”.")
    return Record(
        data,
        _frame(_object(data, "frame")),
        _announcement(_object(data, "announcement")),
        _revealed(_object(data, "revealed")),
    )


def _parsed(text: str) -> Plain:
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


def _frame(data: Object) -> Frame:
    return Frame(
        title=_text(data, "title"),
        body=_text(data, "body"),
        as_of=_day(data, "as_of"),
        clause=_text(data, "clause"),
        edition=_text(data, "edition"),
        strata=tuple(_stratum(each) for each in _objects(data, "strata")),
        candidates=tuple(_candidate(each) for each in _objects(data, "candidates")),
    )


def _stratum(data: Object) -> Stratum:
    return Stratum(
        name=_text(data, "name"),
        says=_text(data, "says"),
        percent=None if data.get("percent") is None else _fraction(data, "percent"),
        number=None if data.get("number") is None else _whole(data, "number"),
        rounding=Rounding(_one_of(data, "rounding", tuple(Rounding))),
        of=Of(_one_of(data, "of", tuple(Of))),
    )


def _candidate(data: Object) -> Candidate:
    return Candidate(
        id=_text(data, "id"),
        stratum=_text(data, "stratum"),
        weight=_fraction(data, "weight"),
        taken=_text(data, "taken"),
        spared=_text(data, "spared"),
    )


def _announcement(data: Object) -> Announcement:
    return Announcement(
        digest=_text(data, "digest"),
        size=_whole(data, "size"),
        frozen_at=_moment(data, "frozen_at"),
        commitment=_text(data, "commitment"),
        public=None if data.get("public") is None else _public(_object(data, "public")),
    )


def _public(data: Object) -> PublicRandomness:
    return PublicRandomness(
        what=_text(data, "what"), when=_moment(data, "when"), how=_text(data, "how")
    )


def _revealed(data: Object) -> Revealed:
    return Revealed(said=_text(data, "said"), secret=_text(data, "secret"))


# ---------------------------------------------------------------- one value each


def _object(data: Object, key: str) -> Object:
    value = data.get(key)
    if not isinstance(value, dict):
        raise NoRecord(key, "This must be an object.")
    return value


def _objects(data: Object, key: str) -> list[Object]:
    value = data.get(key)
    if not isinstance(value, list):
        raise NoRecord(key, "This must be a list of objects.")
    return [_object({f"{key}[{at}]": each}, f"{key}[{at}]") for at, each in enumerate(value)]


def _text(data: Object, key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise NoRecord(key, f"This must be a text, not {json.dumps(value)[:60]}.")
    return value


def _whole(data: Object, key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoRecord(key, f"This must be a whole number, not {json.dumps(value)[:60]}.")
    return value


def _fraction(data: Object, key: str) -> Fraction:
    value = _text(data, key)
    if not _FRACTION.fullmatch(value):
        raise NoRecord(key, f"This must be a fraction such as 1/10, not “{value[:60]}”.")
    return Fraction(value)


def _one_of(data: Object, key: str, words: tuple[str, ...]) -> str:
    value = _text(data, key)
    if value not in words:
        raise NoRecord(key, f"This must be one of {', '.join(words)}, not “{value[:60]}”.")
    return value


def _day(data: Object, key: str) -> date:
    value = _text(data, key)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise NoRecord(key, f"This must be a day such as 2026-12-01, not “{value[:60]}”.") from None


def _moment(data: Object, key: str) -> datetime:
    value = _text(data, key)
    try:
        return datetime.strptime(value, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        says = f"This must be a moment such as 2026-12-01T12:00:00Z, not “{value[:60]}”."
        raise NoRecord(key, says) from None
