"""Shapes: what the API takes and gives of completions."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt

from recert.web.api.written import Amount, Day, Taken

AT_ONCE = 500
"""Completions in one request."""

CHECKED_AT_ONCE = 100


class PersonTaken(Taken):
    """How a learner is named: a body's number with a second fact, or an e-mail address."""

    body: str = Field("", max_length=60, description="Short name of the body, such as acsm.")
    number: str = Field("", max_length=60, description="Number of a certification of that body.")
    born: str = Field("", max_length=5, description="Month and day of birth, 03-14. No year.")
    email: str = Field("", max_length=254)
    name: str = Field("", max_length=200, description="Never looked up by; it guards a slip.")
    system: str = Field("", max_length=200, description="Home page of the system of `account`.")
    account: str = Field("", max_length=200, description="Its name there, linked once by you.")


class PartTakenIn(Taken):
    """Minutes taken of what was about these topics: partial credit."""

    minutes: StrictInt = Field(ge=0, le=100_000)
    topics: list[str] = Field([], max_length=40)


class AwardIn(Taken):
    """Credit as you state it. Left out, what the body approved is taken."""

    amount: Amount
    unit: str = Field(max_length=30, description="Such as cec, ceu or contact-hour.")
    by: str = Field("", max_length=60, description="Short name of the body; empty: plain hours.")
    number: str = Field("", max_length=60, description="Number of its approval.")


class CompletionIn(Taken):
    """One person completed one course. What is left out is taken from the class or the course."""

    person: PersonTaken
    external_id: str = Field("", max_length=120, description="Your own id: it speaks once.")
    course: str = Field("", max_length=60, description="Your number of the course, or our id.")
    edition: StrictInt | None = Field(None, ge=1, le=32_000)
    course_class: str = Field("", max_length=60, description="Your number of the class, or our id.")
    completed: Day | None = Field(None, description="The day; of a class its last day if empty.")
    started: Day | None = None
    minutes: StrictInt | None = Field(None, ge=0, le=100_000, description="Somebody was there.")
    passed: StrictBool | None = Field(None, description="false: kept, and no credit is given.")
    grade: str = Field("", max_length=10)
    parts: list[PartTakenIn] = Field([], max_length=40)
    awards: list[AwardIn] = Field([], max_length=20)
    role: Literal["learner", "presenter"] = "learner"


class CompletionsIn(Taken):
    """A report: one completion or many."""

    completions: list[CompletionIn] = Field(min_length=1, max_length=AT_ONCE)
    all_or_nothing: StrictBool = Field(False, description="Post nothing unless every row is good.")
    dry_run: StrictBool = Field(False, description="Only answer; keep nothing.")


class CorrectionIn(Taken):
    """What a completion should have said, whole, and why it is changed."""

    completion: CompletionIn
    reason: str = Field("", max_length=2_000, description="Its person reads it.")


class VoidIn(Taken):
    """Why a completion did not happen."""

    reason: str = Field(min_length=1, max_length=2_000, description="Its person reads it.")


class PeopleIn(Taken):
    """Whom to look for before a class."""

    people: list[PersonTaken] = Field(min_length=1, max_length=CHECKED_AT_ONCE)


# ---------------------------------------------------------------- what is answered


class ProblemOut(Schema):
    """What is wrong with one field, by which rule, and how to mend it."""

    field: str
    value: str
    rule: str
    fix: str


class ResultOut(Schema):
    """What became of one row. `id` is empty when nothing was kept."""

    row: int
    state: str
    id: str
    external_id: str
    problems: list[ProblemOut]


class ReportOut(Schema):
    """What became of a report; `report` is empty when it was only tried."""

    report: str
    counts: dict[str, int]
    results: list[ResultOut]


class CompletionOut(Schema):
    """One completion as it stands. `person` only where this key reported it, as it did."""

    id: str
    report: str
    row: int
    state: str
    external_id: str
    course: str
    edition: int | None
    course_class: str
    completed: str | None
    started: str | None
    minutes: int | None
    passed: bool | None
    grade: str
    role: str
    problems: list[ProblemOut]
    reported_at: str | None
    settled_at: str | None
    reason: str
    superseded_by: str
    same_as: str
    person: dict[str, str] | None


class CompletionsOut(Schema):
    """One page of completions, the newest first; `next` is the cursor of the next page."""

    completions: list[CompletionOut]
    next: str


class CheckedOut(Schema):
    """Whether the facts of one row agree. No says nothing about who exists."""

    row: int
    agrees: bool


class CheckedAllOut(Schema):
    """The answers, row by row."""

    results: list[CheckedOut]


class WrongOut(Schema):
    """One thing that is wrong."""

    field: str
    rule: str
    fix: str
    value: str
    row: int | None = None


class Refusal(Schema):
    """Why something was not done, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    count: int = 0
    errors: list[WrongOut] = Field([])
