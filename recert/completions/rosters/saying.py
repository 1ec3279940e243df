"""Saying: the words of one row, by field, become a line; what cannot be read is told by field.

The same for a row of a file, a row of a class list and a row that is mended in the tray: all
are words somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.catalogue.models import CourseApproval, CourseClass, Provider
from recert.completions.enrolled import numbers_enrolled
from recert.completions.identifying import number_key
from recert.completions.lines import Awarded, Line, Named, PartTaken, Problem
from recert.completions.rosters.fields import AREAS, PART_HOURS, Field
from recert.lib.folding import fold
from recert.lib.written_days import MONTHS, DayOrder, Unread, read_day
from recert.people.queries import bodies
from recert.rules.facts import Topic, Unit

Words = Mapping[str, str]
"""What stands in each field."""

YES = frozenset(
    ("y", "yes", "true", "t", "1", "x", "present", "attended", "complete", "completed", "pass",
     "passed", "p", "ok")
)  # fmt: skip
NO = frozenset(("n", "no", "false", "f", "0", "absent", "noshow", "incomplete", "fail", "failed"))
PRESENTERS = frozenset(("presenter", "speaker", "instructor", "faculty", "teacher"))
LEARNERS = frozenset(("", "learner", "attendee", "participant", "student"))
MOST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Context:
    """What a provider's words are read with; loaded once for all rows."""

    provider: Provider
    course_class: CourseClass | None = None
    defaults: Words = field(default_factory=dict)
    orders: Mapping[str, DayOrder] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)  # folded name or slug -> slug
    their_courses: Mapping[str, str] = field(default_factory=dict)  # a body's number -> ours
    enrolled: Mapping[str, str] = field(default_factory=dict)  # number_key -> public id


def context_of(
    provider: Provider,
    course_class: CourseClass | None = None,
    defaults: Words | None = None,
    orders: Mapping[str, str] | None = None,
) -> Context:
    """What words of this provider are read with: three queries."""
    names = bodies().values_list("slug", "name")
    approved = CourseApproval.objects.filter(edition__course__provider=provider).exclude(number="")
    numbers = approved.order_by("pk").values_list("number", "edition__course__number")
    return Context(
        provider=provider,
        course_class=course_class,
        defaults=defaults or {},
        orders={each: DayOrder(order) for each, order in (orders or {}).items()},
        bodies={fold(name): slug for slug, each in names for name in (slug, each)},
        their_courses={_bare(theirs): ours for theirs, ours in numbers},
        enrolled=numbers_enrolled(course_class) if course_class else {},
    )


def _bare(number: str) -> str:
    """A body's number of a course as registries write it: without the `20-` before it."""
    return number.strip().upper().removeprefix("20-")


def line_said(row: int, words: Words, context: Context) -> Line:
    """What one row says; `wrong` tells what of it cannot be read."""
    wrong: list[Problem] = []
    named = _named(words, context, wrong)
    return Line(
        row=row,
        named=named,
        external_id=words.get(Field.EXTERNAL_ID, ""),
        course=_course(words, context, wrong),
        course_class=words.get(Field.CLASS, ""),
        completed=_day(Field.COMPLETED, words, context, wrong),
        started=_day(Field.STARTED, words, context, wrong),
        minutes=_minutes(words, wrong),
        passed=_passed(words, wrong),
        grade=words.get(Field.GRADE, ""),
        parts=tuple(_parts(words, wrong)),
        awards=tuple(_awards(words, named, context, wrong)),
        role=_role(words),
        said={"words": {key: value for key, value in words.items() if value}},
        wrong=tuple(wrong),
    )


# ---------------------------------------------------------------- who


def _named(words: Words, context: Context, wrong: list[Problem]) -> Named:
    number = words.get(Field.NUMBER, "")
    named = Named(
        body=_body(words, context, wrong) if number else "",
        number=number,
        born=_born(words.get(Field.BORN, "")),
        email=words.get(Field.EMAIL, "").removeprefix("mailto:"),
        name=words.get(Field.NAME, "")
        or f"{words.get(Field.FIRST_NAME, '')} {words.get(Field.LAST_NAME, '')}".strip(),
        account=words.get(Field.ACCOUNT, ""),
    )
    if number and not (named.born or named.email or named.account):
        enrolled = context.enrolled.get(number_key(named), "")
        if enrolled:  # having a place in this class is the second fact
            return replace(named, person=enrolled)
    return named


def _body(words: Words, context: Context, wrong: list[Problem]) -> str:
    said = words.get(Field.BODY, "")
    licence = f"{words.get(Field.STATE, '')} {words.get(Field.PROFESSION, '')}".strip()
    default = context.defaults.get("body", "")
    if not said:
        return context.bodies.get(fold(licence), default) if licence else default
    found = context.bodies.get(fold(said))
    if found is None:
        wrong.append(
            Problem(
                field=Field.BODY,
                value=said,
                rule=_("A number is one of a body’s, and this is none of the bodies here."),
                fix=_("Say which body is meant."),
            )
        )
    return found or ""


_BORN_ISO = re.compile(r"(\d{1,2})-(\d{1,2})")
_BORN_US = re.compile(r"(\d{1,2})/(\d{1,2})")
_BORN_PLAIN = re.compile(r"(\d\d)(\d\d)")
_BORN_WORD = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})")


