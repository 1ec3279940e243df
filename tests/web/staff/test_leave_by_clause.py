"""Leave by the policy on its pages: offered with its terms, asked for, decided by its clause."""

from __future__ import annotations

import pytest

from recert.payments.models import Invoice
from recert.renewals.models import LeavePractice, LeaveRequest, LeaveState
from recert.rules.amounts import Money
from recert.standing.words import money_words
from recert.web.member.leave import BEYOND
from tests.renewals.guild import Guild, found_guild
from tests.renewals.leave_policy import give_leave
from tests.web.staff.conftest import As
from tests.web.staff.test_leave import text


@pytest.fixture
def guild(db: None) -> Guild:
    found = found_guild()
    give_leave(found)
    return found


def test_more_time_is_offered_asked_for_granted_and_to_be_paid(guild: Guild, as_: As) -> None:
    mia, olga = as_(guild.mia), as_(guild.owner)
    held = f"/me/certifications/{guild.held.public_id}/"
    page = text(mia.get(held))
    for said in (
        "You can ask until 31 December 2026",
        f"Fee, once it is granted: {money_words(Money(9_900, 'CAD'))}",
        "You can ask from 1 February 2027 on",
        "Papers are asked for",
    ):
        assert said in page, said
    own = f"{held}leave"
    wrong = {"clause": "months-ill", "ground": "parental", "since": "2026-03-01",
             "until": "2026-05-31", "text": "So it is."}  # fmt: skip
    refused = mia.post(own, wrong)
    assert refused.status_code == 422
    assert "does not give it for this reason" in text(refused)
    for _click in range(2):
        mia.post(own, {"clause": "longer", "ground": "short", "text": "The last course is late."})
    asked = LeaveRequest.objects.get()
    desk = f"/staff/guild/leave/{asked.public_id}"
    shown = text(olga.get(desk))
    assert "Sixty more days, asked for in the last sixty." in shown
    assert "Granted, as the policy says" in shown
    assert 'name="until"' not in shown
    olga.post(desk, {"grants": "extend", "reason": "Gladly."})
    asked.refresh_from_db()
    assert asked.state == LeaveState.TO_PAY
    page = text(mia.get(own))
    assert "Granted, once it is paid" in page
    assert "/me/bills/" in page
    assert Invoice.objects.get().subject == asked.subject
    mia.post(f"{own}/{asked.public_id}/withdraw")
    assert "Taken back" in text(mia.get(own))


def test_only_what_the_policy_gives_where_the_body_takes_nothing_else(
    guild: Guild, as_: As
) -> None:
    mia, olga = as_(guild.mia), as_(guild.owner)
    own = f"/me/certifications/{guild.held.public_id}/leave"
    assert "Something the policy says nothing of" in text(mia.get(own))
    olga.post("/staff/guild/leave", {})
    assert not LeavePractice.objects.get().beyond_policy
    assert "Something the policy says nothing of" not in text(mia.get(own))
    odd = {"clause": BEYOND, "ground": "other", "since": "2026-12-01", "until": "2027-02-01",
           "text": "A year."}  # fmt: skip
    assert mia.post(own, odd).status_code == 422
    olga.post("/staff/guild/leave", {"beyond": "on"})
    assert mia.post(own, odd).status_code == 302
    asked = LeaveRequest.objects.get()
    desk = f"/staff/guild/leave/{asked.public_id}"
    assert "no clause speaks of it" in text(olga.get(desk))
    twelve = {"grants": "lessen", "clause": "total", "amount": "twelve", "reason": "So be it."}
    assert olga.post(desk, twelve).status_code == 422
    olga.post(desk, {**twelve, "amount": "12"})
    asked.refresh_from_db()
    assert asked.state == LeaveState.GRANTED
