"""What accreditation asks of a certification body (NCCA, ISO/IEC 17024), row by row.

Each test is a row of docs/standards.md, and goes through the rooms and the pages. What one room
proves in more detail stands in that room's own tests, which the document names.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from recert.appeals.actions import appeal, assign, complain, decide, promise
from recert.appeals.queries import may_decide
from recert.audits.models import Audit
from recert.credentials.actions import (
    end_legal_hold,
    end_ruling,
    rule,
    set_legal_hold,
)
from recert.credentials.models import Certification
from recert.journal.models import Line, NeverChanged
from recert.journal.queries import lines_of_person
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.people.actions import appoint, demand_second_factor
from recert.people.impartiality import declare_apart
from recert.people.models import RETENTION_YEARS, Person, Role
from recert.people.queries import MAY, Duty
from recert.renewals.actions import approve, open_evidence, refuse, return_renewal
from recert.renewals.actions.deciding import Missing
from recert.renewals.erasure import erase
from recert.renewals.models import Renewal
from recert.renewals.queries import edition_sent_under, renewal_for_staff
from recert.renewals.retention import forget_decided, kept_since
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import DecisionKind
from recert.rules.findings import to_plain
from recert.rules.judging import judge
from recert.rules.sampling.verifying import verify
from recert.standing.gathering import facts_of
from recert.transcript.actions import correct_activity, decide_petition, delete_evidence
from recert.transcript.models import Activity
from recert.transcript.queries import activity_for, earlier_versions
from recert.transcript.records import activity_fact
from recert.verification.actions import consent, disclose
from recert.verification.queries import public_status
from tests.audits.scene import LEVELS, hold_draw, renewed
from tests.cast import NOW, TODAY, Cast
from tests.web.papers.reading import words_of
from tests.web.staff.scene import Scene, set_scene

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "standards.md"
AT_ACSM: dict[str, Any] = {"at": NOW, "body_slug": "acsm"}


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW
    cache.clear()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """What waits at two desks; Eve is a second officer at ACSM."""
    appoint(person=cast.eve, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    return set_scene(cast)


def browser(person: Person | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_published_policy_is_versioned_and_public_with_its_reasons(cast: Cast) -> None:
    (book,) = [each for each in rulebooks_of("acsm") if each.edition == "2025"]
    page = read(browser(), "/rulebooks/acsm/2025/")
    assert book.in_force.since is not None
    assert book.purpose
    assert book.purpose in page.replace("&#x27;", "'")
    for clause in book.clauses[:5]:
        assert clause.id in page
    assert read(browser(), "/rulebooks/acsm/2025/text")


def test_the_same_facts_under_the_same_edition_give_the_same_answer(scene: Scene) -> None:
    """What was found when it was sent can be found again, word for word."""
    renewal, answer = scene.carols, scene.carols.answer
    assert answer is not None
    book = edition_sent_under(renewal)
    assert book is not None
    assert (book.edition, answer.edition) == ("2025", "2025")
    facts = facts_of(scene.cast.carol.public_id)
    again, once_more = (
        judge([book], facts, renewal.certification.public_id, answer.as_of) for _ in range(2)
    )
    assert to_plain(again) == to_plain(once_more)
    kept = json.loads(json.dumps(answer.findings))
    found = json.loads(json.dumps(to_plain(again)))
    assert found["requirements"] == kept["requirements"]
    assert found["verdict"] == kept["verdict"]


def test_every_decision_keeps_its_edition_its_inputs_and_what_each_rule_found(
    scene: Scene,
) -> None:
    answer = scene.carols.answer
    assert answer is not None
    assert len(answer.edition_sha256) == len(answer.sha256) == 64
    assert {each["clause"] for each in answer.findings["requirements"]}
    assert {each["activity"] for each in answer.findings["activities"]}
    decided = refuse(by=scene.cast.dan, **AT_ACSM, public_id=scene.carols.public_id,
                     reason="The hours do not add up.", clause="total")  # fmt: skip
    assert (decided.clause, decided.reason, decided.decided_by) == (
        "total",
        "The hours do not add up.",
        scene.cast.dan,
    )
    assert decided.answer == answer


def test_nobody_decides_a_matter_of_their_own(scene: Scene) -> None:
    with pytest.raises(Refused, match="of their own"):
        rule(by=_as_officer(scene.cast, scene.cast.dan), **AT_ACSM,
             public_id=scene.cast.dan_acsm.public_id, kind=DecisionKind.HOLD,
             reason="Mine.")  # fmt: skip


def _as_officer(cast: Cast, person: Person) -> Person:
    appoint(person=person, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    return person


def test_whoever_employs_or_supervises_somebody_decides_nothing_about_them(scene: Scene) -> None:
    cast, renewal = scene.cast, scene.carols
    declare_apart(by=cast.dan, **AT_ACSM, person=cast.carol, says="I supervise her.")
    declare_apart(by=cast.dan, **AT_ACSM, person=cast.ada, says="My sister.")
    acts: list[Callable[[], object]] = [
        lambda: approve(by=cast.dan, **AT_ACSM, public_id=renewal.public_id),
        lambda: refuse(by=cast.dan, **AT_ACSM, public_id=renewal.public_id, reason="x", clause="y"),
        lambda: return_renewal(by=cast.dan, **AT_ACSM, public_id=renewal.public_id,
                               items=[Missing("x")]),
        lambda: open_evidence(by=cast.dan, **AT_ACSM, public_id=renewal.public_id,
                              evidence_id=scene.proof.public_id),
        lambda: decide_petition(by=cast.dan, **AT_ACSM, public_id=scene.petition.public_id,
                                accept=True, reason="x"),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(Refused, match="relation to this person"):
            act()
    page = read(browser(cast.dan), f"/staff/acsm/applications/{renewal.public_id}")
    assert "You declared a relation to this person" in page
    assert f"{renewal.public_id}/approve" not in page


def test_a_conflict_in_one_matter_keeps_away_from_that_one_alone(scene: Scene) -> None:
    cast = scene.cast
    sent = browser(cast.dan).post(
        f"/staff/acsm/apart/renewal/{scene.carols.public_id}",
        {"reach": "matter", "says": "We wrote a book together."},
    )
    assert sent.status_code == 302
    with pytest.raises(Refused, match="conflict of interest"):
        refuse(by=cast.dan, **AT_ACSM, public_id=scene.carols.public_id, reason="x", clause="y")
    decided = decide_petition(by=cast.dan, **AT_ACSM, public_id=scene.petition.public_id,
                              accept=False, reason="It is about selling.")  # fmt: skip
    assert decided.decided_by == cast.dan


def test_what_is_reckoned_is_called_a_suggestion_and_a_person_decides(scene: Scene) -> None:
    renewal = renewal_for_staff(scene.cast.dan, "acsm", scene.carols.public_id)
    page = read(browser(scene.cast.dan), f"/staff/acsm/applications/{renewal.public_id}")
    assert "a suggestion. A person decides." in page
    assert renewal.verdict == "ready"
    assert (renewal.state, renewal.decided_by) == ("submitted", None)  # ready decides nothing


def test_a_sample_is_drawn_by_chance_that_anybody_can_recompute(cast: Cast) -> None:
    for level in LEVELS:
        for number in range(2):
            renewed(cast, level, f"{level}{number}")
    held = hold_draw(cast)
    assert len(held.audits) == len(LEVELS)
    assert verify(held.draw.record) == ()
    record = browser().get(f"/bodies/acsm/audits/{held.draw.public_id}/record.json").content
    assert record.decode() == held.draw.record
    assert Audit.objects.filter(candidate__draw=held.draw, state="notified").count() == len(LEVELS)


def test_records_are_added_and_corrected_by_what_replaces_them(scene: Scene) -> None:
    line = Line.objects.first()
    assert line is not None
    for change in (line.save, line.delete, Line.objects.all().delete):
        with pytest.raises(NeverChanged):
            change()
    with pytest.raises(NeverChanged):
        Line.objects.update(code="else")
    entry = Activity.objects.filter(person=scene.cast.ada, superseded_by=None).first()
    assert entry is not None
    fact = replace(activity_fact(activity_for(scene.cast.ada, entry.public_id)), title="Mended")
    new = correct_activity(by=scene.cast.ada, at=NOW, public_id=entry.public_id, activity=fact)
    (before,) = earlier_versions(new)
    assert (before.title, new.title) == (entry.title, "Mended")


def test_decisions_are_kept_seven_years_and_never_less_than_a_cycle(cast: Cast) -> None:
    assert RETENTION_YEARS >= 7
    assert kept_since(cast.acsm, NOW) == NOW - relativedelta(years=7)
    cast.acsm.retention_years = 1  # ACSM's cycle is three years
    assert kept_since(cast.acsm, NOW) <= NOW - relativedelta(years=3) + timedelta(days=1)


def test_a_legal_hold_keeps_everything_until_it_ends(scene: Scene) -> None:
    cast, renewal = scene.cast, scene.carols
    refuse(by=cast.dan, **AT_ACSM, public_id=renewal.public_id, reason="No.", clause="total")
    with pytest.raises(NotFound):  # a reviewer sets none
        set_legal_hold(by=cast.dan, **AT_ACSM, public_id=cast.carol_acsm.public_id, reason="x")
    with pytest.raises(Refused, match="proceeding"):
        set_legal_hold(by=cast.hal, **AT_ACSM, public_id=cast.carol_acsm.public_id, reason=" ")
    set_legal_hold(by=cast.hal, **AT_ACSM, public_id=cast.carol_acsm.public_id, reason="In court.")
    with pytest.raises(Refused, match="proceeding"):
        erase(person=cast.carol, by=cast.carol, at=NOW)
    scene.proof.activities.clear()
    with pytest.raises(Refused, match="proceeding"):
        delete_evidence(by=cast.carol, at=NOW, public_id=scene.proof.public_id)
    Person.objects.filter(pk=cast.carol.pk).update(is_active=False)
    later = NOW + relativedelta(years=20)
    forget_decided(at=later)
    renewal.refresh_from_db()
    assert renewal.reason == "No."
    end_legal_hold(by=cast.hal, **AT_ACSM, public_id=cast.carol_acsm.public_id)
    forget_decided(at=later)
    renewal.refresh_from_db()
    assert renewal.reason == ""
    codes = [line.code for line in lines_of_person(cast.carol.public_id)]
    assert "credentials.legal-hold-set" in codes
    assert "credentials.legal-hold-ended" in codes


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
    assert browser().post("/bodies/acsm/complaints/new", sent).status_code == 302
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
    for word in ("Ada Ruiz", "104233", own.code, *body, "31 December 2026", f"/c/{own.code}"):
        assert word in words, word


def test_the_document_names_tests_that_are_there() -> None:
    text = DOCUMENT.read_text()
    here = {name for name in globals() if name.startswith("test_")}
    named = {word.strip("`") for word in text.split() if word.strip("`").startswith("test_")}
    own = {name for name in named if not name.endswith(".py")}
    assert own <= here
    assert here - own == {"test_the_document_names_tests_that_are_there"}


def test_every_renewal_decided_has_somebody_who_decided_it(scene: Scene) -> None:
    refuse(by=scene.cast.dan, **AT_ACSM, public_id=scene.carols.public_id, reason="No.",
           clause="total")  # fmt: skip
    decided = Renewal.objects.filter(state__in=("approved", "refused"))
    assert decided.exists()
    assert not decided.filter(decided_by=None).exists()
