"""Places in classes: Ada's own, and the lists of Movement Lab's classes."""

from tests.pages.addresses.page import (
    ADA,
    EVERYBODY,
    LAB_COORDINATORS,
    LAB_STAFF,
    MEMBERS,
    Page,
    address,
    form,
)
from tests.pages.addresses.providers import lab
from tests.pages.world import World


def _class(world: World) -> str:
    return world.teaching.open_class.public_id


def _workshop(world: World) -> str:
    return world.teaching.workshop_class.public_id


def _enrolled(world: World) -> str:
    return world.places.enrolled.public_id


def _to_pay(world: World) -> str:
    return world.places.to_pay.public_id


def _offered(world: World) -> str:
    return world.places.offered.public_id


ENROLMENTS = (
    address("member:enrol", MEMBERS, _workshop, form=form(key="a-form")),
    Page("member:classes", MEMBERS),
    Page("member:classes_feed", MEMBERS, get=405, form=form(act="make")),
    address("member:place", ADA, _to_pay),
    address("member:place_take", ADA, _offered, get=405, form=form()),
    address("member:place_transfer", ADA, _to_pay, get=405, form=form()),
    address("member:place_leave", ADA, _enrolled, form=form()),
    address("member:place_calendar", ADA, _enrolled),
    address("provider:places", LAB_STAFF, lab, _class),
    address("provider:places_export", LAB_STAFF, lab, _class),
    address("provider:place_new", LAB_COORDINATORS, lab, _class,
            form=form(name="Kim New", email="kim@new.example", key="a-form")),
    address("provider:place_off", LAB_COORDINATORS, lab, _enrolled, form=form(reason="Storm")),
    address("public:calendar", EVERYBODY, lambda world: world.places.feed.secret),
)  # fmt: skip
