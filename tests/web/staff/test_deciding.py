"""Approving, returning, refusing: what changes, what the clicks twice do, who may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from recert.credentials.models import Term
from recert.notices.queries import notices_of
from recert.payments.actions import record_payment
from recert.renewals.models import Renewal, ReturnItem, State
from tests.cast import NOW, Cast, card, course, log
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene, apply

Answer = str


def at(renewal: Renewal, act: str = "", slug: str = "acsm") -> str:
    return f"/staff/{slug}/applications/{renewal.public_id}{act}"


def state_of(renewal: Renewal) -> str:
    renewal.refresh_from_db()
    return renewal.state


def followed(client: Client, address: str, data: dict[str, str] | None = None) -> str:
    answer = client.post(address, data or {}, follow=True)
    return " ".join(answer.content.decode().split())


@pytest.fixture
def paid(scene: Scene) -> Scene:
    """Carol's money has arrived."""
    record_payment(
        by=scene.cast.gus,
        at=NOW,
        body_slug="acsm",
        public_id=scene.bill.public_id,
        cents=scene.bill.total_cents,
        received_on=date(2026, 11, 20),
        reference="Transfer 88",
        key="paid",
    )
    return scene


def test_approving_opens_the_next_cycle_once(paid: Scene, as_: As) -> None:
    dan = as_(paid.cast.dan)
    page = dan.get(at(paid.carols, "/approve")).content.decode()
    assert "1 January 2027 to 31 December 2029" in " ".join(page.split())
    assert "Approved" in followed(dan, at(paid.carols, "/approve"))
    assert state_of(paid.carols) == State.APPROVED
    assert paid.carols.decided_by == paid.cast.dan
    again = followed(dan, at(paid.carols, "/approve"))
    assert "no longer waits: approved. Nothing was changed" in again
    assert Term.objects.get(certification=paid.cast.carol_acsm).next_end == date(2029, 12, 31)
    decided = dan.get(at(paid.carols)).content.decode()
    assert "Decided by Dan Whitfield" in decided
    assert "/approve" not in decided


def test_who_comes_second_is_told_so_and_keeps_what_they_wrote(paid: Scene, as_: As) -> None:
    cast, address = paid.cast, at(paid.carols, "/approve")
    first, second = as_(cast.dan), as_(cast.hal)
    says = {"reason": "All of it is there."}
    assert "Approved. The applicant is told." in followed(first, address, says)
    late = second.post(address, {"reason": "I telephoned with her."})
    page = " ".join(late.content.decode().split())
    assert late.status_code == 422
    assert "Dan Whitfield decided this already: approved. Nothing was changed." in page
    assert "I telephoned with her." in page
    assert "no longer waits" in followed(first, address, says)  # their own click, twice
    paid.carols.refresh_from_db()
    assert (paid.carols.decided_by, paid.carols.reason) == (cast.dan, says["reason"])


def test_an_unpaid_application_is_not_approved(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    assert "The fee has not arrived yet" in dan.get(at(scene.carols, "/approve")).content.decode()
    answer = dan.post(at(scene.carols, "/approve"))
    assert answer.status_code == 422
    assert "The fee has not arrived yet" in answer.content.decode()
    assert state_of(scene.carols) == State.SUBMITTED


def test_returning_names_items_and_stops_the_clock(paid: Scene, as_: As) -> None:
    dan = as_(paid.cast.dan)
    form = dan.get(at(paid.carols, "/return")).content.decode()
    entry = paid.proof.activities.get().public_id
    assert f"entry-{entry}" in form
    filed = paid.carols.filed_on
    sent = {
        "clause-1": "The card is not readable.",
        f"entry-{entry}": "Send the page with the date.",
        "other-2": "Tell us your new name.",
        "other-3": "   ",
    }
    assert "Returned. The clock is stopped" in followed(dan, at(paid.carols, "/return"), sent)
    assert state_of(paid.carols) == State.RETURNED
    assert (paid.carols.filed_on, paid.carols.clock_stopped_at) == (filed, NOW)
    items = ReturnItem.objects.filter(renewal=paid.carols)
    assert {(item.clause, item.activity_id, item.note) for item in items} == {
        ("cpr", "", "The card is not readable."),
        ("", entry, "Send the page with the date."),
        ("", "", "Tell us your new name."),
    }
    assert "with the applicant" in followed(dan, at(paid.carols, "/return"), sent)
    assert ReturnItem.objects.count() == 3
    told = notices_of(paid.cast.carol.public_id)
    assert any("came back" in notice.subject for notice in told)


def test_returning_nothing_keeps_the_form(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.dan).post(at(scene.carols, "/return"), {"other-1": " "})
    assert answer.status_code == 422
    assert "Name at least one thing" in answer.content.decode()
    assert state_of(scene.carols) == State.SUBMITTED


def test_refusing_needs_a_clause_of_the_policy_and_a_reason(scene: Scene, as_: As) -> None:
    dan, address = as_(scene.cast.dan), at(scene.carols, "/refuse")
    for wrong in ({}, {"clause": "total"}, {"reason": "No"}, {"clause": "no-such", "reason": "No"}):
        answer = dan.post(address, wrong)
        assert answer.status_code == 422, wrong
        assert state_of(scene.carols) == State.SUBMITTED
    kept = dan.post(address, {"reason": "It was all workouts"}).content.decode()
    assert "It was all workouts" in kept
    followed(dan, address, {"clause": "total", "reason": "It was all workouts"})
    assert state_of(scene.carols) == State.REFUSED
    assert (scene.carols.clause, scene.carols.reason) == ("total", "It was all workouts")


def test_nobody_decides_their_own(cast: Cast, as_: As) -> None:
    log(cast.dan, course("Annual Meeting", date(2025, 5, 30), "60"))
    card(cast.dan)
    own = apply(cast.dan, cast.dan_acsm)
    dan = as_(cast.dan)
    page = dan.get(at(own)).content.decode()
    assert "your own application" in page
    for act, data in (
        ("/approve", {}),
        ("/return", {"other-1": "x"}),
        ("/refuse", {"clause": "total", "reason": "x"}),
    ):
        assert f'href="{at(own, act)}"' not in page
        assert "Ask a colleague" in followed(dan, at(own, act), data)
        assert dan.get(at(own, act)).status_code == 302
    assert state_of(own) == State.SUBMITTED


def test_what_only_a_person_can_judge_needs_a_reason(scene: Scene, as_: As) -> None:
    """ACTION says neither the fee nor the last day of what comes next."""
    fay, address = as_(scene.cast.fay), at(scene.adas, "/approve", "action")
    assert "Set the fee first" in fay.get(address).content.decode()
    fee = f"/staff/action/payments/fees/{scene.adas.public_id}"
    assert "can pay now" in followed(fay, fee, {"cents": "0", "reason": "First renewal is free"})
    assert "Back to the application" in fay.get(address).content.decode()
    data = {"reason": "Checked against the list."}
    page = fay.get(address).content.decode()
    if 'name="next_end"' in page:
        assert fay.post(address, data).status_code == 422
        data["next_end"] = "2029-03-31"
    followed(fay, address, data)
    assert state_of(scene.adas) == State.APPROVED
