"""What the pages about claims, attendance and certificates need in the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recert.catalogue.models import CourseClass
from recert.completions.attending import check_in
from recert.completions.certifying import certify_own
from recert.completions.claiming import claim, open_window
from recert.completions.lines import Named
from recert.completions.models import (
    Attendee,
    Certificate,
    ClaimWindow,
    Completion,
    CompletionState,
)
from tests.cast import NOW, person
from tests.teaching import Teaching, held_on


@dataclass(frozen=True, slots=True)
class Claims:
    """A class held this morning, claimed by Carol; one who came to it; Ben’s certificate."""

    teaching: Teaching
    held: CourseClass
    window: ClaimWindow
    attendee: Attendee
    certificate: Certificate


def set_claims(teaching: Teaching) -> Claims:
    """Hold a class, let it be claimed, note who came, certify what was reported in September."""
    held = held_on(teaching.edition, NOW - timedelta(hours=3))
    asked = {"at": NOW, "provider_slug": teaching.lab.slug, "class_id": held.public_id}
    window = open_window(by=teaching.pia, since=NOW, until=NOW + timedelta(days=2), seats=0,
                         key="w", **asked)  # type: ignore[arg-type]  # fmt: skip
    claim(by=teaching.cast.carol, at=NOW, code=window.code)
    came = Named(email="came@lab.example", name="Cam Early")
    attendee = check_in(by=teaching.pia, named=came, **asked)  # type: ignore[arg-type]
    reported = Completion.objects.get(person=teaching.cast.ben, state=CompletionState.ACCEPTED,
                                      completed=date(2026, 9, 12))  # fmt: skip
    return Claims(
        teaching=teaching,
        held=held,
        window=window,
        attendee=attendee,
        certificate=certify_own(by=teaching.cast.ben, at=NOW, completion_id=reported.public_id),
    )


def grow_claims(found: Claims, number: int) -> None:
    """One more of each: a window, a claim, somebody who came."""
    teaching = found.teaching
    asked = {"at": NOW, "provider_slug": teaching.lab.slug, "class_id": found.held.public_id}
    open_window(by=teaching.pia, since=NOW, until=NOW + timedelta(days=1), seats=3,
                key=f"w{number}", **asked)  # type: ignore[arg-type]  # fmt: skip
    claim(by=person(f"Claimer{number} Doe"), at=NOW, code=found.window.code)
    came = Named(email=f"came{number}@lab.example", name=f"Cam {number}")
    check_in(by=teaching.pia, named=came, **asked)  # type: ignore[arg-type]
