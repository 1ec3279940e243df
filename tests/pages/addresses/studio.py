"""The policy studio."""

from tests.pages.addresses import of
from tests.pages.addresses.page import OFFICERS, Page, address, form

A_CASE = {"reason": "So says the policy."}

STUDIO = (
    Page("staff:policy_practice", OFFICERS, of.at_acsm, get=405, form=form()),
    # It has long been in force.
    Page("staff:policy_withdraw", OFFICERS, of.edition_of_acsm, form=form(**A_CASE), post=422),
    Page("staff:draft_start", OFFICERS, of.at_acsm, get=405, form=form(edition="2025")),
    address("staff:draft", OFFICERS, of.acsm, of.policy),
    address("staff:draft_versions", OFFICERS, of.acsm, of.policy),
    address("staff:draft_version", OFFICERS, of.acsm, of.policy, lambda _w: 1, form=form(seen="2")),
    address("staff:draft_discard", OFFICERS, of.acsm, of.policy, get=405, form=form()),
    address("staff:draft_take_up", OFFICERS, of.acsm, of.policy, get=405, form=form()),
    address("staff:draft_clause_add", OFFICERS, of.acsm, of.policy,
            form=form(seen="2", kind="note", id="pace", says="Go slowly.")),
    address("staff:draft_clause", OFFICERS, of.acsm, of.policy, lambda _w: "total",
            form=form(seen="2")),
    address("staff:draft_head", OFFICERS, of.acsm, of.policy, form=form(seen="2")),
    address("staff:draft_file", OFFICERS, of.acsm, of.policy, form=form(seen="2", text="a: b")),
    address("staff:draft_cases_file", OFFICERS, of.acsm, of.policy, form=form(seen="2", text="a")),
    address("staff:draft_download", OFFICERS, of.acsm, of.policy, lambda _w: "rulebook.yaml"),
    address("staff:draft_cases", OFFICERS, of.acsm, of.policy),
    address("staff:draft_case_drop", OFFICERS, of.acsm, of.policy, get=405,
            form=form(seen="2", title="Nobody", reason="Why not.")),
    address("staff:draft_case_accept", OFFICERS, of.acsm, of.policy, lambda _w: 1, get=405,
            form=form(seen="2")),
    # Nobody is filled in.
    address("staff:draft_case_new", OFFICERS, of.acsm, of.policy, form=form(seen="2"), post=422),
    address("staff:draft_case", OFFICERS, of.acsm, of.policy, lambda _w: 1, form=form(seen="2"),
            post=422),
    address("staff:draft_changes", OFFICERS, of.acsm, of.policy),
    address("staff:draft_what_if", OFFICERS, of.acsm, of.policy,
            form=form(as_of="2026-11-21", scope="everybody")),
    address("staff:draft_what_if_one", OFFICERS, of.acsm, of.policy, of.asked_if),
    address("staff:draft_what_if_csv", OFFICERS, of.acsm, of.policy, of.asked_if),
    address("staff:draft_publish", OFFICERS, of.acsm, of.policy, form=form(seen="2", do="publish")),
)  # fmt: skip
