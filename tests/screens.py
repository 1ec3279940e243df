"""Take pictures of pages, narrow and wide, light and dark: look at what you have built.

    python tests/screens.py http://localhost:8000 OUT / /rulebooks/ --as ada@example.org PASSWORD

Writes OUT/<page>-<width>-<scheme>.png and says of each page what the console complained of
and whether it is wider than the window.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

Scheme = Literal["light", "dark"]

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


def main() -> None:
    """Read the arguments and take every picture."""
    parser = argparse.ArgumentParser(description="Take pictures of pages.")
    parser.add_argument("site")
    parser.add_argument("out", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--as", dest="who", nargs=2, metavar=("EMAIL", "PASSWORD"))
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    parser.add_argument("--schemes", nargs="+", default=SCHEMES)
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for scheme in wanted.schemes:
            for width in wanted.widths:
                _visit(browser, wanted, width, scheme)
        browser.close()


def _visit(browser: Browser, wanted: argparse.Namespace, width: int, scheme: Scheme) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 600 else 900}, color_scheme=scheme
    )
    page = context.new_page()
    page.on("console", lambda message: print(f"  {message.type}: {message.text}"))
    if wanted.who:
        _sign_in(page, wanted.site, *wanted.who)
    for path in wanted.paths:
        answer = page.goto(wanted.site + path)
        name = path.strip("/").replace("/", "-").replace("?", "-") or "home"
        page.screenshot(path=wanted.out / f"{name}-{width}-{scheme}.png", full_page=True)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        print(
            answer.status if answer else "?",
            path,
            width,
            scheme,
            f"{over} too wide" if over > 0 else "",
        )
    context.close()


def _sign_in(page: Page, site: str, email: str, password: str) -> None:
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
