"""Bills, cards, and the money desk."""

from tests.pages.addresses import of
from tests.pages.addresses.page import ADA, EVERYBODY, MEMBERS, Page, address, form

MONEY = (
    # Nobody looks at it, and ACSM has no account at Stripe in these tests.
    Page("public:stripe", EVERYBODY, of.at_acsm, get=405, form=form(), post=404),
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