def _born(text: str) -> str:
    """Month and day as `03-14`; what is not one is left as it is, and refused by rule."""
    for pattern in (_BORN_ISO, _BORN_US, _BORN_PLAIN):
        if found := pattern.fullmatch(text):
            return f"{int(found[1]):02}-{int(found[2]):02}"
    if (found := _BORN_WORD.fullmatch(text)) and found[1][:3].lower() in MONTHS:
        return f"{MONTHS.index(found[1][:3].lower()) + 1:02}-{int(found[2]):02}"
    return text


# ---------------------------------------------------------------- what


def _course(words: Words, context: Context, wrong: list[Problem]) -> str:
    ours = words.get(Field.COURSE, "")
    theirs = words.get(Field.THEIR_COURSE, "")
    if ours or not theirs:
        has_class = context.course_class is not None or words.get(Field.CLASS)
        return ours or ("" if has_class else context.defaults.get("course", ""))
    found = context.their_courses.get(_bare(theirs))
    if found is None:
        wrong.append(
            Problem(
                field=Field.THEIR_COURSE,
                value=theirs,
                rule=_("No body approved a course of yours under this number."),
                fix=_("Say which course of yours it is, by your own number."),
            )
        )
        return ""
    return found


def _day(name: str, words: Words, context: Context, wrong: list[Problem]) -> date | None:
    text = words.get(name, "")
    if not text:
        return None
    found = read_day(text, context.orders.get(name))
    if isinstance(found, date):
        return found
    wrong.append(Problem(field=name, value=text, rule=_unread(found), fix=_HOW))
    return None


_HOW = "2026-03-14"


def _unread(why: Unread) -> str:
    if why is Unread.EITHER:
        return _("This could be two days: day first, or month first. Write it as shown.")
    if why is Unread.SHORT_YEAR:
        return _("The year needs four digits. Write it as shown.")
    return _("This is not a day. Write it as shown.")


def _minutes(words: Words, wrong: list[Problem]) -> int | None:
    for name, times in ((Field.MINUTES, 1), (Field.HOURS, 60)):
        text = words.get(name, "")
        if text:
            found = _number(text)
            whole = None if found is None else found * times
            if whole is not None and whole.denominator == 1:
                return int(whole)
            wrong.append(_no_number(name, text))
    return None


def _number(text: str) -> Fraction | None:
    """A decimal as people write it: 1.5 or 1,5."""
    if not re.fullmatch(r"\d{1,7}([.,]\d{1,4})?", text):
        return None
    found = Fraction(text.replace(",", "."))
    return found if found <= MOST_NUMBER else None


def _no_number(name: str, text: str) -> Problem:
    return Problem(
        field=name,
        value=text,
        rule=_("This is not a number of whole minutes."),
        fix=_("Write digits only, such as 90, or 1.5 where it is hours."),
    )


def _passed(words: Words, wrong: list[Problem]) -> bool | None:
    text = words.get(Field.PASSED, "")
    plain = re.sub(r"[^a-z0-9]", "", fold(text))
    if not text:
        return None
    if plain in YES or plain in NO:
        return plain in YES
    wrong.append(
        Problem(
            field=Field.PASSED,
            value=text,
            rule=_("This says neither yes nor no."),
            fix=_("Write yes for whoever was there and passed, no for the others."),
        )
    )
    return None


def _role(words: Words) -> str:
    plain = fold(words.get(Field.ROLE, "")).strip()
    if plain in LEARNERS:
        return "learner"
    return "presenter" if plain in PRESENTERS else words[Field.ROLE]


def _parts(words: Words, wrong: list[Problem]) -> Iterator[PartTaken]:
    for area, hours in zip(AREAS, PART_HOURS, strict=True):
        about, long = words.get(area, ""), words.get(hours, "")
        if not (about or long):
            continue
        found = _number(long)
        minutes = None if found is None else found * 60
        if minutes is None or minutes.denominator != 1:
            wrong.append(_no_number(hours, long))
            continue
        topic = _topic(about)
        if topic is None:
            wrong.append(
                Problem(
                    field=area,
                    value=about,
                    rule=_("We do not know this subject area yet."),
                    fix=_("Say which topic it is; it is remembered."),
                )
            )
            continue
        yield PartTaken(minutes=int(minutes), topics=(topic,))


def _topic(text: str) -> str | None:
    plain = re.sub(r"[ _]+", "-", fold(text).strip())
    return plain if plain in set(Topic) else None


def _awards(
    words: Words, named: Named, context: Context, wrong: list[Problem]
) -> Iterator[Awarded]:
    text = words.get(Field.AMOUNT, "")
    if not text:
        return
    amount = _number(text)
    unit = re.sub(
        r"[ _]+", "-", fold(words.get(Field.UNIT, "") or context.defaults.get("unit", ""))
    )
    if amount is None:
        wrong.append(_no_number(Field.AMOUNT, text))
    elif unit not in set(Unit) and unit.removesuffix("s") not in set(Unit):
        wrong.append(
            Problem(
                field=Field.UNIT,
                value=words.get(Field.UNIT, ""),
                rule=_("This is not one of the units there are."),
                fix=_("Choose a unit from the list."),
            )
        )
    else:
        yield Awarded(
            amount=amount, unit=unit if unit in set(Unit) else unit.removesuffix("s"),
            by=named.body or context.defaults.get("body", ""),
        )  # fmt: skip
