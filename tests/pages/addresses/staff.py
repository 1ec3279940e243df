"""The staff desk."""

from tests.pages.addresses import of
from tests.pages.addresses.page import CASHIERS, DESK, OFFICERS, REVIEWERS, Page, address, form

A_CASE = {"reason": "So says the policy."}
A_TERM = {"certified": "2024-01-01", "expires": "2026-12-31"}

STAFF = (
    Page("staff:home", DESK, of.at_acsm),
    Page("staff:applications", REVIEWERS, of.at_acsm),
    address("staff:application", REVIEWERS, of.acsm, of.carols),
    address("staff:ordered", REVIEWERS, of.acsm, of.carols, of.entry_of_carols,
            form=form(reason="Order 12")),
    address("staff:proof", REVIEWERS, of.acsm, of.carols, lambda w: w.scene.proof.public_id),
    # Her fee has been announced, and has not arrived.
    address("staff:approve", REVIEWERS, of.acsm, of.carols, form=form(**A_CASE), post=422),
    address("staff:return", REVIEWERS, of.acsm, of.carols, form=of.something_missing),
    address("staff:refuse", REVIEWERS, of.acsm, of.carols, form=form(**A_CASE, clause="cpr")),
    Page("staff:petitions", REVIEWERS, of.at_acsm),
    address("staff:petition", REVIEWERS, of.acsm, of.asked,
            form=form(**A_CASE, act="accept", amount="1")),
    address("staff:petition_proof", REVIEWERS, of.acsm, of.asked,
            lambda w: w.scene.petition_proof.public_id),
    Page("staff:register", REVIEWERS, of.at_acsm),
    Page("staff:register_enter", OFFICERS, of.at_acsm,
         form=form(email="eve@example.org", credential="ep", **A_TERM)),
    address("staff:register_confirm", OFFICERS, of.acsm, of.declared,
            form=form(expires="2027-12-31")),
    address("staff:register_reject", OFFICERS, of.acsm, of.declared, form=form(**A_CASE)),
    address("staff:register_correct", OFFICERS, of.acsm, of.bens, form=form(**A_TERM)),
    address("staff:certificant", REVIEWERS, of.acsm, of.bens),
    address("staff:ruling", OFFICERS, of.acsm, of.bens, form=form(**A_CASE, kind="hold")),
    address("staff:ruling_end", OFFICERS, of.acsm, of.bens, lambda w: w.ruling.public_id, get=405,
            form=form()),
    address("staff:examination", OFFICERS, of.acsm, of.bens,
            form=form(title="Examination", passed_on="2026-10-04")),
    Page("staff:members", OFFICERS, of.at_acsm),
    Page("staff:member_add", OFFICERS, of.at_acsm, form=form(email="ben@example.org",
         since="2026-01-01")),
    address("staff:member", OFFICERS, of.acsm, lambda w: w.cast.ada.public_id,
            form=form(since="2025-01-01")),
    Page("staff:payments", CASHIERS, of.at_acsm),
    address("staff:invoice", CASHIERS, of.acsm, of.waiting,
            form=form(cents="1", received_on="2026-11-20", reference="Wire", key="k",
                      method="transfer")),
    # Nothing was paid yet.
    address("staff:refund", CASHIERS, of.acsm, of.waiting, form=form(**A_CASE), post=422),
    address("staff:fee", CASHIERS, of.acsm, of.carols,
            form=form(**A_CASE, cents="1", overrule="on")),
    Page("staff:enquiries", DESK, of.at_acsm),
    address("staff:enquiry", DESK, of.acsm, lambda w: w.scene.question.public_id,
            form=form(text="Yes, you may.")),
    Page("staff:policy", DESK, of.at_acsm),
    Page("staff:team", OFFICERS, of.at_acsm, form=form(email="eve@example.org", role="reviewer")),
    address("staff:dismiss", OFFICERS, of.acsm, lambda w: w.cast.dan.public_id,
            lambda _w: "reviewer", get=405, form=form()),
)  # fmt: skip
