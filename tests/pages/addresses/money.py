"""Bills, cards, and the money desk."""

from tests.pages.addresses import of
from tests.pages.addresses.page import (
    ADA,
    CASHIERS,
    EVERYBODY,
    MEMBERS,
    OFFICERS,
    Page,
    address,
    form,
)

MONEY = (
    # Signed by the processor instead of with a token; tests/payments sends what it sends.
    Page("public:stripe", EVERYBODY, of.at_acsm, get=405),
    Page("staff:money_waiting", CASHIERS, of.at_acsm),
    address("staff:stray", CASHIERS, of.acsm, lambda w: w.till.stray.event_id,
            form=form(how="Refunded at Stripe.")),
    address("staff:refund_otherwise", CASHIERS, of.acsm, lambda w: w.till.failed.public_id,
            form=form(reference="Transfer 9")),
    address("staff:keep_fee", CASHIERS, of.acsm, of.waiting, form=form(reason="As the terms say.")),
    # Nothing was paid too much.
    address("staff:move_surplus", CASHIERS, of.acsm, of.waiting, form=form(to="x", key="k"),
            post=422),
    Page("staff:receipts", CASHIERS, of.at_acsm),
    Page("staff:receipt_new", CASHIERS, of.at_acsm, form=form(payer="City Gym"), post=422),
    Page("staff:money_terms", CASHIERS, of.at_acsm,
         form=form(when_refused="always", when_withdrawn="ask")),
    Page("staff:ledger", CASHIERS, of.at_acsm),
    Page("staff:member_list", OFFICERS, of.at_acsm,
         form=form(rows="email,number,since\nben@example.org,7,2026-01-01\n", act="enter")),
    Page("member:bills", MEMBERS),
    address("member:bill", ADA, of.bill),
    address("member:bill_card", ADA, of.bill, get=405, form=form()),
    address("member:bill_announce", ADA, of.bill, get=405, form=form()),
    address("member:bill_practise", ADA, of.bill, get=405, form=form()),
    address("member:buy", ADA, lambda w: w.cast.ada_acsm.public_id, lambda _w: "no-such",
            get=405, form=form()),
    address("member:renewal_parts", ADA, of.draft, get=405, form=form()),
    address("member:renewal_at_once", ADA, of.draft, get=405, form=form()),
)  # fmt: skip
