"""The till of a provider: Movement Lab's, whose owner is Nia."""

from tests.pages.addresses.page import EVERYBODY, LAB_OWNERS, Page, address, form
from tests.pages.addresses.providers import at_lab, lab
from tests.pages.world import World


def _bill(world: World) -> str:
    return world.lab_till.bill.public_id


TILLS = (
    # Signed by the processor instead of with a token; tests/payments sends what it sends.
    Page("public:stripe_provider", EVERYBODY, at_lab, get=405),
    Page("provider:payments", LAB_OWNERS, at_lab),
    Page("provider:money_waiting", LAB_OWNERS, at_lab),
    Page("provider:receipts", LAB_OWNERS, at_lab),
    Page("provider:receipt_new", LAB_OWNERS, at_lab, form=form(payer="City Gym"), post=422),
    Page("provider:ledger", LAB_OWNERS, at_lab),
    Page("provider:money_terms", LAB_OWNERS, at_lab,
         form=form(currency="usd", payment_instructions="Bank of the Lake")),
    Page("provider:till_end", LAB_OWNERS, at_lab, get=405, form=form()),
    address("provider:invoice", LAB_OWNERS, lab, _bill,
            form=form(cents="95.00", method="transfer", received_on="2026-11-20", reference="7",
                      key="k")),
    address("provider:refund", LAB_OWNERS, lab, _bill, form=form(reason="Storm"), post=422),
    address("provider:invoice_paper", LAB_OWNERS, lab, _bill),
    address("provider:keep_fee", LAB_OWNERS, lab, _bill, form=form(reason="As we said.")),
    address("provider:move_surplus", LAB_OWNERS, lab, _bill, form=form(to="x", key="k"),
            post=422),
    address("provider:refund_otherwise", LAB_OWNERS, lab,
            lambda w: w.lab_till.failed.public_id, form=form(reference="Transfer 9")),
    address("provider:stray", LAB_OWNERS, lab, lambda w: w.lab_till.stray.event_id,
            form=form(how="Refunded at Stripe.")),
)  # fmt: skip
