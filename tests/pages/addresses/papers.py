"""Papers: whoever may see the thing may have it on paper."""

from tests.pages.addresses import of
from tests.pages.addresses.page import ADA, CASHIERS, REVIEWERS, address

PAPERS = (
    address("member:invoice_paper", ADA, of.bill),
    address("member:certificate", ADA, lambda w: w.cast.ada_acsm.public_id),
    address("staff:invoice_paper", CASHIERS, of.acsm, of.waiting),
    address("staff:certificate", REVIEWERS, of.acsm, lambda w: w.cast.ada_acsm.public_id),
)
