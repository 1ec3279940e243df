"""What a provider's people take along, and what goes when they leave for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recert.catalogue.actions import close_provider, invite_to_provider
from recert.catalogue.models import ProviderApproval, ProviderInvitation, ProviderStaff
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from tests.cast import NOW
from tests.teaching import Teaching

LATER = NOW + timedelta(days=1)


def test_roles_and_applications_are_taken_along(teaching: Teaching) -> None:
    taken = export_of(teaching.nia)
    assert [(each["provider"], each["role"]) for each in taken["provider-roles"]] == [
        (teaching.lab.public_id, "owner")
    ]
    assert [each["number"] for each in taken["provider-applications"]] == ["P-300"]
    assert export_of(teaching.cast.ada)["provider-roles"] == []


def test_whoever_is_forgotten_works_nowhere_and_the_last_owner_stays(teaching: Teaching) -> None:
    for whom in (teaching.pia, teaching.oto):
        erase(person=whom, by=whom, at=LATER)
    assert [each.person for each in ProviderStaff.objects.filter(provider=teaching.lab)] == [
        teaching.nia
    ]
    with pytest.raises(Refused, match="only owner of Movement Lab"):
        erase(person=teaching.nia, by=teaching.nia, at=LATER)
    close_provider(by=teaching.nia, at=LATER, provider_slug="movement-lab")
    erase(person=teaching.nia, by=teaching.nia, at=LATER)
    assert not ProviderStaff.objects.filter(provider=teaching.lab).exists()
    assert ProviderApproval.objects.get(pk=teaching.lab_at_acsm.pk).asked_by == teaching.nia


def test_an_invitation_goes_with_the_address(teaching: Teaching) -> None:
    eve = teaching.cast.eve
    address = eve.email
    Person.objects.filter(pk=eve.pk).update(email="moved@example.org")
    invite_to_provider(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", email=address, role="instructor"
    )
    eve.refresh_from_db()
    Person.objects.filter(pk=eve.pk).update(email=address)
    eve.refresh_from_db()
    erase(person=eve, by=eve, at=LATER)
    assert not ProviderInvitation.objects.exists()
