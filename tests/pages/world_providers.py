"""What the pages of those who teach need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from recert.catalogue.actions import invite_to_provider
from recert.catalogue.models import ProviderInvitation, ProviderRole
from tests.cast import NOW, person
from tests.teaching import Teaching


@dataclass(frozen=True, slots=True)
class Providers:
    """Somebody is invited to Movement Lab."""

    teaching: Teaching
    invitation: ProviderInvitation


def set_providers(teaching: Teaching) -> Providers:
    """Let Nia invite somebody who has no account."""
    invitation = invite_to_provider(
        by=teaching.nia,
        at=NOW,
        provider_slug="movement-lab",
        email="newcomer@lab.example",
        role=ProviderRole.COORDINATOR,
    )
    assert isinstance(invitation, ProviderInvitation)
    return Providers(teaching=teaching, invitation=invitation)


def grow_providers(found: Providers, number: int) -> None:
    """Let one more work at Movement Lab, and invite one more."""
    desk = {"by": found.teaching.nia, "at": NOW + timedelta(minutes=number)}
    for email in (person(f"Teacher{number} Roe").email, f"more{number}@lab.example"):
        invite_to_provider(
            **desk, provider_slug="movement-lab", email=email, role=ProviderRole.INSTRUCTOR
        )
