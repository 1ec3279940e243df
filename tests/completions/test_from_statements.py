"""What Moodle's and Open edX's plugins send becomes credit only where somebody linked it."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from recert.catalogue.actions import open_source
from recert.catalogue.models import SourceKind
from recert.cli.completing import see_to_completions
from recert.completions.from_statements.linking import link_account, link_activity
from recert.completions.from_statements.queries import (
    accounts_waiting,
    activities_sent,
    other_words,
)
from recert.completions.from_statements.retracting import open_retractions, settle_retraction
from recert.completions.from_statements.taking import advance_statements
from recert.completions.lines import Named
from recert.completions.matching import advance_matching
from recert.completions.models import Completion, CompletionState, KnownAs, Report
from recert.lib.refusals import NotFound, Refused
from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from recert.statements.forgetting import A_YEAR, forget_old
from recert.statements.keeping import keep_statements
from recert.statements.models import Document, Mention, Statement
from recert.transcript.models import Activity
from tests.cast import NOW
from tests.completions.scene import set_birthdays
from tests.teaching import Teaching
from tests.web.api.saying import VOIDED, Door, door_of, new_id, said

SENT = Path(__file__).parents[1] / "fixtures" / "lms-xapi"
S = CompletionState
MOODLE = "http://www.example.org"
COURSE = f"{MOODLE}/course/view.php?id=2"
EDX = "http://localhost:18000/course/course-v1:edX+DemoX+Demo_Course"


def fixture(name: str, **more: Any) -> Any:
    found = json.loads((SENT / name).read_text())
    return [{**each, **more} for each in found] if isinstance(found, list) else {**found, **more}


@pytest.fixture
def door(teaching: Teaching) -> Door:
    set_birthdays(teaching)
    return door_of(teaching)


def post(door: Door, sent: Any) -> list[str]:
    answer = door.post(sent)
    assert answer.status_code == 200, answer.content
    found: list[str] = answer.json()
    return found


def take() -> None:
    see_to_completions(Event())


def linked(teaching: Teaching, door: Door, activity: str = COURSE) -> None:
    link_activity(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, activity=activity,
        source_id=door.source.public_id, course_id=teaching.course.public_id,
    )  # fmt: skip


def is_ada(teaching: Teaching, name: str = "1", system: str = MOODLE) -> KnownAs:
    return link_account(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, system=system, account=name,
        named=Named(body="acsm", number="104233", born="03-14"),
    )  # fmt: skip


def rows() -> list[Completion]:
    return list(Completion.objects.order_by("pk"))


def test_all_that_plugins_send_is_kept_and_only_what_is_linked_is_credited(
    teaching: Teaching, door: Door
) -> None:
    moment = "2026-11-14T15:00:00Z"
    for file in sorted((SENT / "moodle").iterdir()):
        if file.name == "uncompleting_existing_module.json":
            continue
        post(door, fixture(f"moodle/{file.name}", timestamp=moment))
    for file in sorted((SENT / "openedx").iterdir()):
        answer = door.post([fixture(f"openedx/{file.name}")])
        assert answer.status_code in (200, 409)  # two of them have one id
    advance_statements(at=NOW)
    assert not Completion.objects.exists()
    assert advance_statements(at=NOW) == 0
    shown = activities_sent(door.source)
    assert {each.activity for each in shown} == {COURSE, EDX}
    assert {each.course for each in shown} == {None}
    assert any(each.verb.endswith("progressed") for each in other_words(door.source))

    linked(teaching, door)
    door.source.refresh_from_db()
    advance_statements(at=NOW)  # what was said before is looked at again, and only that
    row = rows()[0]
    assert (row.state, row.completed, row.course) == (
        S.UNMATCHED, date(2026, 11, 14), teaching.course,
    )  # fmt: skip
    waiting = accounts_waiting(door.source)[0]
    assert (waiting.system, waiting.account, waiting.times) == (MOODLE, "1", 1)
    with pytest.raises(Refused, match="found nobody"):
        link_account(
            by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, system=MOODLE, account="1",
            named=Named(body="acsm", number="104233", born="03-15", name="Ada Ruiz"),
        )  # fmt: skip
    with pytest.raises(Refused, match="found nobody"):
        link_account(
            by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, system=MOODLE, account="1",
            named=Named(name="Ada Ruiz"),
        )  # fmt: skip
    with pytest.raises(NotFound):
        is_ada(teaching, name="77")
    assert is_ada(teaching) == is_ada(teaching)
    advance_matching(at=NOW)
    row.refresh_from_db()
    assert (row.state, row.person) == (S.ACCEPTED, teaching.cast.ada)
    assert row.activity is not None
    assert row.activity.person == teaching.cast.ada
    # Sent again, linked again, looked at again: still one credit.
    post(door, fixture("moodle/completing_existing_course.json", timestamp=moment))
    linked(teaching, door)
    advance_statements(at=NOW)
    assert [each.state for each in rows()].count(S.ACCEPTED) == 1


def test_an_address_that_is_checked_needs_no_link(teaching: Teaching, door: Door) -> None:
    sent = fixture("openedx/edx.course.grade.now_passed.json", id=new_id())
    sent["actor"] = {"mbox": f"mailto:{teaching.cast.ada.email}"}
    sent["timestamp"] = "2026-11-10T06:36:01.917775+00:00"
    post(door, sent)
    linked(teaching, door, EDX)
    take()
    row = rows()[0]
    assert (row.state, row.passed, row.completed) == (S.ACCEPTED, True, date(2026, 11, 10))
    assert row.report.source == door.source


def test_what_lies_ahead_failed_or_is_a_chapter_is_no_credit(
    teaching: Teaching, door: Door
) -> None:
    base = fixture("moodle/completing_existing_course.json")[0]
    ahead = (NOW + timedelta(days=3)).isoformat()
    post(door, {**base, "timestamp": ahead})
    post(door, {**base, "timestamp": NOW.isoformat(), "result": {"success": False}})
    post(door, {**base, "timestamp": NOW.isoformat(), "actor": {
        "objectType": "Group", "member": [base["actor"]]}})  # fmt: skip
    post(door, fixture("moodle/completing_existing_module.json", timestamp=NOW.isoformat()))
    linked(teaching, door)
    link_activity(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug,
        activity=f"{MOODLE}/mod/book/view.php?id=1",
        source_id=door.source.public_id, course_id=teaching.course.public_id,
    )  # fmt: skip
    advance_statements(at=NOW)
    assert sorted(row.state for row in rows()) == [S.FAILED, S.PROBLEM]
    assert not Activity.objects.filter(person=teaching.cast.ada, awards__isnull=True).exists()


def test_what_is_taken_back_waits_for_the_provider(teaching: Teaching, door: Door) -> None:
    moment = "2026-11-14T15:00:00Z"
    sent = fixture("moodle/completing_existing_course.json", timestamp=moment)
    one = post(door, sent)[0]
    linked(teaching, door)
    advance_statements(at=NOW)
    is_ada(teaching)
    advance_matching(at=NOW)
    reference = {"objectType": "StatementRef", "id": one}
    post(door, said(verb=VOIDED, object=reference))
    revoked = fixture("moodle/certificate_revoked.json", timestamp=moment)
    revoked[0]["actor"] = sent[0]["actor"]
    post(door, revoked)
    undone = {
        **sent[0],
        "verb": {"id": "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted"},
    }
    post(door, [undone])
    post(door, fixture("moodle/uncompleting_existing_module.json", timestamp=moment))
    advance_statements(at=NOW)
    open_ = list(open_retractions(door.source))
    assert [each.kind for each in open_] == ["voided", "revoked", "undone"]
    row = rows()[0]
    assert row.state == S.ACCEPTED  # nothing changed yet
    with pytest.raises(NotFound):
        settle_retraction(
            by=teaching.cast.ada, at=NOW, provider_slug=teaching.lab.slug,
            public_id=open_[0].public_id, takes=True,
        )  # fmt: skip

    def settle(number: int, takes: bool) -> str:
        return settle_retraction(
            by=teaching.pia, at=NOW, provider_slug=teaching.lab.slug,
            public_id=open_[number].public_id, takes=takes,
        ).state  # fmt: skip

    assert (settle(1, False), settle(1, True)) == ("kept", "kept")
    row.refresh_from_db()
    assert row.state == S.ACCEPTED
    assert (settle(0, True), settle(0, True), settle(2, True)) == ("voided",) * 3
    row.refresh_from_db()
    assert row.state == S.VOIDED


def test_another_providers_courses_cannot_be_linked(teaching: Teaching, door: Door) -> None:
    post(door, fixture("moodle/completing_existing_course.json"))
    with pytest.raises(Refused):
        link_activity(
            by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, activity=COURSE,
            source_id=door.source.public_id, course_id=teaching.workshop.public_id,
        )  # fmt: skip
    with pytest.raises(NotFound):
        linked(teaching, door, "http://www.example.org/never-said")


def test_after_two_years_a_statement_says_no_more_of_whom(teaching: Teaching, door: Door) -> None:
    post(door, [said(), said(actor={"objectType": "Group", "member": [{"mbox": "mailto:a@b.c"}]})])
    stored = Statement.objects.latest("stored_at").stored_at
    of_nia: dict[str, Any] = {"by": teaching.nia, "at": NOW, "provider_slug": teaching.lab.slug}
    keep_statements(**of_nia, years=3)
    assert forget_old(at=stored + 2 * A_YEAR + timedelta(days=1)) == 0  # its owners said three
    keep_statements(**of_nia, years=2)
    with pytest.raises(Refused, match="1 to 10"):
        keep_statements(**of_nia, years=11)
    assert forget_old(at=stored + 2 * A_YEAR) == 0
    assert forget_old(at=stored + 2 * A_YEAR + timedelta(days=1)) == 2
    assert forget_old(at=stored + 2 * A_YEAR + timedelta(days=1)) == 0
    assert "mailto:" not in json.dumps([each.content for each in Statement.objects.all()])


def test_what_was_said_of_somebody_is_theirs_and_forgotten(teaching: Teaching, door: Door) -> None:
    post(door, fixture("moodle/completing_existing_course.json", timestamp="2026-11-14T15:00:00Z"))
    linked(teaching, door)
    advance_statements(at=NOW)
    is_ada(teaching)
    advance_matching(at=NOW)
    ada = teaching.cast.ada
    agent = {"account": {"homePage": MOODLE, "name": "1"}}
    where = f"activities/state?activityId=a:b&stateId=page&agent={quote(json.dumps(agent))}"
    assert door.put({"page": 7}, where).status_code == 204
    exported = export_of(ada)
    assert len(exported["said-by-learning-systems"]) == 1
    [kept_beside] = exported["kept-by-learning-systems"]
    assert json.loads(b64decode(kept_beside["content"])) == {"page": 7}
    erase(person=ada, by=ada, at=NOW)
    assert not Document.objects.exists()
    kept = Statement.objects.get()
    assert "test_fullname" not in json.dumps(kept.content)
    assert kept.actor == ""
    assert not Mention.objects.filter(is_activity=False).exists()
    assert Report.objects.count() == 1


def door_at_acsm(teaching: Teaching) -> Door:
    """A learning system of another provider."""
    source, secret = open_source(
        by=teaching.cast.hal, at=NOW, provider_slug=teaching.own.slug,
        kind=SourceKind.STATEMENTS, name="Other",
    )  # fmt: skip
    return Door(Client(), source, secret)


def test_who_taught_or_was_in_a_group_is_taken_out_of_what_others_did(
    teaching: Teaching, door: Door
) -> None:
    """At any provider, by their address; an account is who its own provider says it is."""
    ada, away = teaching.cast.ada, door_at_acsm(teaching)
    known = {"objectType": "Agent", "name": "Ada R", "mbox": f"mailto:{ada.email}"}
    kim = {"objectType": "Agent", "name": "Kim", "mbox": "mailto:kim@else.example"}
    team = {"objectType": "Group", "member": [kim, known]}
    account = {"objectType": "Agent", "account": {"homePage": MOODLE, "name": "1"}}
    about = said(actor=kim, context={"instructor": known, "team": team})
    post(door, [about, said(actor=team), said(actor=kim, object=known)])
    post(away, [about, said(actor=account)])
    KnownAs.objects.create(
        provider=teaching.lab, person=ada, system=MOODLE, name="1", linked_at=NOW
    )
    exported = export_of(ada)
    assert exported["said-by-learning-systems"] == []
    assert len(exported["named-by-learning-systems"]) == 4
    assert "kim@else" not in json.dumps(exported, default=str)  # what others did is theirs
    erase(person=ada, by=ada, at=NOW)
    left = json.dumps([each.content for each in Statement.objects.all()])
    assert ada.email not in left
    assert "Ada R" not in left
    assert left.count('"Kim"') == 6
    assert left.count(f'"{MOODLE}"') == 1  # of whoever that is at the other provider
    assert not Mention.objects.filter(name=f"mailto:{ada.email}").exists()
