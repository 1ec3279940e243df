"""One fee for several certifications: asked for once, paid once, and returned once."""

from __future__ import annotations

from datetime import date

import pytest

from recert.credentials.actions import register_certification
from recert.lib.refusals import Refused
from recert.payments.models import Invoice, Payment
from recert.payments.queries import moot_bills
from recert.payments.reconciling import Period, reports_of
from recert.renewals.actions import (
    approve,
    begin_renewal,
    invoice_renewal,
    pay_in_parts,
    refuse,
    submit,
    withdraw,
)
from recert.renewals.tasks import Do, Is, tasks_of
from recert.rulebooks.actions import publish_edition
from tests.renewals.guild import GUILD, NOW, Guild, begun, pay, say

SHARED = (
    GUILD.replace("  cpt: {name: Trainer}\n", "  cpt: {name: Trainer}\n  ep: {name: Other}\n")
    + """
  further:
    fee: {for: extra-credential, prices: "5.00"}
    says: Each further certification renewed with it adds five.
    source: P
"""
)


def test_one_fee_for_several_certifications_is_asked_for_and_paid_once(guild: Guild) -> None:
    publish_edition(
        body=guild.body, text=SHARED, by=guild.owner, at=NOW, cases_text="", name="guild.yaml"
    )
    other = register_certification(
        by=guild.owner, at=NOW, person=guild.mia, body=guild.body, credential="ep", level="",
        certified=date(2025, 1, 1), expires=date(2026, 12, 31), number="8",
    )  # fmt: skip
    first = begun(guild)
    second = begin_renewal(by=guild.mia, at=NOW, certification_id=other.public_id)
    bill = invoice_renewal(by=guild.mia, at=NOW, public_id=first.public_id)
    assert bill.total_cents == 11_865  # 105 and its tax
    assert invoice_renewal(by=guild.mia, at=NOW, public_id=second.public_id) == bill
    assert Invoice.objects.count() == 1
    with pytest.raises(Refused, match="The fee is not paid"):
        submit(by=guild.mia, at=NOW, public_id=second.public_id)
    with pytest.raises(Refused, match="begun already"):
        pay_in_parts(by=guild.mia, at=NOW, public_id=second.public_id)
    pay(guild, bill)
    for each in (first, second):
        assert tasks_of(each, NOW).task(Do.PAY).state is Is.DONE
        submit(by=guild.mia, at=NOW, public_id=each.public_id)
    with pytest.raises(Refused, match="Everything is paid"):
        invoice_renewal(by=guild.mia, at=NOW, public_id=second.public_id)
    # Taken back, the one pays for the other still; with the last of them the money goes back.
    say(guild, "never", "always", "Refused, we keep it; taken back, you have it back.")
    withdraw(by=guild.mia, at=NOW, public_id=first.public_id)
    assert tasks_of(second, NOW).money.open_cents == 0
    anew = begun(guild)
    assert tasks_of(anew, NOW).money.open_cents == 0  # and for itself, begun anew
    withdraw(by=guild.mia, at=NOW, public_id=anew.public_id)
    for _click in range(2):
        withdraw(by=guild.mia, at=NOW, public_id=second.public_id)
    assert [each.cents for each in Payment.objects.order_by("id")] == [11_865, -11_865]
    assert tasks_of(begun(guild), NOW).money.open_cents == 11_865


def test_a_shared_fee_stays_when_one_is_refused_after_the_other_was_approved(guild: Guild) -> None:
    say(guild, "always", "ask")
    publish_edition(
        body=guild.body, text=SHARED, by=guild.owner, at=NOW, cases_text="", name="guild.yaml"
    )
    other = register_certification(
        by=guild.owner, at=NOW, person=guild.mia, body=guild.body, credential="ep", level="",
        certified=date(2025, 1, 1), expires=date(2026, 12, 31), number="8",
    )  # fmt: skip
    first = begun(guild)
    second = begin_renewal(by=guild.mia, at=NOW, certification_id=other.public_id)
    pay(guild, invoice_renewal(by=guild.mia, at=NOW, public_id=first.public_id))
    for each in (first, second):
        submit(by=guild.mia, at=NOW, public_id=each.public_id)
    on = {"by": guild.owner, "at": NOW, "body_slug": "guild", "reason": "So it is."}
    approve(**on, public_id=second.public_id)  # type: ignore[arg-type]
    refuse(**on, public_id=first.public_id, clause="ethics")  # type: ignore[arg-type]
    assert [each.cents for each in Payment.objects.all()] == [11_865]
    assert not moot_bills(guild.body)
    second.refresh_from_db()
    assert tasks_of(second, NOW).money.paid_cents == 11_865
    period = Period(seller=guild.body, since=NOW.date(), until=NOW.date())
    (report,) = reports_of(period, NOW)
    assert (report.stands, report.balances) == (True, True)
