"""Days nobody meant: the first and the last there are, and the last minute before a deadline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from recert.credentials.models import Certification
from recert.renewals.models import Renewal
from recert.transcript.models import Activity, Document
from tests.cast import Cast
from tests.pages.test_doors import snapshot
from tests.pages.world import client_of

FIRST, LAST = "0001-01-01", "9999-12-31"
# A day in full-width digits is the day it says; Python reads every alphabet's digits.
NO_DAYS = ("2027-02-29", "2026-13-01", "0000-00-00", "1e3", "31.12.2026 24:00")


def look_around(client: Client) -> None:
    """Open every page that reckons with one's days; Django's client raises what crashes."""
    for at in ("", "activities/", "activities/transcript.csv", "documents/", "renewals/",
               "account/download"):  # fmt: skip
        assert client.get(f"/me/{at}").status_code == 200, at
    for held in Certification.objects.filter(person__email="eve@example.org", removed_at=None):
        assert client.get(f"/me/certifications/{held.public_id}/").status_code == 200


@pytest.mark.parametrize("slug", ["acsm", "action", "ace", "nasm"])
@pytest.mark.parametrize(
    ("certified", "expires"),
    [(FIRST, LAST), (FIRST, ""), (FIRST, FIRST), ("2026-01-01", LAST), ("1900-02-28", "")],
)
def test_a_certification_of_all_time_breaks_no_page(
    cast: Cast, slug: str, certified: str, expires: str
) -> None:
    client = client_of(cast.eve)
    form = {"credential": "cpt", "certified": certified, "expires": expires,
            "level": "certification" if slug == "action" else ""}  # fmt: skip
    assert client.post(f"/me/certifications/add/{slug}", form).status_code in (302, 422)
    look_around(client)
    held = Certification.objects.filter(person=cast.eve).first()
    if held:
        client.post(f"/me/certifications/{held.public_id}/renew")
        look_around(client)


def test_a_card_and_an_activity_of_all_time_break_no_page(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.post("/me/documents/add", {"kind": "cpr", "issued": "2026-01-01", "expires": LAST})
    client.post("/me/activities/log", {"kind": "practice", "title": "Always", "started": FIRST,
                                       "completed": "2026-01-01", "rows": "1"})  # fmt: skip
    assert Document.objects.filter(expires=date(9999, 12, 31)).exists()
    assert Activity.objects.filter(started=date(1, 1, 1)).exists()
    look_around(client)


def test_what_the_register_says_of_all_time_breaks_no_page(cast: Cast) -> None:
    desk, holder = client_of(cast.hal), client_of(cast.ben)
    at = f"/staff/acsm/register/{cast.ben_acsm.public_id}"
    extend = {"kind": "extend", "until": LAST, "reason": "For good."}
    assert desk.post(f"{at}/decide", extend).status_code in (302, 422)
    look_around(holder)
    forever = {"certified": FIRST, "expires": LAST}
    assert desk.post(f"{at}/correct", forever).status_code in (302, 422)
    look_around(holder)
    for page in (at, "/staff/acsm/register", "/staff/acsm/"):
        assert desk.get(page).status_code == 200
    cast.ben_acsm.refresh_from_db()
    assert Client().get(f"/c/{cast.ben_acsm.code}").status_code == 200


@pytest.mark.parametrize(
    ("at", "field", "form"),
    [
        ("activities/log", "completed", {"kind": "course", "title": "Hips", "rows": "1"}),
        ("documents/add", "issued", {"kind": "cpr"}),
        ("certifications/add/acsm", "certified", {"credential": "pd"}),
    ],
)
def test_what_is_no_day_is_asked_for_again_and_kept_as_typed(
    cast: Cast, at: str, field: str, form: dict[str, str]
) -> None:
    client = client_of(cast.ada)
    before = snapshot()
    for day in NO_DAYS:
        answer = client.post(f"/me/{at}", {**form, field: day})
        assert answer.status_code == 422, day
        assert day in answer.content.decode()
    assert snapshot() == before


LAST_MINUTE = datetime(2027, 1, 1, 4, 59, 30, tzinfo=UTC)  # 23:59:30 in New York
AFTER = datetime(2027, 1, 1, 5, 0, 10, tzinfo=UTC)


def send_carols(cast: Cast) -> tuple[Renewal, str]:
    """Carol does everything but has to hurry; what she is billed."""
    client = client_of(cast.carol)
    begun = client.post(f"/me/certifications/{cast.carol_acsm.public_id}/renew")
    at = begun.headers["Location"]
    client.post(f"{at}affirm", {"to": "truthful"})
    client.post(f"{at}pay")
    bill = client.get(f"{at}pay").content.decode()
    return Renewal.objects.get(certification=cast.carol_acsm), bill


def test_the_last_minute_is_in_time_and_the_next_is_late(cast: Cast, settings: Settings) -> None:
    """In the body's zone, wherever Carol is: she lives in Chicago, where it is an hour earlier."""
    assert cast.acsm.zone == "America/New_York"
    settings.RECERT_NOW = LAST_MINUTE
    page = client_of(cast.carol).get("/me/").content.decode()
    settings.RECERT_NOW = AFTER
    later = client_of(cast.carol).get("/me/").content.decode()
    assert "today renewing costs $60." in page
    assert "Not active: in grace" not in page
    assert "today renewing costs $140." in later
    assert "Not active: in grace" in later


@pytest.mark.parametrize(
    ("moment", "is_late"), [(LAST_MINUTE, False), (AFTER, True)], ids=("in-time", "late")
)
def test_the_late_fee_begins_with_the_day_after(
    cast: Cast, settings: Settings, moment: datetime, is_late: bool
) -> None:
    settings.RECERT_NOW = moment
    renewal, bill = send_carols(cast)
    assert ("late fee" in bill.lower()) == is_late
    assert renewal.cycle_end == date(2026, 12, 31)


def test_a_clock_that_jumps_does_not_file_twice(cast: Cast, settings: Settings) -> None:
    """Sent in the last minute, looked at after it: the day it was filed stays."""
    settings.RECERT_NOW = LAST_MINUTE
    renewal, _bill = send_carols(cast)
    client = client_of(cast.carol)
    bill = client.get(f"/me/renewals/{renewal.public_id}/pay").content.decode()
    assert "practice" in bill
    invoice = bill.split(f"/me/renewals/{renewal.public_id}/pay/")[1].split("/")[0]
    client.post(f"/me/renewals/{renewal.public_id}/pay/{invoice}/practice")
    client.post(f"/me/renewals/{renewal.public_id}/send")
    settings.RECERT_NOW = AFTER + timedelta(days=3)
    client.post(f"/me/renewals/{renewal.public_id}/send")
    renewal.refresh_from_db()
    assert (renewal.state, renewal.filed_on) == ("submitted", date(2026, 12, 31))
