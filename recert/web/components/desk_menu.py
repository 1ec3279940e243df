"""The menu of a desk: few words at the top, and below them the rooms behind one word.

A word leads to the first of its rooms that the reader may enter; whoever is in one of them
sees the others beside it. A word with one room for the reader bears that room's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recert.people.queries import Duty


@dataclass(frozen=True, slots=True)
class Room:
    """A page of the desk, what it is called, and whose duty opens it."""

    name: str
    label: Any  # translated when it is shown
    duty: StrEnum


@dataclass(frozen=True, slots=True)
class Floor:
    """Rooms that belong together, and the word they are found under."""

    label: Any
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the menu; `here` is what `aria-current` says of it, empty where it is not."""

    url: str
    label: str
    here: str = ""


FLOORS = (
    Floor(_("Today"), (Room("staff:home", _("Today"), Duty.ENTER),)),
    Floor(
        _("Decide"),
        (
            Room("staff:applications", _("Applications"), Duty.REVIEW),
            Room("staff:petitions", _("Petitions"), Duty.REVIEW),
            Room("staff:course_approvals", _("Courses"), Duty.REVIEW),
            Room("staff:audits", _("Audits"), Duty.REVIEW),
            Room("staff:effects", _("Corrections"), Duty.REVIEW),
            Room("staff:provider_approvals", _("Providers"), Duty.REVIEW),
            Room("staff:appeals", _("Appeals"), Duty.REVIEW),
            Room("staff:leaves", _("Leave"), Duty.REGISTER),
            Room("staff:enquiries", _("Questions"), Duty.ENTER),
        ),
    ),
    Floor(
        _("People"),
        (
            Room("staff:register", _("Register"), Duty.REVIEW),
            Room("staff:members", _("Members"), Duty.REGISTER),
            Room("staff:imports", _("Import"), Duty.REGISTER),
            Room("staff:bulk", _("Many at once"), Duty.REGISTER),
            Room("staff:unmatched", _("Not found"), Duty.REGISTER),
            Room("staff:duplicates", _("Duplicates"), Duty.REGISTER),
            Room("staff:overrides", _("Decisions in force"), Duty.REGISTER),
        ),
    ),
    Floor(_("Payments"), (Room("staff:payments", _("Payments"), Duty.MONEY),)),
    Floor(
        _("Figures"),
        (
            Room("staff:reports", _("Reports"), Duty.REPORTS),
            Room("staff:forecast", _("Forecast"), Duty.REPORTS),
            Room("staff:ending", _("Ending soon"), Duty.REVIEW),
        ),
    ),
    Floor(
        _("Office"),
        (
            Room("staff:policy", _("Policy"), Duty.ENTER),
            Room("staff:letters", _("Letters"), Duty.POLICY),
            Room("staff:approval_terms", _("Approval"), Duty.POLICY),
            Room("staff:letters_sent", _("Sent"), Duty.REGISTER),
            Room("staff:appearance", _("Appearance"), Duty.POLICY),
            Room("staff:team", _("Team"), Duty.STAFF),
            Room("staff:roles", _("Roles"), Duty.ENTER),
        ),
    ),
)


def desk_menu(slug: str, duties: frozenset[Duty], path: str) -> tuple[list[Entry], list[Entry]]:
    """The menu of a body's desk."""
    return menu_of(FLOORS, slug, duties, path)


def menu_of(
    all_floors: Sequence[Floor], slug: str, duties: frozenset[Any], path: str
) -> tuple[list[Entry], list[Entry]]:
    """The words at the top for these duties; and the rooms beside the one that is shown."""
    floors = [(each, [room for room in each.rooms if room.duty in duties]) for each in all_floors]
    urls = {room: reverse(room.name, args=[slug]) for _floor, rooms in floors for room in rooms}
    here = _room_of(urls, path)
    words, beside = [], []
    for floor, rooms in floors:
        if not rooms:
            continue
        only = rooms[0] if len(rooms) == 1 else None
        mark = "" if here not in rooms else "page" if only else "true"
        words.append(Entry(urls[rooms[0]], str((only or floor).label), mark))
        if mark == "true":
            beside = [
                Entry(urls[room], str(room.label), "page" if room == here else "") for room in rooms
            ]
    return words, beside


def _room_of(urls: dict[Room, str], path: str) -> Room | None:
    """The room a page lies in: the one whose address is the longest beginning of the page's."""
    within = [
        room
        for room, url in urls.items()
        if path == url or (not room.name.endswith(":home") and path.startswith(url))
    ]
    return max(within, key=lambda room: len(urls[room]), default=None)
