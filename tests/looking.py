"""Looking: what axe finds on a page, and whether it fits its window. One way for every test."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

AXE = Axe()
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LOOKS = [
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESKTOP, "light", id="desktop-light"),
]


def flaws_of(page: Page, where: str = "") -> list[str]:
    """What is wrong with the page as it stands; `where` names it."""
    where = where or page.url
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = [f"{where} is {wide} pixels too wide"] if wide > 0 else []
    for each in AXE.run(page).response["violations"]:
        nodes = [node["html"][:160] for node in each["nodes"][:3]]
        found.append(f"{where}: {each['id']}: {each['help']}: {nodes}")
    return found


def flaws(page: Page, paths: Iterable[str]) -> list[str]:
    """What is wrong with each of these pages."""
    found = []
    for path in paths:
        page.goto(path)
        found += flaws_of(page, path)
    return found
