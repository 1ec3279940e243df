"""Courses and classes: entered once, put right while nothing rests on them, taught anew, held."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.catalogue.actions import (
    cancel_class,
    change_class,
    enter_course,
    list_course,
    mend_edition,
    new_edition,
    plan_class,
    retire_course,
)
from recert.catalogue.course_queries import courses_found, newest_edition
from recert.catalogue.entering import ClassDraft, CourseDraft, Teacher
from recert.catalogue.models import Course, CourseClass, CourseEdition
from recert.catalogue.records import class_draft, edition_draft
from recert.catalogue.timing import repeated
from recert.completions.models import Completion, CompletionState, Report, ReportWay
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.rules.facts import Delivery, DocumentKind, Kind, Part, Topic
from tests.cast import NOW
from tests.teaching import Teaching

LATER = NOW + timedelta(days=1)

ETHICS = CourseDraft(
    title="Deciding fairly",
    kind=Kind.COURSE,
    delivery=Delivery.LIVE_ONLINE,
    since=date(2026, 1, 1),
    minutes=240,
    topics=frozenset({Topic.EXERCISE_SCIENCE}),
    parts=(Part(share=Fraction(1, 8), topics=frozenset({Topic.ETHICS})),),
    objectives=("Name four principles.", "Decide a case."),
    presenters=(Teacher(name="Pia Lund", qualification="MSc"),),
    assessed=True,
    pass_percent=80,
)


def _enter(teaching: Teaching, draft: CourseDraft = ETHICS, number: str = "ML-7") -> Course:
    return enter_course(
        by=teaching.oto, at=NOW, provider_slug=teaching.lab.slug, number=number, draft=draft
    )


def test_a_course_is_entered_once_and_reads_back_as_it_was_said(teaching: Teaching) -> None:
    course = _enter(teaching)
    assert edition_draft(newest_edition(course)) == ETHICS
    assert _enter(teaching, replace(ETHICS, title="  Deciding fairly "), " ML-7 ") == course
    with pytest.raises(Refused, match="with this number"):
        _enter(teaching, replace(ETHICS, title="Another"))
    assert [each.code for each in lines_about(f"course:{course.public_id}")] == [
        "catalogue.course-entered"
    ]
    assert list(courses_found(teaching.lab, "fairly ml", "")) == [course]
    assert not courses_found(teaching.lab, "", "retired")


def test_only_those_who_see_to_courses_enter_them(teaching: Teaching) -> None:
    for whom in (teaching.pia, teaching.cast.eve, teaching.cast.hal):  # teaches; strangers
        with pytest.raises(NotFound):
            enter_course(by=whom, at=NOW, provider_slug=teaching.lab.slug, number="X", draft=ETHICS)


def test_everything_wrong_is_told_at_once(teaching: Teaching) -> None:
    wrong = CourseDraft(
        title=" ",
        kind=Kind.EMPLOYMENT,
        delivery=Delivery.IN_PERSON,
        since=date(1900, 1, 1),
        minutes=0,
        parts=(Part(share=Fraction(2), topics=frozenset()),),
        pass_percent=0,
        cards=frozenset({DocumentKind.CPR}),
        presenters=(Teacher(name=""),),
        language="",
    )
    with pytest.raises(Refused) as refused:
        _enter(teaching, wrong, "")
    assert {each.field for each in refused.value.refusals} == {
        "number", "title", "kind", "since", "minutes", "parts", "pass_percent", "cards",
        "card_months", "presenters", "language",
    }  # fmt: skip
    assert not Course.objects.filter(title=" ").exists()


def test_an_edition_is_put_right_while_nothing_rests_on_it(teaching: Teaching) -> None:
    course = _enter(teaching)
    held = _plan(teaching, course)[0]
    said: dict[str, Any] = {"by": teaching.oto, "at": LATER, "provider_slug": "movement-lab",
            "course_id": course.public_id}  # fmt: skip
    better = replace(ETHICS, title="Deciding well", minutes=250)
    mended = mend_edition(**said, draft=better)
    assert (mended.number, mended.title) == (1, "Deciding well")
    assert mend_edition(**said, draft=better) == mended  # twice is once
    held.refresh_from_db()
    course.refresh_from_db()
    assert (held.edition, course.title) == (mended, "Deciding well")
    assert CourseEdition.objects.get(superseded_by=mended).title == "Deciding fairly"

    report = Report.objects.create(
        provider=teaching.lab, way=ReportWay.DESK, key="k", received_at=NOW
    )
    Completion.objects.create(
        report=report, provider=teaching.lab, course=course, edition=mended,
        state=CompletionState.ACCEPTED, reported_at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="relies on this edition"):
        mend_edition(**said, draft=ETHICS)
    with pytest.raises(Refused, match="begins later"):
        new_edition(**said, draft=ETHICS)
    second = new_edition(**said, draft=replace(ETHICS, since=date(2027, 1, 1)))
    assert second.number == 2
    assert new_edition(**said, draft=replace(ETHICS, since=date(2027, 1, 1))) == second
    assert edition_draft(mended) == better  # what was completed stays what it was


def test_an_approved_edition_is_taught_anew_not_edited(teaching: Teaching) -> None:
    draft = replace(edition_draft(teaching.edition), title="Other")
    with pytest.raises(Refused, match="relies on"):
        mend_edition(by=teaching.nia, at=NOW, provider_slug="movement-lab",
                     course_id=teaching.course.public_id, draft=draft)  # fmt: skip


def test_a_retired_course_is_listed_and_taught_no_more(teaching: Teaching) -> None:
    course = _enter(teaching)
    said: dict[str, Any] = {"by": teaching.oto, "at": LATER, "provider_slug": "movement-lab",
            "course_id": course.public_id}  # fmt: skip
    assert list_course(**said).is_listed
    assert list_course(**said).is_listed
    assert not retire_course(**said).is_listed
    with pytest.raises(Refused, match="retired"):
        list_course(**said)
    with pytest.raises(Refused, match="retired"):
        _plan(teaching, course)
    assert retire_course(**said, retired=False).retired_at is None
    codes = [each.code for each in lines_about(f"course:{course.public_id}")]
    assert sorted(codes) == [
        "catalogue.course-brought-back", "catalogue.course-entered", "catalogue.course-listed",
        "catalogue.course-retired",
    ]  # fmt: skip


# ---------------------------------------------------------------- classes

EVENING = ClassDraft(
    zone="America/Chicago",
    starts=datetime.fromisoformat("2027-03-04T18:00"),
    ends=datetime.fromisoformat("2027-03-04T20:00"),
    enrol_until=datetime.fromisoformat("2027-03-03T18:00"),
    seats=10,
    joining="Room 4",
)


def _plan(
    teaching: Teaching, course: Course, draft: ClassDraft = EVENING, **more: object
) -> tuple[CourseClass, ...]:
    return plan_class(
        by=teaching.oto, at=NOW, provider_slug=course.provider.slug, course_id=course.public_id,
        edition_id=newest_edition(course).public_id, draft=draft, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_series_keeps_its_hour_when_the_clocks_change(teaching: Teaching) -> None:
    course = _enter(teaching)
    days = repeated(date(2027, 3, 4), 1, 3)
    rows = _plan(teaching, course, also_on=days, key="form")
    begins = [row.starts_at for row in rows]
    assert begins == [  # six in the evening, before and after 14 March
        datetime(2027, 3, 5, 0, 0, tzinfo=UTC),
        datetime(2027, 3, 12, 0, 0, tzinfo=UTC),
        datetime(2027, 3, 18, 23, 0, tzinfo=UTC),
    ]
    assert [class_draft(row).starts for row in rows] == [
        datetime.fromisoformat(f"2027-03-{day}T18:00") for day in ("04", "11", "18")
    ]
    assert _plan(teaching, course, also_on=days, key="form") == rows  # sent twice
    assert CourseClass.objects.filter(edition__course=course).count() == 3


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        (datetime.fromisoformat("2027-03-14T02:30"), "skips"),
        (datetime.fromisoformat("2027-11-07T01:30"), "twice"),
    ],
)
def test_an_hour_that_is_not_one_moment_is_not_guessed(
    teaching: Teaching, starts: datetime, says: str
) -> None:
    draft = replace(EVENING, starts=starts, ends=starts + timedelta(hours=3), enrol_until=None)
    with pytest.raises(Refused, match=says) as refused:
        _plan(teaching, _enter(teaching), draft)
    assert refused.value.refusals[0].field == "starts"


def test_the_end_of_time_is_a_wrong_year(teaching: Teaching) -> None:
    course, last = _enter(teaching), datetime.fromisoformat("9999-12-31T23:00")
    draft = replace(EVENING, starts=last, ends=last, enrol_until=None)
    for days in ((), (date(2027, 3, 11),), repeated(last.date(), 1, 3)):
        with pytest.raises(Refused, match="year"):
            _plan(teaching, course, draft, also_on=days)
    with pytest.raises(Refused, match="years"):
        _plan(teaching, course, also_on=[date(9999, 12, 31)])


def test_who_has_no_till_gives_a_link_or_teaches_for_nothing(teaching: Teaching) -> None:
    course = _enter(teaching)
    with pytest.raises(Refused, match="You have no till"):
        _plan(teaching, course, replace(EVENING, cents=5000))
    with pytest.raises(Refused, match="https"):
        _plan(teaching, course, replace(EVENING, cents=5000, link="javascript:alert(1)"))
    elsewhere = replace(EVENING, cents=5000, currency="EUR", link="https://lab.example/buy")
    assert _plan(teaching, course, elsewhere)[0].currency == "EUR"


def test_nothing_is_planned_when_one_of_a_series_is_wrong(teaching: Teaching) -> None:
    course = _enter(teaching, replace(ETHICS, since=date(2027, 3, 1)))
    with pytest.raises(Refused, match="2027-03-01"):
        _plan(teaching, course, also_on=[date(2027, 2, 25)])
    assert not CourseClass.objects.filter(edition__course=course).exists()


def test_a_class_is_changed_and_says_what_changed(teaching: Teaching) -> None:
    row = teaching.workshop_class
    said: dict[str, Any] = {"by": teaching.cast.hal, "at": LATER, "provider_slug": "acsm",
            "class_id": row.public_id}  # fmt: skip
    before = class_draft(row)
    assert change_class(**said, draft=before)[1] == ()
    assert before.starts is not None
    assert before.ends is not None
    draft = replace(before, starts=before.starts + timedelta(hours=1),
                    ends=before.ends + timedelta(hours=1), place="Hall 2",
                    member_cents=(("acsm", 5000), ("ace", 9000)))  # fmt: skip
    changed, what = change_class(**said, draft=draft)
    assert set(what) == {"starts_at", "ends_at", "place", "member_prices"}
    assert class_draft(CourseClass.objects.get(pk=changed.pk)) == replace(
        draft, member_cents=draft.member_cents
    )
    with pytest.raises(Refused, match="more than everybody"):
        change_class(**said, draft=replace(draft, member_cents=(("acsm", 99999),)))
    with pytest.raises(Refused, match="no such body"):
        change_class(**said, draft=replace(draft, member_cents=(("nobody", 1),)))


def test_a_cancelled_class_says_why_and_stays_cancelled(teaching: Teaching) -> None:
    said: dict[str, Any] = {"by": teaching.oto, "at": LATER, "provider_slug": "movement-lab",
            "class_id": teaching.open_class.public_id}  # fmt: skip
    with pytest.raises(Refused, match="Say why"):
        cancel_class(**said, reason=" ")
    assert cancel_class(**said, reason="Storm").cancel_reason == "Storm"
    assert cancel_class(**said, reason="Flood").cancel_reason == "Storm"
    with pytest.raises(Refused, match="cancelled"):
        change_class(**said, draft=class_draft(teaching.open_class))
    with pytest.raises(NotFound):
        cancel_class(**said | {"by": teaching.cast.hal}, reason="x")
