"""Taking the register along, and bringing it back: nothing changes."""

from __future__ import annotations

import csv
import io
from datetime import date

from recert.credentials.models import Certification
from recert.lib.spreadsheets import harmless
from recert.people.actions import set_membership
from recert.register.exporting import heading, register_rows, whole_register
from recert.register.finding import Asked
from recert.renewals.erasure import erase
from tests.cast import NOW, Cast
from tests.register.lists import as_csv as list_of
from tests.register.lists import as_xlsx, bring, line, run


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
