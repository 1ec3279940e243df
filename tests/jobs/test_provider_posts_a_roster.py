"""A provider, from the application to a roster that two members see in their transcripts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from recert.catalogue.actions import set_approval_terms
from recert.people.models import Person
from tests.cast import NOW, PASSWORD, Cast
from tests.jobs import member, newcomer, teaching
from tests.jobs.conftest import OpenBrowser
from tests.jobs.hands import Hand

ACSM = "American College of Sports Medicine"
HEAD = "Attendee,Cert No,Birthday,E-mail,Course No,Completion Date,Present"
ROSTER = (
    "Ada Ruiz,104233,03-14,,MS-1,11/14/2026,Y",
    "Ben Okafor,,,ben@example.org,MS-l,11/14/2026,Y",  # a letter for the digit
)


@pytest.mark.slow
def test_from_the_application_to_the_transcripts(
    open_browser: OpenBrowser, cast: Cast, tmp_path: Path
) -> None:
    set_approval_terms(
        by=cast.hal, at=NOW, body_slug="acsm", asks_provider_approval=True, report_days=30,
        years=2, promise_days=45,
        words="Tell us who teaches.",
    )  # fmt: skip
    Person.objects.filter(pk=cast.ada.pk).update(birthday="03-14")
    rae, dan = open_browser(), open_browser()
    newcomer.sign_up(rae, "Rae Stone", "rae@school.example")
    teaching.open_provider(rae, "Motion School")
    teaching.apply(rae, ACSM, "We teach trainers to teach.")

    newcomer.sign_in(dan, cast.dan.email, PASSWORD)
    teaching.approve(dan, "Motion School", date(2026, 1, 1), "1")

    teaching.enter_course(rae, "MS-1", "Teaching trainers", 120)
    mends_and_posts(rae, _file(tmp_path))
    for email in (cast.ada.email, cast.ben.email):
        sees_it(open_browser(), email)


def _file(folder: Path) -> Path:
    found = folder / "november.csv"
    found.write_text("\n".join((HEAD, *ROSTER)), encoding="utf-8")
    return found


def mends_and_posts(rae: Hand, file: Path) -> None:
    """One slip is mended in the browser, and every row is answered."""
    page = rae.page
    teaching.upload_roster(rae, file, ACSM)
    expect(page.get_by_role("main")).to_contain_text("1 row needs attention.")
    group = page.get_by_role("table", name="Problems, alike ones together")
    rae.write(group.get_by_role("textbox"), "MS-1")
    rae.press(group.get_by_role("button", name="Apply"))
    expect(page.get_by_role("main")).to_contain_text("Every row is right.")
    rae.press(page.get_by_role("button", name="Post them", exact=True))
    rae.press(page.get_by_role("link", name="Part 1, every row answered"))
    expect(page.get_by_role("main")).to_contain_text("Posted 2")


def sees_it(hand: Hand, email: str) -> None:
    """The credit is in the transcript, as reported by the provider."""
    newcomer.sign_in(hand, email, PASSWORD)
    member.go(hand, "Activities")
    expect(hand.page.get_by_role("main")).to_contain_text("Teaching trainers")
    hand.press(hand.page.get_by_role("link", name="Teaching trainers"))
    expect(hand.page.get_by_role("main")).to_contain_text("Motion School")
