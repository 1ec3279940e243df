"""Shapes: what the API takes and gives of courses and classes."""

from __future__ import annotations

from dataclasses import replace

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt

from recert.catalogue.entering import MOST_MINUTES, MOST_SEATS, ClassDraft, CourseDraft, Teacher
from recert.catalogue.timing import wall_of
from recert.lib.days import is_zone
from recert.rules.facts import Delivery, DocumentKind, Kind, Topic
from recert.web.api.problems import INVALID, Halted, Wrong
from recert.web.api.written import Day, Moment, Taken


class PresenterIn(Taken):
    """Who teaches it, as you publish it."""

    name: str = Field(min_length=1, max_length=150)
    qualification: str = Field("", max_length=300)


class CourseIn(Taken):
    """What a course is said to be from `since` on."""

    title: str = Field(min_length=1, max_length=200)
    kind: Kind
    delivery: Delivery
    since: Day = Field(description="The first day it is taught like this.")
    minutes: StrictInt | None = Field(None, ge=1, le=MOST_MINUTES, description="Of instruction.")
    topics: list[Topic] = Field(min_length=1, max_length=40)
    summary: str = Field("", max_length=10_000)
    objectives: list[str] = Field([], max_length=40)
    presenters: list[PresenterIn] = Field([], max_length=60)
    assessed: StrictBool = False
    pass_percent: StrictInt | None = Field(None, ge=1, le=100)
    cards: list[DocumentKind] = Field([], max_length=10, description="Of life-support training.")
    card_months: StrictInt | None = Field(None, ge=1, le=120)
    language: str = Field("en", min_length=2, max_length=10)
    accessibility: str = Field("", max_length=10_000)
    evidence_note: str = Field("", max_length=10_000)

    def draft(self) -> CourseDraft:
        """The same, as the catalogue takes it."""
        return CourseDraft(
            title=self.title,
            kind=self.kind,
            delivery=self.delivery,
            since=self.since,
            minutes=self.minutes,
            topics=frozenset(self.topics),
            summary=self.summary,
            objectives=tuple(self.objectives),
            presenters=tuple(
                Teacher(name=each.name, qualification=each.qualification)
                for each in self.presenters
            ),
            assessed=self.assessed,
            pass_percent=self.pass_percent,
            cards=frozenset(self.cards),
            card_months=self.card_months,
            language=self.language,
            accessibility=self.accessibility,
            evidence_note=self.evidence_note,
        )


class ClassIn(Taken):
    """One time a course is held; without `starts` it can be taken at any time."""

    course: str = Field(min_length=1, max_length=60, description="Your number of the course.")
    zone: str = Field(min_length=1, max_length=60, description="IANA, such as America/Chicago.")
    starts: Moment | None = None
    ends: Moment | None = None
    enrol_until: Moment | None = None
    place: str = Field("", max_length=200)
    city: str = Field("", max_length=100)
    region: str = Field("", max_length=10)
    country: str = Field("", pattern="^([A-Z]{2})?$")
    link: str = Field("", max_length=200, description="Where it is bought or described.")
    joining: str = Field("", max_length=10_000, description="Told to who is enrolled only.")
    seats: StrictInt | None = Field(None, ge=1, le=MOST_SEATS)
    cents: StrictInt = Field(0, ge=0, le=100_000_00, description="The price in whole cents.")
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    least_minutes: StrictInt | None = Field(None, ge=1, le=MOST_MINUTES)
    is_listed: StrictBool = False

    def draft(self, number: str, before: ClassDraft | None) -> ClassDraft:
        """The same, as the catalogue takes it; what the API does not say stays as it was."""
        if not is_zone(self.zone):
            wrong = Wrong("zone", "There is no such zone.", "Such as America/Chicago.", self.zone)
            raise Halted(INVALID, errors=[wrong])
        said = self.model_dump(exclude={"course"})
        for name in ("starts", "ends", "enrol_until"):
            said[name] = wall_of(said[name], self.zone) if said[name] else None
        return replace(before or ClassDraft(zone=self.zone), number=number, **said)


class CourseOut(Schema):
    """A course as it stands."""

    id: str
    number: str
    title: str
    edition: int
    kind: str
    delivery: str
    since: str
    minutes: int | None
    topics: list[str]
    summary: str
    objectives: list[str]
    presenters: list[PresenterIn]
    assessed: bool
    pass_percent: int | None
    cards: list[str]
    card_months: int | None
    language: str
    accessibility: str
    evidence_note: str
    is_listed: bool
    is_retired: bool


class CoursesOut(Schema):
    """One page of courses; `next` is the cursor of the next page."""

    courses: list[CourseOut]
    next: str


class ClassOut(Schema):
    """A class as it stands."""

    id: str
    number: str
    course: str
    edition: int
    zone: str
    starts: str | None
    ends: str | None
    enrol_until: str | None
    place: str
    city: str
    region: str
    country: str
    link: str
    joining: str
    seats: int | None
    cents: int
    currency: str
    least_minutes: int | None
    is_listed: bool
    cancelled_at: str | None


class ClassesOut(Schema):
    """One page of classes; `next` is the cursor of the next page."""

    classes: list[ClassOut]
    next: str
