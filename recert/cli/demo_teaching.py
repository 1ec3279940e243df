"""The demo's providers: Movement Lab, which two bodies approve, and ACSM's own courses.

Everything is done by the rooms' own actions, in the year before and the weeks to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from recert.catalogue.actions import (
    Approving,
    Ask,
    Profile,
    approve_course,
    enter_course,
    invite_to_provider,
    list_course,
    open_bodys_own,
    open_provider,
    return_course_application,
    set_approval_terms,
)
from recert.catalogue.course_queries import newest_edition
from recert.catalogue.entering import CourseDraft, Teacher
from recert.catalogue.models import Course, CourseApproval, Provider, ProviderRole
from recert.catalogue.timing import repeated
from recert.cli.demo_people import person
from recert.cli.demo_plans import ZONE, held, plan
from recert.cli.demo_selling import sell
from recert.enrolments.actions import enrol
from recert.enrolments.course_fees import apply_for_courses
from recert.people.models import Person
from recert.rules.facts import Delivery, Kind, Part, Topic

PIA = Teacher(name="Pia Lund", qualification="MSc, CSCS")
OTO = Teacher(name="Oto Sakai", qualification="PhD")


@dataclass(frozen=True, slots=True)
class Taught:
    """A course of the demo, with what each body approved it for."""

    number: str
    draft: CourseDraft
    approved: tuple[tuple[str, str, str], ...] = ()  # body, amount, number


def _draft(title: str, since: date, minutes: int, *topics: Topic, **more: object) -> CourseDraft:
    fields: dict[str, object] = {
        "kind": Kind.COURSE,
        "delivery": Delivery.LIVE_ONLINE,
        "presenters": (PIA,),
        "assessed": True,
        "pass_percent": 80,
        "accessibility": "Live captions. Slides a week before, to be read aloud.",
    }
    return CourseDraft(
        title=title,
        since=since,
        minutes=minutes,
        topics=frozenset(topics),
        **fields | more,  # type: ignore[arg-type]
    )


def _courses(since: date) -> tuple[Taught, ...]:
    ethics = _draft(
        "Ethics in practice", since, 120, Topic.ETHICS,
        summary="Cases from the gym floor: what to do when the answer is not in the book.",
        objectives=("Name the four principles.", "Decide a case with them."),
    )  # fmt: skip
    strength = _draft(
        "Strength training after sixty", since, 360, Topic.SPECIAL_POPULATIONS,
        Topic.PROGRAMME_DESIGN, delivery=Delivery.IN_PERSON, kind=Kind.WORKSHOP,
        presenters=(OTO, PIA),
        summary="A day of assessing, loading and progressing older clients safely.",
        objectives=("Screen an older client.", "Write twelve weeks of training."),
        parts=(Part(share=Fraction(1, 6), topics=frozenset({Topic.SAFETY})),),
    )  # fmt: skip
    talking = _draft(
        "Talking about food within your scope", since, 90, Topic.NUTRITION,
        delivery=Delivery.SELF_PACED, kind=Kind.SELF_STUDY,
        summary="What a trainer may say, what belongs to a dietitian, and how to say so.",
        objectives=("Tell advice from treatment.",),
    )  # fmt: skip
    knees = _draft(
        "Knees: pain, load and return", since, 180, Topic.CLINICAL, presenters=(OTO,),
        summary="Reading the evidence on loading a painful knee.",
    )  # fmt: skip
    return (
        Taught("ML-101", ethics, (("acsm", "2", "ACSM-24117"), ("ace", "0.2", "CEP-7710"))),
        Taught("ML-210", strength, (("acsm", "6", "ACSM-24118"), ("ace", "0.6", "CEP-7711"))),
        Taught("ML-305", talking, (("ace", "0.1", "CEP-7712"),)),
        Taught("ML-320", knees),
    )


def open_schools(people: dict[str, Person], at: datetime) -> None:
    """Open Movement Lab and ACSM's own courses, with classes held and to come, two to approve."""
    hal, ivy = people["hal@example.org"], people["ivy@example.org"]
    before = at - timedelta(days=300)
    for owner, body, words in ((hal, "acsm", _ACSM), (ivy, "ace", _ACE)):
        set_approval_terms(
            by=owner, at=before, body_slug=body, asks_provider_approval=False, years=2,
            report_days=30, promise_days=30, words=words,
        )  # fmt: skip
    nia = people["nia@example.org"]
    lab = _lab(nia, before)
    since = before.date()
    rows = [_enter(nia, lab, each, before) for each in _courses(since)]
    approvers = {"acsm": people["dan@example.org"], "ace": ivy}
    for taught, row in zip(_courses(since), rows, strict=True):
        _approve(nia, approvers, taught, row, before)
    _ask_about(nia, rows[3], approvers["ace"], at)
    ethics, strength, talking, _knees = rows
    there = [people[f"{name}@example.org"] for name in ("ada", "ben", "nina")]
    _evenings(nia, there, ethics, at)
    sell(people, strength, talking, at)
    _own_courses(hal, approvers["acsm"], at)


