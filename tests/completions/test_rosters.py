"""Rosters: any columns, remembered; CE Broker's by sight; tried, mended, posted, gone on with."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from recert.catalogue.models import CourseClass
from recert.completions.models import ColumnMapping, Completion, Report, Roster, RosterState
from recert.completions.rosters import acts, running, trying
from recert.lib.refusals import NotFound, Refused
from recert.lib.tables import read_table
from tests.cast import NOW
from tests.completions.rostering import (
    ADA,
    FIXTURES,
    HEAD,
    again,
    brought,
    desk,
    enrol,
    kept,
    named,
    posted,
    work,
)
from tests.completions.scene import set_birthdays
from tests.teaching import Teaching


@pytest.fixture
def lab(teaching: Teaching) -> Teaching:
    set_birthdays(teaching)
    return teaching


def states(roster: Roster) -> dict[str, int]:
    return Counter(row.state for row in kept(roster))


def test_a_list_saved_by_libreoffice_is_posted_row_by_row(lab: Teaching) -> None:
    roster = brought(lab, (FIXTURES / "roster.xlsx").read_bytes(), name="roster.xlsx")
    assert roster.written_as == "xlsx"
    assert roster.mapped == {
        "Attendee": "name", "Cert No": "number", "Birthday (MM-DD)": "born", "E-mail": "email",
        "Course No": "course", "Completion Date": "completed", "Present?": "passed",
        "Minutes": "minutes",
    }  # fmt: skip
    roster = named(lab, roster)
    assert roster.counts == {"accepted": 2, "unmatched": 1, "problem": 1, "failed": 1}
    assert [(group["field"], group["value"], group["rows"]) for group in roster.groups] == [
        ("course", "ML-999", "5")
    ]
    assert not Completion.objects.exists()  # tried is not posted
    rows = posted(lab, roster)
    assert [(row.row, row.state) for row in rows] == [
        (2, "accepted"), (3, "accepted"), (4, "unmatched"), (5, "problem"), (6, "failed")
    ]  # fmt: skip
    assert rows[0].person == lab.cast.ada
    assert rows[0].completed == date(2026, 11, 14)
    assert rows[0].activity is not None
    assert [str(award.by) for award in rows[0].activity.awards.all()] == ["ace", "acsm"]


def test_what_libreoffice_calls_its_own_is_refused_with_the_way_out(lab: Teaching) -> None:
    with pytest.raises(Refused, match=r"Save as.*xlsx"):
        brought(lab, (FIXTURES / "roster.ods").read_bytes(), name="roster.ods")


def test_the_same_list_twice_and_the_same_rows_in_another_list_post_once(lab: Teaching) -> None:
    text = f"{HEAD}\n{ADA}\n"
    first = named(lab, brought(lab, text))
    posted(lab, first)
    posted(lab, first)  # twice is once
    assert states(first) == {"accepted": 1}
    second = brought(lab, text)
    assert acts.same_file_before(second) == first
    assert second.defaults == {"body": "acsm"}  # as it was said the last time
    second = named(lab, second)
    assert second.counts == {"duplicate": 1}
    posted(lab, second)
    assert states(second) == {"duplicate": 1}


def test_codes_are_mended_together_and_remembered_with_the_columns(lab: Teaching) -> None:
    head = "Wer,Nummer,Geb,Kurs,Tag,Da"
    rows = [f"Ada Ruiz,104233,03-14,Ethik,0{n}/11/2026,ja" for n in range(1, 5)]
    roster = brought(lab, "\n".join((head, *rows)))
    roster.mapped = dict(
        zip(head.split(","), ("name", "number", "born", "course", "completed", "passed"),
            strict=True)
    )  # fmt: skip
    roster = named(lab, roster)
    assert roster.asks == ["completed"]
    with pytest.raises(Refused, match="order"):
        posted(lab, roster)
    roster = named(lab, roster, orders={"completed": "day-first"})
    assert [(group["field"], group["many"]) for group in roster.groups] == [
        ("passed", 4), ("course", 4)
    ]  # fmt: skip
    for field, value, becomes in (("course", "Ethik", "ML-101"), ("passed", "ja", "yes")):
        acts.fix_alike(
            **desk(lab), public_id=roster.public_id, field=field, value=value, becomes=becomes
        )
    assert again(roster).counts == {"accepted": 4}
    rows_kept = posted(lab, roster)
    assert rows_kept[3].completed == date(2026, 11, 4)
    next_list = brought(lab, "\n".join((head, "Ada Ruiz,104233,03-14,Ethik,05/11/2026,ja")))
    assert next_list.orders == {"completed": "day-first"}
    assert named(lab, next_list).counts == {"accepted": 1}
    assert ColumnMapping.objects.count() == 1


def _ce_broker(*rows: tuple[Any, ...]) -> bytes:
    """A roster as CE Broker prescribes it: no headings, columns by their letters."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_ce_brokers_roster_is_known_by_sight(lab: Teaching) -> None:
    lab.by_acsm.number = "20-778899"
    lab.by_acsm.save()
    enrol(lab.open_class, lab.cast.ada)
    content = _ce_broker(
        ("12345", "778899", None, None, "104233", "11/14/2026", "FL", "RN"),
        ("12345", None, "ML-101", "9", "104299", "11/14/2026", "FL", "RN", "ethics", 0.5, "law", 1),
        ("12345", "555", None, None, "104233", "11/15/2026", "FL", "RN", "ZZ", 1),
    )
    roster = brought(lab, content)
    assert roster.layout == "ce-broker"
    assert roster.rows == 3  # the first row is a row, too
    assert roster.orders == {"completed": "month-first"}
    roster = named(lab, roster)
    problems = {(group["field"], group["rows"]) for group in roster.groups}
    # a licence number alone is not enough, and the third names what nobody knows
    assert problems == {("born", "1-3"), ("their_course", "3"), ("area_1", "3")}
    rows = posted(lab, roster)
    assert rows[0].course == lab.course
    assert rows[1].parts == [
        {"minutes": 30, "topics": ["ethics"]}, {"minutes": 60, "topics": ["law"]}
    ]  # fmt: skip


