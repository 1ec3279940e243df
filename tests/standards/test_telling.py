"""Accreditation, needs F to J: status, suspension and return, appeals, security, certificates.

Each test is a row of docs/standards.md.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from recert.appeals.actions import appeal, assign, complain, decide, promise
from recert.appeals.models import Matter
from recert.appeals.queries import may_decide
from recert.credentials.actions import (
    end_ruling,
    rule,
)
from recert.credentials.models import Certification
from recert.credentials.queries import rulings_of
from recert.notices.models import Notice
from recert.people.actions import demand_second_factor
from recert.people.models import Role
from recert.people.queries import MAY, Duty
from recert.renewals.actions import open_evidence, refuse
from recert.rules.facts import DecisionKind
from recert.verification.actions import consent, disclose
from recert.verification.queries import PublicStatus, public_status
from tests.cast import NOW, TODAY, Cast
from tests.renewals.test_coming_back import APPROVED, reinstate, sent
from tests.standards.asking import AT_ACSM, browser, read
from tests.web.papers.reading import words_of
from tests.web.staff.scene import Scene


def test_the_status_is_told_to_whoever_asks_and_little_else(cast: Cast) -> None:
    page = read(browser(), "/check?body=acsm&number=104233")
    assert "Ada Ruiz is certified today" in page
    assert cast.ada.email not in page
    assert "Annual Meeting" not in page
    statuses = {browser().get("/check?body=acsm&number=104233").status_code for _ in range(40)}
    assert statuses == {200, 429}


@pytest.mark.parametrize(("shown", "agrees"), [("consent", True), ("nobody", False)])
def test_where_the_law_asks_for_consent_or_forbids_it_nothing_is_told(
    cast: Cast, shown: str, agrees: bool
) -> None:
    disclose(by=cast.hal, **AT_ACSM, credential="ep", shown=shown)
    assert public_status("acsm", "104233", NOW) == ()
    page = read(browser(), "/check?body=acsm&number=104233")
    assert "this does not say that somebody is not certified" in page
    assert browser().get(f"/c/{cast.ada_acsm.code}").status_code == 404
    own = f"/me/certifications/{cast.ada_acsm.public_id}/public"
    assert browser(cast.ada).post(own, {"agrees": "yes"}).status_code == 302
    assert bool(public_status("acsm", "104233", NOW)) is agrees
    consent(by=cast.ada, at=NOW, public_id=cast.ada_acsm.public_id, agrees=False)
    assert public_status("acsm", "104233", NOW) == ()


def test_a_suspension_shows_in_the_public_check_at_once_and_so_does_its_end(cast: Cast) -> None:
    ruling = rule(by=cast.hal, **AT_ACSM, public_id=cast.ada_acsm.public_id,
                  kind=DecisionKind.SUSPEND, reason="Under inquiry.",
                  until=TODAY + timedelta(days=30))  # fmt: skip
    page = read(browser(), f"/c/{cast.ada_acsm.code}")
    assert "Suspended" in page
    assert "Under inquiry" not in page  # the reason is the holder's and the body's
    assert "Under inquiry." in read(
        browser(cast.ada), f"/me/certifications/{cast.ada_acsm.public_id}/"
    )
    end_ruling(by=cast.hal, **AT_ACSM, public_id=ruling.public_id)
    assert "is certified today" in read(browser(), f"/c/{cast.ada_acsm.code}")
    rule(by=cast.hal, **AT_ACSM, public_id=cast.ada_acsm.public_id,
         kind=DecisionKind.WITHDRAW, reason="Fraud.")  # fmt: skip
    (found,) = public_status("acsm", "104233", NOW)
    assert not found.is_active


def test_grace_is_not_active_and_a_return_begins_a_new_cycle(cast: Cast) -> None:
    """Late in January; lost in July; back in August by its own rule, and the gap shows."""

    def on(at: datetime) -> PublicStatus:
        (found,) = public_status("acsm", "99120", at)
        return found

    assert on(datetime(2026, 12, 31, 12, tzinfo=UTC)).is_active
    late, lost = (on(datetime(2027, month, 15, 12, tzinfo=UTC)) for month in (1, 7))
    assert not late.is_active
    assert not lost.is_active
    assert late.says != lost.says
    reinstate(cast, sent(cast))
    back = rulings_of(cast.carol_acsm).get()
    assert (back.kind, back.clause, back.decided_on) == (
        "reinstate",
        "reinstatement",
        APPROVED.date(),
    )
    assert on(APPROVED).is_active
    assert on(APPROVED).gaps == ((date(2027, 1, 1), APPROVED.date() - timedelta(days=1)),)


def test_an_appeal_is_decided_by_others_and_told_with_its_reason(scene: Scene) -> None:
    cast, renewal = scene.cast, scene.carols
    promise(by=cast.hal, **AT_ACSM, answer_days=30, appeal_days=20, who_decides="The board.",
            how_to_reach="")  # fmt: skip
    refuse(by=cast.dan, **AT_ACSM, public_id=renewal.public_id, reason="No.", clause="total")
    assert "/me/appeals/against/renewal/" in read(
        browser(cast.carol), f"/me/renewals/{renewal.public_id}/"
    )
    sent = appeal(by=cast.carol, at=NOW, kind="renewal", public_id=renewal.public_id, text="Yes.")
    assert "21 December 2026" in Notice.objects.get(kind="appeal-received").text
    assert cast.dan not in may_decide(sent)
    assign(by=cast.hal, **AT_ACSM, public_id=sent.public_id, to=cast.eve.public_id)
    page = f"/staff/acsm/appeals/{sent.public_id}"
    answer = browser(cast.eve).post(
        page, {"act": "decide", "outcome": "overturned", "reason": "They add up."}
    )
    assert answer.status_code == 302
    renewal.refresh_from_db()
    assert renewal.state == "submitted"
    assert "They add up." in Notice.objects.get(kind="appeal-decided").text


def test_anybody_can_complain_and_read_how_that_works(cast: Cast) -> None:
    promise(by=cast.hal, **AT_ACSM, answer_days=45, appeal_days=None, who_decides="The board.",
            how_to_reach="")  # fmt: skip
    page = read(browser(), "/bodies/acsm/appeals/")
    assert "Within 45 days." in page
    assert "The board." in page
    assert "/bodies/acsm/appeals/" in read(browser(), "/rulebooks/acsm/")
    sent = {"about": "certificant", "whom": "104233", "text": "Works while suspended.",
            "email": "guest@example.org"}  # fmt: skip
    assert "when 7 years have passed" in read(browser(), "/bodies/acsm/complaints/new")
    assert browser().post("/bodies/acsm/complaints/new", sent).status_code == 302
    theirs = Matter.objects.get(email="guest@example.org")
    page = read(browser(cast.hal), f"/staff/acsm/appeals/{theirs.public_id}")
    assert "Somebody without an account sent it" in page
    wrong = browser().post("/bodies/acsm/complaints/new", sent | {"email": "no", "text": ""})
    assert wrong.status_code == 422
    assert "Works" not in wrong.content.decode()
    assert "104233" in wrong.content.decode()  # what was typed is kept
    complaint = complain(by=cast.ada, at=NOW, body=cast.acsm, about="body", whom="", text="Slow.")
    assign(by=cast.hal, **AT_ACSM, public_id=complaint.public_id, to=cast.dan.public_id)
    decide(by=cast.dan, **AT_ACSM, public_id=complaint.public_id, outcome="justified",
           reason="It was slow.")  # fmt: skip
    assert "It was slow." in Notice.objects.get(kind="appeal-decided").text


def test_roles_say_who_may_do_what() -> None:
    assert MAY[Duty.STAFF] == {Role.OWNER}
    assert Role.REVIEWER not in MAY[Duty.REGISTER] | MAY[Duty.MONEY] | MAY[Duty.POLICY]
    assert Role.FINANCE not in MAY[Duty.REVIEW]


def test_every_look_at_proof_is_shown_to_its_owner_and_to_the_bodys(scene: Scene) -> None:
    cast = scene.cast
    assert "Nobody opened any" in read(browser(cast.carol), "/me/account/opened")
    open_evidence(by=cast.dan, **AT_ACSM, public_id=scene.carols.public_id,
                  evidence_id=scene.proof.public_id)  # fmt: skip
    own = read(browser(cast.carol), "/me/account/opened")
    assert "Dan Whitfield" in own
    assert "Dan Whitfield" not in read(browser(cast.ada), "/me/account/opened")
    log = read(browser(cast.hal), "/staff/acsm/team/opened")
    assert "Dan Whitfield" in log
    assert "Carol Lindqvist" in log
    assert browser(cast.dan).get("/staff/acsm/team/opened").status_code == 404


def test_a_body_lets_nobody_to_its_desk_with_a_password_alone(cast: Cast) -> None:
    demand_second_factor(by=cast.hal, at=NOW, body=cast.acsm, demands=True)
    answer = browser(cast.dan).get("/staff/acsm/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/")


def test_a_certificate_says_all_that_one_has_to(cast: Cast) -> None:
    own: Certification = cast.ada_acsm
    answer = browser(cast.ada).get(f"/me/certifications/{own.public_id}/certificate.pdf")
    words = words_of(answer.content)
    body = (cast.acsm.name, "edition 2025", "Certified Exercise Physiologist")
    days = ("15 June 2020", "31 December 2026")
    for word in ("Ada Ruiz", "104233", own.code, *body, *days, f"/c/{own.code}"):
        assert word in words, word
