"""A claim by the square on the wall: on a phone, with an account and without one."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from recert.completions.models import Completion
from tests.cast import PASSWORD
from tests.jobs import newcomer
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Finger, Hand
from tests.teaching import Teaching

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)


def _shown_on_the_wall(pia: Hand, class_id: str) -> tuple[str, Locator]:
    """Pia opens a time to claim and shows the code; what the square leads to."""
    page = pia.page
    page.goto(f"/provider/movement-lab/classes/{class_id}/")
    pia.press(page.get_by_role("link", name="Credit by a code"))
    pia.press(page.get_by_role("button", name="Open it"))
    pia.press(page.get_by_role("link", name="Show it large"))
    square = page.get_by_role("img", name="/claim/")
    expect(square).to_be_visible()
    return urlsplit(str(square.get_attribute("aria-label"))).path, square


@pytest.mark.browser
def test_a_claim_by_the_square_on_the_wall(
    open_browser: OpenBrowser, set_clock: SetClock, teaching: Teaching
) -> None:
    pia, ada = open_browser(), open_browser(Finger, **PHONE)
    zoe = open_browser(Finger, **PHONE)
    for who in (teaching.pia, teaching.cast.ada):
        who.set_password(PASSWORD)
        who.save()
    set_clock(ENDS)
    newcomer.sign_in(pia, teaching.pia.email, PASSWORD)
    scanned, square = _shown_on_the_wall(pia, teaching.open_class.public_id)
    box = square.bounding_box()
    assert box is not None
    assert box["height"] >= 400  # it is read from the last row

    # Ada has an account: she signs in, sees what it is worth, and has it.
    page = ada.page
    page.goto(scanned)
    ada.press(page.get_by_role("main").get_by_role("link", name="Sign in"))
    ada.write(page.get_by_label("Email"), teaching.cast.ada.email)
    ada.write(page.get_by_label("Password"), PASSWORD)
    ada.press(page.get_by_role("main").get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("main")).to_contain_text("What it is worth for you")
    ada.press(page.get_by_role("button", name="I was there: put it in my transcript"))
    expect(page.get_by_role("main")).to_contain_text("It is in your transcript")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ethics in practice")
    page.goto(scanned)  # once more
    expect(page.get_by_role("main")).to_contain_text("in your transcript already")

    # Zoe has none: she opens one, proves her address by the letter, and comes back to it.
    page = zoe.page
    page.goto(scanned)
    zoe.press(page.get_by_role("link", name="Open an account"))
    zoe.write(page.get_by_label("Your name"), "Zoe Marsh")
    zoe.write(page.get_by_label("Email"), "zoe@example.net")
    zoe.write(page.get_by_label("Password"), newcomer.PASSWORD)
    zoe.press(page.get_by_role("main").get_by_role("button", name="Sign up"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    page.goto(newcomer.link_in_letter_to("zoe@example.net"))
    zoe.press(page.get_by_role("button", name="Yes, it is mine"))
    zoe.write(page.get_by_label("Email"), "zoe@example.net")
    zoe.write(page.get_by_label("Password"), newcomer.PASSWORD)
    zoe.press(page.get_by_role("main").get_by_role("button", name="Sign in", exact=True))
    zoe.press(page.get_by_role("button", name="I was there: put it in my transcript"))
    expect(page.get_by_role("main")).to_contain_text("It is in your transcript")
    assert Completion.objects.filter(report__way="claim", state="accepted").count() == 2

    # Pia sees both, and closes the code.
    page = pia.page
    pia.press(page.get_by_role("link", name="Back"))
    expect(page.get_by_role("main")).to_contain_text("Zoe Marsh")
    pia.press(page.get_by_role("button", name="Close it now"))
    expect(page.get_by_role("main")).to_contain_text("Closed")
