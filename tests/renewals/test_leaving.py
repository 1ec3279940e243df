"""Leave: asked for with reason and proof, granted by rulings with an end, or denied."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.credentials.models import Ruling
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.renewals.actions.excusing import deny_leave, grant_leave
from recert.renewals.actions.leaving import (
    ask_leave,
    open_leave_evidence,
    withdraw_leave,
)
from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from recert.renewals.leaves import leaves_waiting
from recert.renewals.models import LeaveRequest, LeaveState
from recert.rules.findings import State, Status
from recert.standing.queries import standing_of
from recert.transcript.actions import add_evidence
from tests.cast import NOW, TODAY, Cast
from tests.transcript.files import picture

SINCE, UNTIL = TODAY + timedelta(days=10), TODAY + timedelta(days=100)


def asked(cast: Cast, **more: Any) -> LeaveRequest:
    given: dict[str, Any] = {
        "certification_id": cast.ben_acsm.public_id, "ground": "parental", "since": SINCE,
        "until": UNTIL, "text": "Our daughter was born.",
    }  # fmt: skip
    return ask_leave(by=cast.ben, at=NOW, **(given | more))


def staff(request: LeaveRequest) -> dict[str, Any]:
    return {"at": NOW, "body_slug": "acsm", "public_id": request.public_id}


def grant(cast: Cast, request: LeaveRequest, grants: str, **more: Any) -> LeaveRequest:
    given = {"reason": "Congratulations.", **more}
    return grant_leave(by=cast.hal, grants=grants, **staff(request), **given)


def status(cast: Cast, on: date) -> Status:
    return standing_of(cast.ben_acsm, on).status


def end(cast: Cast) -> date:
    cycle = standing_of(cast.ben_acsm, TODAY).cycle
    assert cycle is not None
    return cycle.end


def test_a_pause_makes_it_inactive_meanwhile_and_moves_the_last_day(cast: Cast) -> None:
    request = asked(cast)
    assert asked(cast, text="Twice.") == request
    assert list(leaves_waiting(cast.acsm)) == [request]
    for _click in range(2):
        grant(cast, request, "pause")
    assert not leaves_waiting(cast.acsm).exists()
    assert [status(cast, day) for day in (TODAY, SINCE, UNTIL, UNTIL + timedelta(days=1))] == [
        Status.ACTIVE, Status.INACTIVE, Status.INACTIVE, Status.ACTIVE,
    ]  # fmt: skip
    assert end(cast) == date(2026, 12, 31) + timedelta(days=91)  # both ends belong to it
    letter = notices_of(cast.ben.public_id)[0]
    assert (letter.subject, letter.text) == (
        "Your request for leave was granted", "Congratulations.",
    )  # fmt: skip
    assert Ruling.objects.count() == request.rulings.count() == 2


@pytest.mark.parametrize(
    ("grants", "more", "kinds"),
    [
        ("extend", {"until": date(2027, 6, 30)}, {"extend"}),
        ("inactive", {}, {"inactive"}),
        ("waive", {"clause": "total"}, {"waive"}),
        ("condition", {"clause": "total", "until": date(2027, 12, 31)}, {"waive", "condition"}),
    ],
)
def test_each_way_of_granting(
    cast: Cast, grants: str, more: dict[str, Any], kinds: set[str]
) -> None:
    grant(cast, asked(cast), grants, **more)
    assert set(Ruling.objects.values_list("kind", flat=True)) == kinds
    if "waive" in kinds:
        assert standing_of(cast.ben_acsm, TODAY).requirement("total").state is State.WAIVED
    if grants == "extend":
        assert end(cast) == date(2027, 6, 30)


def test_denied_with_a_reason_and_how_to_appeal(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(Refused, match="Give the reason"):
        deny_leave(by=cast.hal, reason=" ", **staff(request))
    deny_leave(by=cast.hal, reason="The policy knows no leave.", **staff(request))
    letter = notices_of(cast.ben.public_id)[0]
    assert "knows no leave" in letter.text
    assert "You may appeal" in letter.text
    with pytest.raises(Refused, match="moved on"):
        grant(cast, request, "pause")
    assert not Ruling.objects.exists()
    assert asked(cast) != request  # one may ask again


def test_what_cannot_be_asked_or_granted(cast: Cast) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"ground": "boredom"},
        {"until": SINCE - timedelta(days=1)},
        {"since": date(2020, 1, 1), "until": date(2020, 2, 1)},
        {"text": "  "},
    )
    for more in wrong:
        with pytest.raises(Refused):
            asked(cast, **more)
    others: tuple[dict[str, Any], ...] = (
        {"certification_id": cast.ada_acsm.public_id},
        {"evidence_ids": ["nothing"]},
    )
    for more in others:
        with pytest.raises(NotFound):
            asked(cast, **more)
    request = asked(cast)
    for grants, more in (
        ("holiday", {}), ("pause", {"reason": ""}), ("waive", {}), ("extend", {"until": TODAY}),
        ("pause", {"until": date.max}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            grant(cast, request, grants, **more)
    assert not Ruling.objects.exists()
    for somebody in (cast.dan, cast.gus, cast.fay, cast.ben):
        with pytest.raises(NotFound):
            grant_leave(by=somebody, grants="pause", reason="x", **staff(request))
    with pytest.raises(NotFound):
        withdraw_leave(by=cast.ada, at=NOW, public_id=request.public_id)


def test_the_proof_is_opened_by_officers_and_goes_with_the_person(cast: Cast) -> None:
    proof = add_evidence(by=cast.ben, at=NOW, name="birth.png", content=picture("PNG"))
    request = asked(cast, evidence_ids=[proof.public_id])
    about = {"evidence_id": proof.public_id, **staff(request)}
    assert open_leave_evidence(by=cast.hal, **about) == proof
    with pytest.raises(NotFound):
        open_leave_evidence(by=cast.dan, **about)
    assert export_of(cast.ben)["leaves"][0]["text"] == "Our daughter was born."
    grant(cast, request, "pause")
    erase(person=cast.ben, by=None, at=NOW)
    request.refresh_from_db()
    assert (request.text, request.evidence.count()) == ("", 0)


def test_taken_back_it_is_the_bodys_business_no_more(cast: Cast) -> None:
    request = asked(cast)
    for _click in range(2):
        withdraw_leave(by=cast.ben, at=NOW, public_id=request.public_id)
    with pytest.raises(NotFound):
        grant(cast, request, "pause")
    assert LeaveRequest.objects.get().state == LeaveState.WITHDRAWN
