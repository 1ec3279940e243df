"""Taking the register along, and bringing it back: nothing changes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

import pytest

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from recert.lib.refusals import Refused
from recert.lib.spreadsheets import harmless
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.register.exporting import (
    Wanted,
    deeds_heading,
    deeds_of,
    heading,
    register_rows,
    whole_register,
    zipped,
)
from recert.register.finding import Asked
from recert.register.importing.columns import NAMES, Column
from recert.register.models import Brings
from recert.renewals.erasure import erase
from recert.rules.facts import Award, Delivery, DocumentKind, Kind, Part, Reporter, Topic, Unit
from recert.transcript.actions import decide_petition
from recert.transcript.actions.recorded import Recorded, Said, record_entries
from recert.transcript.models import Activity, EntryRuling
from tests.cast import NOW, Cast, course, log
from tests.counting import counted
from tests.register.lists import as_csv as list_of
from tests.register.lists import as_xlsx, bring, line, run
from tests.web.staff.scene import set_scene


def test_what_goes_out_comes_in_again_and_changes_nothing(cast: Cast) -> None:
    headings = (
        "Name", "Person ID", "Certification", "Number", "Certified", "Expires", "Status",
        "Cycle start", "Cycle end", "Member since",
    )  # fmt: skip
    base = ("=1+1 Rin", "7", "ACSM-EP", "-EP1", "2018-01-01", "2026-12-31", "suspended")
    rows = [
        (*base, "2018-01-01", "2020-12-31", "2019-01-01"),
        (*base, "2021-01-01", "2023-12-31", "2019-01-01"),
        ("Member Only", "8", "", "", "", "", "", "", "", "2022-02-02"),
    ]
    run(bring(cast.hal, list_of(rows, headings)), cast.hal)
    run(bring(cast.hal, list_of([line(1), line(2, email="")])), cast.hal)
    set_membership(
        person=cast.ben, body=cast.acsm, since=date(2024, 1, 1), until=None, by=cast.hal, at=NOW
    )
    before = list(Certification.objects.order_by("pk").values())
    whole = list(whole_register(cast.acsm))
    assert len(whole) == 4 + 2 + 1 + 2  # the cast, Rin twice, a member, two more
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in [heading(), *whole])
    found = bring(cast.hal, written.getvalue().encode("utf-8-sig"))
    assert (found.counts, list(found.problems.values())) == ({"same": 9}, [])
    harmless_cells = [[harmless(cell) for cell in row] for row in whole]
    assert bring(cast.hal, as_xlsx(harmless_cells, heading())).counts == {"same": 9}
    assert list(Certification.objects.order_by("pk").values()) == before


def test_a_list_is_exported_as_it_was_filtered_and_from_one_body(cast: Cast) -> None:
    names = [row[0] for row in register_rows(cast.acsm, Asked(credential="ep"))]
    assert sorted(names) == ["Ada Ruiz", "Dan Whitfield"]
    assert [row[0] for row in register_rows(cast.action, Asked())] == ["Ada Ruiz"]


def test_what_is_left_of_the_forgotten_is_not_taken_along(cast: Cast) -> None:
    erase(person=cast.ben, by=cast.ben, at=NOW)
    assert len(list(whole_register(cast.acsm))) == 3
    assert all(row[0] for row in whole_register(cast.acsm))


FULL = course(
    "=A whole day; with parts", date(2025, 3, 4), "3.5", started=date(2025, 3, 3),
    kind=Kind.CONFERENCE, delivery=Delivery.IN_PERSON, provider="", minutes=420, preparation=30,
    parts=(
        Part(share=Fraction(1, 8), topics=frozenset({Topic.ETHICS})),
        Part(share=Fraction(7, 8), topics=frozenset({Topic.NUTRITION, Topic.BUSINESS})),
    ),
    awards=(
        Award(amount=Fraction(10, 3), unit=Unit.CEC, by="acsm", number="12-7"),
        Award(amount=Fraction("0.4"), unit=Unit.CEU, by="iacet"),
    ),
    assessed=True, passed=False, grade="B+", course="X-1", subject="nsca:cscs",
    accredited_by=frozenset({"ncca", "dac"}), at_test_centre=False, reported_by=Reporter.BODY,
    cards=frozenset({DocumentKind.CPR, DocumentKind.AED}), card_months=24,
)  # fmt: skip

PLAIN = course("Plain", date(2025, 5, 5), "2", reported_by=Reporter.BODY)


def recorded(cast: Cast) -> Certification:
    """Ben has two certifications, and ACSM decided about one of his two entries for each."""
    second = register_certification(
        by=cast.hal, at=NOW, person=cast.ben, body=cast.acsm, credential="ep",
        certified=date(2021, 1, 1), expires=date(2026, 12, 31), number="118861",
    )  # fmt: skip
    said = (
        Said(certification=cast.ben_acsm, is_accepted=True, on=date(2025, 4, 1),
             amount_grains=18_000, categories=("life-support",), reason="Half of\nit."),
        Said(certification=second, is_accepted=False, on=date(2025, 4, 2), reason="Not here."),
    )  # fmt: skip
    record_entries(
        by=cast.hal, at=NOW, body=cast.acsm,
        rows=[
            Recorded(person=cast.ben, fact=FULL, key="list:1", provider_name="Corner Gym",
                     said=said, about=(cast.ben_acsm, second)),
            Recorded(person=cast.ben, fact=PLAIN, key="list:2"),
        ],
    )  # fmt: skip
    return second


def taken_along(cast: Cast) -> list[dict[str, str]]:
    return [dict(zip(deeds_heading(), row, strict=True)) for row in deeds_of(cast.acsm)]


def titles(cast: Cast) -> set[tuple[str, str]]:
    return {(row["Name"], row["What was done"]) for row in taken_along(cast)}


def back(cast: Cast, rows: Sequence[Sequence[str]]) -> bytes:
    return list_of([[harmless(cell) for cell in row] for row in rows], deeds_heading())


def test_what_was_done_goes_along_as_far_as_the_body_knows_of_it(cast: Cast) -> None:
    recorded(cast)
    scene = set_scene(cast)
    log(cast.ada, course("A private matter", date(2026, 7, 7), "1"))
    assert titles(cast) == {
        ("Ben Okafor", FULL.title), ("Ben Okafor", "Plain"),
        ("Carol Lindqvist", "Group Fitness Summit"), ("Carol Lindqvist", "Cueing and Music"),
        ("Ada Ruiz", "Selling Personal Training"),
    }  # fmt: skip
    decide_petition(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=scene.petition.public_id, accept=True,
        reason="Half of it is.", amount=Fraction(3),
    )  # fmt: skip
    (ada,) = (row for row in taken_along(cast) if row["Name"] == "Ada Ruiz")
    assert (ada["Whether you accepted it"], ada["Credits you accepted"]) == ("accepted", "3")
    before = EntryRuling.objects.count(), Activity.objects.count()
    rows = list(deeds_of(cast.acsm))
    assert len(rows) == 6  # one of Ben's was decided for each of his certifications
    found = bring(cast.hal, back(cast, rows), brings=Brings.HISTORY)
    assert (found.counts, list(found.problems.values())) == ({"same": 6}, [])
    with pytest.raises(Refused, match="no good row says anything new"):
        run(found, cast.hal)
    assert (EntryRuling.objects.count(), Activity.objects.count()) == before
    assert not list(deeds_of(cast.nasm))


def test_elsewhere_it_says_all_that_it_said_here(cast: Cast) -> None:
    """As if the entries had never been: they come back, and say the same but for their ids."""
    recorded(cast)
    place = deeds_heading().index("Your own id of the activity")

    def plainly() -> list[list[str]]:
        return [[*row[:place], *row[place + 1 :]] for row in deeds_of(cast.acsm)]

    before, rows = plainly(), list(deeds_of(cast.acsm))
    EntryRuling.objects.all().delete()
    Activity.objects.filter(reported_by="body").delete()
    found = bring(cast.hal, back(cast, rows), brings=Brings.HISTORY)
    assert (found.counts, list(found.problems.values())) == ({"new": 3}, [])
    run(found, cast.hal)
    assert Activity.objects.filter(reported_by="body").count() == 2
    assert plainly() == before
    assert bring(cast.hal, back(cast, rows), brings=Brings.HISTORY).counts == {"same": 3}


def test_a_list_says_otherwise_of_its_own_entries_alone(cast: Cast) -> None:
    second = recorded(cast)
    set_scene(cast)
    head = ("Your own id of the activity", "Certificate number", "What was done", "Completed on")
    rows = {row["What was done"]: row for row in taken_along(cast)}

    def as_told(title: str, **changed: str) -> list[str]:
        row = rows[title] | {key.replace("_", " "): value for key, value in changed.items()}
        return [row[each] for each in head]

    changed = [
        as_told("Plain", What_was_done="Plainer"),
        as_told(FULL.title, What_was_done="A whole day"),
        as_told("Cueing and Music", What_was_done="Cueing"),
    ]
    found = bring(cast.hal, list_of(changed, head), brings=Brings.HISTORY)
    assert found.counts == {"changed": 2, "conflict": 1}
    assert [each.rule for each in found.problems.all()] == ["others-entry"]
    run(found, cast.hal)
    newer = Activity.objects.get(title="A whole day")
    assert (newer.minutes, newer.parts[0]["share"]) == (420, "1/8")  # the list had no such column
    assert not newer.rulings.filter(ended_at=None).exists()  # it says nothing was decided
    older = bring(cast.hal, list_of(changed[:1], head), brings=Brings.HISTORY)
    assert [each.rule for each in older.problems.all()] == ["newer-here"]
    only_one = (*head, "Certification", "Whether you accepted it")
    for held in (second, cast.ben_acsm):
        says = [newer.public_id, held.number, newer.title, "2025-03-04", held.credential, "yes"]
        run(bring(cast.hal, list_of([says], only_one), brings=Brings.HISTORY), cast.hal)
    assert newer.rulings.filter(ended_at=None).count() == 2  # one did not end the other


def test_as_many_questions_for_many_people_as_for_one(cast: Cast) -> None:
    def cost() -> int:
        with counted() as asked:
            assert list(deeds_of(cast.acsm))
        return len(asked)

    recorded(cast)
    few = cost()
    for number in range(12):
        whom = Person.objects.create_user(f"p{number}@example.org", None, name=f"P {number}")
        register_certification(
            by=cast.hal, at=NOW, person=whom, body=cast.acsm, credential="cpt",
            certified=date(2020, 6, 15), expires=date(2026, 12, 31), number=f"9{number}",
        )  # fmt: skip
        record_entries(
            by=cast.hal, at=NOW, body=cast.acsm,
            rows=[Recorded(person=whom, fact=PLAIN, key="list:9")],
        )  # fmt: skip
    assert cost() == few


def as_text(rows: Iterator[Sequence[str]]) -> Iterator[bytes]:
    return ("\t".join(row).encode() + b"\n" for row in rows)


def test_a_whole_register_is_sent_while_it_is_read_and_cut_into_parts() -> None:
    read = []

    def rows(many: int) -> Iterator[list[str]]:
        for number in range(many):
            read.append(number)
            yield [str(number) * 2_000]

    lists = (
        Wanted(Brings.REGISTER, ["Name"], rows(5)),
        Wanted(Brings.HISTORY, ["What"], rows(0)),
    )
    pieces = zipped(lists, "csv", as_text, NOW, most=2)
    begun = [next(pieces)]
    assert len(read) <= 2  # the rest has not been looked at
    whole = zipfile.ZipFile(io.BytesIO(b"".join([*begun, *pieces])))
    assert whole.testzip() is None
    assert whole.namelist() == [
        "register.csv", "register-2.csv", "register-3.csv", "activities.csv",
    ]  # fmt: skip
    assert whole.read("register-3.csv").decode().split() == ["Name", "4" * 2_000]
    assert whole.read("activities.csv") == b"What\n"


def in_a_file(cast: Cast, **parts: Iterator[list[str]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in parts.items():
            head = heading() if name.startswith("register") else deeds_heading()
            archive.writestr(f"{name.replace('_', '-')}.csv", list_of(rows, head))
    return packed.getvalue()


def test_what_was_taken_along_in_one_file_is_brought_as_it_is(cast: Cast) -> None:
    recorded(cast)
    both = in_a_file(cast, register=whole_register(cast.acsm), activities=deeds_of(cast.acsm))
    assert bring(cast.hal, both).counts == {"same": 5}
    assert bring(cast.hal, both, brings=Brings.HISTORY).counts == {"same": 3}
    alone = in_a_file(cast, register=whole_register(cast.acsm))
    with pytest.raises(Refused, match="no list of that sort"):
        bring(cast.hal, alone, brings=Brings.HISTORY)
    split = in_a_file(cast, register=iter([]), register_2=iter([]))
    with pytest.raises(Refused, match=r"one by one: register.csv, register-2.csv"):
        bring(cast.hal, split)
    with pytest.raises(Refused, match="not an Excel workbook"):
        bring(cast.hal, b"PK\3\4junk")


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        (Column.MINUTES, "an hour", "no-number"),
        (Column.CARD_MONTHS, "99999", "no-number"),
        (Column.DELIVERY, "by pigeon", "no-word"),
        (Column.TOPICS, "ethics; gossip", "no-word"),
        (Column.PASSED, "perhaps", "no-yes"),
        (Column.PARTS, "9/8: ethics", "no-parts"),
        (Column.PARTS, "1/0: ethics", "no-parts"),
        (Column.AWARDS, "3 gold coins", "no-unit"),
        (Column.AWARDS, "many cec", "no-amount"),
        (Column.ACCEPTED, "-1", "no-amount"),
        (Column.STARTED, "2025-06-01", "backwards"),
    ],
)
def test_particulars_that_cannot_be_read_say_why(
    cast: Cast, column: Column, value: str, rule: str
) -> None:
    head = ("Certificate number", "What was done", "Completed on", "Decision", str(NAMES[column]))
    said = ("118860", "A course", "2025-05-05", "yes", value)
    found = bring(cast.hal, list_of([said], head), brings=Brings.HISTORY)
    assert [each.rule for each in found.problems.all()] == [rule]
