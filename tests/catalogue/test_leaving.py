"""What a provider's people take along, and what goes when they leave for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.test import TestCase

from recert.catalogue.actions import (
    Application,
    add_paper,
    apply_for_approval,
    close_provider,
    forget_papers,
    invite_to_provider,
    papers,
    set_approval_terms,
    withdraw_application,
)
from recert.catalogue.models import ProviderApproval, ProviderInvitation, ProviderStaff
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from tests.cast import NOW
from tests.teaching import Teaching
from tests.transcript.files import pdf

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


def test_papers_go_when_the_bodys_years_are_over(teaching: Teaching) -> None:
    desk: dict[str, Any] = {"by": teaching.nia, "at": NOW, "provider_slug": "movement-lab"}
    set_approval_terms(
        by=teaching.cast.fay, at=NOW, body_slug="action", asks_provider_approval=True, years=None,
        report_days=None, promise_days=None, words="",
    )  # fmt: skip
    told = Application(text="We teach.")
    approval = apply_for_approval(**desk, body_slug="action", application=told)
    paper = add_paper(**desk, public_id=approval.public_id, name="plan.pdf", content=pdf())
    years = relativedelta(years=teaching.cast.action.retention_years)
    assert forget_papers(at=NOW + years + timedelta(days=1)) == 0  # it is still open
    withdraw_application(**desk, public_id=approval.public_id)
    assert forget_papers(at=NOW + years - timedelta(days=1)) == 0
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert forget_papers(at=NOW + years + timedelta(days=1)) == 1
    assert not papers().has(paper.stored_as)
    assert ProviderApproval.objects.get(pk=approval.pk).text == "We teach."
