"""Problems: how the API says no, for programs (RFC 9457) and for whoever reads their logs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from recert.completions.receiving import Problem
from recert.lib.refusals import Refused

MEDIA_TYPE = "application/problem+json"

MOST_ERRORS = 200
"""More than that nobody reads; the count says how many there are."""

LONGEST_VALUE = 100

PERSON = frozenset(("body", "number", "born", "email", "name", "system", "account"))
"""Fields that stand in `person` where the API takes them."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where, what stands there, what holds, and how to mend it."""

    field: str
    rule: str
    fix: str = ""
    value: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of no: its status, the word its address ends in, and its title."""

    status: int
    word: str
    title: str


UNREADABLE = Kind(400, "unreadable", "The body cannot be read.")
NO_KEY = Kind(401, "no-key", "Send the key of an open system.")
NOT_ALLOWED = Kind(403, "not-allowed", "This key may not do that.")
NOT_FOUND = Kind(404, "not-found", "There is none such.")
NO_METHOD = Kind(405, "no-method", "This address takes another method.")
KEY_TAKEN = Kind(409, "key-taken", "This Idempotency-Key belongs to another request.")
STALE = Kind(412, "stale", "It was changed in the meantime.")
TOO_LARGE = Kind(413, "too-large", "Send less at once.")
NOT_JSON = Kind(415, "not-json", "Send application/json.")
INVALID = Kind(422, "invalid", "Something in it is wrong.")
REFUSED = Kind(422, "refused", "This was not done.")
TOO_OFTEN = Kind(429, "too-often", "Wait a little, then go on.")

KINDS = (
    UNREADABLE, NO_KEY, NOT_ALLOWED, NOT_FOUND, NO_METHOD, KEY_TAKEN, STALE, TOO_LARGE, NOT_JSON,
    INVALID, REFUSED, TOO_OFTEN,
)  # fmt: skip


class Halted(Exception):
    """A request ends here with a problem."""

    def __init__(self, kind: Kind, detail: str = "", errors: Iterable[Wrong] = ()) -> None:
        """Say which kind, why, and what is wrong with which fields."""
        self.kind, self.detail, self.errors = kind, detail, tuple(errors)
        super().__init__(kind.title)


def problem(halted: Halted) -> HttpResponse:
    """The answer to what was not done."""
    kind = halted.kind
    content: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/developers#{kind.word}",
        "title": kind.title,
        "status": kind.status,
        "detail": halted.detail or kind.title,
    }
    if halted.errors:
        content["count"] = len(halted.errors)
        content["errors"] = [
            {name: value for name, value in asdict(each).items() if value is not None}
            for each in halted.errors[:MOST_ERRORS]
        ]
    answer = HttpResponse(json.dumps(content), status=kind.status, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refused(error: Refused) -> Halted:
    """What an action refused, by field."""
    errors = [Wrong(field=place(each.field), rule=each.sentence) for each in error.refusals]
    return Halted(REFUSED, " ".join(error.sentences), errors)


def wrong_row(row: int | None, found: Problem) -> Wrong:
    """What is wrong with one row, as the pipeline behind every way in says it."""
    return Wrong(
        row=row, field=place(found.field), value=found.value, rule=found.rule, fix=found.fix
    )


def place(field: str) -> str:
    """Where a field stands in what the API takes."""
    return f"person.{field}" if field in PERSON else field


# ---------------------------------------------------------------- of what was not well formed


LISTS = ("completions", "people")

FIXES = {
    "missing": _("Send this field."),
    "extra_forbidden": _("Leave it out: nothing is known by this name."),
    "string_type": _("Send it as text, in quotes; amounts too, such as “1.5”."),
    "int_type": _("Send a whole number, without quotes."),
    "bool_type": _("Send true or false, without quotes."),
    "literal_error": _("Choose one of those."),
}


def malformed(errors: Sequence[Mapping[str, Any]]) -> Halted:
    """What does not have the shape it must have."""
    return Halted(INVALID, errors=[_malformed(each) for each in errors])


def _malformed(error: Mapping[str, Any]) -> Wrong:
    where = list(error["loc"])
    where = where[2:] if where[:1] == ["body"] else where[1:]
    row = None
    if len(where) > 1 and where[0] in LISTS and isinstance(where[1], int):
        row, where = where[1] + 1, where[2:]
    return Wrong(
        row=row,
        field=".".join(map(str, where)) or "body",
        value=_shown(error.get("input"), where),
        rule=str(error["msg"]),
        fix=FIXES.get(str(error["type"]), _("Its shape is described at /developers.")),
    )


def _shown(value: object, where: Sequence[object]) -> str:
    """What was sent, as far as it may be said again: never a whole date of birth."""
    if "born" in where or not isinstance(value, str | int):
        return ""
    return str(value)[:LONGEST_VALUE]
