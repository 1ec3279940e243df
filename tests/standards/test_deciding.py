"""Accreditation, needs A to E: policy, explanation, authority, the sample of audits, records.

Each test is a row of docs/standards.md, and goes through the rooms and the pages. What one room
proves in more detail stands in that room's own tests, which the document names.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from recert.audits.framing import Chosen, From
from recert.audits.models import Audit
from recert.credentials.actions import (
    end_legal_hold,
    rule,
    set_legal_hold,
)
from recert.journal.models import Line, NeverChanged
from recert.journal.queries import lines_of_person
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import appoint
from recert.people.impartiality import declare_apart
from recert.people.models import RETENTION_YEARS, Person, Role
from recert.renewals.actions import approve, open_evidence, refuse, return_renewal
from recert.renewals.actions.deciding import Missing
from recert.renewals.erasure import erase
from recert.renewals.models import Renewal
from recert.renewals.queries import edition_sent_under, renewal_for_staff
from recert.renewals.retention import forget_decided, kept_since
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import DecisionKind, Facts, Holding
from recert.rules.findings import to_plain
from recert.rules.judging import judge
from recert.rules.sampling.verifying import verify
from recert.standing.gathering import facts_of
from recert.transcript.actions import correct_activity, decide_petition, delete_evidence
from recert.transcript.models import Activity
from recert.transcript.queries import activity_for, earlier_versions
from recert.transcript.records import activity_fact
from tests.audits.scene import DRAWN, LEVELS, TERMS, applied, hold_draw, renewed
from tests.cast import NOW, Cast, bring_in
from tests.standards.asking import AT_ACSM, browser, read
from tests.web.staff.scene import Scene


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
    facts = facts_of(scene.cast.carol)
    again, once_more = (
        judge([book], facts, renewal.certification.public_id, answer.as_of) for _ in range(2)
    )
    assert to_plain(again) == to_plain(once_more)
    kept = json.loads(json.dumps(answer.findings))
    found = json.loads(json.dumps(to_plain(again)))
    assert found["requirements"] == kept["requirements"]
    assert found["verdict"] == kept["verdict"]


def test_a_cycle_is_bound_to_the_edition_in_force_when_it_began(cast: Cast) -> None:
    """AHIMA chooses by the day a cycle began: the newer edition does not touch one that runs."""
    bring_in("ahima")
    day = date(2025, 6, 1)
    under = {}
    for began in (date(2024, 12, 31), date(2025, 1, 1)):
        held = Holding(id="h", body="ahima", credential="rhia", certified=began)
        found = judge(rulebooks_of("ahima"), Facts(person="p", holdings=(held,)), "h", day)
        under[began.year] = found.edition
    assert under == {2024: "2021", 2025: "2025"}


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


def test_an_application_waits_while_it_is_audited(cast: Cast) -> None:
    renewal = applied(cast, "ep", "one")
    chosen = Chosen(of=From.WAITING, since=date(2026, 1, 1), until=date(2026, 12, 31))
    hold_draw(cast, chosen=chosen, clause="", edition="", terms=replace(TERMS, waits=True))
    renewal.refresh_from_db()
    assert renewal.held_for == Audit.objects.get().subject
    with pytest.raises(Refused, match="being audited"):
        approve(by=cast.dan, at=DRAWN, body_slug="acsm", public_id=renewal.public_id)


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


def test_every_renewal_decided_has_somebody_who_decided_it(scene: Scene) -> None:
    refuse(by=scene.cast.dan, **AT_ACSM, public_id=scene.carols.public_id, reason="No.",
           clause="total")  # fmt: skip
    decided = Renewal.objects.filter(state__in=("approved", "refused"))
    assert decided.exists()
    assert not decided.filter(decided_by=None).exists()
