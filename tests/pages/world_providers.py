"""What the pages of those who teach need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from recert.catalogue.actions import (
    Application,
    Granting,
    Profile,
    add_paper,
    apply_for_approval,
    enter_provider_approval,
    invite_to_provider,
    open_provider,
    send_for_approval,
    set_approval_terms,
)
from recert.catalogue.models import (
    ApprovalFile,
    ProviderApproval,
    ProviderInvitation,
    ProviderRole,
)
from recert.people.models import Person
from tests.cast import NOW, TODAY, person
from tests.teaching import Teaching
from tests.web.staff.scene import picture


@dataclass(frozen=True, slots=True)
class Providers:
    """Movement Lab applies anew to ACSM, and has written to ACTION; somebody is invited there."""

    teaching: Teaching
    invitation: ProviderInvitation
    written: ProviderApproval  # to ACTION, not sent
    written_paper: ApprovalFile
    waiting: ProviderApproval  # to ACSM
    paper: ApprovalFile


def set_providers(teaching: Teaching) -> Providers:
    """Let Nia invite somebody who has no account, and apply to two bodies."""
    invitation = invite_to_provider(
        by=teaching.nia,
        at=NOW,
        provider_slug="movement-lab",
        email="newcomer@lab.example",
        role=ProviderRole.COORDINATOR,
    )
    assert isinstance(invitation, ProviderInvitation)
    written, written_paper = _applied(teaching, teaching.cast.fay, "action")
    waiting, paper = _applied(teaching, teaching.cast.hal, "acsm")
    send_for_approval(by=teaching.nia, at=NOW, approval=waiting)
    return Providers(
        teaching=teaching,
        invitation=invitation,
        written=written,
        written_paper=written_paper,
        waiting=waiting,
        paper=paper,
    )


def _applied(teaching: Teaching, owner: Person, body: str) -> tuple[ProviderApproval, ApprovalFile]:
    """A body takes providers, and Nia writes to it, with a paper."""
    set_approval_terms(
        by=owner, at=NOW, body_slug=body, asks_provider_approval=True, years=2,
        report_days=30, promise_days=45, words="Tell us who teaches.",
    )  # fmt: skip
    desk: dict[str, Any] = {"by": teaching.nia, "at": NOW, "provider_slug": "movement-lab"}
    written = apply_for_approval(
        **desk, body_slug=body, application=Application(text="We teach trainers.")
    )
    paper = add_paper(**desk, public_id=written.public_id, name="plan.png", content=picture())
    return written, paper


def grow_providers(found: Providers, number: int) -> None:
    """Let one more work at Movement Lab and invite one more; approve it again, and others."""
    teaching, at = found.teaching, NOW + timedelta(minutes=number)
    desk: dict[str, Any] = {"by": teaching.nia, "at": at}
    founder = person(f"Teacher{number} Roe")
    for email in (founder.email, f"more{number}@lab.example"):
        invite_to_provider(
            **desk, provider_slug="movement-lab", email=email, role=ProviderRole.INSTRUCTOR
        )
    school = open_provider(by=founder, at=at, profile=Profile(name=f"School {number}"))
    told = Application(text="We teach.")
    applied = apply_for_approval(
        by=founder, at=at, provider_slug=school.slug, body_slug="acsm", application=told
    )
    send_for_approval(by=founder, at=at, approval=applied)
    for slug in (school.slug, "movement-lab"):
        enter_provider_approval(
            by=teaching.cast.hal, at=at, body_slug="acsm", of_provider=slug,
            granting=Granting(since=TODAY + timedelta(days=number)),
        )  # fmt: skip
