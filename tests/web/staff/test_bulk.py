"""Acts for many on their pages: prepared, looked at, confirmed, undone; decisions in force."""

from __future__ import annotations

from datetime import date

from recert.credentials.models import Ruling
from recert.register.models import BulkAct
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from tests.cast import TODAY
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene

BULK = "/staff/acsm/bulk"
AMNESTY = {
    "kind": "extend",
    "until": "2027-03-31",
    "reason": "The storm closed the test centres.",
    "expires_until": "2026-12-31",
    "statuses": ["active"],
    "once": "on",
    "key": "k1",
}


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_an_amnesty_from_the_form_to_undoing_it(scene: Scene, as_: As) -> None:
    hal, held = as_(scene.cast.hal), scene.cast.ben_acsm
    assert "Nothing was done to many yet" in text(hal.get(BULK))
    wrong = hal.post(f"{BULK}/new", {**AMNESTY, "until": ""})
    assert wrong.status_code == 422
    assert "Give the new last day" in text(wrong)
    assert "The storm closed" in text(wrong)  # nothing typed is lost
    for _click in range(2):
        answer = hal.post(f"{BULK}/new", AMNESTY)
    act = BulkAct.objects.get()
    assert answer["Location"] == f"{BULK}/{act.public_id}"
    page = text(hal.get(answer["Location"]))
    for said in ("Do it to all", "Ben Okafor", "31 December 2026", "31 March 2027", "Active"):
        assert said in page, said
    assert not Ruling.objects.exists()
    hal.post(f"{BULK}/{act.public_id}/confirm")
    hal.post(f"{BULK}/{act.public_id}/confirm")
    found = standing_of(held, TODAY).cycle
    assert found is not None
    assert found.end == date(2027, 3, 31)
    assert "It was done to" in text(hal.get(f"{BULK}/{act.public_id}"))
    assert "Done" in text(hal.get(f"{BULK}/{act.public_id}?only=done"))
    in_force = text(hal.get("/staff/acsm/overrides?kind=extend"))
    assert "Ben Okafor" in in_force
    assert "No such decision" in text(hal.get("/staff/acsm/overrides?soon=on"))
    hal.post(f"{BULK}/{act.public_id}/undo")
    found = standing_of(held, TODAY).cycle
    assert found is not None
    assert found.end == date(2026, 12, 31)
    assert "Nothing departs from the policy" in text(hal.get("/staff/acsm/overrides"))


def test_what_was_only_shown_is_discarded(scene: Scene, as_: As) -> None:
    hal = as_(scene.cast.hal)
    hal.post(f"{BULK}/new", {**AMNESTY, "kind": "suspend"})
    act = BulkAct.objects.get()
    hal.post(f"{BULK}/{act.public_id}/discard")
    hal.post(f"{BULK}/{act.public_id}/confirm")
    assert "Discarded" in text(hal.get(f"{BULK}/{act.public_id}"))
    assert standing_of(scene.cast.ben_acsm, TODAY).status is Status.ACTIVE


def test_a_decision_with_an_amount_or_a_level_from_the_form(scene: Scene, as_: As) -> None:
    hal, held = as_(scene.cast.hal), scene.cast.ben_acsm
    address = f"/staff/acsm/register/{held.public_id}/decide"
    typed = {"kind": "amount", "clause": "total", "reason": "Illness for a year.", "amount": "many"}
    wrong = hal.post(address, typed)
    assert wrong.status_code == 422
    assert "many" in text(wrong)
    hal.post(address, {**typed, "amount": "20"})
    assert standing_of(held, TODAY).requirement("total").need == 20
    assert "the next renewal" in text(hal.get("/staff/acsm/overrides"))
