"""What a draft says: its rulebook and cases as read, and how the cases come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from recert.rulebooks.models import Edition, Version
from recert.rulebooks.queries import read_once, rulebooks_of
from recert.rulebooks.succession import with_successor
from recert.rules.cases import Case
from recert.rules.checking import Mismatch, answer, compare_answer
from recert.rules.findings import Standing
from recert.rules.reading import Problem, read_cases
from recert.rules.reading.folders import astray
from recert.rules.rulebook import Rulebook, Span
from recert.rules.writing import write_cases, write_rulebook

RULEBOOK_FILE = "rulebook.yaml"
CASES_FILE = "cases.yaml"


@dataclass(frozen=True, slots=True)
class Read:
    """A version as the strict reader takes it; no rulebook where something is wrong."""

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    cases: tuple[Case, ...]
    case_problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A case with the answer that came out, and what differs from what is expected."""

    case: Case
    standing: Standing
    mismatches: tuple[Mismatch, ...]


def read_version(version: Version) -> Read:
    """The version as read."""
    body = version.draft.body.slug
    rulebook, problems = read_once(version.text, RULEBOOK_FILE)
    cases, case_problems = cases_once(version.cases_text, body)
    if rulebook is not None and not case_problems:
        books = with_successor(rulebooks_of(body), rulebook)
        case_problems = tuple(astray(cases, list(books), f"{body}/{CASES_FILE}"))
    return Read(rulebook, problems, cases, case_problems)


@lru_cache(maxsize=64)
def cases_once(text: str, body: str) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Read cases; the same text is not read twice. No text at all is no cases."""
    return read_cases(text, name=CASES_FILE, body=body) if text.strip() else ((), ())


def ruling_with(rulebook: Rulebook) -> tuple[Rulebook, ...]:
    """What would rule if this edition were published."""
    return with_successor(rulebooks_of(rulebook.body), rulebook)


def try_cases(books: Sequence[Rulebook], cases: Sequence[Case]) -> tuple[Tried, ...]:
    """Run cases against what would rule."""
    return tuple(try_case(books, case) for case in cases)


def try_case(books: Sequence[Rulebook], case: Case) -> Tried:
    """Run one case."""
    standing = answer(books, case)
    return Tried(case, standing, compare_answer(books, case, standing))


def first_text(base: Rulebook, name: str, since: date) -> str:
    """The text a draft begins with: the base edition, from another day on, without an end."""
    return write_rulebook(replace(base, edition=name, in_force=Span(since=since)))


def first_cases(base: Edition, rulebook: Rulebook, name: str) -> str:
    """The cases that come along: those the base itself answers, now asked of the draft.

    Cases about the choice between editions stay with the edition they were written for.
    """
    slug = rulebook.body
    cases, _problems = cases_once(base.cases_text, slug)
    books = rulebooks_of(slug)
    own = [case for case in cases if answer(books, case).edition == base.edition]
    return write_cases((_asked_of(case, base.edition, name) for case in own), body=slug)


def renamed_cases(text: str, body: str, old: str, new: str) -> str:
    """Cases that name an edition which is called otherwise now."""
    cases, problems = cases_once(text, body)
    if problems or not any(old in (case.under, case.expect.edition) for case in cases):
        return text
    return write_cases(
        (_asked_of(case, old, new) if case.under == old else case for case in cases), body=body
    )


def _asked_of(case: Case, old: str, new: str) -> Case:
    expect = case.expect
    if expect.edition == old:
        expect = replace(expect, edition=new)
    return replace(case, under=new, expect=expect)
