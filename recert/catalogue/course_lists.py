"""Course lists: the rows of a spreadsheet read as courses, each mistake named with its mending.

Reading needs no database; `actions.bringing` enters what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from django.utils.translation import gettext as _

from recert.catalogue.entering import CourseDraft, Teacher, course_refusals, number_refusals
from recert.catalogue.lengths import read_share
from recert.lib.folding import fold
from recert.lib.numbers import whole
from recert.lib.refusals import Refusal, Refused
from recert.rules.facts import Delivery, DocumentKind, Kind, Part, Topic

MEANT = {
    "number": "number coursenumber courseid id code coursecode sku courseno",
    "title": "title course coursetitle name coursename",
    "summary": "summary description about abstract",
    "kind": "kind type coursetype format activitytype",
    "delivery": "delivery deliverymethod method modality mode how",
    "since": "since taughtfrom from startdate effective effectivedate",
    "minutes": "minutes length duration minutesofinstruction instructionminutes",
    "hours": "hours contacthours instructionhours",
    "topics": "topics topic subjects subject category categories",
    "parts": "parts partsof",
    "objectives": "objectives learningobjectives outcomes learningoutcomes",
    "presenters": "presenters presenter instructor instructors faculty speaker speakers",
    "assessed": "assessed assessment test exam quiz",
    "pass_percent": "passpercent passmark passingscore passing minimumscore",
    "cards": "cards card",
    "card_months": "cardmonths validity cardvalidity",
    "language": "language languagecode lang",
    "accessibility": "accessibility accommodations",
    "evidence_note": "evidencenote references outline bibliography",
}
_FIELD_OF = {word: name for name, words in MEANT.items() for word in words.split()}

SUGGESTED = 5
MOST_TOLD = 15

LONGEST_CELL = 1_000
"""A table's reader cuts what is longer; nothing is entered that was cut."""

YES = frozenset(("yes", "y", "true", "1", "x"))
NO = frozenset(("", "no", "n", "false", "0"))

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell: which, what stands there, what holds, how to mend it."""

    field: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: what it says if that is clear, and what is wrong."""

    row: int
    number: str
    draft: CourseDraft | None
    problems: tuple[Problem, ...] = ()


