"""Receiving reports: every row answered, posted once, and found by two facts that agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from recert.completions.models import Completion, CompletionState, KnownAs, Report, ReportWay
from recert.completions.receiving import (
    Awarded,
    KeyTaken,
    Line,
    Named,
    PartTaken,
)
from recert.lib.refusals import Refused
from recert.notices.models import Notice
from recert.rules.amounts import from_grains
from recert.standing.queries import standings_of
from recert.transcript.actions import log_activity
from recert.transcript.models import Activity
from recert.transcript.queries import transcript_of
from tests.cast import NOW, course, person
from tests.completions.scene import ADA, DAY, fields, line, send, set_birthdays, states
from tests.counting import counted
from tests.teaching import Teaching, held_on

S = CompletionState


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching) -> None:
    set_birthdays(teaching)


def test_a_completion_is_credit_at_once_and_its_person_is_told_in_one_sentence(
    teaching: Teaching,
) -> None:
    ada = teaching.cast.ada
    before = {held.certification.pk: held.standing.counted for held in standings_of(ada, NOW)}
    received = send(teaching, line(), way=ReportWay.DESK)
    assert states(received) == [S.ACCEPTED]
    kept = Completion.objects.get()
    entry = kept.activity
    assert entry is not None
    assert (entry.reported_by, entry.provider, entry.course) == (
        "provider", teaching.lab.slug, f"{teaching.lab.slug}:ML-101",
    )  # fmt: skip
    assert {(a.by, from_grains(a.amount_grains), a.number) for a in entry.awards.all()} == {
        ("acsm", Fraction(2), "ACSM-2211"),
        ("ace", Fraction(1, 5), "ACE-88"),
    }
    after = {held.certification.pk: held.standing.counted for held in standings_of(ada, NOW)}
    assert after[teaching.cast.ada_acsm.pk] - before[teaching.cast.ada_acsm.pk] == 2
    told = Notice.objects.get(kind="credit-reported", recipient_id=ada.public_id)
    sentence = told.text.split("\n")[0]
    assert sentence.startswith("Movement Lab reported Ethics in practice: ")
    assert "2 CECs for ACSM-EP, still missing: 4.3 more CECs" in sentence


def test_the_same_report_is_taken_once_and_the_same_key_for_another_is_refused(
    teaching: Teaching,
) -> None:
    first = send(teaching, line())
    again = send(teaching, line())
    assert again.answers == first.answers
    assert again.report == first.report
    with pytest.raises(KeyTaken):
        send(teaching, line(completed=date(2026, 11, 13)))
    other_key = send(teaching, line(), key="k2")
    assert states(other_key) == [S.DUPLICATE]
    assert Completion.objects.get(report=other_key.report).same_as == Completion.objects.get(
        report=first.report
    )
    assert Activity.objects.filter(course__endswith="ML-101").count() == 1
    with pytest.raises(Refused) as empty:
        send(teaching, line(), key="")
    assert empty.value.refusals[0].field == "key"


def test_every_row_is_answered_with_field_value_rule_and_fix(teaching: Teaching) -> None:
    rows = [
        line(row=1),
        line(row=2, course="ML-999"),
        line(row=3, completed=None),
        line(row=4, completed=date(2027, 3, 1)),
        line(row=5, completed=date(2025, 3, 1)),
        line(row=6, named=Named(body="acsm", number="104233")),
        line(row=7, named=Named(body="nowhere", number="1", born="13-45")),
        line(row=8, named=Named(email="nobody@nowhere")),
        line(row=9, awards=(Awarded(amount=Fraction(3), unit="cec", by="acsm"),)),
        line(row=10, awards=(Awarded(amount=Fraction(1), unit="cec", by="nasm"),)),
        line(row=11, awards=(Awarded(amount=Fraction(1), unit="stars"),)),
        line(row=12, parts=(PartTaken(minutes=500, topics=("cheese",)),)),
        line(row=13, role="spectator"),
        line(row=14, minutes=-5),
        line(row=15, named=Named()),
        line(row=16, edition=9),
        line(row=17, course_class="none"),
    ]
    received = send(teaching, *rows)
    assert states(received) == [S.ACCEPTED, *[S.PROBLEM] * 16]
    assert fields(received)[1:] == [
        ["course"], ["completed"], ["completed"], ["completed"], ["born"], ["body", "born"],
        ["email"], ["awards"], ["awards"], ["awards"], ["parts", "parts"], ["role"],
        ["minutes"], ["number"], ["edition"], ["course_class"],
    ]  # fmt: skip
    for answer in received.answers:
        assert all(problem.rule and problem.fix for problem in answer.problems)
    assert Report.objects.get().said == {"accepted": 1, "problem": 16}


def test_trying_writes_nothing_and_whole_posts_all_or_nothing(teaching: Teaching) -> None:
    rows = (line(), line(row=2, course="ML-999"))
    tried = send(teaching, *rows, dry=True)
    assert (tried.report, tried.counts) == (None, {"accepted": 1, "problem": 1})
    whole = send(teaching, *rows, whole=True)
    assert whole.report is None
    assert not Completion.objects.exists()
    assert not Report.objects.exists()
    assert send(teaching, line(), whole=True).counts == {"accepted": 1}


@pytest.mark.parametrize(
    "named",
    [
        ADA,
        replace(ADA, number=" 104233 ", body="ACSM"),
        Named(body="acsm", number="104233", email="ADA@example.org"),
        Named(email="ada@example.org"),
        Named(system="https://moodle.example", account="u7"),
    ],
    ids=["birthday", "spelled otherwise", "number and address", "address", "linked account"],
)
def test_two_facts_that_agree_or_one_that_is_checked_find_somebody(
    teaching: Teaching, named: Named
) -> None:
    KnownAs.objects.create(
        provider=teaching.lab, system="https://moodle.example", name="u7",
        person=teaching.cast.ada, linked_at=NOW,
    )  # fmt: skip
    assert states(send(teaching, line(named=named))) == [S.ACCEPTED]
    assert Completion.objects.get().person == teaching.cast.ada


@pytest.mark.parametrize(
    "named",
    [
        replace(ADA, born="03-15"),
        replace(ADA, number="999999"),
        replace(ADA, name="Zoltan Nagy"),
        Named(body="acsm", number="104233", email="ben@example.org"),
        Named(email="nobody@example.org"),
        Named(system="https://moodle.example", account="u8"),
        Named(body="ace", number="104233", born="03-14"),
    ],
)
def test_what_does_not_agree_and_what_is_not_there_have_the_same_answer(
    teaching: Teaching, named: Named
) -> None:
    received = send(teaching, line(named=named))
    (answer,) = received.answers
    assert (answer.state, answer.problems) == (S.UNMATCHED, ())
    assert Completion.objects.get().person is None


def test_nobody_is_named_by_who_they_are_here_but_by_themselves_or_their_class(
    teaching: Teaching,
) -> None:
    ada = teaching.cast.ada
    named = Named(person=ada.public_id)
    assert states(send(teaching, line(named=named))) == [S.UNMATCHED]
    claimed = send(teaching, line(named=named), key="k2", by=ada, way=ReportWay.CLAIM)
    assert states(claimed) == [S.ACCEPTED]


def test_parts_are_partial_credit_and_presenting_is_not_learning(teaching: Teaching) -> None:
    half = line(parts=(PartTaken(minutes=60, topics=("ethics",)),))
    taught = line(row=2, role="presenter", named=Named(email="ben@example.org"), minutes=90)
    failed = line(row=3, named=Named(email="carol@example.org"), passed=False)
    received = send(teaching, half, taught, failed)
    assert states(received) == [S.ACCEPTED, S.ACCEPTED, S.FAILED]
    entry = transcript_of(teaching.cast.ada).get(reported_by="provider")
    assert {from_grains(award.amount_grains) for award in entry.awards.all()} == {
        Fraction(1), Fraction(1, 10),
    }  # fmt: skip
    assert (entry.minutes, entry.parts) == (60, [{"share": "1", "topics": ["ethics"]}])
    stood = transcript_of(teaching.cast.ben).get(reported_by="provider")
    assert (stood.kind, stood.minutes, stood.awards.count()) == ("teaching", 90, 0)
    assert not transcript_of(teaching.cast.carol).filter(reported_by="provider").exists()


def test_what_somebody_logged_themselves_gives_way_to_what_is_reported(
    teaching: Teaching,
) -> None:
    ada = teaching.cast.ada
    own = log_activity(
        by=ada, at=NOW, person=ada, note="mine",
        activity=course("Ethics in Practice ", DAY, "2"),
    )  # fmt: skip
    send(teaching, line())
    own.refresh_from_db()
    entry = transcript_of(ada).get(reported_by="provider")
    assert (own.superseded_by, entry.note) == (entry, "mine")
    other = log_activity(
        by=teaching.cast.ben, at=NOW, person=teaching.cast.ben,
        activity=course("Ethics in practice", DAY, "2"),
    )  # fmt: skip
    Activity.objects.filter(pk=other.pk).update(held_by="audit:x")
    send(teaching, line(named=Named(email="ben@example.org")), key="k2")
    assert Completion.objects.get(person=teaching.cast.ben).activity == other
    assert transcript_of(teaching.cast.ben).filter(completed=DAY).count() == 1


def test_a_providers_own_id_speaks_once_and_names_better_who_waited(teaching: Teaching) -> None:
    unknown = replace(ADA, number="104332")
    first = send(teaching, line(external_id="e1", named=unknown), key="k1")
    assert states(first) == [S.UNMATCHED]
    second = send(teaching, line(external_id="e1"), line(row=2, external_id="e1"), key="k2")
    assert states(second) == [S.ACCEPTED, S.DUPLICATE]
    kept = Completion.objects.get(report=first.report)
    assert (kept.state, kept.superseded_by) == (
        S.SUPERSEDED, Completion.objects.get(report=second.report, row=1),
    )  # fmt: skip
    assert states(send(teaching, line(external_id="e1"), key="k3")) == [S.DUPLICATE]
    other = send(teaching, line(external_id="e1", completed=date(2026, 11, 2)), key="k4")
    assert (states(other), fields(other)) == ([S.PROBLEM], [["external_id"]])


def test_a_second_report_that_says_otherwise_is_not_passed_over(teaching: Teaching) -> None:
    send(teaching, line(minutes=120))
    again = send(teaching, line(minutes=100), key="k2")
    assert (states(again), fields(again)) == ([S.DUPLICATE], [["minutes"]])


def test_a_class_says_the_day_the_course_and_the_least_time(teaching: Teaching) -> None:
    held = held_on(teaching.edition, NOW.replace(month=10))
    held.least_minutes = 100
    held.number = "C-1"
    held.save()
    rows = (
        line(course="", completed=None, course_class="C-1", minutes=110),
        line(row=2, course="", completed=None, course_class=held.public_id, minutes=90),
        line(row=3, course="W-7", course_class="C-1"),
        line(row=4, course_class="C-1", completed=date(2026, 10, 1)),
    )
    received = send(teaching, *rows)
    assert fields(received) == [[], ["minutes"], ["course"], ["completed"]]
    assert Completion.objects.get(row=1).completed == date(2026, 10, 21)
    assert send(
        teaching, line(course="", completed=None), course_class=held, key="k2"
    ).counts == {"duplicate": 1}  # fmt: skip
    with pytest.raises(Refused):
        send(teaching, line(), course_class=teaching.workshop_class, key="k3")


def test_what_spoke_on_the_day_is_given_whatever_speaks_now(teaching: Teaching) -> None:
    teaching.by_acsm.ended_on = date(2026, 11, 10)
    teaching.by_acsm.save()
    days = [date(2026, 11, number) for number in (9, 10, 11)]
    whom = (ADA, Named(email="ben@example.org"), Named(email="carol@example.org"))
    rows = [
        line(row=number, completed=day, named=named)
        for number, (day, named) in enumerate(zip(days, whom, strict=True), start=1)
    ]
    assert states(send(teaching, *rows)) == [S.ACCEPTED] * 3
    given = [
        {award.by for award in kept.activity.awards.all()}
        for kept in Completion.objects.select_related("activity").order_by("row")
        if kept.activity
    ]
    assert given == [{"ace", "acsm"}, {"ace", "acsm"}, {"ace"}]


def test_many_rows_ask_as_often_as_few(teaching: Teaching) -> None:
    people = [person(f"P{number:03} Quick") for number in range(24)]
    rows = [
        line(
            row=number,
            named=Named(email=each.email),
            external_id=f"x{number}",
            completed=DAY - timedelta(days=number),
        )
        for number, each in enumerate(people, start=1)
    ]

    def asked(*lines: Line, key: str) -> int:
        with counted() as seen:
            assert send(teaching, *lines, key=key).counts == {"accepted": len(lines)}
        return len(seen)

    few = asked(*rows[:4], key="few")
    assert asked(*rows[4:], key="many") <= few
    assert Completion.objects.filter(told_at=None).count() == 24
