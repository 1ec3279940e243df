"""The watch over the browser: that it notices, and that a page it passes is truly whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.conftest import Watch


@pytest.fixture
def watched(browser: Browser, live_server: LiveServer) -> Iterator[tuple[Page, Watch]]:
    """A page with a watch of its own, whose complaints the test may read."""
    context = browser.new_context(base_url=live_server.url)
    watch = Watch()
    watch.over(context)
    yield context.new_page(), watch
    context.close()


def test_a_whole_page_passes_and_its_static_files_are_served(page: Page) -> None:
    page.goto("/account/login/")
    answer = page.request.get("/static/django_htmx/htmx-2.min.js")
    assert answer.ok
    assert "htmx" in answer.text()


def test_an_unexpected_404_is_noticed(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    page.goto("/static/none-such.css")
    assert [complaint[:3] for complaint in watch.complaints] == ["404"]


def test_an_expected_404_is_not(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    watch.expect(404, "/static/none-such.css")
    page.goto("/static/none-such.css")
    assert watch.complaints == []


def test_an_error_on_the_console_is_noticed(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    page.goto("/account/login/")
    page.evaluate("() => console.error('broken')")
    assert watch.complaints == ["console: broken"]


def test_an_inline_script_without_the_nonce_is_refused(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    page.goto("/account/login/")
    page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.ran = true'; document.body.append(s); }"
    )
    assert page.evaluate("() => window.ran") is None
    assert "Content Security Policy" in watch.complaints[0]
