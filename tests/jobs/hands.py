"""Three ways to work a page: with a mouse, with a finger, with the keys alone.

A story is told once, by functions that press, write and choose; whose hand does it is the
test's choice. The keys see to it that the focus can be seen wherever it stops.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

STOPS = 150
"""More Tab stops than any page has."""

LOOK = """target => {
    const here = document.activeElement;
    const box = here.getBoundingClientRect();
    const edge = getComputedStyle(here);
    const ringed = here.matches(':focus-visible')
        && edge.outlineStyle !== 'none' && parseFloat(edge.outlineWidth) >= 2;
    const inside = here.type === 'date' && here.matches(':focus-within:not(:focus)');
    return {
        arrived: here === target,
        beside: here.type === 'radio' && here.name === target.name,
        lost: here === document.body,
        shown: (ringed || inside)
            && box.bottom > 0 && box.top < innerHeight && box.width * box.height > 0,
        says: here.outerHTML.slice(0, 120),
    };
}"""
"""Where the focus is, seen from where it shall go, and whether a reader can see it.

The last stop inside a field for a day is its calendar, which the browser rings itself.
"""

FITS = """for (const moment of ["load", "htmx:afterSettle"]) addEventListener(moment, () => {
    const wide = document.documentElement.scrollWidth;
    if (wide > screen.width) console.error(`${location.pathname} is ${wide} pixels wide`);
});"""
"""The watch over the console hears of every page that has to be pushed sideways."""


class Hand:
    """A mouse on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Press a link, a button, or what opens and folds."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Put this text into a field, instead of what is there."""
        target.fill(text)

    def write_day(self, target: Locator, day: date) -> None:
        """Enter a day."""
        target.fill(day.isoformat())

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list."""
        target.select_option(label=label)

    def tick(self, target: Locator) -> None:
        """Tick a box, or choose one of several."""
        target.check()

    def attach(self, target: Locator, files: Iterable[Path]) -> None:
        """Choose files for an upload."""
        target.set_input_files(list(files))


class Finger(Hand):
    """A finger on a phone, which pushes pages up and down and never sideways."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.add_init_script(FITS)

    def press(self, target: Locator) -> None:
        """Tap it."""
        target.tap()

    def tick(self, target: Locator) -> None:
        """Tap it, unless it is ticked."""
        if not target.is_checked():
            target.tap()
        expect(target).to_be_checked()


class Keys(Hand):
    """The keyboard alone: Tab, Enter, Space, the arrows, and what is typed."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        # Said early: the browser must know before Enter that its window is not to be opened.
        page.on("filechooser", lambda _chooser: None)

    def press(self, target: Locator) -> None:
        """Go there and press Enter."""
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Go there and type over what is there."""
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        expect(target).to_have_value(text)

    def write_day(self, target: Locator, day: date) -> None:
        """Type the parts of the day in the order this browser shows them."""
        self._reach(target)
        self.page.keyboard.type(f"{day:%m%d%Y}")
        expect(target).to_have_value(day.isoformat())

    def choose(self, target: Locator, label: str) -> None:
        """Go there and type what it begins with."""
        self._reach(target)
        self.page.keyboard.type(label)
        expect(target.locator("option:checked")).to_have_text(label)

    def tick(self, target: Locator) -> None:
        """Space ticks a box; among several, the arrows walk."""
        self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def attach(self, target: Locator, files: Iterable[Path]) -> None:
        """Enter opens the browser's own window to choose files in."""
        self._reach(target)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(list(files))

    def _reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus, which must be seen at each stop."""
        expect(target).to_be_visible()
        passed = []
        for _stop in range(STOPS):
            found = target.evaluate(LOOK)
            if not found["lost"]:
                assert found["shown"], f"The focus cannot be seen on {found['says']}"
                passed.append(found["says"])
            if found["arrived"]:
                return
            self.page.keyboard.press("ArrowDown" if found["beside"] else "Tab")
        raise AssertionError(f"Tab never comes to {target}, only to {passed}")
