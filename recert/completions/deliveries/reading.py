"""Reading deliveries: our own kind of message, and `course_completed` of Canvas Live Events.

A row that cannot be read is answered in the tray like any other; nothing is dropped unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from recert.catalogue.models import Source
from recert.completions.lines import Awarded, Line, Named, PartTaken, Problem

MOST_LINES = 500
MOST_LETTERS = 400

Said = Mapping[str, Any]


class Unreadable(Exception):
    """The message is of no kind we know."""


class NotOurs(Exception):
    """The message speaks of something else: it is taken, and nothing comes of it."""


def lines_in(content: Any, source: Source) -> tuple[Line, ...]:
    """What a message reports. Raises `Unreadable` or `NotOurs`, with the reason."""
    if not isinstance(content, dict):
        raise Unreadable(_("A message is a JSON object."))
    if "metadata" in content and "body" in content:
        return (_of_canvas(content, source),)
    rows = content.get("completions")
    if not isinstance(rows, list) or not rows:
        raise Unreadable(_("There are no completions in it."))
    if len(rows) > MOST_LINES:
        raise Unreadable(_("At most 500 completions are taken in one message."))
    return tuple(_Row(number, row, source).line() for number, row in enumerate(rows, start=1))


def linked(source: Source, theirs: str) -> str:
    """Our provider's number of a course the system has its own id for; else that id."""
    links = source.mapping.get("courses")
    return str(links.get(theirs, theirs)) if isinstance(links, dict) else theirs


# ---------------------------------------------------------------- our own kind


class _Row:
    """One row of our own kind: the same fields as the API's."""

    def __init__(self, number: int, said: Any, source: Source) -> None:
        self._number, self._source = number, source
        self._said: Said = said if isinstance(said, dict) else {}
        self._wrong: list[Problem] = []
        if not isinstance(said, dict):
            self._refuse("row", said, _("A completion is a JSON object."))

    def line(self) -> Line:
        said = self._said
        person = said.get("person")
        person = person if isinstance(person, dict) else {}
        return Line(
            row=self._number,
            named=Named(
                **{
                    name: self._text(person, name)
                    for name in ("body", "number", "born", "email", "name", "system", "account")
                }
            ),
            external_id=self._text(said, "external_id"),
            course=linked(self._source, self._text(said, "course")),
            course_class=self._text(said, "course_class"),
            completed=self._read("completed", _day),
            started=self._read("started", _day),
            minutes=self._read("minutes", _whole),
            passed=self._read("passed", _yes_no),
            grade=self._text(said, "grade"),
            parts=self._read("parts", _parts) or (),
            awards=self._read("awards", _awards) or (),
            role=self._text(said, "role") or "learner",
            said=dict(said),
            wrong=tuple(self._wrong),
        )

    def _text(self, said: Said, name: str) -> str:
        value = said.get(name, "")
        if isinstance(value, str) and len(value) <= MOST_LETTERS:
            return value
        self._refuse(name, value, _("This is a text of at most 400 letters."))
        return ""

    def _read(self, name: str, read: Callable[[Any], Any]) -> Any:
        value = self._said.get(name)
        if value is None:
            return None
        try:
            return read(value)
        except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError):
            self._refuse(name, value, _("This cannot be read."))
            return None

    def _refuse(self, field: str, value: Any, rule: str) -> None:
        fix = _("Write it as the description of the API has it.")
        shown = "" if field == "born" else str(value)[:100]
        self._wrong.append(Problem(field=field, value=shown, rule=rule, fix=fix))


def _day(value: Any) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _parts(value: Any) -> tuple[PartTaken, ...]:
    return tuple(
        PartTaken(minutes=_whole(each["minutes"]), topics=tuple(_words(each.get("topics", []))))
        for each in value[:40]
    )


def _words(value: Any) -> Iterator[str]:
    for each in value[:40]:
        if not isinstance(each, str):
            raise TypeError(each)
        yield each


def _awards(value: Any) -> tuple[Awarded, ...]:
    return tuple(
        Awarded(
            amount=_amount(each["amount"]),
            unit=str(each["unit"])[:30],
            by=str(each.get("by", ""))[:60],
            number=str(each.get("number", ""))[:60],
        )
        for each in value[:20]
    )


def _amount(value: Any) -> Fraction:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", value):
        raise ValueError(value)
    return Fraction(value)


# ---------------------------------------------------------------- Canvas


def _of_canvas(content: Said, source: Source) -> Line:
    """Canvas tells of a course by its own ids, and may tell it twice."""
    about, body = content["metadata"], content["body"]
    if not isinstance(about, dict) or not isinstance(body, dict):
        raise Unreadable(_("This is no Live Event of Canvas."))
    if about.get("event_name") != "course_completed":
        raise NotOurs(_("Only course_completed is a completion."))
    course, user, progress = (_object(body, name) for name in ("course", "user", "progress"))
    their_course, their_user = str(course.get("id", ""))[:60], str(user.get("id", ""))[:60]
    if not (their_course and their_user):
        raise Unreadable(_("The event names no course or no user."))
    completed, wrong = _canvas_day(progress.get("completed_at"), source)
    return Line(
        row=1,
        named=Named(
            email=str(user.get("email") or "")[:254],
            name=str(user.get("name") or "")[:200],
            system=f"canvas:{about.get('root_account_uuid', '')}"[:200],
            account=their_user,
        ),
        external_id=f"canvas:{their_course}:{their_user}:{completed or ''}"[:120],
        course=linked(source, their_course),
        completed=completed,
        said={"course": dict(course), "progress": dict(progress)},
        wrong=wrong,
    )


def _object(body: Said, name: str) -> Said:
    found = body.get(name)
    if not isinstance(found, dict):
        raise Unreadable(_("The event lacks its %(name)s.") % {"name": name})
    return found


def _canvas_day(value: Any, source: Source) -> tuple[date | None, tuple[Problem, ...]]:
    """The day where the provider is; Canvas writes moments in UTC."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(ZoneInfo(source.provider.zone)).date(), ()
    except (ValueError, TypeError, OverflowError):
        problem = Problem(
            field="completed",
            value=str(value)[:100],
            rule=_("The event does not say when it was completed."),
            fix=_("Enter the day."),
        )
        return None, (problem,)
