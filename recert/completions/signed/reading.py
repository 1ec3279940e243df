"""Reading: what a signed completion says, once its signature is good; believed by nobody before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from recert.completions.lines import Line, Named, PartTaken
from recert.lib.jws import Signed

MOST_TEXT = 300
MOST_PARTS = 40
MOST_AWARDS = 20
MOST_MINUTES = 100_000


class NotACompletion(Exception):
    """It is signed, but it is no completion; says what it lacks."""


@dataclass(frozen=True, slots=True)
class SignedCompletion:
    """A completion somebody else's installation signed."""

    issuer: str  # the address of that installation
    page: str  # where it says whether this still stands
    name: str  # whose it is
    identifiers: tuple[Any, ...]  # the same, hashed
    title: str
    provider_name: str
    provider: str  # its slug there
    completion: str  # its id there
    course: str  # the provider's number of it
    completed: date
    started: date | None
    minutes: int | None
    passed: bool | None
    grade: str
    role: str
    parts: tuple[PartTaken, ...]
    awards: tuple[tuple[str, str, str], ...]  # amount, unit, by whom: what it earned there

    def line(self, named: Named, course: str) -> Line:
        """The same as a row of a report; what it earns here follows from approvals here."""
        return Line(
            row=1,
            named=named,
            external_id=f"signed:{self.issuer}:{self.completion}"[:120],
            course=course,
            completed=self.completed,
            started=self.started,
            minutes=self.minutes,
            passed=self.passed,
            grade=self.grade,
            role=self.role,
            parts=self.parts,
            said={"signed": {"issuer": self.issuer, "page": self.page}},
        )


def read_signed(signed: Signed) -> SignedCompletion:
    """What was signed, as far as it is a completion."""
    said = _Said(signed.payload)
    subject, ours = said.object("credentialSubject"), said.object("recert")
    achievement = subject.object("achievement")
    identifiers = subject.rows("identifier", MOST_PARTS)
    return SignedCompletion(
        issuer=said.text("iss"),
        page=said.text("jti"),
        name=_name_in(identifiers),
        identifiers=tuple(identifiers),
        title=said.text("name"),
        provider_name=achievement.object("creator").text("name"),
        provider=ours.text("provider"),
        completion=ours.text("completion"),
        course=ours.text("course"),
        completed=ours.day("completed"),
        started=ours.day("started") if ours.has("started") else None,
        minutes=ours.number("minutes") if ours.has("minutes") else None,
        passed=ours.yes_no("passed") if ours.has("passed") else None,
        grade=ours.text("grade") if ours.has("grade") else "",
        role=ours.text("role"),
        parts=tuple(
            PartTaken(
                minutes=each.number("minutes"),
                topics=tuple(map(str, each.rows("topics", MOST_PARTS))),
            )
            for each in ours.objects("parts", MOST_PARTS)
        ),
        awards=tuple(
            (each.text("amount"), each.text("unit"), each.text("by"))
            for each in ours.objects("awards", MOST_AWARDS)
        ),
    )


def _name_in(identifiers: list[Any]) -> str:
    for each in identifiers:
        if isinstance(each, dict) and each.get("identityType") == "name":
            return str(each.get("identityHash", ""))[:MOST_TEXT]
    return ""


class _Said:
    """An object of JSON, read strictly."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self._said = said

    def has(self, name: str) -> bool:
        return self._said.get(name) not in (None, "")

    def text(self, name: str) -> str:
        found = self._said.get(name, "")
        if not isinstance(found, str) or len(found) > MOST_TEXT or "\x00" in found:
            raise NotACompletion(f"its {name} is no text of at most {MOST_TEXT} letters")
        return found

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise NotACompletion(f"its {name} is no day") from None

    def number(self, name: str) -> int:
        found = self._said.get(name)
        if isinstance(found, bool) or not isinstance(found, int) or not 0 < found <= MOST_MINUTES:
            raise NotACompletion(f"its {name} is no number of minutes")
        return found

    def yes_no(self, name: str) -> bool:
        found = self._said.get(name)
        if not isinstance(found, bool):
            raise NotACompletion(f"its {name} is neither true nor false")
        return found

    def object(self, name: str) -> _Said:
        found = self._said.get(name)
        if not isinstance(found, dict):
            raise NotACompletion(f"it has no {name}")
        return _Said(found)

    def rows(self, name: str, most: int) -> list[Any]:
        found = self._said.get(name, [])
        if not isinstance(found, list) or len(found) > most:
            raise NotACompletion(f"its {name} is no list of at most {most}")
        return found

    def objects(self, name: str, most: int) -> list[_Said]:
        found = self.rows(name, most)
        if not all(isinstance(each, dict) for each in found):
            raise NotACompletion(f"its {name} is no list of objects")
        return [_Said(each) for each in found]
