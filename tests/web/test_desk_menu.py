"""The menu of a desk: who is offered what, and where the reader is."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from recert.people.models import Role
from recert.people.queries import MAY, Duty
from recert.web.components.desk_menu import FLOORS, Room, desk_menu
from recert.web.components.provider_menu import FLOORS as PROVIDER_FLOORS

EVERYTHING = frozenset(Duty)

ROOMS = [
    (room, slug, attribute)
    for floors, slug, attribute in (
        (FLOORS, "acsm", "duty"),
        (PROVIDER_FLOORS, "movement-lab", "provider_duty"),
    )
    for floor in floors
    for room in floor.rooms
]


def address(name: str, *rest: str) -> str:
    return reverse(f"staff:{name}", args=["acsm", *rest])


def duty_of(url: str) -> object:
    """Whose duty opens the door of a page."""
    return vars(resolve(url).func)["duty"]


def marked(path: str) -> tuple[list[str], list[str]]:
    """What of the menu says that the reader is here, at the top and below."""
    words, rooms = desk_menu("acsm", EVERYTHING, path)
    return [each.label for each in words if each.here], [each.label for each in rooms if each.here]


@pytest.mark.parametrize(("room", "slug", "attribute"), ROOMS)
def test_a_room_is_offered_to_whom_its_door_opens(room: Room, slug: str, attribute: str) -> None:
    assert vars(resolve(reverse(room.name, args=[slug])).func)[attribute] == room.duty


def test_the_top_is_short_for_everybody_and_no_role_is_offered_more_than_its_own() -> None:
    for role in Role:
        duties = frozenset(duty for duty, roles in MAY.items() if role in roles)
        words, _rooms = desk_menu("acsm", duties, address("home"))
        assert len(words) <= 6
        assert len({each.label for each in words}) == len(words)
        assert all(duty_of(each.url) in duties for each in words)


def test_the_reader_is_in_one_room_and_sees_those_beside_it() -> None:
    assert marked(address("home")) == (["Today"], [])
    assert marked(address("petition", "x")) == (["Decide"], ["Petitions"])
    assert marked(address("forecast")) == (["Figures"], ["Forecast"])
    assert marked(address("letters_sent")) == (["Office"], ["Sent"])
    assert marked(address("letters")) == (["Office"], ["Letters"])
    assert marked(address("payments")) == (["Payments"], [])
    assert marked("/staff/acsm/nowhere") == ([], [])


def test_a_word_with_one_room_for_the_reader_bears_its_name() -> None:
    words, rooms = desk_menu("acsm", frozenset({Duty.ENTER}), address("enquiry", "x"))
    assert [(each.label, each.here) for each in words] == [
        ("Today", ""), ("Questions", "page"), ("Office", "")
    ]  # fmt: skip
    assert rooms == []
