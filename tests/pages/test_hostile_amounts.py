"""Amounts nobody was awarded and money nobody sent: read as they are meant, or not at all."""

from __future__ import annotations

import pytest

from recert.payments.models import Invoice, Payment
from recert.renewals.models import Renewal
from recert.transcript.models import Activity, Petition
from tests.cast import Cast
from tests.pages.world import World, client_of

NO_AMOUNTS = (
    "-1", "+1", "1e9", "1E2", "1,5", "1.000,5", "1 000", "1/3", "NaN", "Infinity", "0x10", "१२",
    "１２", "٣", "½", "²", ".", "1.", ".5", "1..5", "1.2.3", "1_000", "--", "'; --", "0.0000001",
    "1000000000", "9" * 30,
)  # fmt: skip


def entry(amount: str) -> dict[str, str]:
    return {"kind": "course", "title": "Hips", "completed": "2026-10-04", "rows": "1",
            "amount_0": amount, "unit_0": "cec", "by_0": "ACSM"}  # fmt: skip


def test_what_is_no_amount_is_not_logged_and_is_kept_as_typed(cast: Cast) -> None:
    before, client = Activity.objects.count(), client_of(cast.ada)
    for amount in (*NO_AMOUNTS, "0", "0.0"):
        answer = client.post("/me/activities/log", entry(amount))
        assert answer.status_code == 422, amount
        assert answer.context["form"]["amount_0"].value() == amount
    assert Activity.objects.count() == before


@pytest.mark.parametrize("amount", [" 1.5 ", "1.5", "01.50"])
def test_spaces_and_noughts_around_an_amount_change_nothing(cast: Cast, amount: str) -> None:
    client_of(cast.ada).post("/me/activities/log", entry(amount))
    awarded = Activity.objects.get(title="Hips").awards.get()
    assert awarded.amount_grains == 27_000


def test_no_petition_is_decided_for_what_is_no_amount(world: World) -> None:
    petition, client = world.scene.petition, client_of(world.cast.dan)
    for amount in NO_AMOUNTS:
        form = {"act": "accept", "amount": amount, "reason": "It counts."}
        answer = client.post(f"/staff/acsm/petitions/{petition.public_id}", form)
        assert answer.status_code == 422, amount
    assert Petition.objects.get(pk=petition.pk).state == "submitted"


def test_no_money_is_received_that_did_not_come(world: World) -> None:
    bill, client = world.scene.bill, client_of(world.cast.gus)
    assert bill.total_cents == 6000
    for cents in (*NO_AMOUNTS, "0", "0.001", "60.01", "99999999"):
        form = {"cents": cents, "received_on": "2026-11-20", "reference": "Wire", "key": "k",
                "method": "transfer"}  # fmt: skip
        answer = client.post(f"/staff/acsm/payments/{bill.public_id}", form)
        assert answer.status_code == 422, cents
    assert not Payment.objects.filter(invoice=bill).exists()


def test_no_fee_is_set_that_nobody_meant(world: World) -> None:
    carols, client = world.scene.carols, client_of(world.cast.gus)
    bills = Invoice.objects.count()
    for cents in NO_AMOUNTS:
        form = {"cents": cents, "reason": "The list.", "overrule": "on"}
        answer = client.post(f"/staff/acsm/payments/fees/{carols.public_id}", form)
        assert answer.status_code == 422, cents
    assert Renewal.objects.get(pk=carols.pk).fee_cents is None
    assert Invoice.objects.count() == bills


def test_no_totals_are_declared_that_are_none(world: World) -> None:
    client = client_of(world.cast.ada)
    for total in ("-1", "1e9", "NaN", "1/3", "１２", "9" * 16):
        answer = client.post(f"/me/renewals/{world.draft.public_id}/check", {"total": total})
        assert answer.status_code == 422, total
    assert Renewal.objects.get(pk=world.draft.pk).declared == {}
