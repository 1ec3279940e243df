"""What members and staff have in common: signing in, choosing what to do next, pausing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.load.browser import Answer, Browser, Form, WentWrong
from benchmarks.load.figures import Figures
from benchmarks.load.ledger import Act, Ledger

PASSWORD = "an invented person's word"  # noqa: S105  # of people there are not
BODY = "acsm"

Choice = tuple[int, Callable[["Worker"], None]]
"""How often, beside the others, and what."""


@dataclass
class Worker:
    """Somebody with a browser, some dice, and what they remember."""

    email: str
    browser: Browser
    ledger: Ledger
    figures: Figures
    dice: random.Random
    choices: tuple[Choice, ...]
    made: int = 0  # of things with a name of ours
    knows: dict[str, Any] = field(default_factory=dict)

    def look(self, kind: str, path: str) -> Answer:
        """Open a page."""
        return self.browser.get(kind, path)

    def send(self, kind: str, page: Answer, form: Form, **values: str) -> Answer:
        """Send a form of a page."""
        return self.browser.send(kind, page, form, **values)

    def did(self, what: str, key: str, answer: Answer, says: str, **more: str) -> bool:
        """Note an act, if the page that came says it is done; else that it was refused."""
        if says in answer.text:
            self.ledger.note(Act(what, key, self.email, more))
            return True
        self.figures.was_refused(what)
        return False

    def new_name(self, word: str) -> str:
        """A name that nobody else gives to anything."""
        self.made += 1
        return f"{word} {self.made} of {self.email.partition('@')[0]}"

    def live(self, begins: float, ends: float, think: float) -> None:
        """Sign in and work from one moment to another, with pauses of `think` seconds or so."""
        time.sleep(max(0.0, begins - time.monotonic()))
        while time.monotonic() < ends:
            try:
                if "signed-in" not in self.knows:
                    self._sign_in()
                else:
                    weights = [weight for weight, _do in self.choices]
                    _weight, do = self.dice.choices(self.choices, weights)[0]
                    do(self)
            except WentWrong:
                pass  # in the figures already; people try something else
            pause = self.dice.expovariate(1 / think)
            time.sleep(max(0.0, min(pause, ends - time.monotonic())))

    def _sign_in(self) -> None:
        page = self.look("anybody: sign-in page", "/account/login/")
        form = page.form_with("login", "password")
        if form is None:
            self.figures.failed(f"anybody: no way to sign in at {page.path}")
            return
        there = self.send("anybody: signing in", page, form, login=self.email, password=PASSWORD)
        if "/account/login" in there.path:
            self.figures.failed(f"anybody: not let in at {there.path}")
            return
        self.knows["signed-in"] = True