_ACSM = "Send the outline, the references and who presents. We answer within thirty days."
_ACE = "Each course has its own number. A conference has one for all of its sessions."


def _lab(nia: Person, at: datetime) -> Provider:
    lab = open_provider(
        by=nia,
        at=at,
        profile=Profile(
            name="Movement Lab", legal_name="Movement Lab LLC", zone=ZONE, country="US",
            email="office@movement-lab.example", website="https://movement-lab.example",
            about="Courses for trainers, online and in Chicago.", signatory="Nia Adeyemi",
        ),
    )  # fmt: skip
    for name, email, role in (
        ("Oto Sakai", "oto@example.org", ProviderRole.COORDINATOR),
        ("Pia Lund", "pia@example.org", ProviderRole.INSTRUCTOR),
    ):
        person(name, email)
        invite_to_provider(by=nia, at=at, provider_slug=lab.slug, email=email, role=role)
    return lab


def _enter(nia: Person, lab: Provider, taught: Taught, at: datetime) -> Course:
    said = {"by": nia, "at": at, "provider_slug": lab.slug}
    row = enter_course(**said, number=taught.number, draft=taught.draft)  # type: ignore[arg-type]
    return list_course(**said, course_id=row.public_id)  # type: ignore[arg-type]


def _ask(nia: Person, row: Course, bodies: tuple[str, ...], at: datetime) -> list[CourseApproval]:
    asks = [Ask(body=body, unit="cec") for body in bodies]
    return list(
        apply_for_courses(
            by=nia, at=at, provider_slug=row.provider.slug, course_id=row.public_id,
            edition_id=newest_edition(row).public_id, asks=asks,
            text="Outline and references stand in the course. We answer questions.",
        )
    )  # fmt: skip


def _approve(
    nia: Person, approvers: dict[str, Person], taught: Taught, row: Course, at: datetime
) -> None:
    waiting = _ask(nia, row, tuple(body for body, _amount, _number in taught.approved), at) if (
        taught.approved
    ) else []  # fmt: skip
    for approval, (body, amount, number) in zip(waiting, taught.approved, strict=True):
        approve_course(
            by=approvers[body],
            at=at + timedelta(days=9),
            body_slug=body,
            public_id=approval.public_id,
            approving=Approving(
                amount=Fraction(amount),
                unit="cec",
                since=at.date(),
                until=at.date() + timedelta(days=730),
                number=number,
            ),
        )


def _ask_about(nia: Person, row: Course, ivy: Person, at: datetime) -> None:
    """One course waits at ACSM, and ACE asks about it."""
    _to_acsm, to_ace = _ask(nia, row, ("acsm", "ace"), at - timedelta(days=8))
    return_course_application(
        by=ivy, at=at - timedelta(days=2), body_slug="ace", public_id=to_ace.public_id,
        reason="Which studies? Add the references, and answer here.",
    )  # fmt: skip


def _evenings(nia: Person, there: list[Person], ethics: Course, at: datetime) -> None:
    """Four free evenings online: one was held, and who was there waits to be reported."""
    day = at.date() - timedelta(days=3)
    evening = held(day, time(18), 120, joining="https://movement-lab.example/room", seats=40)
    first = plan(nia, ethics, evening, at - timedelta(days=30), repeated(day, 1, 4))
    for each in there:
        enrol(by=each, at=at - timedelta(days=9), class_id=first.public_id, key="demo")


def _own_courses(hal: Person, dan: Person, at: datetime) -> None:
    """ACSM's own workshop, approved by its reviewer, cheaper for its members, paid at its till."""
    own = open_bodys_own(by=hal, at=at - timedelta(days=200), body_slug="acsm")
    draft = _draft(
        "Clinical exercise: a case workshop", (at - timedelta(days=200)).date(), 360,
        Topic.CLINICAL, kind=Kind.WORKSHOP, presenters=(Teacher(name="Dr. Lena Voss"),),
        summary="Six cases from referral to discharge.",
    )  # fmt: skip
    said = {"by": hal, "at": at, "provider_slug": own.slug}
    row = enter_course(**said, number="CX-7", draft=draft)  # type: ignore[arg-type]
    list_course(**said, course_id=row.public_id)  # type: ignore[arg-type]
    taught = Taught("CX-7", draft, (("acsm", "6", "CX-7"),))
    _approve(hal, {"acsm": dan}, taught, row, at - timedelta(days=200))
    day = at.date() + timedelta(days=40)
    sold = held(
        day, time(10), 390, seats=60, cents=14900, member_cents=(("acsm", 9900),),
        refund_days=14, refund_words="After that send somebody else in your place.",
    )  # fmt: skip
    plan(hal, row, sold, at)