def fields_of(headers: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Which place of a row holds what, and the headings that mean nothing here.

    Refuses a list that does not say number and title.
    """
    found: dict[int, str] = {}
    unknown = []
    for place, header in enumerate(headers):
        name = _FIELD_OF.get(re.sub(r"[^a-z]", "", fold(header)), "")
        if name and name not in found.values():
            found[place] = name
        else:
            unknown.append(header)
    missing = [name for name in ("number", "title") if name not in found.values()]
    if missing:
        raise Refused(
            _("The list needs a column “%(name)s”. Its headings are: %(headings)s.")
            % {"name": missing[0], "headings": ", ".join(headers)},
            "file",
        )
    return found, tuple(unknown)


def read_row(row: int, cells: Sequence[str], places: Mapping[int, str], today: date) -> ReadRow:
    """Read one row; what the list leaves out is taken as most courses are."""
    said = {
        name: cells[place].strip() if place < len(cells) else "" for place, name in places.items()
    }
    reading = _Reading(said)
    for name, text in said.items():
        if len(text) >= LONGEST_CELL:
            reading.refuse(
                name,
                "too-long",
                _("Write fewer than 1,000 letters here, and the rest on the course’s page."),
            )
    draft = reading.draft(today)
    number = said.get("number", "")
    refusals = [*number_refusals(number), *(course_refusals(draft) if draft else ())]
    told = {problem.field for problem in reading.problems}
    problems = [
        *reading.problems,
        *(_problem(each, said) for each in refusals if each.field not in told),
    ]
    return ReadRow(row, number, None if problems else draft, tuple(problems))


def _problem(refusal: Refusal, said: Mapping[str, str]) -> Problem:
    return Problem(refusal.field, said.get(refusal.field, ""), "refused", refusal.sentence)


@dataclass(slots=True)
class _Reading:
    """One row being read, and what was wrong so far."""

    said: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, rule: str, fix: str) -> None:
        self.problems.append(Problem(name, self.said.get(name, ""), rule, fix))

    def draft(self, today: date) -> CourseDraft | None:
        minutes = self.minutes()
        kind = self.one("kind", Kind, Kind.COURSE)
        delivery = self.one("delivery", Delivery, Delivery.IN_PERSON)
        draft = CourseDraft(
            title=self.said.get("title", ""),
            kind=kind,
            delivery=delivery,
            since=self.day("since", today),
            minutes=minutes,
            topics=frozenset(self.many("topics", Topic)),
            parts=self.parts(minutes),
            summary=self.said.get("summary", ""),
            objectives=tuple(_split(self.said.get("objectives", ""))),
            presenters=tuple(map(_teacher, _split(self.said.get("presenters", "")))),
            assessed=self.yes("assessed"),
            pass_percent=self.number("pass_percent"),
            cards=frozenset(self.many("cards", DocumentKind)),
            card_months=self.number("card_months"),
            language=self.said.get("language", "") or "en",
            accessibility=self.said.get("accessibility", ""),
            evidence_note=self.said.get("evidence_note", ""),
        )
        return None if self.problems else draft

    def minutes(self) -> int | None:
        hours = self.said.get("hours", "")
        if self.said.get("minutes") or not hours:
            return self.number("minutes")
        if re.fullmatch(r"\d{1,5}(\.\d{1,4})?", hours) and (
            (Fraction(hours) * 60).denominator == 1
        ):
            return int(Fraction(hours) * 60)
        self.refuse("hours", "no-number", _("Write hours such as 1.5, or use a column of minutes."))
        return None

    def number(self, name: str) -> int | None:
        text = self.said.get(name, "").removesuffix("%").strip()
        if not text:
            return None
        found = whole(text.removesuffix(".0"))
        if found is None:
            self.refuse(name, "no-number", _("Write a whole number, such as 45."))
        return found

    def day(self, name: str, otherwise: date) -> date:
        text = self.said.get(name, "")
        if not text:
            return otherwise
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            self.refuse(name, "no-day", _("Write the day as 2026-10-04."))
            return otherwise

    def yes(self, name: str) -> bool:
        text = self.said.get(name, "").casefold()
        if text not in YES | NO:
            self.refuse(name, "no-answer", _("Write yes or no."))
        return text in YES

    def one(self, name: str, vocabulary: type[E], otherwise: E) -> E:
        found = self.many(name, vocabulary)
        if len(found) > 1:
            self.refuse(name, "too-many", _("Write one of them only."))
        return found[0] if found else otherwise

    def many(self, name: str, vocabulary: type[E]) -> list[E]:
        known = {each.value: each for each in vocabulary}
        found = []
        for text in _split(self.said.get(name, "")):
            meant = known.get("-".join(text.casefold().replace("_", " ").replace("-", " ").split()))
            if meant is None:
                self.refuse(name, "no-word", _instead_of(text, known))
            else:
                found.append(meant)
        return found

    def parts(self, minutes: int | None) -> tuple[Part, ...]:
        found = []
        for text in _split(self.said.get("parts", "")):
            about, _colon, much = text.rpartition(":")
            topic = "-".join(about.casefold().split())
            try:
                share = read_share(much, minutes)
                found.append(Part(share=share, topics=frozenset({Topic(topic)})))
            except ValueError:
                self.refuse("parts", "no-part", _("Write parts as ethics: 30; law: 12.5 %."))
            except Refused as refused:
                self.refuse("parts", "no-part", str(refused))
        return tuple(found)


def _instead_of(text: str, known: Mapping[str, StrEnum]) -> str:
    """What to write where a word is not known: what it may have been meant for, else some."""
    near = get_close_matches(text.casefold().replace(" ", "-"), known, SUGGESTED)
    said = {"words": ", ".join(near or sorted(known)[:MOST_TOLD])}
    if near:
        return _("We do not know this. Did you mean: %(words)s?") % said
    if len(known) <= MOST_TOLD:
        return _("We do not know this. Write one of: %(words)s.") % said
    return _("We do not know this. Write what the form for a course offers, such as %(words)s.") % {
        "words": ", ".join(sorted(known)[:SUGGESTED])
    }


def _split(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[;\n|]", text) if each.strip()]


def _teacher(text: str) -> Teacher:
    name, _comma, qualification = text.partition(",")
    return Teacher(name=name.strip(), qualification=qualification.strip())


def read_list(
    headers: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], today: date
) -> tuple[list[ReadRow], tuple[str, ...]]:
    """All rows read, and the headings that were left out. A number that comes twice is wrong."""
    places, unknown = fields_of(headers)
    found: list[ReadRow] = []
    first: dict[str, int] = {}
    for row, cells in rows:
        read = read_row(row, cells, places, today)
        if read.number and read.number in first:
            fix = _("Row %(row)s has this number too. Leave one of them out.")
            twice = Problem("number", read.number, "twice", fix % {"row": first[read.number]})
            read = ReadRow(row, read.number, None, (*read.problems, twice))
        first.setdefault(read.number, row)
        found.append(read)
    return found, unknown
