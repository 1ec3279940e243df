"""Plots with something in them, in a browser: axe finds nothing, nothing is too wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from recert.reporting.forecasting import ask_forecast
from recert.reporting.foretelling import advance_forecasts
from tests.cast import NOW, Cast
from tests.looking import LOOKS, flaws, flaws_of
from tests.reporting.history import history

DESK = "/staff/acsm/"
PAGES = (
    DESK,
    f"{DESK}reports/about/renewals",
    f"{DESK}reports/about/register",
    f"{DESK}reports/forecast",
)


@pytest.mark.slow
def test_filled_plots_are_accessible_and_fit(
    cast: Cast,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, Any], None],
) -> None:
    history(cast)
    ask_forecast(by=cast.hal, at=NOW, body_slug="acsm")
    while advance_forecasts(at=NOW):
        pass
    for look in LOOKS:
        size, scheme = look.values
        page = new_context(viewport=size, color_scheme=scheme).new_page()
        sign_in(page, cast.hal)
        assert flaws(page, PAGES) == []
        page.get_by_text("The numbers").first.click()
        assert page.get_by_role("link", name="Save as CSV").first.is_visible()
        page.get_by_label("See it as of").fill("2027-06-30")
        page.get_by_role("button", name="Show").last.click()
        assert page.get_by_text("Shown as of 30 June 2027.").is_visible()
        assert flaws_of(page, "as of another day") == []
        page.get_by_role("button", name="Back to today").click()
        assert page.get_by_text("Shown as of").count() == 0
