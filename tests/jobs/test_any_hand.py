"""The main steps by the keys alone, without a script, and on a phone: one story, other hands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, Cast
from tests.jobs import member, newcomer
from tests.jobs.conftest import OpenBrowser
from tests.jobs.hands import Finger, Hand, Keys
from tests.jobs.papers import photograph

GEI = "Certified Group Exercise Instructor (ACSM-GEI)"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        pytest.param(Keys, {}, id="keys"),
        pytest.param(Hand, {"java_script_enabled": False}, id="no-script"),
        pytest.param(Finger, PHONE, id="phone"),
    ],
)
def test_logging_and_renewing(
    open_browser: OpenBrowser, cast: Cast, tmp_path: Path, kind: type[Hand], options: Any
) -> None:
    hand = open_browser(kind, **options)
    page = hand.page
    newcomer.sign_in(hand, cast.carol.email, PASSWORD)

    member.enter_activity(hand, "Webinar", "Voice care", date(2026, 10, 4), "1.5", "ACSM")
    hand.press(page.get_by_role("button", name="See what it is worth"))
    expect(member.worth(hand)).to_contain_text("From 45 to 46.5 CECs in all.")
    member.log_it(hand, "Voice care", [photograph(tmp_path, "voice", "1.5 CEC")])
    expect(page.get_by_role("link", name="voice.jpg")).to_be_visible()
    member.add_proof(hand, photograph(tmp_path, "voice-back", "the other side"))

    member.begin_renewal(hand, GEI)
    member.declare_totals(hand)
    member.affirm(hand)
    member.make_invoice(hand)
    member.pay_with_practice_card(hand)
    member.send_application(hand)
    hand.press(page.get_by_role("link", name="Receipt"))
    expect(page.get_by_role("main")).to_contain_text("60.00 USD")


def test_a_phone_shows_everything_without_pushing_sideways(
    open_browser: OpenBrowser, cast: Cast
) -> None:
    hand = open_browser(Finger, **PHONE)
    newcomer.sign_in(hand, cast.ada.email, PASSWORD)
    for room in ("Activities", "Documents", "Renewals", "Rulebooks", "Help", "Where I stand"):
        member.go(hand, room)
    member.open_certification(hand, "Certified Exercise Physiologist (ACSM-EP)")
    hand.press(hand.page.get_by_role("link", name="The whole rulebook, edition 2025"))
    expect(hand.page.get_by_role("heading", level=1)).to_be_visible()
