"""The public check: the little that is said, only of what a body confirmed, as of the day."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

import pytest

from recert.credentials.actions import remove_certification, rule
from recert.credentials.queries import register_of
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.verification.queries import PublicStatus, public_status, public_status_by_code
from tests.cast import NOW, Cast


def test_a_number_or_a_code_tells_the_same(cast: Cast) -> None:
    (found,) = public_status("acsm", "104233", NOW)
    assert found is not None
    assert found == public_status_by_code(cast.ada_acsm.code, NOW)
    assert (found,) == public_status("acsm", cast.ada_acsm.code, NOW)
    assert (found.name, found.credential, found.letters) == (
        "Ada Ruiz",
        "Certified Exercise Physiologist",
        "ACSM-EP",
    )
    assert (found.is_active, found.says, found.until) == (True, "Active", date(2026, 12, 31))


def test_nothing_more_is_said_than_this() -> None:
    assert {field.name for field in fields(PublicStatus)} == {
        "name",
        "body",
        "credential",
        "letters",
        "level",
        "number",
        "code",
        "status",
        "says",
        "certified",
        "until",
        "as_of",
        "gaps",
    }


@pytest.mark.parametrize(
    ("day", "status", "active"),
    [
        (date(2026, 12, 31), Status.ACTIVE, True),
        (date(2027, 1, 1), Status.GRACE, False),
        (date(2027, 6, 30), Status.GRACE, False),
        (date(2027, 7, 1), Status.REINSTATABLE, False),
        (date(2030, 1, 1), Status.LAPSED, False),
    ],
)
def test_grace_is_not_active(cast: Cast, day: date, status: Status, active: bool) -> None:
    (found,) = public_status("acsm", "104233", datetime.combine(day, NOW.timetz()))
    assert found is not None
    assert (found.status, found.is_active) == (status, active)


def test_what_somebody_only_declares_is_unknown(cast: Cast) -> None:
    assert public_status("ace", cast.ada_ace.code, NOW) == ()
    assert public_status_by_code(cast.ada_ace.code, NOW) is None
    assert public_status("acsm", "000000", NOW) == ()


def test_taking_it_off_ones_own_list_does_not_take_it_off_the_register(cast: Cast) -> None:
    remove_certification(by=cast.ada, at=NOW, public_id=cast.ada_acsm.public_id)
    (found,) = public_status("acsm", "104233", NOW)
    assert found is not None
    assert found.is_active
    assert found == public_status_by_code(cast.ada_acsm.code, NOW)
    assert cast.ada_acsm in register_of(cast.ada_acsm.body)


def test_a_suspension_shows_and_its_reason_does_not(cast: Cast) -> None:
    rule(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.ada_acsm.public_id,
        kind=DecisionKind.SUSPEND,
        reason="A complaint.",
    )
    (found,) = public_status("acsm", "104233", NOW)
    assert found is not None
    assert found.says == "Suspended"
    assert "complaint" not in repr(found)
