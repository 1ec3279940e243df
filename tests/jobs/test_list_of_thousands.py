"""Twenty thousand rows of another system, three hundred of them bad; and the same file again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from recert.credentials.models import Certification
from tests.cast import PASSWORD, Cast
from tests.jobs import importing, newcomer, staff
from tests.jobs.conftest import OpenBrowser
from tests.jobs.hands import Hand
from tests.register.lists import as_csv, line

ACSM = "American College of Sports Medicine"
ROWS = 20_000
WRONG_NAMES, WITHOUT_NAME = 290, 10
BAD = WRONG_NAMES + WITHOUT_NAME
ENTERED = ROWS - WITHOUT_NAME


@pytest.mark.slow
@pytest.mark.long
def test_a_list_of_twenty_thousand(open_browser: OpenBrowser, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "members-2026.csv"
    file.write_bytes(as_csv(_rows()))
    before = Certification.objects.count()
    hal = open_browser()
    hal.page.set_default_timeout(60_000)  # each answer weighs all rows anew
    newcomer.sign_in(hal, cast.hal.email, PASSWORD)
    staff.enter(hal, ACSM)
    importing.upload(hal, file)
    expect(hal.page.get_by_text(f"{BAD} rows are not good yet.")).to_be_visible()
    assert Certification.objects.count() == before  # it was only tried

    mends_alike_rows_together(hal)
    expect(hal.page.get_by_text(f"All rows are good. {ENTERED} would be entered")).to_be_visible()
    importing.run(hal)
    expect(hal.page.get_by_role("main")).to_contain_text(f"new {ENTERED}")
    assert Certification.objects.count() == before + ENTERED

    is_found_in_the_register(hal)
    again_it_changes_nothing(hal, file)
    assert Certification.objects.count() == before + ENTERED


def _rows() -> list[tuple[object, ...]]:
    """Good rows, and among them, far apart, those with the two mistakes."""
    wrong = [("cert", "PT")] * WRONG_NAMES + [("name", "")] * WITHOUT_NAME
    every = ROWS // BAD
    rows = [line(nr) for nr in range(ROWS)]
    for turn, (column, value) in enumerate(wrong):
        rows[turn * every] = line(turn * every, **{column: value})
    return rows


def mends_alike_rows_together(hal: Hand) -> None:
    """Two kinds of mistake are two answers, not three hundred."""
    expect(importing.problem(hal, "Leave out")).to_have_count(2)
    expect(importing.problem(hal, "PT")).to_contain_text(f"{WRONG_NAMES} rows")
    importing.mend(hal, "PT", "Certified Personal Trainer", is_choice=True)
    importing.leave_out(hal, "There is no name.")


def is_found_in_the_register(hal: Hand) -> None:
    """One of the mended rows, by the number of the certificate."""
    staff.go(hal, "Register")
    hal.write(hal.page.get_by_label("Name, number or e-mail"), "900066")
    hal.press(hal.page.get_by_role("main").get_by_role("button", name="Show", exact=True))
    expect(hal.page.get_by_text("1 certification", exact=True)).to_be_visible()
    expect(hal.page.get_by_role("main").get_by_role("link", name="Person Nr66")).to_be_visible()


def again_it_changes_nothing(hal: Hand, file: Path) -> None:
    """The same file brought in again: what was good is there already, the rest is asked anew."""
    importing.upload(hal, file)
    main = hal.page.get_by_role("main")
    expect(main).to_contain_text(f"{BAD} rows are not good yet.")
    expect(main).to_contain_text("0 rows would be entered or changed.")
    expect(main).to_contain_text(f"as it is already {ROWS - BAD}")
    expect(hal.page.get_by_role("button", name="Import the good rows")).to_have_count(0)
