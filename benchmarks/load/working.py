"""What members and staff have in common: signing in, choosing what to do next, pausing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from benchmarks.load.browser import Answer, Browser, File, Form, WentWrong
from benchmarks.load.figures import Figures
from benchmarks.load.ledger import Act, Heard, Ledger

PASSWORD = "an invented person's word"  # noqa: S105  # of people there are not
BODY = "acsm"

FILLING = 2
"""So many times as long as a page is read a form is filled in."""

Choice = tuple[int, Callable[["Worker"], None]]
"""How often, beside the others, and what."""


class Over(Exception):
    """They have gone home."""


@dataclass
class Worker:
    """Somebody with a browser, some dice, and what they remember."""

    email: str
    browser: Browser
    ledger: Ledger
    figures: Figures
    dice: random.Random
    choices: tuple[Choice, ...]
    think: float  # seconds between two pages, on average
    ends: float = 0.0  # the moment they go home
    made: int = 0  # of things with a name of ours
    knows: dict[str, Any] = field(default_factory=dict)

    def look(self, kind: str, path: str) -> Answer:
        """Read what is on the screen, and open another page."""
        self._pause(1)
        return self.browser.get(kind, path)

    def send(self, kind: str, page: Answer, form: Form, **values: str) -> Answer:
        """Fill in a form of a page and send it."""
        self._pause(FILLING)
        return self.browser.send(kind, page, form, **values)

    def post(
        self, kind: str, path: str, fields: Iterable[tuple[str, str]], files: Iterable[File] = ()
    ) -> Answer:
        """Send a form that is filled in, with files."""
        self._pause(FILLING)
        return self.browser.post(kind, path, fields, files)

    def act(
        self,
        what: str,
        key: str,
        send: Callable[[], Answer],
        says: str | Callable[[Answer], str | None],
        **more: str,
    ) -> Answer:
        """Do something that must be in the record once, and note what the answer says of it.

        `says`: the sentence that tells it is done, or what finds in the answer to what it was
        done (None: it was not), where only the answer knows.
        """
        try:
            answer = send()
        except WentWrong:
            self.ledger.note(Act(what, key, self.email, more, Heard.NOTHING))
            raise
        found = says(answer) if callable(says) else key if says in answer.text else None
        heard = Heard.REFUSED if found is None else Heard.DONE
        self.ledger.note(Act(what, found or key, self.email, more, heard))
        if found is None:
            self.figures.was_refused(what)
        return answer

    def new_name(self, word: str) -> str:
        """A name that nobody else gives to anything."""
        self.made += 1
        return f"{word} {self.made} of {self.email.partition('@')[0]}"

    def live(self, begins: float, ends: float) -> None:
        """Sign in and work from one moment to another."""
        self.ends = ends
        time.sleep(max(0.0, begins - time.monotonic()))
        with suppress(Over):
            while time.monotonic() < ends:
                try:
                    self._do_something()
                except WentWrong:  # in the figures already; people wait, and try something else
                    self._pause(1)

    def _do_something(self) -> None:
        if "signed-in" not in self.knows:
            self._sign_in()
            return
        weights = [weight for weight, _do in self.choices]
        _weight, do = self.dice.choices(self.choices, weights)[0]
        do(self)

    def _pause(self, times: float) -> None:
        """Now a moment, now a long while; at most ten times the average."""
        pause = min(self.dice.expovariate(1 / self.think), 10 * self.think) * times
        if time.monotonic() + pause > self.ends:
            raise Over
        time.sleep(pause)

    def _sign_in(self) -> None:
        page = self.browser.get("anybody: sign-in page", "/account/login/")
        form = page.form_with("login", "password")
        if form is None:
            self.figures.failed(f"anybody: no way to sign in at {page.path}")
            return
        there = self.send("anybody: signing in", page, form, login=self.email, password=PASSWORD)
        if "/account/login" in there.path:
            self.figures.failed(f"anybody: not let in at {there.path}")
            return
        self.knows["signed-in"] = True
