"""A list of members: all of it or nothing, twice is once, and the price follows by itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from recert.lib.refusals import NotFound, Refused
from recert.people.actions import join_members, read_members
from recert.people.models import BodyMember
from tests.cast import NOW, Cast

LIST = """\ufeffemail,number,since,until
Ada@example.org,M-1,2026-01-01,2026-12-31
ben@example.org,M-2,2026-01-01,
nobody@example.net,M-3,2026-01-01,
"""


def test_a_list_is_looked_at_then_entered_once(cast: Cast) -> None:
    rows = read_members(LIST)
    looked = join_members(by=cast.hal, at=NOW, body_slug="acsm", rows=rows, only_look=True)
    assert (looked.entered, looked.same, looked.unknown) == (2, 0, ("nobody@example.net",))
    assert not BodyMember.objects.exists()
    assert join_members(by=cast.hal, at=NOW, body_slug="acsm", rows=rows).entered == 2
    again = join_members(by=cast.hal, at=NOW, body_slug="acsm", rows=rows)
    assert (again.entered, again.same) == (0, 2)
    assert BodyMember.objects.get(person=cast.ada).until == date(2026, 12, 31)
    with pytest.raises(NotFound):
        join_members(by=cast.gus, at=NOW, body_slug="acsm", rows=rows)
    own = read_members(
        "email,number,since\nhal@example.org,1,2026-01-01\nben@example.org,9,2026-02-01"
    )
    with pytest.raises(Refused, match="Ask a colleague"):
        join_members(by=cast.hal, at=NOW, body_slug="acsm", rows=tuple(reversed(own)))
    assert BodyMember.objects.get(person=cast.ben).number == "M-2"  # nothing of it was entered


def test_every_mistake_is_told_with_its_row() -> None:
    with pytest.raises(Refused) as caught:
        read_members(
            "email,number,since,until\n"
            "ada,1,2026-01-01,\n"
            "b@x.org,1,1.2.2026,\n"
            "c@x.org,1,,\n"
            "d@x.org,1,2026-01-01,2025-01-01\n"
        )
    assert [sentence.split(":")[0] for sentence in caught.value.sentences] == [
        "Row 2", "Row 3", "Row 4", "Row 5",
    ]  # fmt: skip
    with pytest.raises(Refused, match="number is not there"):
        read_members("email,since\n")


def test_on_the_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.hal)
    at = "/staff/acsm/members/list"
    assert "2 memberships would be entered" in client.post(at, {"rows": LIST}).content.decode()
    assert client.post(at, {"rows": "email\n", "act": "enter"}).status_code == 422
    assert client.post(at, {"rows": LIST, "act": "enter"}).status_code == 302
    assert BodyMember.objects.count() == 2
