"""ACE asks for two hours on ethics: drafted, tried, approved by another, and read by a member."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Event

import pytest
from playwright.sync_api import expect

from recert.cli import worker
from recert.people.actions import appoint
from recert.people.models import Person, Role
from recert.rulebooks.actions import set_practice
from tests.cast import NOW, PASSWORD, Cast, person
from tests.jobs import member, newcomer, staff, studio
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Hand

ACE = "American Council on Exercise"
CARD = "Certified Personal Trainer (ACE-CPT)"
FIRST = date(2027, 1, 1)
NEW_YEAR = datetime(2027, 1, 2, 17, 0, tzinfo=UTC)


@pytest.fixture
def olive(cast: Cast) -> Person:
    """ACE's owner, who wants a second pair of eyes on policy."""
    olive = person("Olive Tran")
    appoint(person=olive, body=cast.ace, role=Role.OWNER, by=None, at=NOW)
    set_practice(by=olive, at=NOW, body_slug="ace", second_person=True)
    return olive


@pytest.fixture
def petra(cast: Cast, olive: Person) -> Person:
    """A policy officer at ACE."""
    petra = person("Petra Voss")
    appoint(person=petra, body=cast.ace, role=Role.OFFICER, by=olive, at=NOW)
    return petra


def test_from_draft_to_a_members_page(
    open_browser: OpenBrowser, set_clock: SetClock, cast: Cast, olive: Person, petra: Person
) -> None:
    officer, owner, ada = open_browser(), open_browser(), open_browser()
    newcomer.sign_in(officer, petra.email, PASSWORD)
    staff.enter(officer, ACE)
    changes_the_ethics_hour(officer)
    mends_the_cases(officer)
    reads_what_changes(officer)
    tries_it_on_the_register(officer)
    studio.set_dates(officer, FIRST, "The day of filing")
    studio.ask_for_approval(officer)

    newcomer.sign_in(owner, olive.email, PASSWORD)
    staff.enter(owner, ACE)
    studio.approve(owner)

    newcomer.sign_in(ada, cast.ada.email, PASSWORD)
    member.open_certification(ada, CARD)
    ethics = ada.page.get_by_role("main")
    expect(ethics).to_contain_text("0.1 of it in ethics")
    set_clock(NEW_YEAR)
    member.open_certification(ada, CARD)
    expect(ethics).to_contain_text("0.2 of it in ethics")
    assert "From 2027 two hours on ethics." in ada.page.content()  # the clause behind the number


def changes_the_ethics_hour(officer: Hand) -> None:
    """From 0.1 to 0.2, in the form, with its words."""
    page = officer.page
    studio.begin_draft(officer, "2021")
    studio.open_clause(officer, "ethics-hour")
    officer.write(page.get_by_label("Amount").first, "0,2")
    studio.save(officer)
    expect(page.get_by_role("alert")).to_contain_text("is not an exact amount")
    officer.write(page.get_by_label("Amount").first, "0.2")
    officer.write(page.get_by_label("In plain words"), "From 2027 two hours on ethics.")
    studio.save(officer)
    expect(page.get_by_role("complementary", name="What it says now")).to_contain_text("0.2 CECs")


def mends_the_cases(officer: Hand) -> None:
    """Those that knew of one hour come out otherwise: each is mended, or left out with a reason."""
    failing = studio.failing(officer)
    titles = [title.split("\n")[0] for title in failing.get_by_role("heading").all_inner_texts()]
    assert len(titles) > 2
    studio.leave_out(officer, titles[0].removesuffix("Otherwise"), "Asked for one hour only.")
    while studio.failing(officer).count():
        title = failing.first.get_by_role("heading").inner_text().split("\n")[0]
        studio.expect_what_comes_out(officer, title.removesuffix("Otherwise"))
    expect(officer.page.get_by_text("cases come out as expected.")).to_be_visible()


def reads_what_changes(officer: Hand) -> None:
    studio.tab(officer, "What changes")
    main = officer.page.get_by_role("main")
    expect(main).to_contain_text("How much: rises from 0.1 to 0.2.")
    expect(main).to_contain_text("From 2027 two hours on ethics.")


def tries_it_on_the_register(officer: Hand) -> None:
    """Ada, whom the register knows, would be short of more."""
    studio.ask_what_if(officer)
    worker.judge_what_ifs(Event())
    main = officer.page.get_by_role("main")
    expect(main).to_contain_text("Nobody of 1 would turn from met to short.")
    expect(main).to_contain_text("ethics hour is short of more: 0.2 missing, before 0.1")
