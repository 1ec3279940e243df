"""The API knows keys and no persons: one answer to all who have none. And the desk of keys."""

from recert.catalogue.models import SourceKind
from tests.pages.addresses import of
from tests.pages.addresses.page import EVERYBODY, LAB_OWNERS, OFFICERS, Page, address, form
from tests.pages.addresses.providers import at_lab, lab
from tests.pages.world import World


def _source(world: World) -> str:
    return world.systems.source.public_id


def _told(world: World) -> str:
    return world.systems.told.public_id


def _told_by_acsm(world: World) -> str:
    return world.systems.told_by_acsm.public_id


def _completion(world: World) -> str:
    return world.completions.reported.public_id


API = (
    Page("developers", EVERYBODY),
    Page("api:openapi-json", EVERYBODY),
    Page("api:api-root", EVERYBODY, get=404),
    address("api:webhook", EVERYBODY, _source, get=405),
    *(
        Page(f"api:{name}", EVERYBODY, get=401)
        for name in ("completions", "completions_post", "courses", "classes")
    ),
    address("api:completion", EVERYBODY, _completion, get=401),
    address("api:completion_correct", EVERYBODY, _completion, get=405),
    address("api:completion_void", EVERYBODY, _completion, get=405),
    Page("api:checks", EVERYBODY, get=405),
    *(
        address(f"api:{name}", EVERYBODY, lambda _w: "ML-101", get=401)
        for name in ("course", "course_put", "class", "class_put")
    ),
    Page("provider:sources", LAB_OWNERS, at_lab, form=form(years="3")),
    Page("provider:source_new", LAB_OWNERS, at_lab,
         form=form(name="CRM", kind=SourceKind.API, courses="ML-101"), post=200),
    address("provider:source", LAB_OWNERS, lab, _source, form=form(act="scope", courses="")),
    Page("provider:hooks", LAB_OWNERS, at_lab,
         form=form(address="https://lab.example/new", events="completions.voided"), post=200),
    address("provider:hook", LAB_OWNERS, lab, _told, form=form(close="1")),
    Page("staff:hooks", OFFICERS, of.at_acsm,
         form=form(address="https://acsm.example/new", events="completions.voided"), post=200),
    address("staff:hook", OFFICERS, of.acsm, _told_by_acsm, form=form(close="1")),
)  # fmt: skip
