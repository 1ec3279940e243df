"""Appeals and complaints: sent, assigned to somebody impartial, decided, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.appeals.actions import (
    appeal,
    assign,
    complain,
    decide,
    declare_conflict,
    promise,
    take_back,
    write_from_desk,
    write_message,
)
from recert.appeals.models import Matter, Outcome
from recert.appeals.queries import matter_for, matter_for_staff, may_decide
from recert.credentials.actions import rule
from recert.credentials.models import Ruling
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.people.actions import appoint
from recert.people.models import Role
from recert.register.bulk import Choice, advance_bulk_act, ask_bulk_act
from recert.register.bulk.queries import lines_of
from recert.register.models import BulkKind
from recert.renewals.actions import Missing, approve, refuse, return_renewal
from recert.renewals.erasure import erase, open_matters
from recert.renewals.export import export_of
from recert.renewals.models import Renewal
from recert.rules.facts import DecisionKind
from recert.transcript.actions import decide_petition
from tests.cast import NOW, TODAY, Cast
from tests.web.staff.scene import Scene, set_scene

EVERYBODY = Choice(expires_since=date(2026, 12, 31), expires_until=date(2026, 12, 31))
LATER = NOW + timedelta(days=3)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """What waits at two desks; Eve is a second officer at ACSM."""
    found = set_scene(cast)
    appoint(person=cast.eve, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    promise(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        answer_days=30,
        appeal_days=20,
        who_decides="Two members of the board.",
        how_to_reach="",
    )
    return found


def refused(scene: Scene) -> Renewal:
    """Dan refuses Carol's application."""
    return refuse(
        by=scene.cast.dan,
        at=NOW,
        body_slug="acsm",
        public_id=scene.carols.public_id,
        reason="The hours do not add up.",
        clause="total",
    )


def appealed(scene: Scene) -> Matter:
    renewal = refused(scene)
    return appeal(
        by=scene.cast.carol,
        at=LATER,
        kind="renewal",
        public_id=renewal.public_id,
        text="They do add up.",
    )


def test_an_appeal_is_acknowledged_assigned_and_reopens_what_was_refused(scene: Scene) -> None:
    cast, matter = scene.cast, appealed(scene)
    assert (matter.appeal_by, matter.is_late) == (TODAY + timedelta(days=20), False)
    assert matter.answer_by == TODAY + timedelta(days=33)
    letter = Notice.objects.get(kind="appeal-received", recipient_id=cast.carol.public_id)
    assert "24 December 2026" in letter.text
    again = appeal(by=cast.carol, at=LATER, kind="renewal",
                   public_id=scene.carols.public_id, text="Again.")  # fmt: skip
    assert again == matter
    assert cast.dan not in may_decide(matter)
    with pytest.raises(Refused, match="took no part"):
        assign(by=cast.hal, at=LATER, body_slug="acsm", public_id=matter.public_id,
               to=cast.dan.public_id)  # fmt: skip
    assign(by=cast.hal, at=LATER, body_slug="acsm", public_id=matter.public_id,
           to=cast.eve.public_id)  # fmt: skip
    decision: dict[str, Any] = {
        "by": cast.eve,
        "at": LATER,
        "body_slug": "acsm",
        "public_id": matter.public_id,
        "outcome": Outcome.OVERTURNED,
        "reason": "One course was overlooked.",
    }
    decide(**decision)
    decide(**decision)  # twice is once
    scene.carols.refresh_from_db()
    assert scene.carols.state == "submitted"
    assert scene.carols.decided_by is None
    assert Notice.objects.filter(kind="appeal-decided").count() == 1
    with pytest.raises(Refused, match="took part in what was appealed"):
        approve(by=cast.dan, at=LATER, body_slug="acsm", public_id=scene.carols.public_id)
    codes = [line.code for line in lines_about(matter.subject)]
    assert codes == ["appeals.sent", "appeals.assigned", "appeals.decided"]
    assert "renewals.reopened" in [line.code for line in lines_about(scene.carols.subject)]


def test_nobody_outside_reads_it_and_nobody_decides_their_own(scene: Scene) -> None:
    cast, matter = scene.cast, appealed(scene)
    for stranger in (cast.ada, cast.fay):
        with pytest.raises(NotFound):
            matter_for(stranger, matter.public_id)
    for staff in (cast.dan, cast.fay, cast.gus):  # a reviewer sees what is assigned to him alone
        with pytest.raises(NotFound):
            matter_for_staff(staff, "acsm", matter.public_id)
    with pytest.raises(NotFound):
        appeal(by=cast.ada, at=LATER, kind="renewal", public_id=scene.carols.public_id, text="x")
    with pytest.raises(NotFound):
        appeal(by=cast.ada, at=LATER, kind="nonsense", public_id="x", text="x")
    own = complain(by=cast.hal, at=NOW, body=cast.acsm, about="body", whom="", text="Too slow.")
    with pytest.raises(NotFound):
        matter_for_staff(cast.hal, "acsm", own.public_id)
    assert cast.hal not in may_decide(own)
    with pytest.raises(Refused, match="assigned"):
        decide(by=cast.hal, at=LATER, body_slug="acsm", public_id=matter.public_id,
               outcome="upheld", reason="No.")  # fmt: skip


