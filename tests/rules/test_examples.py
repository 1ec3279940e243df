"""The examples that ship: they read, agree with each other, and say what README says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from recert.rules.amounts import show
from recert.rules.facts import Facts
from recert.rules.findings import Code, Standing
from recert.rules.judging import judge
from recert.rules.reading import read_activities_csv, read_facts
from recert.rules.reading.folders import read_body

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
DAY = date(2026, 11, 21)


def ada() -> Facts:
    """Ada as the example file has her."""
    facts, problems = read_facts((EXAMPLES / "ada.json").read_bytes(), name="ada.json")
    assert facts is not None, problems
    return facts


def standing(body: str) -> Standing:
    """Where Ada stands with a body on the day README speaks of."""
    return judge(read_body(ROOT / "rulebooks" / body).rulebooks, ada(), body, DAY)


def test_the_table_holds_the_same_activities() -> None:
    activities, problems = read_activities_csv((EXAMPLES / "ada.csv").read_bytes())
    assert not problems
    assert activities == ada().activities
    assert len(activities) == 60


@pytest.mark.parametrize(
    ("body", "verdict", "missing"),
    [
        ("action", "short", {"total": "0.8"}),
        ("acsm", "ready", {}),
        ("ace", "short", {"ethics-hour": "0.1", "cpr": "1", "aed": "1"}),
        ("nasm", "short", {"total": "0.4", "courses-part": "0.4", "cpr-and-aed": "1"}),
    ],
)
def test_where_ada_stands(body: str, verdict: str, missing: dict[str, str]) -> None:
    found = standing(body)
    assert found.verdict == verdict
    assert {each.clause: show(each.amount) for each in found.missing} == missing


@pytest.mark.parametrize(
    ("body", "activity", "code", "counted"),
    [
        ("ace", "goal-setting-again", Code.REPEATED, "0"),
        ("acsm", "goal-setting-again", Code.COUNTED, "2"),
        ("acsm", "aging-strength", Code.OUT_OF_WINDOW, "0"),
        ("acsm", "new-year-quiz", Code.COUNTED, "1"),
        ("ace", "ethics-too-early", Code.BEFORE_CERTIFICATION, "0"),
        ("ace", "ethics-booked", Code.NOT_YET, "0"),
        ("ace", "ethics-unapproved", Code.NEEDS_PERSON, "0"),
        ("acsm", "motor-learning", Code.COUNTED, "4"),
        ("acsm", "corrective", Code.COUNTED, "0.5"),
        ("acsm", "second-committee", Code.OVER_LIMIT, "8"),
        ("acsm", "committee-term", Code.COUNTED, "16"),
        ("acsm", "cpr-online", Code.OVER_LIMIT, "0"),
        ("acsm", "cpr-before-2025", Code.WORTH_NOTHING, "0"),
        ("ace", "talk-symposium", Code.OVER_LIMIT, "0"),
        ("acsm", "nutrition-college", Code.REFUSED, "0"),
        ("acsm", "winter-quiz", Code.NOT_PASSED, "0"),
        ("acsm", "dance-masterclass", Code.REFUSED, "0"),
        ("acsm", "band-launch", Code.REFUSED, "0"),
        ("acsm", "massage-intro", Code.NEEDS_PERSON, "4"),
        ("acsm", "article-local", Code.NOT_MEASURED, "0"),
        ("acsm", "studio-work", Code.NOT_ADMITTED, "0"),
        ("acsm", "lunchtime-talk", Code.NOT_ADMITTED, "0"),
        ("ace", "nasm-certified", Code.NEEDS_PERSON, "0.5"),
    ],
)
def test_each_trap(body: str, activity: str, code: Code, counted: str) -> None:
    finding = standing(body).activity(activity)
    assert code in {reason.code for reason in finding.reasons}
    assert show(finding.counted) == counted


def test_the_card_is_of_the_wrong_kind() -> None:
    reasons = standing("nasm").requirement("cpr-and-aed").reasons
    assert {reason.about["why"] for reason in reasons} == {"wrong-kind"}


def test_the_order_of_cards_changes_no_answer() -> None:
    facts = ada()
    turned = Facts(
        person=facts.person,
        holdings=facts.holdings,
        activities=facts.activities,
        documents=facts.documents[::-1],
    )
    books = read_body(ROOT / "rulebooks" / "nasm").rulebooks
    one = judge(books, facts, "nasm", DAY).requirement("cpr-and-aed")
    other = judge(books, turned, "nasm", DAY).requirement("cpr-and-aed")
    assert one.reasons == other.reasons


def test_january_costs_the_late_fee() -> None:
    fees = {step.since: step.total for step in standing("acsm").fees}
    assert (today := standing("acsm").fee_today) is not None
    assert today.total is not None
    assert today.total.cents == 6000
    assert (late := fees[date(2027, 1, 1)]) is not None
    assert late.cents == 14000


def test_the_examination_is_open_to_a_certificate() -> None:
    (route,) = standing("action").routes
    assert (route.clause, route.open, route.taken) == ("upgrade", True, False)
