"""One address: how to build it, who may see it, and what can be sent to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.pages.world import NOBODY, World

Sent = Mapping[str, str]
Part = Callable[[World], object]

ADA = frozenset({"ada"})
REVIEWERS = frozenset({"dan", "hal"})
OFFICERS = frozenset({"hal"})
CASHIERS = frozenset({"gus", "hal"})
DESK = REVIEWERS | CASHIERS
LAB_OWNERS = frozenset({"nia"})  # of Movement Lab; see `tests.teaching`
LAB_COORDINATORS = LAB_OWNERS | {"oto"}
LAB_STAFF = LAB_COORDINATORS | {"pia"}
MEMBERS = frozenset({"ada", "ben", "carol", "dan", "eve", "fay", "gus", "hal"}) | LAB_STAFF
EVERYBODY = MEMBERS | {NOBODY}
READERS = ("ada", "hal", "fay", "nia", "ben", "carol", "dan", "gus", NOBODY)
"""Whose eyes are borrowed to look at a page, the one with the most to see first."""
STRANGERS = frozenset({NOBODY})  # pages for signing in: whoever is in is led on


@dataclass(frozen=True, slots=True)
class Page:
    """One address, and what each person gets from it."""

    name: str
    sees: frozenset[str]
    args: Callable[[World], tuple[object, ...]] = field(default=lambda _w: ())
    get: int = 200  # the answer to whoever may see it; 405 where it only takes what is sent
    form: Callable[[World], Sent] | None = None  # what somebody who may would send
    post: int = 302  # the answer to that
    others: int = 404  # the answer to whoever is signed in and may not

    def at(self, world: World) -> str:
        """The address in this world."""
        return reverse(self.name, args=self.args(world))

    @property
    def reader(self) -> str:
        """Somebody who may see it, preferably whose things it shows: with the most on it."""
        return next(who for who in READERS if who in self.sees)

    def got_by(self, who: str) -> int:
        """What somebody gets who looks at it."""
        if self.get == 405 and self.name.startswith("member:") and who != NOBODY:
            return 405  # before anything is looked for, so it says nothing of what there is
        return self.get if who in self.sees else self.refused(who)

    def refused(self, who: str) -> int:
        """What somebody gets who may not see it."""
        return 302 if who == NOBODY else self.others


def form(**sent: str) -> Callable[[World], Sent]:
    """A form that is the same in every world."""
    return lambda _world: sent


def address(name: str, sees: frozenset[str], *parts: Part, **more: Any) -> Page:
    """A page whose address names things: each by its own public id."""
    return Page(name, sees, lambda world: tuple(part(world) for part in parts), **more)
