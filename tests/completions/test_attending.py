"""Attendance: minutes summed without overlap, files as meetings write them, posted when enough."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from recert.catalogue.models import CourseClass
from recert.completions.attending import (
    bring_joins_in,
    check_in,
    check_out,
    counted_minutes,
    say_minutes,
    sheet_of,
)
from recert.completions.claiming import claim
from recert.completions.joins import read_joins
from recert.completions.lines import Named
from recert.completions.models import Completion, Presence
from recert.completions.posting_attendance import post_attendance
from recert.enrolments.actions import enrol
from recert.lib.refusals import NotFound, Refused
from recert.rules.amounts import from_grains, show
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.test_claiming import opened
from tests.teaching import Teaching

STARTS = datetime(2026, 12, 5, 15, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
DAY = date(2026, 12, 5)

ZOOM = """Topic,Meeting ID,Start Time,End Time
Ethics in practice,812 0000 0000,12/05/2026 08:50:00 AM,12/05/2026 11:04:00 AM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ada Ruiz,ADA@example.org,12/05/2026 08:50:00 AM,12/05/2026 09:50:00 AM,60,No
Ada Ruiz,ada@example.org,12/05/2026 09:40:00 AM,12/05/2026 10:30:00 AM,50,No
"Okafor, Ben",ben@example.org,12/05/2026 10:00:00 AM,12/05/2026 11:04:00 AM,64,No
Somebody,,13/45/2026,never,,Yes
"""
TEAMS = (
    "1. Summary\nMeeting title\tEthics\nStart time\t12/5/26, 8:58:00 AM\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Ada Ruiz\t12/5/26, 9:00:00 AM\t12/5/26, 10:45:30 AM\t1h 45m\tada@example.org\t\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Ada Ruiz\t12/5/26, 9:00:00 AM\t12/5/26, 9:30:00 AM\t30m\tada@example.org\tAttendee\n"
)


@pytest.fixture
def row(teaching: Teaching, settings: Settings) -> CourseClass:
    settings.RECERT_NOW = ENDS
    for who in (teaching.cast.ada, teaching.cast.ben):
        enrol(by=who, at=NOW, class_id=teaching.open_class.public_id, key="e")
    CourseClass.objects.filter(pk=teaching.open_class.pk).update(least_minutes=90)
    found = teaching.open_class
    found.refresh_from_db()
    return found


def asked(teaching: Teaching, at: datetime = ENDS) -> dict[str, Any]:
    return {"by": teaching.pia, "at": at, "provider_slug": "movement-lab",
            "class_id": teaching.open_class.public_id}  # fmt: skip


def minutes(row: CourseClass, at: datetime = ENDS) -> dict[str, tuple[int, int]]:
    return {str(each.attendee): (each.minutes, each.short) for each in sheet_of(row, at)}


SPANS = st.lists(
    st.tuples(st.integers(-30, 150), st.integers(0, 90)).map(lambda each: (each[0], sum(each))),
    max_size=6,
)


@given(SPANS)
def test_no_minute_counts_twice_or_outside_the_class(spans: list[tuple[int, int]]) -> None:
    held = CourseClass(starts_at=STARTS, ends_at=ENDS)
    moments = [(STARTS + timedelta(minutes=a), STARTS + timedelta(minutes=b)) for a, b in spans]
    there = {minute for a, b in spans for minute in range(a, b)} & set(range(120))
    assert counted_minutes(moments, held) == len(there)


def test_who_taps_in_and_out_at_the_desk(teaching: Teaching, row: CourseClass) -> None:
    ada, ben = teaching.cast.ada, teaching.cast.ben
    came = check_in(**asked(teaching, STARTS), named=Named(person=ada.public_id))
    assert check_in(**asked(teaching, STARTS), named=Named(person=ada.public_id)) == came
    check_in(**asked(teaching, STARTS + timedelta(minutes=30)), named=Named(person=ben.public_id))
    ids = [each.attendee.public_id for each in sheet_of(row, ENDS)]
    assert check_out(**asked(teaching, STARTS + timedelta(minutes=95)), attendee_ids=ids) == 2
    assert check_out(**asked(teaching, ENDS), attendee_ids=ids) == 0
    assert minutes(row) == {"Ada Ruiz": (95, 0), "Ben Okafor": (65, 25)}
    with pytest.raises(NotFound):  # who has no place is not known by an id
        check_in(**asked(teaching), named=Named(person=teaching.cast.carol.public_id))
    with pytest.raises(NotFound):
        check_in(**{**asked(teaching), "by": ada}, named=Named(person=ada.public_id))


def test_zoom_and_teams(teaching: Teaching, row: CourseClass) -> None:
    ada, ben = teaching.cast.ada.email, teaching.cast.ben.email
    text = ZOOM.replace("ada@example.org", ada).replace("ben@example.org", ben)
    text = text.replace("ADA@example.org", ada.upper())
    found = read_joins(text.encode(), "zoom.csv", row.zone, DAY)
    assert [number for number, _why in found.unread] == [8]
    for _again in range(2):
        assert bring_joins_in(**asked(teaching), joins=found.joins, file="zoom.csv") == 2
    assert Presence.objects.count() == 3
    assert minutes(row) == {"Ada Ruiz": (90, 0), "Ben Okafor": (60, 30)}
    teams = read_joins(TEAMS.encode("utf-16"), "teams.csv", row.zone, DAY)
    assert [(each.since, each.until) for each in teams.joins] == [
        (STARTS, STARTS + timedelta(minutes=105, seconds=30))
    ]
    for content, says in (
        (b"a,b\n1,2\n", "needs columns"),
        (b"Name,Join Time,Leave Time\nAda,soon,later\n", "no times on the day"),
        (b"Name,Join Time,Leave Time\nAda,2026-12-05 10:00,2026-12-05 09:00\n", "before they"),
    ):
        with pytest.raises(Refused, match=says):
            read_joins(content, "f.csv", row.zone, DAY)
    iso = read_joins(b"Email;In;Out\na@b.co;2026-12-05T15:00:00Z;2026-12-05T16:00:00+00:00\n",
                     "f.csv", row.zone, DAY)  # fmt: skip
    assert iso.joins[0].since == STARTS


def test_whoever_has_enough_is_posted_and_the_rest_in_part(
    teaching: Teaching, row: CourseClass
) -> None:
    ada, ben = teaching.cast.ada, teaching.cast.ben
    for who in (ada, ben):
        check_in(**asked(teaching, STARTS), named=Named(person=who.public_id))
    with pytest.raises(Refused, match="still there"):
        post_attendance(**asked(teaching, STARTS + timedelta(minutes=91)), key="a")
    sheet = {str(each.attendee): each.attendee.public_id for each in sheet_of(row, ENDS)}
    check_out(**asked(teaching, STARTS + timedelta(minutes=60)), attendee_ids=[sheet["Ben Okafor"]])
    with pytest.raises(Refused, match="reason"):
        say_minutes(**asked(teaching), attendee_id=sheet["Ben Okafor"], minutes=80, reason=" ")
    window = opened(teaching)
    with pytest.raises(Refused, match="you are noted with 60"):
        claim(by=ben, at=ENDS, code=window.code)
    for _click in range(2):
        if not Completion.objects.exists():
            post_attendance(**asked(teaching), key="a")
    assert list(Completion.objects.values_list("person__name", "minutes")) == [("Ada Ruiz", 120)]
    with pytest.raises(Refused, match="Nobody was there for long enough"):
        post_attendance(**asked(teaching), key="b")
    post_attendance(**asked(teaching), key="c", in_part=True)
    entry = transcript_of(ben).get(title="Ethics in practice")
    assert entry.minutes == 60
    assert sorted(show(from_grains(each.amount_grains)) for each in entry.awards.all()) == [
        "0.1", "1",
    ]  # fmt: skip
    assert not [each for each in sheet_of(row, ENDS) if each.attendee.completion is None]


def test_by_the_pages(teaching: Teaching, row: CourseClass, client: Client) -> None:
    client.force_login(teaching.pia)
    at = f"/provider/movement-lab/classes/{row.public_id}/attendance/"

    def post(**data: Any) -> int:
        return client.post(at, data).status_code

    assert post(came=teaching.cast.ada.public_id) == 302
    assert post(act="add", name="Eve Lost", email="eve@lab.example") == 302
    assert post(act="add", name="") == 422
    assert post(all="left") == 302
    file = SimpleUploadedFile("zoom.csv", ZOOM.encode())
    page = client.post(at, {"act": "file", "file": file})
    assert (page.status_code, "Row 8" in page.content.decode()) == (200, True)
    assert post(act="file", file=SimpleUploadedFile("x.csv", b"\0\0")) == 422
    ada = next(each for each in sheet_of(row, ENDS) if str(each.attendee) == "Ada Ruiz")
    one = f"{at}{ada.attendee.public_id}"
    assert client.post(one, {"minutes": "95", "reason": ""}).status_code == 422
    assert client.post(one, {"minutes": "95", "reason": "She signed the list"}).status_code == 302
    assert "She signed the list" in client.get(one).content.decode()
    assert post(act="post", key="k") == 302
    papers = f"/provider/movement-lab/classes/{row.public_id}/certificates"
    assert "All of them" in client.get(papers).content.decode()
    with ZipFile(BytesIO(client.post(papers).content)) as archive:
        assert [name.startswith("Ada_Ruiz") for name in archive.namelist()] == [True]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
