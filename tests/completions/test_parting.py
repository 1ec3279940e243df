"""Credit for a part of a course, by each body's own rule."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from recert.catalogue.models import CourseApproval, CourseClass, CourseEdition, InPart
from recert.completions.models import CompletionState
from recert.completions.receiving import Awarded, Named, PartTaken
from recert.completions.receiving.parting import share_earned
from recert.completions.receiving.resolving import Meant
from recert.rules.amounts import from_grains
from recert.transcript.queries import transcript_of
from tests.completions.scene import fields, line, send, set_birthdays, states
from tests.teaching import Teaching

S = CompletionState
WHOLE, TIME, SUBJECTS = InPart.WHOLE, InPart.TIME, InPart.SUBJECTS

EDITION = CourseEdition(
    minutes=120,
    since=date(2026, 1, 1),
    topics=["nutrition"],
    parts=[
        {"share": "1/4", "topics": ["ethics"]},
        {"share": "1/2", "topics": ["exercise-science"]},
    ],
)


def took(*parts: tuple[int, str], minutes: int | None = None) -> dict[str, object]:
    """Minutes of each subject, or of the whole."""
    taken = (PartTaken(minutes=many, topics=(about,) if about else ()) for many, about in parts)
    return {"parts": tuple(taken), "minutes": minutes}


@pytest.mark.parametrize(
    ("rule", "least", "said", "share"),
    [
        ("", None, took(), 1),
        ("", None, took(minutes=30), 1),
        ("", None, took((30, "")), "1/4"),
        (WHOLE, None, took(), 1),
        (WHOLE, None, took(minutes=119), 0),
        (WHOLE, None, took((120, "")), 1),
        (WHOLE, 100, took(minutes=100), 1),
        (WHOLE, 100, took((99, "ethics")), 0),
        (TIME, None, took(minutes=90), "3/4"),
        (TIME, 60, took((59, "")), 0),
        (TIME, 60, took((60, "")), "1/2"),
        (SUBJECTS, None, took((30, "ethics")), "1/4"),
        (SUBJECTS, None, took((30, "ethics"), (59, "exercise-science")), "1/4"),
        (SUBJECTS, None, took((30, "ethics"), (30, "nutrition")), "1/2"),
        (SUBJECTS, None, took((60, "")), 0),
        (SUBJECTS, None, took(minutes=120), 1),
    ],
)
def test_a_part_earns_what_the_body_says(
    rule: str, least: int | None, said: dict[str, object], share: str | int
) -> None:
    approval = CourseApproval(in_part=rule, least_minutes=least)
    meant = Meant(edition=EDITION)
    assert share_earned(approval, line(**said), meant) == Fraction(share)


def test_whoever_was_there_as_long_as_the_class_asks_took_the_whole() -> None:
    meant = Meant(edition=EDITION, course_class=CourseClass(least_minutes=100))
    there = line(**took(minutes=110))
    assert share_earned(CourseApproval(in_part=TIME), there, meant) == 1
    assert share_earned(CourseApproval(in_part=WHOLE), there, meant) == 1
    assert share_earned(CourseApproval(in_part=TIME, least_minutes=115), there, meant) == 0


def test_each_body_gives_by_its_own_rule_and_the_row_says_so(teaching: Teaching) -> None:
    set_birthdays(teaching)
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(in_part=TIME, least_minutes=30)
    CourseApproval.objects.filter(pk=teaching.by_ace.pk).update(in_part=WHOLE)
    stated = Awarded(amount=Fraction(1, 10), unit="cec", by="ace")
    received = send(
        teaching,
        line(**took((60, ""))),
        line(row=2, named=Named(email="ben@example.org"), awards=(stated,)),
    )
    assert states(received) == [S.ACCEPTED, S.PROBLEM]
    entry = transcript_of(teaching.cast.ada).get(reported_by="provider")
    given = {each.by: from_grains(each.amount_grains) for each in entry.awards.all()}
    assert given == {"acsm": 1}
    assert fields(received) == [["parts", "parts"], ["awards"]]
    told = sorted(problem.rule for problem in received.answers[0].problems)
    assert told[0].endswith("gives its share of the credit for this part of the course.")
    assert told[1].endswith("gives all of the credit or none, and this was a part.")
