"""ACSM's audit of a year: four levels drawn in public, a case from its letter to its decision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import expect

from recert.audits.models import Audit
from recert.cli import worker
from recert.cli.main import main
from recert.people.models import Person
from tests.audits.scene import DRAWN, LEVELS, holder, renewed
from tests.cast import PASSWORD, Cast
from tests.jobs import auditing, member, newcomer, staff
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Hand
from tests.jobs.papers import photograph

ACSM = "American College of Sports Medicine"
TITLE = "Audit of renewals 2026"
SHARES = {
    "Certified Group Exercise Instructor": "1",
    "Certified Personal Trainer": "1",
    "Certified Exercise Physiologist": "50 %",
    "Clinical Exercise Physiologist": "1",
}
SAYS = {
    "Time to replace it": "60 days",
    "Time to appeal": "30 days",
    "Reason for what": "The committee decided on 4 November.",
}
LOTTERY = DRAWN + timedelta(days=1)
JANUARY = datetime(2027, 1, 10, 16, 0, tzinfo=UTC)
OUTCOME = "Hoosier Lotto of 14 December: 3, 17, 22, 29, 31, 44"
NO_PROOF = "The certificate shows another name."


@pytest.fixture
def renewals(cast: Cast, set_clock: SetClock) -> None:
    """Two people at each level have renewed, with proof of one course in three."""
    for level in LEVELS:
        for name in ("Anna", "Bert"):
            renewed(cast, level, f"{name}{level} Holder")
    set_clock(DRAWN)


def test_from_the_draw_to_replacement_credit(
    open_browser: OpenBrowser, set_clock: SetClock, cast: Cast, renewals: None, tmp_path: Path
) -> None:
    hal, anybody = open_browser(), open_browser()
    newcomer.sign_in(hal, cast.hal.email, PASSWORD)
    staff.enter(hal, ACSM)
    auditing.prepare_draw(hal, "audit, edition 2025", TITLE, SHARES, SAYS)
    auditing.announce(hal, "The Hoosier Lotto", LOTTERY, "its six numbers in rising order")
    auditing.freeze(hal)
    expect(hal.page.get_by_text("Come back then.")).to_be_visible()  # nobody knows it yet
    set_clock(LOTTERY + timedelta(hours=6))
    hal.page.reload()
    auditing.draw(hal, OUTCOME)
    can_be_drawn_again_by_anybody(anybody, tmp_path)

    worker.see_to_audits()
    worker.work()
    drawn = {each.certification.credential: each for each in Audit.objects.all()}
    assert set(drawn) == set(LEVELS)  # one of each level
    whom = holder(drawn["ep"])
    letters = [each.subject for each in mail.outbox if each.to == [whom.email]]
    assert f"{ACSM} asks you to prove what you declared, by 13 January 2027" in letters

    theirs = open_browser()
    newcomer.sign_in(theirs, whom.email, PASSWORD)
    answers(theirs, tmp_path)
    is_found_short(hal, whom)
    set_clock(JANUARY)
    replaces_what_was_not_accepted(theirs, tmp_path)
    passes(hal, theirs, whom)


def can_be_drawn_again_by_anybody(anybody: Hand, folder: Path) -> None:
    """The record that anybody can download proves itself, and names nobody."""
    auditing.open_in_public(anybody, "acsm", TITLE)
    expect(anybody.page.get_by_text("4 were drawn.")).to_be_visible()
    record = auditing.download_record(anybody, folder)
    assert "Holder" not in record.read_text()
    assert main(["audits", "verify", str(record)]) == 0


def answers(hand: Hand, folder: Path) -> None:
    """One course has its certificate already; the others get one, and a note."""
    auditing.open_own(hand)
    expect(auditing.says(hand)).to_contain_text("by 13 January 2027, in 30 days")
    auditing.open_missing(hand)
    auditing.keep(hand, photograph(folder, "workshop", "20 CEC"))
    auditing.keep(hand, note="It burned with my office.")
    auditing.send(hand)


def is_found_short(hal: Hand, whom: Person) -> None:
    """Who decides has declared that they may; one course of three is not accepted."""
    auditing.open_case(hal, whom.name)
    expect(hal.page.get_by_text("Before you see the evidence")).to_be_visible()
    auditing.declare_no_conflict(hal)
    assert staff.view(hal, "workshop.jpg").ok
    auditing.judge(hal, "Summit", "Accept it")
    auditing.judge(hal, "Webinar", "Accept it")
    auditing.judge(hal, "Workshop", "Do not accept it", "proof: ", NO_PROOF)
    auditing.decide(hal, "Replacement credit is due", "audit outcomes: ", NO_PROOF)


def replaces_what_was_not_accepted(hand: Hand, folder: Path) -> None:
    """The page says how much, by when and why; a course taken since goes in its place."""
    auditing.open_own(hand)
    expect(auditing.says(hand)).to_contain_text("Replacement credit is due by")
    expect(auditing.says(hand)).to_contain_text("20 CECs")
    expect(auditing.says(hand)).to_contain_text(NO_PROOF)
    case = hand.page.url
    member.enter_activity(hand, "Course", "Heart and exercise", date(2027, 1, 9), "20", "ACSM")
    member.log_it(hand, "Heart and exercise", [photograph(folder, "heart", "20 CEC")])
    hand.page.goto(case)
    auditing.list_activity(hand, "Heart and exercise")
    hand.page.goto(case)
    auditing.send(hand)


def passes(hal: Hand, hand: Hand, whom: Person) -> None:
    """What replaces it is judged like the rest; then it is over, on both pages."""
    auditing.open_case(hal, whom.name)
    auditing.judge(hal, "Heart and exercise", "Accept it")
    auditing.decide(hal, "Passed")
    hand.page.reload()
    expect(auditing.says(hand)).to_contain_text("You passed this audit.")
    member.go(hand, "Where I stand")
    active = hand.page.get_by_role("article").get_by_text("Active", exact=True)
    expect(active).to_be_visible()
