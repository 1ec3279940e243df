"""Claims by a code, attendance and certificates of completion, on all desks."""

from tests.pages.addresses.page import EVERYBODY, LAB_STAFF, MEMBERS, Page, address, form
from tests.pages.addresses.providers import lab
from tests.pages.world import NOBODY, World

BEN = frozenset({"ben"})
CAROL = frozenset({"carol"})


def _held(world: World) -> str:
    return world.claims.held.public_id


def _window(world: World) -> str:
    return world.claims.window.public_id


def _code(world: World) -> str:
    return world.claims.window.code


def _attendee(world: World) -> str:
    return world.claims.attendee.public_id


def _certificate(world: World) -> str:
    return world.claims.certificate.code


def _reported(world: World) -> str:
    return world.completions.reported.public_id


WINDOW = form(since="2026-11-21T09:00", until="2026-11-21T11:00", key="new")

CLAIMS = (
    Page("public:claim_code", EVERYBODY),
    address("public:claim", frozenset({NOBODY}), _code, others=302),
    # Carol has claimed: she is led to the entry.
    address("member:claim", MEMBERS - CAROL, _code, form=form(), others=302),
    address("public:completion", EVERYBODY, _certificate),
    address("member:completion_certify", BEN, _reported, get=405, form=form(), post=200),
    address("member:completion_paper", BEN, _certificate),
    address("member:completion_signed", BEN, _certificate),
    Page("member:signed", MEMBERS, form=form(), post=422),
    Page("public:signing_keys", EVERYBODY),
    address("provider:claims", LAB_STAFF, lab, _held, form=WINDOW),
    address("provider:claim_window", LAB_STAFF, lab, _held, _window, form=form(reason=""),
            post=422),
    address("provider:claim_show", LAB_STAFF, lab, _held, _window),
    address("provider:claim_sheet", LAB_STAFF, lab, _held, _window),
    address("provider:claim_close", LAB_STAFF, lab, _held, _window, get=405, form=form()),
    address("provider:attendance", LAB_STAFF, lab, _held, form=form(all="left")),
    address("provider:attendee", LAB_STAFF, lab, _held, _attendee,
            form=form(minutes="100", reason="On the list.")),
    address("provider:class_certificates", LAB_STAFF, lab, _held, form=form(part="1"), post=200),
)  # fmt: skip
