"""Reports, the forecast, and what a body says about its own desk."""

from tests.pages.addresses import of
from tests.pages.addresses.page import CASHIERS, DESK, OFFICERS, REVIEWERS, Page, address, form

REPORTS = (
    Page("staff:reports", CASHIERS, of.at_acsm),
    address("staff:report", CASHIERS, of.acsm, lambda _w: "renewals"),
    Page("staff:ending", REVIEWERS, of.at_acsm),
    Page("staff:forecast", CASHIERS, of.at_acsm, form=form()),
    Page("staff:promises", OFFICERS, of.at_acsm, form=form(applications="14")),
    Page("staff:clock", DESK, of.at_acsm),
    Page("staff:clock_switch", OFFICERS, of.at_acsm, get=405, form=form(on="yes")),
)  # fmt: skip
