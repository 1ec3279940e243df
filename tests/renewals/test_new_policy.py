"""New policy: what was decided under the old stays as it was, number for number."""

from __future__ import annotations

from datetime import date

from recert.credentials.queries import terms_of
from recert.payments.actions import pay_in_sandbox
from recert.renewals.actions import approve, attest, begin_renewal, invoice_renewal, submit
from recert.renewals.models import Renewal
from recert.renewals.queries import edition_sent_under, rulebook_behind, standing_as_filed
from recert.rulebooks.actions import publish_edition, withdraw_edition
from recert.rulebooks.models import Closing
from recert.rulebooks.queries import rulebook_of
from recert.rules.findings import State, to_plain
from recert.standing.queries import standing_of
from tests.cast import NOW, RULEBOOKS, TODAY, Cast


def approved(cast: Cast) -> Renewal:
    """Carol's, with her 45 of 45."""
    found = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=NOW, public_id=found.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=found.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)
    submit(by=cast.carol, at=NOW, public_id=found.public_id)
    return approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=found.public_id, reason="")


def publish_sixty(cast: Cast, since: date) -> None:
    """From this day's cycles on 60 are asked of everybody, by the cycle's end."""
    text = (RULEBOOKS / "acsm" / "2025.yaml").read_text(encoding="utf-8")
    text = text.replace('edition: "2025"', 'edition: "2026"').replace('is: "45"', 'is: "60"')
    text = text.replace("{from: 2025-01-01, by: filing}", f"{{from: {since}, by: filing}}")
    new = publish_edition(body=cast.acsm, text=text, by=cast.hal, at=NOW)
    Closing.objects.create(body=cast.acsm, edition="2025", by=new)


def test_an_approved_renewal_keeps_its_standing_and_its_numbers(cast: Cast) -> None:
    renewal = approved(cast)
    assert renewal.answer is not None
    kept, seen = renewal.answer.findings, to_plain(standing_as_filed(renewal, NOW))
    terms = list(terms_of(renewal.certification).values())
    publish_sixty(cast, TODAY)
    renewal.refresh_from_db()
    assert renewal.answer is not None
    assert renewal.answer.findings == kept
    assert to_plain(standing_as_filed(renewal, NOW)) == seen
    assert list(terms_of(renewal.certification).values()) == terms
    sent_under = edition_sent_under(renewal)
    assert sent_under is not None
    assert sent_under.edition == "2025"
    assert rulebook_behind(renewal, standing_as_filed(renewal, NOW)) == sent_under


def test_whoever_has_not_renewed_goes_by_the_new(cast: Cast) -> None:
    before = standing_of(cast.carol_acsm, TODAY).requirement("total")
    publish_sixty(cast, TODAY)
    after = standing_of(cast.carol_acsm, TODAY).requirement("total")
    assert (before.state, after.state) == (State.MET, State.SHORT)
    assert [before.need, after.need, after.short] == [45, 60, 15]


def test_what_rested_on_an_edition_that_was_withdrawn_can_still_be_read(cast: Cast) -> None:
    renewal = approved(cast)
    first = edition_sent_under(renewal)
    publish_sixty(cast, date(2027, 1, 1))
    withdraw_edition(by=cast.hal, at=NOW, body_slug="acsm", edition="2026", reason="Too soon.")
    assert edition_sent_under(renewal) == first
    assert rulebook_of("acsm", "2025").in_force.until is None
