"""A provider that is only a name is handed to its owner by the one body that knows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from recert.catalogue.actions.handing import hand_over, keep_unrun
from recert.catalogue.actions.team import take_up_provider_invitations
from recert.catalogue.models import CourseApproval, Provider, ProviderStaff
from recert.catalogue.queries import provider_for_staff
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from tests.cast import NOW, person
from tests.teaching import Teaching, approved, taught


@pytest.fixture
def unrun(teaching: Teaching) -> CourseApproval:
    """A course of a provider nobody runs, which ACSM approved when a member asked."""
    provider = Provider.objects.create(slug="old-school", name="Old School", entered_at=NOW)
    _course, edition = taught(provider, "O-1", "Old ways", 60)
    return approved(edition, teaching.cast.acsm, "1", "ACSM-O1")


def test_its_owner_comes_and_runs_it(teaching: Teaching, unrun: CourseApproval) -> None:
    hal: dict[str, Any] = {"by": teaching.cast.hal, "at": NOW, "body_slug": "acsm",
                           "public_id": unrun.public_id}  # fmt: skip
    provider = unrun.edition.course.provider
    hand_over(**hal, email="wrong@old.example")
    hand_over(**hal, email="Kim@old.example")
    assert [each.email for each in provider.invitations.all()] == ["kim@old.example"]
    keep_unrun(**hal)
    keep_unrun(**hal)
    assert not provider.invitations.exists()
    hand_over(**hal, email="kim@example.org")
    kim = person("Kim Old")
    take_up_provider_invitations(person=kim, at=NOW)
    assert provider_for_staff(kim, "old-school") == provider
    with pytest.raises(Refused, match="Somebody runs Old School already"):
        hand_over(**hal, email="eve@example.org")
    with pytest.raises(Refused, match="Somebody runs"):
        keep_unrun(**hal)
    codes = {line.code for line in lines_about(f"provider:{provider.public_id}")}
    assert {"catalogue.provider-handed-over", "catalogue.provider-hand-over-undone"} <= codes


def test_only_the_owner_of_the_one_body_that_approved_it_may(
    teaching: Teaching, unrun: CourseApproval, client: Client
) -> None:
    cast = teaching.cast
    sent: dict[str, Any] = {"at": NOW, "public_id": unrun.public_id, "email": "k@old.example"}
    for who, slug in ((cast.dan, "acsm"), (cast.fay, "action"), (cast.eve, "acsm")):
        with pytest.raises(NotFound):
            hand_over(by=who, body_slug=slug, **sent)
    page = reverse("staff:provider_hand_over", args=["acsm", unrun.public_id])
    client.force_login(cast.hal)
    about = client.get(reverse("staff:course_approval", args=["acsm", unrun.public_id]))
    assert page in about.content.decode()
    assert client.post(page, {"email": "k@old.example"}).status_code == 302
    assert "k@old.example is invited" in client.get(page).content.decode()
    assert client.post(page, {"act": "back"}).status_code == 302
    approved(unrun.edition, cast.ace, "0.1", "ACE-O1")
    answer = client.post(page, {"email": "k@old.example"})
    assert answer.status_code == 422
    assert "Other bodies approved courses of it" in answer.content.decode()
    assert not ProviderStaff.objects.filter(provider=unrun.edition.course.provider).exists()
