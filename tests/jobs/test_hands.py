"""The hands themselves: that they notice what they are there to notice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.conftest import Watch
from tests.jobs.hands import Finger, Keys


def test_keys_notice_a_focus_nobody_sees(page: Page) -> None:
    keys = Keys(page)
    page.goto("/account/login/")
    keys.write(page.get_by_label("Email"), "ada@example.org")
    page.get_by_label("Password").evaluate("field => { field.style.outline = 'none'; }")
    with pytest.raises(AssertionError, match="focus cannot be seen"):
        keys.write(page.get_by_label("Password"), "anything")


def test_keys_notice_what_they_cannot_reach(page: Page) -> None:
    keys = Keys(page)
    page.goto("/account/login/")
    page.get_by_label("Password").evaluate("field => { field.tabIndex = -1; }")
    with pytest.raises(AssertionError, match="Tab never comes"):
        keys.write(page.get_by_label("Password"), "anything")


def test_a_finger_notices_a_page_that_is_too_wide(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, is_mobile=True
    )
    watch = Watch()
    watch.over(context)
    page = Finger(context.new_page()).page
    page.goto("/account/login/")
    assert watch.complaints == []
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.body.style.width = '500px'; });"
    )
    page.goto("/account/login/")
    context.close()
    (complaint,) = watch.complaints
    assert complaint.startswith("console: /account/login/ is 50")
