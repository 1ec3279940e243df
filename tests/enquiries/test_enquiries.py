"""Enquiries: asked by anybody, a few a day; answered once, by the body's staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta

from recert.enquiries.actions import (
    MOST_A_DAY,
    MOST_RATINGS_AN_HOUR,
    answer,
    ask,
    forget_old_enquiries,
    rate_page,
)
from recert.enquiries.models import Enquiry
from recert.enquiries.queries import (
    enquiries_of,
    enquiries_to,
    enquiry_for_staff,
    helpfulness,
)
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.notices.queries import notices_of
from tests.cast import NOW, Cast


def test_a_member_asks_and_is_answered(cast: Cast) -> None:
    asked = ask(by=cast.ada, at=NOW, body=cast.acsm, text=" Does Pilates count? ", page="/help")
    assert (asked.email, asked.name, asked.text) == (
        "ada@example.org",
        "Ada Ruiz",
        "Does Pilates count?",
    )
    assert list(enquiries_to(cast.acsm)) == [asked]
    assert notices_of(cast.hal.public_id).filter(kind="work-waiting").count() == 1
    done = answer(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=asked.public_id, text="Yes, if awarded."
    )
    assert (done.state, done.answered_by) == ("answered", cast.dan)
    assert not enquiries_to(cast.acsm).exists()
    assert "Yes, if awarded." in notices_of(cast.ada.public_id).get(kind="enquiry-answered").text
    codes = [line.code for line in lines_about(f"enquiry:{asked.public_id}")]
    assert codes == ["enquiries.asked", "enquiries.answered"]


def test_a_stranger_is_answered_by_mail(cast: Cast) -> None:
    asked = ask(by=None, at=NOW, body=cast.acsm, text="Hello?", email="Guest@Example.org")
    answer(by=cast.hal, at=NOW, body_slug="acsm", public_id=asked.public_id, text="Hello.")
    assert Notice.objects.get(kind="enquiry-answered").email == "guest@example.org"


def test_what_strangers_asked_is_forgotten_when_the_form_says_so(cast: Cast) -> None:
    def of(email: str) -> Enquiry:
        return ask(by=None, at=NOW, body=cast.acsm, text=f"From {email}", email=email)

    answered, silent = of("answered@example.org"), of("silent@example.org")
    own = ask(by=cast.ada, at=NOW, body=cast.acsm, text="Mine?")
    for each in (answered, own):
        answer(by=cast.hal, at=NOW, body_slug="acsm", public_id=each.public_id, text="Yes.")
    a_year, two_years = NOW + relativedelta(years=1), NOW + relativedelta(years=2)
    a_moment = timedelta(seconds=1)
    assert forget_old_enquiries(at=a_year) == 0
    assert [forget_old_enquiries(at=a_year + a_moment) for _again in range(2)] == [1, 0]
    assert set(Enquiry.objects.all()) == {silent, own}
    assert not Notice.objects.filter(email="answered@example.org").exists()
    codes = [line.code for line in lines_about(f"enquiry:{answered.public_id}")]
    assert codes[-1] == "enquiries.forgotten"
    assert forget_old_enquiries(at=two_years + a_moment) == 1
    assert list(Enquiry.objects.all()) == [own]
    assert notices_of(cast.ada.public_id).filter(kind="enquiry-answered").exists()


def test_a_question_is_answered_once(cast: Cast) -> None:
    asked = ask(by=cast.ada, at=NOW, body=cast.acsm, text="Hello?")
    answer(by=cast.dan, at=NOW, body_slug="acsm", public_id=asked.public_id, text="One.")
    with pytest.raises(Refused, match="answered this already"):
        answer(by=cast.hal, at=NOW, body_slug="acsm", public_id=asked.public_id, text="Two.")
    asked.refresh_from_db()
    assert asked.answer == "One."


def test_who_reads_a_question(cast: Cast) -> None:
    asked = ask(by=cast.ada, at=NOW, body=cast.acsm, text="Hello?")
    assert list(enquiries_of(cast.ada)) == [asked]
    assert enquiry_for_staff(cast.gus, "acsm", asked.public_id) == asked
    assert list(enquiries_of(cast.eve)) == []
    for somebody, slug in ((cast.fay, "action"), (cast.fay, "acsm"), (cast.ada, "acsm")):
        with pytest.raises(NotFound):
            enquiry_for_staff(somebody, slug, asked.public_id)


def test_a_question_says_what_is_wrong_with_it(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        ask(by=None, at=NOW, body=cast.acsm, text=" ", email="nobody")
    assert [each.field for each in refused.value.refusals] == ["text", "email"]


def test_the_same_question_is_one_and_many_are_too_many(cast: Cast) -> None:
    first = ask(by=cast.ada, at=NOW, body=cast.acsm, text="Question 0")
    for number in range(MOST_A_DAY):
        ask(by=cast.ada, at=NOW, body=cast.acsm, text=f"Question {number}")
    assert ask(by=cast.ada, at=NOW, body=cast.acsm, text="Question 0") == first
    assert enquiries_to(cast.acsm).count() == MOST_A_DAY
    with pytest.raises(Refused, match="tomorrow"):
        ask(by=cast.ada, at=NOW, body=cast.acsm, text="One more")
    ask(by=cast.ada, at=NOW + timedelta(days=1, hours=1), body=cast.acsm, text="One more")
    assert enquiries_to(cast.acsm).count() == MOST_A_DAY + 1


@pytest.mark.django_db
def test_pages_are_rated_and_floods_are_dropped() -> None:
    for helpful in (True, True, False):
        rate_page(at=NOW, page="/help/audits", helpful=helpful)
    assert helpfulness() == {"/help/audits": (2, 1)}
    for _ in range(MOST_RATINGS_AN_HOUR - 3):
        assert rate_page(at=NOW, page="/help/audits", helpful=False)
    assert rate_page(at=NOW, page="/help/audits", helpful=False) is None
    assert rate_page(at=NOW, page="/help/renewing", helpful=True)
    assert rate_page(at=NOW + timedelta(hours=2), page="/help/audits", helpful=True)
