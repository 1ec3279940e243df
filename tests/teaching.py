"""Who teaches: people and things every test of providers uses, beside the cast.

- Movement Lab is run by Nia. Oto coordinates its courses, Pia teaches them.
- It teaches “Ethics in practice” (two hours, live online), which ACSM approved for 2 CECs and
  ACE for 0.2; the next class is on 5 December 2026, free, with twelve seats.
- ACSM approved Movement Lab itself until the end of 2027.
- ACSM has courses of its own, run by Hal: a workshop that costs 99 dollars, 79 for members.

Tests that need more make it in a file of their own; the fixture is `teaching`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from recert.catalogue.actions import Profile, invite_to_provider, open_bodys_own, open_provider
from recert.catalogue.models import (
    APPROVED,
    Course,
    CourseApproval,
    CourseClass,
    CourseEdition,
    MemberPrice,
    Presenter,
    Provider,
    ProviderApproval,
    ProviderRole,
)
from recert.people.models import Body, Person
from recert.rules.amounts import to_grains
from recert.rules.facts import Delivery, Kind, Topic, Unit
from tests.cast import NOW, Cast, assemble, person
from tests.snapshot import Stage

SINCE, UNTIL = date(2026, 1, 1), date(2027, 12, 31)


@dataclass(frozen=True, slots=True)
class Teaching:
    """Movement Lab and ACSM's own courses, with who works there."""

    cast: Cast
    nia: Person  # owns Movement Lab
    oto: Person  # coordinates there
    pia: Person  # teaches there
    lab: Provider
    lab_at_acsm: ProviderApproval
    course: Course
    edition: CourseEdition
    by_acsm: CourseApproval
    by_ace: CourseApproval
    open_class: CourseClass
    own: Provider  # ACSM's own, run by Hal
    workshop: Course
    workshop_edition: CourseEdition
    workshop_class: CourseClass


def set_teaching(cast: Cast) -> Teaching:
    """Open both providers, with their people, courses and approvals."""
    nia, oto, pia = person("Nia Adeyemi"), person("Oto Sakai"), person("Pia Lund")
    profile = Profile(name="Movement Lab", zone="America/Chicago", country="US",
                      email="office@lab.example", signatory="Nia Adeyemi")  # fmt: skip
    lab = open_provider(by=nia, at=NOW, profile=profile)
    for whom, role in ((oto, ProviderRole.COORDINATOR), (pia, ProviderRole.INSTRUCTOR)):
        invite_to_provider(by=nia, at=NOW, provider_slug=lab.slug, email=whom.email, role=role)
    course, edition = taught(lab, "ML-101", "Ethics in practice", 120)
    own = open_bodys_own(by=cast.hal, at=NOW, body_slug="acsm")
    workshop, workshop_edition = taught(own, "W-7", "Clinical Exercise Workshop", 360)
    approved(workshop_edition, cast.acsm, "6", "ACSM-W7")
    return Teaching(
        cast=cast,
        nia=nia,
        oto=oto,
        pia=pia,
        lab=lab,
        lab_at_acsm=_provider_approved(lab, cast.acsm, nia, cast.hal),
        course=course,
        edition=edition,
        by_acsm=approved(edition, cast.acsm, "2", "ACSM-2211"),
        by_ace=approved(edition, cast.ace, "0.2", "ACE-88"),
        open_class=held_on(edition, datetime(2026, 12, 5, 15, 0, tzinfo=UTC), seats=12),
        own=own,
        workshop=workshop,
        workshop_edition=workshop_edition,
        workshop_class=_sold(workshop_edition, cast.acsm),
    )


TEACHING = Stage("teaching", lambda: set_teaching(assemble()))


def taught(
    provider: Provider, number: str, title: str, minutes: int
) -> tuple[Course, CourseEdition]:
    """A listed course with its first edition, as a provider enters it."""
    course = Course.objects.create(
        provider=provider, number=number, title=title, is_listed=True, entered_at=NOW
    )
    edition = CourseEdition.objects.create(
        course=course,
        number=1,
        since=SINCE,
        title=title,
        summary="What to do when the answer is not in the book.",
        objectives=["Name the four principles.", "Decide a case with them."],
        kind=Kind.COURSE.value,
        delivery=Delivery.LIVE_ONLINE.value,
        minutes=minutes,
        topics=[Topic.EXERCISE_SCIENCE.value],
        entered_at=NOW,
    )
    Presenter.objects.create(edition=edition, name="Pia Lund", qualification="MSc")
    return course, edition


def approved(edition: CourseEdition, body: Body, amount: str, number: str) -> CourseApproval:
    """A body's approval of an edition for so much of its own credit."""
    return CourseApproval.objects.create(
        edition=edition,
        body=body,
        state=APPROVED,
        number=number,
        since=SINCE,
        until=UNTIL,
        amount_grains=to_grains(Fraction(amount)),
        unit=Unit.CEC.value,
        submitted_at=NOW,
        decided_at=NOW,
        entered_at=NOW,
    )


def held_on(edition: CourseEdition, starts: datetime, seats: int | None = None) -> CourseClass:
    """A free class of an edition, open to anybody."""
    provider = edition.course.provider
    return CourseClass.objects.create(
        edition=edition,
        starts_at=starts,
        ends_at=starts.replace(hour=starts.hour + 2),
        zone=provider.zone,
        joining="https://lab.example/room",
        seats=seats,
        currency="USD",
        is_listed=True,
        entered_at=NOW,
    )


def _sold(edition: CourseEdition, body: Body) -> CourseClass:
    """A class that costs something, and less for members."""
    found = held_on(edition, datetime(2026, 12, 12, 15, 0, tzinfo=UTC), seats=20)
    CourseClass.objects.filter(pk=found.pk).update(cents=9900, refund_days=7)
    found.refresh_from_db()
    MemberPrice.objects.create(course_class=found, body=body, cents=7900)
    return found


def _provider_approved(
    provider: Provider, body: Body, asked: Person, decided: Person
) -> ProviderApproval:
    return ProviderApproval.objects.create(
        provider=provider,
        body=body,
        state=APPROVED,
        number="P-300",
        since=SINCE,
        until=UNTIL,
        report_days=30,
        asked_by=asked,
        submitted_at=NOW,
        decided_by=decided,
        decided_at=NOW,
        entered_at=NOW,
    )