def test_a_number_alone_is_enough_for_who_has_a_place_in_the_class(lab: Teaching) -> None:
    enrol(lab.open_class, lab.cast.ada)
    held = datetime(2026, 11, 14, 15, 0, tzinfo=UTC)
    CourseClass.objects.filter(pk=lab.open_class.pk).update(starts_at=held, ends_at=held)
    roster = brought(lab, "Cert No\n104233\n777777\n", class_id=lab.open_class.public_id)
    roster = named(lab, roster)
    assert roster.counts == {"accepted": 1, "problem": 1}
    assert posted(lab, roster)[0].person == lab.cast.ada


def test_chosen_rows_all_or_nothing_and_rows_left_out(lab: Teaching) -> None:
    rows = [ADA.replace("11/14", f"11/{day}") for day in (13, 15, 16)]
    bad = ADA.replace("ML-101", "ML-9")
    roster = named(lab, brought(lab, "\n".join((HEAD, *rows, bad))))
    with pytest.raises(Refused, match="Not all rows"):
        acts.start(**desk(lab), public_id=roster.public_id, only_whole=True)
    with pytest.raises(Refused, match="2-40"):
        acts.start(**desk(lab), public_id=roster.public_id, chosen="2-")
    assert [row.row for row in posted(lab, roster, chosen="2, 4-5")] == [2, 4, 5]
    other = named(lab, brought(lab, "\n".join((HEAD, *rows, bad))))
    acts.fix_alike(
        **desk(lab), public_id=other.public_id, field="course", value="ML-9", becomes="",
        leaves_out=True,
    )  # fmt: skip
    assert again(other).counts == {"duplicate": 2, "accepted": 1, "left-out": 1}
    assert len(posted(lab, other, only_whole=True)) == 3


def test_a_long_list_is_posted_in_parts_and_goes_on_after_a_kill(
    lab: Teaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (running, trying):
        monkeypatch.setattr(module, "A_TURN", 3)
    monkeypatch.setattr(trying, "TRIED_IN_A_REQUEST", 2)
    rows = [ADA.replace("11/14", f"10/{day}") for day in range(13, 21)]
    roster = brought(lab, "\n".join((HEAD, *rows)))
    roster = named(lab, roster)
    assert (roster.state, roster.counts) == (RosterState.CHECKED, {"accepted": 8})
    acts.start(**desk(lab), public_id=roster.public_id)
    running.advance_rosters(at=NOW)
    # Killed after the second part was posted and before it was noted.
    Roster.objects.filter(pk=roster.pk).update(posted_rows=0)
    work()
    assert states(roster) == {"accepted": 8}
    assert Report.objects.filter(name="list.csv").count() == 3
    assert again(roster).state == RosterState.DONE


def test_others_find_nothing(lab: Teaching) -> None:
    roster = brought(lab, f"{HEAD}\n{ADA}\n")
    with pytest.raises(NotFound):
        acts.roster_for_staff(lab.cast.hal, "movement-lab", roster.public_id)
    with pytest.raises(NotFound):
        acts.roster_for_staff(lab.cast.hal, lab.own.slug, roster.public_id)


def _bomb() -> bytes:
    """A workbook that unpacks to half a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (450 * 1024 * 1024))
    return out.getvalue()


def test_files_that_are_none_get_a_sentence(lab: Teaching) -> None:
    for content in (
        b"", b"\0\0\0\0", HEAD.encode(), b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", _bomb(),
        ("a," * 200 + "\n1").encode(), b'a,b\n"open,1\n', b"a,b\n1," + b"x" * 5 * 1024**2,
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            brought(lab, content)
        assert all(sentence.endswith((".", "?")) for sentence in refused.value.sentences)


def test_files_with_strange_cells_are_read(lab: Teaching) -> None:
    long = "x" * 100_000
    text = f"{HEAD},Name\n=1+1,104233,03-14,,ML-101,11/14/2026,Y,{long}\nA\0da Ruiz,1\n"
    for content in (text.encode("utf-16"), text.encode("cp1252"), text.encode()):
        roster = named(lab, brought(lab, content))
        assert sum(roster.counts.values()) == 2
        assert roster.mapped["Name (2)"] == ""
    book = load_workbook(io.BytesIO((FIXTURES / "roster.xlsx").read_bytes()))
    book.worksheets[0]["A2"] = '=HYPERLINK("http://evil.example","x")'
    out = io.BytesIO()
    book.save(out)
    assert brought(lab, out.getvalue()).rows == 5


def test_bytes_thrown_at_the_reader_are_read_or_refused() -> None:
    dice = random.Random(5)  # noqa: S311 - the same noise each time
    whole = (FIXTURES / "roster.xlsx").read_bytes()
    for _n in range(150):
        broken = bytearray(whole)
        for _m in range(dice.randint(1, 30)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        noise = bytes(dice.randrange(256) for _m in range(dice.randint(1, 300)))
        for content in (bytes(broken), bytes(broken[: dice.randrange(len(broken))]), noise):
            with suppress(Refused):  # and nothing else
                read_table(content)
