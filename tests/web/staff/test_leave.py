"""Leave and the way back on their pages: asked for, decided, read; what was decided stands out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from recert.credentials.actions import correct_register, rule
from recert.people.impartiality import declare_apart, end_relation
from recert.renewals.models import LeaveRequest
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from tests.cast import NOW
from tests.transcript.files import picture
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene


def text(answer: Any) -> str:
    assert answer.status_code in (200, 422)
    return " ".join(answer.content.decode().split())


def test_leave_from_asking_to_the_answer(scene: Scene, as_: As) -> None:
    cast, held = scene.cast, scene.cast.ben_acsm
    ben, hal = as_(cast.ben), as_(cast.hal)
    own = f"/me/certifications/{held.public_id}/leave"
    typed = {
        "ground": "parental", "since": "2026-12-01", "until": "2026-11-30",
        "text": "Our daughter was born.",
        "proof": SimpleUploadedFile("birth.png", picture("PNG"), "image/png"),
    }  # fmt: skip
    wrong = ben.post(own, typed)
    assert wrong.status_code == 422
    assert "It ends before it begins" in text(wrong)
    assert "Our daughter was born." in text(wrong)
    kept = text(wrong).split('name="proof_kept" value="')[1].split('"')[0]
    again = {**typed, "until": "2027-03-01", "proof_kept": kept}
    del again["proof"]
    for _click in range(2):
        ben.post(own, again)
    asked = LeaveRequest.objects.get()
    assert asked.evidence.count() == 1

    assert "Ben Okafor" in text(hal.get("/staff/acsm/leave"))
    desk = f"/staff/acsm/leave/{asked.public_id}"
    assert "Our daughter was born." in text(hal.get(desk))
    proof = f"{desk}/proof/{asked.evidence.get().public_id}"
    assert hal.get(proof).status_code == 200
    declare_apart(by=cast.hal, at=NOW, body_slug="acsm", person=cast.ben, says="Friends.")
    refused = hal.get(proof, follow=True)
    assert refused.redirect_chain == [(desk, 302)]
    assert "You declared a relation to this person" in text(refused)
    end_relation(by=cast.hal, at=NOW, body_slug="acsm", person_id=cast.ben.public_id)
    assert hal.post(desk, {"grants": "waive", "reason": "Yes."}).status_code == 422
    hal.post(desk, {"grants": "pause", "reason": "Enjoy the time."})
    assert standing_of(held, date(2027, 1, 5)).status is Status.INACTIVE
    assert "Nobody waits" in text(hal.get("/staff/acsm/leave"))
    page = text(ben.get(own))
    assert "Granted" in page
    assert "Enjoy the time." in page
    shown = text(ben.get(f"/me/certifications/{held.public_id}/"))
    assert "Decided about you" in shown
    assert "The last day was moved" in shown


def test_an_officer_reads_their_own_request_and_decides_it_not(scene: Scene, as_: As) -> None:
    cast = scene.cast
    own = f"/me/certifications/{cast.dan_acsm.public_id}/leave"
    as_(cast.dan).post(
        own, {"ground": "other", "since": "2026-12-01", "until": "2027-03-01", "text": "A year."}
    )
    asked = LeaveRequest.objects.get()
    assert as_(cast.dan).get(f"/staff/acsm/leave/{asked.public_id}").status_code == 404


def test_the_way_back_says_what_by_when_for_how_much_and_by_which_clause(
    scene: Scene, as_: As
) -> None:
    cast, held = scene.cast, scene.cast.ben_acsm
    page = f"/me/certifications/{held.public_id}/"
    assert "After the last day" in text(as_(cast.ben).get(page))
    correct_register(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=held.public_id,
        certified=date(2020, 6, 15), expires=date(2025, 12, 31), level="", number=held.number,
    )  # fmt: skip
    shown = text(as_(cast.ben).get(page))
    for said in (
        "The way back",
        "1 July 2026 to 31 December 2028",
        "Only what you earned in the cycle that ended counts.",
        "The next cycle runs from the day the body agrees.",
        "The public record shows that it was not active in between.",
        "more than three years ago can no longer be reinstated",
    ):
        assert said in shown, said


def test_a_decision_against_somebody_names_the_appeal(scene: Scene, as_: As) -> None:
    cast, held = scene.cast, scene.cast.ben_acsm
    rule(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=held.public_id,
        kind=DecisionKind.WITHDRAW, reason="Fraud at the examination.",
    )  # fmt: skip
    page = text(as_(cast.ben).get(f"/me/certifications/{held.public_id}/"))
    assert "Fraud at the examination." in page
    assert "You may appeal" in page
    public = text(as_(cast.eve).get("/check?body=acsm&number=118860"))
    assert "Withdrawn" in public
    assert "Fraud" not in public
