"""Courses and classes: at Movement Lab's desk, at the bodies', and in Ada's transcript."""

from tests.pages.addresses import of
from tests.pages.addresses.page import (
    ADA,
    LAB_COORDINATORS,
    LAB_STAFF,
    OFFICERS,
    REVIEWERS,
    Page,
    address,
    form,
)
from tests.pages.addresses.providers import at_lab, lab
from tests.pages.world import World


def _course(world: World) -> str:
    return world.courses.course.public_id


def _class(world: World) -> str:
    return world.teaching.open_class.public_id


def _returned(world: World) -> str:
    return world.courses.returned.public_id


def _waiting(world: World) -> str:
    return world.courses.waiting.public_id


def _given(world: World) -> str:
    return world.teaching.by_acsm.public_id


_EDITION = {
    "title": "Balance",
    "kind": "course",
    "delivery": "in-person",
    "since": "2028-01-01",
    "topics": "safety",
    "language": "en",
}
_CLASS = {
    "starts": "2027-03-04T18:00",
    "ends": "2027-03-04T20:00",
    "zone": "America/Chicago",
}
_CREDIT = {"amount": "1", "unit": "cec", "since": "2026-01-01"}

COURSES = (
    Page("provider:courses", LAB_STAFF, at_lab),
    Page("provider:course_new", LAB_COORDINATORS, at_lab,
         form=form(number="ML-900", **_EDITION)),
    Page("provider:course_list", LAB_COORDINATORS, at_lab,
         form=form(act="enter", text="number,title,topics\nML-901,Anatomy,safety\n")),
    address("provider:course", LAB_STAFF, lab, _course),
    address("provider:course_mend", LAB_COORDINATORS, lab, _course, form=form(**_EDITION),
            post=422),  # bodies are looking at it
    address("provider:course_edition", LAB_COORDINATORS, lab, _course, form=form(**_EDITION)),
    address("provider:course_change", LAB_COORDINATORS, lab, _course, get=405,
            form=form(act="retire")),
    address("provider:course_submit", LAB_COORDINATORS, lab, _course, form=form(text="Please."),
            post=422),  # nobody was chosen
    address("provider:application", LAB_STAFF, lab, _returned),
    address("provider:application_withdraw", LAB_COORDINATORS, lab, _returned, get=405,
            form=form()),
    Page("provider:classes", LAB_STAFF, at_lab),
    address("provider:class_new", LAB_COORDINATORS, lab, _course, form=form(**_CLASS)),
    address("provider:class", LAB_STAFF, lab, _class),
    address("provider:class_change", LAB_COORDINATORS, lab, _class, form=form(**_CLASS)),
    address("provider:class_cancel", LAB_COORDINATORS, lab, _class, form=form(reason="Storm")),
    Page("staff:course_approvals", REVIEWERS, of.at_acsm),
    Page("staff:courses_decided", REVIEWERS, of.at_acsm),
    address("staff:course_approval", REVIEWERS, of.acsm, _waiting,
            form=form(act="approve", **_CREDIT)),
    address("staff:course_approval_end", REVIEWERS, of.acsm, _given,
            form=form(last_day="2026-12-01", reason="Errors")),
    address("staff:provider_hand_over", OFFICERS, of.acsm, _given, post=422,
            form=form(email="owner@lab.example")),
    address("staff:petition_spread", REVIEWERS, of.acsm,
            lambda world: world.courses.accepted.public_id,
            form=form(provider="-", provider_name="Kettle School", course="KB-1", title="Kettles",
                      delivery="in-person", topics="exercise-technique", **_CREDIT)),
    address("member:activity_approved", ADA, lambda world: world.courses.typed.public_id, get=405,
            form=form()),
)  # fmt: skip
