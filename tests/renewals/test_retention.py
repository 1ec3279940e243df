"""What bodies kept about people who left is emptied when they have kept it long enough."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from recert.credentials.actions import rule
from recert.credentials.models import Ruling
from recert.journal.queries import lines_about
from recert.payments.models import Invoice
from recert.renewals.actions import approve
from recert.renewals.erasure import erase
from recert.renewals.models import Renewal
from recert.renewals.retention import forget_decided
from recert.rules.facts import DecisionKind
from recert.standing.models import Answer
from recert.transcript.actions import decide_petition, open_petition
from recert.transcript.models import Activity, Petition
from tests.cast import NOW, Cast, course, log
from tests.renewals.test_own_data import submitted

YEARS_LATER = NOW + relativedelta(years=7)


def decided(cast: Cast) -> Renewal:
    """Carol's application approved, a petition accepted and a ruling made."""
    renewal = submitted(cast)
    approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id, reason="All there.")
    asked = open_petition(
        by=cast.carol,
        at=NOW,
        activity_id=log(cast.carol, course("Hips", date(2026, 11, 20), "1")).public_id,
        certification_id=cast.carol_acsm.public_id,
        question="I taught it after my operation.",
    )
    decide_petition(
        by=cast.dan,
        at=NOW,
        body_slug="acsm",
        public_id=asked.public_id,
        accept=True,
        reason="Get well soon.",
    )
    rule(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.carol_acsm.public_id,
        kind=DecisionKind.WAIVE,
        reason="Illness.",
        clause="ceus",
    )
    return renewal


def test_a_departed_persons_case_is_emptied_when_its_time_is_over(cast: Cast) -> None:
    renewal = decided(cast)
    erase(person=cast.carol, by=cast.carol, at=NOW)
    assert forget_decided(at=YEARS_LATER) == 0  # to the moment seven years: still kept
    assert forget_decided(at=YEARS_LATER + timedelta(seconds=1)) == 3
    renewal.refresh_from_db()
    assert (renewal.state, renewal.reason, renewal.declared) == ("approved", "", {})
    assert renewal.answer is None
    assert not Answer.objects.filter(certification=cast.carol_acsm).exists()
    assert Petition.objects.values_list("question", "reason").get() == ("", "")
    assert Ruling.objects.values_list("reason", "kind").get() == ("", "waive")
    assert Activity.objects.filter(person=cast.carol).count() == 1  # the petition is about it
    assert Invoice.objects.filter(person=cast.carol).exists()
    line = lines_about(f"certification:{cast.carol_acsm.public_id}").last()
    assert line is not None
    assert (line.code, line.detail) == ("renewals.retention-ended", {"cases": 3})
    assert forget_decided(at=YEARS_LATER + timedelta(days=1)) == 0


def test_who_has_not_left_loses_nothing(cast: Cast) -> None:
    renewal = decided(cast)
    assert forget_decided(at=YEARS_LATER + timedelta(days=365)) == 0
    renewal.refresh_from_db()
    assert renewal.reason == "All there."


def test_each_body_keeps_for_its_own_years(cast: Cast) -> None:
    decided(cast)
    cast.acsm.retention_years = 10
    cast.acsm.save()
    erase(person=cast.carol, by=cast.carol, at=NOW)
    assert forget_decided(at=YEARS_LATER + timedelta(days=1)) == 0
    assert forget_decided(at=NOW + relativedelta(years=10, days=1)) == 3