def test_a_conflict_sends_it_back_to_be_assigned(scene: Scene) -> None:
    cast, matter = scene.cast, appealed(scene)
    assign(by=cast.hal, at=LATER, body_slug="acsm", public_id=matter.public_id,
           to=cast.eve.public_id)  # fmt: skip
    back = declare_conflict(by=cast.eve, at=LATER, body_slug="acsm",
                            public_id=matter.public_id, says="She taught me.")  # fmt: skip
    assert (back.state, back.assigned_to) == ("received", None)
    assert may_decide(back) == (cast.hal,)


def test_messages_go_both_ways_once(scene: Scene) -> None:
    cast, matter = scene.cast, appealed(scene)
    for _twice in range(2):
        write_message(by=cast.carol, at=LATER, public_id=matter.public_id, text="And?", key="1")
        write_from_desk(by=cast.hal, at=LATER, body_slug="acsm", public_id=matter.public_id,
                        text="Soon.", key="2")  # fmt: skip
    assert [each.text for each in matter.messages.all()] == ["And?", "Soon."]
    assert Notice.objects.filter(kind="appeal-news", recipient_id=cast.carol.public_id).count() == 1
    take_back(by=cast.carol, at=LATER, public_id=matter.public_id)
    with pytest.raises(Refused, match="closed"):
        write_message(by=cast.carol, at=LATER, public_id=matter.public_id, text="x", key="3")


def test_a_late_appeal_is_taken_and_told_so(scene: Scene) -> None:
    renewal = refused(scene)
    late = appeal(by=scene.cast.carol, at=NOW + timedelta(days=21), kind="renewal",
                  public_id=renewal.public_id, text="I was ill.")  # fmt: skip
    assert late.is_late
    assert "11 December 2026" in Notice.objects.get(kind="appeal-received").text


def test_every_kind_of_decision_is_opened_again_in_its_own_room(scene: Scene) -> None:
    cast = scene.cast
    petition = decide_petition(by=cast.dan, at=NOW, body_slug="acsm",
                               public_id=scene.petition.public_id, accept=False,
                               reason="It is about selling.")  # fmt: skip
    ruling = rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ben_acsm.public_id,
                  kind=DecisionKind.SUSPEND, reason="Conduct.")  # fmt: skip
    return_renewal(by=cast.dan, at=NOW, body_slug="acsm", public_id=scene.carols.public_id,
                   items=[Missing("The certificate.")])  # fmt: skip
    asked = [
        (cast.ada, "petition", petition.public_id),
        (cast.ben, "ruling", ruling.public_id),
        (cast.carol, "renewal", scene.carols.public_id),
    ]
    for who, kind, public_id in asked:
        matter = appeal(by=who, at=NOW, kind=kind, public_id=public_id, text="Look again.")
        assign(by=cast.hal, at=NOW, body_slug="acsm", public_id=matter.public_id,
               to=cast.eve.public_id)  # fmt: skip
        decide(by=cast.eve, at=NOW, body_slug="acsm", public_id=matter.public_id,
               outcome="overturned", reason="So it is.")  # fmt: skip
    petition.refresh_from_db()
    scene.carols.refresh_from_db()
    assert (petition.state, scene.carols.state) == ("submitted", "submitted")
    assert Ruling.objects.get(pk=ruling.pk).ended_on == date(2026, 11, 21)
    again: dict[str, Any] = {"at": NOW, "body_slug": "acsm", "reason": "Conduct, again.",
                             "public_id": cast.ben_acsm.public_id}  # fmt: skip
    for kind in (DecisionKind.SUSPEND, DecisionKind.WITHDRAW):
        with pytest.raises(Refused, match="A colleague decides now"):
            rule(by=cast.hal, **again, kind=kind)
    act = ask_bulk_act(by=cast.hal, at=NOW, body_slug="acsm", kind=BulkKind.SUSPEND,
                       choice=EVERYBODY, reason="Conduct, again.", key="one")  # fmt: skip
    while advance_bulk_act(act, at=NOW):
        pass
    assert lines_of(act).get(certification=cast.ben_acsm).why == "apart"
    rule(by=cast.hal, **again, kind=DecisionKind.WAIVE, clause="total")  # which burdens nobody
    rule(by=cast.eve, **again, kind=DecisionKind.SUSPEND)


def test_anybody_complains_a_few_times_a_day(cast: Cast) -> None:
    said: dict[str, Any] = {
        "by": None,
        "at": NOW,
        "body": cast.acsm,
        "about": "provider",
        "whom": "A school",
        "email": "Guest@Example.org",
    }
    first = complain(**said, text="They sell certificates.")
    assert complain(**said, text="They sell certificates.") == first
    assert Notice.objects.get(kind="appeal-received").email == "guest@example.org"
    for number in range(4):
        complain(**said, text=f"And another: {number}")
    with pytest.raises(Refused, match="tomorrow"):
        complain(**said, text="One too many.")
    with pytest.raises(Refused) as wrong:
        complain(by=None, at=NOW, body=cast.acsm, about="x", whom="", text=" ", email="no")
    assert {each.field for each in wrong.value.refusals} == {"about", "text", "email"}


def test_it_is_in_the_export_and_forgotten_with_its_sender(scene: Scene) -> None:
    cast, matter = scene.cast, appealed(scene)
    exported = export_of(cast.carol)["appeals-and-complaints"]
    assert [each["public_id"] for each in exported] == [matter.public_id]
    assert any("appeal" in each.sentence for each in open_matters(cast.carol))
    take_back(by=cast.carol, at=LATER, public_id=matter.public_id)
    erase(person=cast.carol, by=cast.carol, at=LATER)
    matter.refresh_from_db()
    assert (matter.name, matter.email, matter.state) == ("", "", "withdrawn")
