"""Papers: whoever may see the thing may have it on paper."""

from tests.pages.addresses import of
from tests.pages.addresses.page import (
    ADA,
    CASHIERS,
    EVERYBODY,
    MEMBERS,
    REVIEWERS,
    Page,
    address,
    form,
)
from tests.pages.world import World


def of_issued(world: World) -> str:
    return world.papers.issued.code


PAPERS = (
    address("member:invoice_paper", ADA, of.bill),
    address("member:certificate", ADA, lambda w: w.cast.ada_acsm.public_id),
    Page(
        "member:issued_transcripts", MEMBERS, form=form(key="a-form", since="2099-01-01"), post=422
    ),
    address("member:issued_withdraw", ADA, of_issued, get=405, form=form()),
    address("public:transcript", EVERYBODY, of_issued),
    address("public:transcript_file", EVERYBODY, of_issued),
    address("staff:invoice_paper", CASHIERS, of.acsm, of.waiting),
    address("staff:certificate", REVIEWERS, of.acsm, lambda w: w.cast.ada_acsm.public_id),
)
