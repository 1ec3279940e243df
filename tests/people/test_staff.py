"""Who works at a body: by invitation, in a table of words that is the table that counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.people.actions import (
    appoint,
    dismiss,
    forget_invitations,
    invite,
    take_up_invitations,
    withdraw_invitation,
)
from recert.people.models import Invitation, Role, StaffRole
from recert.people.queries import MAY, Duty, invitations_of, roles_of
from recert.people.roles import DUTIES, ROLES, as_markdown
from tests.cast import NOW, Cast, person

pytestmark = pytest.mark.django_db

NEW = "newcomer@example.org"


def test_whoever_is_invited_comes_in_once_the_address_is_theirs(cast: Cast) -> None:
    asked: Any = {"by": cast.hal, "body": cast.acsm, "email": " Newcomer@Example.org "}
    for at in (NOW, NOW + timedelta(days=3)):
        invite(**asked, at=at, role="reviewer")
    invite(**asked, at=NOW, role="finance")
    assert invitations_of(cast.hal, "acsm").count() == 2
    assert Notice.objects.filter(kind="invitation", email=NEW).count() == 3
    new = person("Newcomer Nell")
    held = take_up_invitations(person=new, at=NOW + timedelta(days=16))
    assert [(each.body, each.role) for each in held] == [(cast.acsm, "reviewer")]
    assert take_up_invitations(person=new, at=NOW) == ()
    assert not Invitation.objects.exists()
    assert [each.role for each in roles_of(new)] == ["reviewer"]


def test_who_may_invite_whom(cast: Cast) -> None:
    for somebody in (cast.dan, cast.gus, cast.fay, cast.ada):
        with pytest.raises(NotFound):
            invite(by=somebody, at=NOW, body=cast.acsm, email=NEW, role="owner")
    for email, role in ((NEW, "emperor"), ("no address", "owner"), (cast.eve.email, "owner")):
        with pytest.raises(Refused):
            invite(by=cast.hal, at=NOW, body=cast.acsm, email=email, role=role)
    kept = invite(by=cast.hal, at=NOW, body=cast.acsm, email=NEW, role="owner")
    for staff, slug in ((cast.fay, "action"), (cast.dan, "acsm")):
        with pytest.raises(NotFound):
            withdraw_invitation(by=staff, at=NOW, body_slug=slug, public_id=kept.public_id)
    withdraw_invitation(by=cast.hal, at=NOW, body_slug="acsm", public_id=kept.public_id)
    assert take_up_invitations(person=person("Newcomer"), at=NOW) == ()


def test_an_address_nobody_came_with_is_forgotten(cast: Cast) -> None:
    invite(by=cast.hal, at=NOW, body=cast.acsm, email=NEW, role="owner")
    assert forget_invitations(at=NOW + timedelta(days=14)) == 0
    assert forget_invitations(at=NOW + timedelta(days=15)) == 1


def test_an_owner_who_cannot_sign_in_keeps_nobody_in(cast: Cast) -> None:
    appoint(person=cast.eve, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    cast.eve.is_active = False
    cast.eve.save()
    with pytest.raises(Refused, match="only owner"):
        dismiss(person=cast.hal, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    assert StaffRole.objects.filter(person=cast.hal, role=Role.OWNER).exists()


def test_the_table_of_duties_is_whole_and_written_down() -> None:
    assert list(MAY) == list(DUTIES) == list(Duty)
    assert list(ROLES) == list(Role)
    assert all(Role.OWNER in allowed for allowed in MAY.values())
    assert as_markdown() in Path("docs/roles.md").read_text()
