"""Providers: opening one, its name and slug, and who works there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from recert.catalogue.actions import (
    Profile,
    close_provider,
    describe_provider,
    dismiss_from_provider,
    forget_provider_invitations,
    invite_to_provider,
    open_bodys_own,
    open_provider,
    take_up_provider_invitations,
    withdraw_provider_invitation,
)
from recert.catalogue.models import Provider, ProviderInvitation, ProviderRole, ProviderStaff
from recert.catalogue.queries import provider_for_staff, team_of
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from tests.cast import NOW, Cast, person
from tests.teaching import Teaching

LATER = NOW + timedelta(days=1)


def test_opening_one_twice_is_one_and_a_policys_names_are_nobodys(cast: Cast) -> None:
    first = open_provider(by=cast.eve, at=NOW, profile=Profile(name="  Eve’s   School "))
    assert (first.slug, first.name) == ("eves-school", "Eve’s School")
    again = open_provider(by=cast.eve, at=LATER, profile=Profile(name="eve’s school"))
    assert again == first
    other = open_provider(by=cast.ben, at=NOW, profile=Profile(name="Eve’s School"))
    assert other.slug == "eves-school-2"
    # ACSM is a body here, and policies say what its own courses are worth.
    assert open_provider(by=cast.eve, at=NOW, profile=Profile(name="ACSM")).slug == "acsm-2"
    assert open_provider(by=cast.eve, at=NOW, profile=Profile(name="Open")).slug == "open-2"
    assert open_provider(by=cast.eve, at=NOW, profile=Profile(name="教室")).slug == "provider"
    assert [each.code for each in lines_about(f"provider:{first.public_id}")] == [
        "catalogue.provider-opened"
    ]


def test_everything_wrong_with_a_profile_is_told_at_once(cast: Cast) -> None:
    bad = Profile(name=" ", zone="Mars/Base", email="x", website="javascript:alert(1)",
                  phone="1" * 41, country="Atlantis")  # fmt: skip
    with pytest.raises(Refused) as refused:
        open_provider(by=cast.eve, at=NOW, profile=bad)
    assert {each.field for each in refused.value.refusals} == {
        "name", "zone", "email", "website", "phone", "country",
    }  # fmt: skip
    assert not Provider.objects.exists()


def test_a_bodys_own_courses_are_under_its_own_slug_and_its_staff_alone_open_them(
    cast: Cast,
) -> None:
    for stranger in (cast.dan, cast.fay, cast.eve):
        with pytest.raises(NotFound):
            open_bodys_own(by=stranger, at=NOW, body_slug="acsm")
    own = open_bodys_own(by=cast.hal, at=NOW, body_slug="acsm")
    assert (own.slug, own.body) == ("acsm", cast.acsm)
    assert open_bodys_own(by=cast.hal, at=LATER, body_slug="acsm") == own
    assert provider_for_staff(cast.hal, "acsm") == own


def test_describing_and_closing_are_the_owners(teaching: Teaching) -> None:
    profile = Profile(name="Movement Laboratory", zone="Europe/Oslo")
    for other in (teaching.oto, teaching.pia, teaching.cast.hal):
        with pytest.raises(NotFound):
            describe_provider(by=other, at=NOW, provider_slug="movement-lab", profile=profile)
        with pytest.raises(NotFound):
            close_provider(by=other, at=NOW, provider_slug="movement-lab")
    found = describe_provider(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", profile=profile
    )
    assert (found.slug, found.name, found.zone) == (
        "movement-lab", "Movement Laboratory", "Europe/Oslo",
    )  # fmt: skip
    for _twice in range(2):
        close_provider(by=teaching.nia, at=LATER, provider_slug="movement-lab")
    codes = [each.code for each in lines_about(f"provider:{found.public_id}")]
    assert codes.count("catalogue.provider-closed") == 1


def test_inviting_changing_and_dismissing(teaching: Teaching) -> None:
    nia, eve = teaching.nia, teaching.cast.eve
    desk: dict[str, Any] = {"by": nia, "at": NOW, "provider_slug": "movement-lab"}
    for other in (teaching.oto, teaching.pia):
        with pytest.raises(NotFound):
            invite_to_provider(**{**desk, "by": other}, email="a@b.org", role="owner")
    for email, role in (("nonsense", "owner"), ("a@b.org", "emperor")):
        with pytest.raises(Refused):
            invite_to_provider(**desk, email=email, role=role)
    held = invite_to_provider(**desk, email="Eve@Example.org", role="instructor")
    assert isinstance(held, ProviderStaff)
    assert held.person == eve
    assert Notice.objects.filter(kind="provider-team", recipient_id=eve.public_id).count() == 1
    invite_to_provider(**desk, email=eve.email, role="owner")
    assert team_of(teaching.lab).get(person=eve).role == ProviderRole.OWNER
    dismiss_from_provider(**desk, person_id=nia.public_id)
    with pytest.raises(NotFound):
        provider_for_staff(nia, "movement-lab")
    desk["by"] = eve
    leaving: tuple[Callable[[], object], ...] = (
        lambda: dismiss_from_provider(**desk, person_id=eve.public_id),
        lambda: invite_to_provider(**desk, email=eve.email, role="instructor"),
    )
    for leave in leaving:
        with pytest.raises(Refused, match="only owner"):
            leave()


def test_an_invitation_waits_two_weeks_for_an_account(teaching: Teaching) -> None:
    desk: dict[str, Any] = {"by": teaching.nia, "at": NOW, "provider_slug": "movement-lab"}
    for address in ("new@example.org", "late@example.org", "gone@example.org"):
        invite_to_provider(**desk, email=address, role="coordinator")
    gone = ProviderInvitation.objects.get(email="gone@example.org")
    withdraw_provider_invitation(**desk, public_id=gone.public_id)
    with pytest.raises(NotFound):
        withdraw_provider_invitation(**desk, public_id=gone.public_id)
    new, late = person("New Comer"), person("Late Comer")
    (held,) = take_up_provider_invitations(person=new, at=LATER)
    assert (held.provider, held.role) == (teaching.lab, ProviderRole.COORDINATOR)
    assert take_up_provider_invitations(person=new, at=LATER) == ()
    assert forget_provider_invitations(at=NOW + timedelta(days=15)) == 1
    assert take_up_provider_invitations(person=late, at=LATER) == ()
