"""A wrong row is corrected after a renewal was approved on it: nothing changes by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from recert.completions.models import Completion
from recert.renewals.models import Renewal, State
from tests.cast import PASSWORD, Cast
from tests.completions.scene import cueing, renewed, set_birthdays
from tests.jobs import member, newcomer, teaching
from tests.jobs.conftest import OpenBrowser
from tests.jobs.hands import Hand
from tests.teaching import set_teaching

COURSE = "Cueing and Music"
ROW = "carol@example.org"


@pytest.mark.slow
def test_the_policy_decides_what_becomes_of_the_renewal(
    open_browser: OpenBrowser, cast: Cast
) -> None:
    school = set_teaching(cast)
    set_birthdays(school)
    row, renewal = cueing(school), renewed(school)
    pia, carol, dan = open_browser(), open_browser(), open_browser()
    newcomer.sign_in(pia, school.pia.email, PASSWORD)
    newcomer.sign_in(carol, cast.carol.email, PASSWORD)
    newcomer.sign_in(dan, cast.dan.email, PASSWORD)

    names_somebody_else(pia, row)
    still_has_it(carol)
    assert Renewal.objects.get(pk=renewal.pk).state == State.APPROVED

    decides_that_it_stands(dan)
    has_it_no_more(carol)
    assert Renewal.objects.get(pk=renewal.pk).state == State.APPROVED
    new = Completion.objects.get(supersedes=row)
    assert (new.person, new.state) == (cast.ben, "accepted")
    pia.page.reload()
    expect(pia.page.get_by_role("main")).to_contain_text("decided: the renewal stands")


def names_somebody_else(pia: Hand, row: Completion) -> None:
    """It was Ben who was there; the provider reads that the body is asked first."""
    page = pia.page
    page.goto(f"/provider/movement-lab/reporting/sent/{row.report.public_id}")
    pia.press(page.get_by_role("link", name=ROW))
    pia.write(page.get_by_label("E-mail address"), "ben@example.org")
    pia.write(page.get_by_label("Why is it corrected?"), "It was Ben who was there.")
    pia.press(page.get_by_role("button", name="Correct it"))
    expect(page.get_by_role("main")).to_contain_text("A body decides first")
    teaching.go(pia, "Completions")
    page.goto(f"/provider/movement-lab/reporting/completions/{row.public_id}/")
    expect(page.get_by_role("main")).to_contain_text("It was Ben who was there.")
    expect(page.get_by_role("button", name="Correct it")).to_have_count(0)


def still_has_it(carol: Hand) -> None:
    """Nothing has changed for whom it was reported of."""
    member.go(carol, "Activities")
    expect(carol.page.get_by_role("main")).to_contain_text(COURSE)


def decides_that_it_stands(dan: Hand) -> None:
    """The body's staff read what it would come to, and say what becomes of the renewal."""
    page = dan.page
    page.goto("/staff/acsm/corrections/")
    dan.press(page.get_by_role("main").get_by_role("link", name="Carol Lindqvist"))
    expect(page.get_by_role("main")).to_contain_text("it would have been short")
    dan.tick(page.get_by_label("The renewal stands as it is"))
    dan.write(page.get_by_label("Reason"), "She could not know.")
    dan.press(page.get_by_role("button", name="Decide"))
    expect(page.get_by_role("main")).to_contain_text("She could not know.")


def has_it_no_more(carol: Hand) -> None:
    """Once decided, the correction is carried out, and she was told."""
    member.go(carol, "Activities")
    expect(carol.page.get_by_role("main")).not_to_contain_text(COURSE)
