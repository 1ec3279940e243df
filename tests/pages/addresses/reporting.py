"""Reporting at Movement Lab's desk: class lists, files, the tray, reports out."""

from tests.pages.addresses.page import LAB_STAFF, Page, address, form
from tests.pages.addresses.providers import at_lab, lab
from tests.pages.world import World


def _held(world: World) -> str:
    return world.reporting.held.public_id


def _tried(world: World) -> str:
    return world.reporting.tried.public_id


def _accepted(world: World) -> str:
    return world.reporting.accepted.public_id


def _waiting(world: World) -> str:
    return world.reporting.waiting.public_id


def _sent(world: World) -> str:
    return world.reporting.sent.public_id


_ROWS = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "key": "k"}

REPORTING = (
    Page("provider:reporting", LAB_STAFF, at_lab),
    address("provider:report", LAB_STAFF, lab, lambda w: w.reporting.report.public_id),
    address("provider:class_list", LAB_STAFF, lab, _held,
            form=form(**_ROWS, **{"rows-0-email": "nobody@lab.example", "act": "post"})),
    Page("provider:rosters", LAB_STAFF, at_lab, form=form(), post=422),
    address("provider:roster", LAB_STAFF, lab, _tried),
    address("provider:roster_columns", LAB_STAFF, lab, lambda w: w.reporting.mapping.public_id,
            form=form(**{"column-3": "email", "column-4": "course", "column-5": "completed"})),
    address("provider:roster_fix", LAB_STAFF, lab, _tried, get=405,
            form=form(field="course", value="ML-0", becomes="ML-101")),
    address("provider:roster_unfix", LAB_STAFF, lab, _tried, lambda _w: "7", get=405, form=form()),
    address("provider:roster_start", LAB_STAFF, lab, _tried, get=405, form=form()),
    address("provider:roster_stop", LAB_STAFF, lab, _tried, get=405, form=form()),
    address("provider:roster_problems", LAB_STAFF, lab, _tried),
    Page("provider:tray", LAB_STAFF, at_lab),
    Page("provider:tray_mend", LAB_STAFF, at_lab, get=405,
         form=form(field="course", value="ML-0", becomes="ML-101")),
    address("provider:completion", LAB_STAFF, lab, _waiting,
            form=form(email="nobody@lab.example", course="ML-101", completed="2026-11-14")),
    address("provider:completion_void", LAB_STAFF, lab, _accepted, get=405,
            form=form(reason="Not there.")),
    address("provider:completion_drop", LAB_STAFF, lab, _accepted, get=405, form=form()),
    Page("provider:check_numbers", LAB_STAFF, at_lab,
         form=form(body="acsm", text="1, 01-01"), post=200),
    Page("provider:outward", LAB_STAFF, at_lab,
         form=form(layout="roster", key="o", act="pass", again="on")),
    address("provider:sent_report", LAB_STAFF, lab, _sent),
    address("provider:sent_download", LAB_STAFF, lab, _sent, lambda _w: "csv"),
)  # fmt: skip
