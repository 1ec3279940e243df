"""The dashboard, the reports, their files, and the forecast, as the desk shows them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from recert.reporting.actions import promise
from recert.reporting.foretelling import advance_forecasts
from recert.reporting.queries.practice import clock_may_move, promise_of
from tests.cast import NOW, Cast
from tests.reporting.history import history
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene

DESK = "/staff/acsm/"
REPORT = f"{DESK}reports/about/"
KINDS = ("renewals", "decisions", "audits", "register", "money")


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_the_dashboard_says_what_waits_what_is_overdue_and_what_comes(
    scene: Scene, as_: As, settings: Settings
) -> None:
    cast = scene.cast
    hal = as_(cast.hal)
    page = shown(hal, DESK)
    assert "overdue" not in page
    assert "End within 60 days" in page
    promise(by=cast.hal, at=NOW, body_slug="acsm", applications=3, petitions=None, questions=None)
    settings.RECERT_NOW = NOW + timedelta(days=4)
    page = shown(hal, DESK)
    assert "1 of them is overdue." in page
    assert "1 has waited longer than the 3 days you promise" in page
    assert f'href="{DESK}reports/ending?within=30"' in page
    ending = shown(hal, f"{DESK}reports/ending?within=60")
    assert "Ben Okafor" in ending
    assert "Ada Ruiz" in ending
    listed = hal.get(f"{DESK}reports/ending?within=60&file=csv").content.decode()
    assert "Ben Okafor,ben@example.org,118860,ACSM-CPT,2026-12-31" in listed


def test_each_desk_sees_what_its_duties_reach(cast: Cast, as_: As) -> None:
    reviewer, cashier = shown(as_(cast.dan), DESK), shown(as_(cast.gus), DESK)
    assert "Renewals by week" in reviewer
    assert "Came in this month" not in reviewer
    assert "End within" not in cashier
    assert "Came in this month" in cashier
    assert f'href="{DESK}reports/"' not in reviewer


def test_renewal_rates_are_shown_reckoned_and_handed_over(cast: Cast, as_: As) -> None:
    history(cast)
    hal = as_(cast.hal)
    page = shown(hal, f"{REPORT}renewals")
    assert "75% of those whose cycle ended renewed: 6 of 8." in page
    assert "How this is reckoned" in page
    csv = hal.get(f"{REPORT}renewals?file=csv&of=outcome-by-level").content.decode()
    assert csv.splitlines()[1] == "ACSM-CPT,4,1,1,1,1,0"
    answer = hal.get(f"{REPORT}renewals?file=svg&of=rate-by-level")
    assert answer["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(answer.content.decode()).tag.endswith("svg")  # noqa: S314 - our own
    nobody = shown(hal, f"{REPORT}renewals?since=2020-01-01&until=2020-12-31")
    assert "There is nothing to draw yet." in nobody
    other = shown(hal, f"{REPORT}renewals?credential=ep")
    assert "0 of 0" in other
    register = shown(hal, f"{REPORT}register")
    assert "6 renewed, 1 ended" in register


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_opens_empty_and_minds_what_is_typed(cast: Cast, as_: As, kind: str) -> None:
    fay, gus = as_(cast.fay), as_(cast.gus)
    assert "How this is reckoned" in shown(gus, f"{REPORT}{kind}")
    assert fay.get(f"{REPORT}{kind}").status_code == 404
    assert "How this is reckoned" in shown(fay, f"/staff/action/reports/about/{kind}")
    for typed in ("since=x", "since=2026-02-30", "until=0001-01-01", "since=1900-01-01",
                  "credential=nobody"):  # fmt: skip
        answer = gus.get(f"{REPORT}{kind}?{typed}")
        assert answer.status_code == 422, typed
        assert "How this is reckoned" not in answer.content.decode()
    # A file that is not there is the page itself.
    assert gus.get(f"{REPORT}{kind}?file=csv&of=../x")["Content-Type"].startswith("text/html")


def test_a_forecast_is_asked_for_reckoned_and_dated(cast: Cast, as_: As) -> None:
    history(cast)
    gus, address = as_(cast.gus), f"{DESK}reports/forecast"
    assert "Nothing has been reckoned yet" in shown(gus, address)
    for _click in range(2):
        assert gus.post(address).status_code == 302
    assert "Judged so far" in shown(gus, address)
    while advance_forecasts(at=NOW):
        pass
    page = shown(gus, address)
    assert "4 end in these twelve months" in page
    assert "As everybody stood on 21 November 2026." in page
    assert "75%" in page
    assert "not a fact" in page
    csv = gus.get(f"{address}?file=csv&of=ends-by-month").content.decode()
    assert csv.splitlines()[2].startswith("Dec,")
    assert "Nothing has been reckoned yet" in shown(as_(cast.fay), "/staff/action/reports/forecast")
    assert as_(cast.dan).get(address).status_code == 404


def test_promises_and_the_clock_are_kept_where_they_are_said(
    cast: Cast, as_: As, settings: Settings
) -> None:
    hal = as_(cast.hal)
    wrong = hal.post(f"{DESK}reports/promises", {"applications": "0", "petitions": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.content.decode()
    hal.post(f"{DESK}reports/promises", {"applications": "14", "petitions": "", "questions": "2"})
    kept = promise_of(cast.acsm)
    assert (kept.applications, kept.petitions, kept.questions) == (14, None, 2)
    assert 'value="14"' in shown(hal, f"{DESK}reports/promises")
    assert "This is a sandbox" in shown(hal, f"{DESK}reports/clock")
    settings.SANDBOX, settings.RECERT_NOW = False, None
    assert "off until the owner" in shown(as_(cast.dan), f"{DESK}reports/clock")
    assert as_(cast.dan).post(f"{DESK}reports/clock/switch", {"on": "yes"}).status_code == 404
    hal.post(f"{DESK}reports/clock/switch", {"on": "yes"})
    assert clock_may_move(cast.acsm)
    assert "See it as of" in shown(as_(cast.dan), f"{DESK}reports/clock")
    hal.post(f"{DESK}reports/clock/switch", {"on": "no"})
    assert not clock_may_move(cast.acsm)
