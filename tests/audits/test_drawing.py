"""Drawing: prepared, announced, frozen, drawn, published; cancelled in public; for a body alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from recert.audits.actions import (
    advance_audits,
    cancel_draw,
    change_draw,
    draw,
    freeze,
    name_source,
    prepare_draw,
)
from recert.audits.framing import Chosen, From, preview_of
from recert.audits.models import Audit, AuditState, Draw, DrawState
from recert.audits.queries import draw_for_staff, lot_for, lots_of, public_draw, public_draws
from recert.audits.terms import Terms
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.renewals.models import Renewal
from recert.rules.facts import Reporter
from recert.rules.rulebook import Length
from recert.rules.sampling.frame import Stratum, salted
from recert.rules.sampling.seeding import commitment_to
from recert.rules.sampling.verifying import verify
from recert.transcript.models import Activity
from tests.audits.scene import (
    DRAWN,
    LATER,
    SLUG,
    TERMS,
    applied,
    days,
    hold_draw,
    holder,
    plan,
    prepared,
    renewed,
)
from tests.cast import NOW, Cast

LEVELS = ("gei", "cpt", "ep", "cep")


def test_one_of_each_of_the_four_levels_is_drawn_and_anybody_can_check_it(cast: Cast) -> None:
    everybody = [renewed(cast, level, f"{level}{n}") for level in LEVELS for n in range(2)]
    held = hold_draw(cast)
    assert [audit.certification.credential for audit in held.audits] == sorted(LEVELS)
    assert verify(held.draw.record) == ()
    assert held.draw.secret in held.draw.record  # revealed
    assert commitment_to(held.draw.secret) == held.draw.commitment
    for renewal in everybody:
        whom = renewal.certification.person
        assert whom.name not in held.draw.record
        assert renewal.certification.public_id not in held.draw.record
        (lot,) = lot_for(whom, held.draw.public_id)
        assert lot.identifier == salted(lot.salt, renewal.certification.public_id)
        assert lot.identifier in held.draw.record
        assert Fraction(lot.probability) == Fraction(1, 2)
        assert lot.is_drawn == Audit.objects.filter(candidate=lot).exists()
    for audit in held.audits:
        assert (audit.state, audit.due) == (AuditState.NOTIFIED, date(2027, 1, 12))
        (letter,) = notices_of(holder(audit).public_id).filter(kind="audit-notice")
        assert "12 January 2027" in letter.subject
    advance_audits(at=days(1))
    assert Audit.objects.count() == 4


def test_what_the_clause_says_is_kept_to_and_what_it_leaves_open_needs_a_reason(cast: Cast) -> None:
    ask: dict[str, Any] = {"by": cast.hal, "at": NOW, "body_slug": SLUG}
    with pytest.raises(Refused, match="says this itself"):
        prepare_draw(plan=plan(terms=replace(TERMS, answer=Length(days=10))), **ask)
    with pytest.raises(Refused, match="Give your reason"):
        prepare_draw(plan=plan(reason=" "), **ask)
    longer = replace(plan().chosen, renewed_since=date(2025, 11, 20))
    with pytest.raises(Refused, match="no further than 21 November 2025"):
        prepare_draw(plan=plan(chosen=longer), **ask)
    with pytest.raises(Refused, match="between 0 and 100"):
        prepare_draw(plan=plan(strata=(Stratum(name="ep", percent=Fraction(101)),)), **ask)
    with pytest.raises(Refused, match="No edition"):
        prepare_draw(plan=plan(clause="no-such"), **ask)
    own = plan(clause="", edition="", terms=Terms(answer=Length(days=10)))
    assert prepare_draw(plan=own, **ask).clause == ""
    with pytest.raises(Refused, match="title"):
        prepare_draw(plan=own, **ask)


def test_the_source_is_named_before_and_stands(cast: Cast) -> None:
    renewed(cast, "ep", "one")
    found = prepare_draw(by=cast.hal, at=DRAWN, body_slug=SLUG, plan=plan())
    at: dict[str, Any] = {"by": cast.hal, "body_slug": SLUG, "draw_id": found.public_id}
    with pytest.raises(Refused, match="Name where the chance"):
        freeze(at=DRAWN, **at)
    with pytest.raises(Refused, match="or let a secret"):
        name_source(at=DRAWN, **at)
    with pytest.raises(Refused, match="known before"):
        name_source(at=DRAWN, what="Lottery", when=DRAWN, how="Six numbers", **at)
    with pytest.raises(Refused, match="how it is written"):
        name_source(at=DRAWN, what="Lottery", **at)
    assert not public_draws(SLUG)
    name_source(at=DRAWN, what="Lottery", when=days(3), how="Six numbers", **at)
    assert public_draw(SLUG, found.public_id) == found
    with pytest.raises(Refused, match="was announced"):
        name_source(at=DRAWN, secret=True, **at)
    change_draw(at=DRAWN, plan=plan(title="Audit of the year 2026"), **at)
    frozen = freeze(at=days(1), **at)
    assert freeze(at=days(2), **at).frozen_at == frozen.frozen_at  # twice is once
    with pytest.raises(Refused, match="moved on"):
        change_draw(at=days(1), plan=plan(), **at)
    with pytest.raises(Refused, match="not known yet"):
        draw(at=days(2), said="1 2 3", **at)
    with pytest.raises(Refused, match="exactly as it was stated"):
        draw(at=days(4), **at)
    done = draw(at=days(4), said="03, 17 and 22", **at)
    again = draw(at=days(5), said="4 5 6", **at)
    assert (again.record, again.drawn_at) == (done.record, done.drawn_at)
    assert verify(done.record) == ()


def test_a_list_frozen_after_the_outcome_is_known_is_refused(cast: Cast) -> None:
    renewed(cast, "ep", "one")
    found = prepare_draw(by=cast.hal, at=DRAWN, body_slug=SLUG, plan=plan())
    at: dict[str, Any] = {"by": cast.hal, "body_slug": SLUG, "draw_id": found.public_id}
    name_source(at=DRAWN, what="Lottery", when=days(3), how="Six numbers", **at)
    with pytest.raises(Refused, match="known by now"):
        freeze(at=days(3), **at)


def test_nobody_to_draw_is_refused_and_leaves_nothing(cast: Cast) -> None:
    found = prepared(cast)
    with pytest.raises(Refused, match="Nobody stands on the list"):
        freeze(by=cast.hal, at=DRAWN, body_slug=SLUG, draw_id=found.public_id)
    found.refresh_from_db()
    assert (found.state, found.candidates.count()) == (DrawState.PREPARED, 0)


def test_a_cancelled_draw_stays_in_public_and_closes_its_cases(cast: Cast) -> None:
    renewed(cast, "ep", "one")
    held = hold_draw(cast)
    (audit,) = held.audits
    cancel: dict[str, Any] = {"by": cast.hal, "body_slug": SLUG, "draw_id": held.draw.public_id}
    with pytest.raises(Refused, match="it is published"):
        cancel_draw(at=days(1), reason="", **cancel)
    for _click in range(2):
        cancel_draw(at=days(1), reason="The list left out March.", **cancel)
    (seen,) = public_draws(SLUG)
    assert (seen.state, seen.cancelled_because) == (DrawState.CANCELLED, "The list left out March.")
    assert verify(seen.record) == ()
    audit.refresh_from_db()
    assert audit.state == AuditState.CANCELLED
    assert notices_of(holder(audit).public_id).filter(kind="audit-decided").count() == 1
    assert not audit.items.exclude(activity__held_by="").exists()


def test_a_draw_nobody_heard_of_is_cancelled_without_a_trace_in_public(cast: Cast) -> None:
    found = prepare_draw(by=cast.hal, at=DRAWN, body_slug=SLUG, plan=plan())
    cancel_draw(by=cast.hal, at=DRAWN, body_slug=SLUG, draw_id=found.public_id, reason="A slip.")
    assert not public_draws(SLUG)


def test_draws_are_for_officers_of_that_body(cast: Cast) -> None:
    found = prepared(cast)
    for somebody, slug in (
        (cast.dan, SLUG),  # reviews, does not draw
        (cast.gus, SLUG),
        (cast.fay, SLUG),
        (cast.fay, "action"),
        (cast.eve, SLUG),
    ):
        with pytest.raises(NotFound):
            draw_for_staff(somebody, slug, found.public_id)
        with pytest.raises(NotFound):
            freeze(by=somebody, at=DRAWN, body_slug=slug, draw_id=found.public_id)
    with pytest.raises(NotFound):
        prepare_draw(by=cast.dan, at=DRAWN, body_slug=SLUG, plan=plan(title="Mine"))
    assert not lots_of(cast.ada)


def test_who_was_audited_lately_is_spared_and_who_failed_is_taken(cast: Cast) -> None:
    renewed(cast, "ep", "one")
    held = hold_draw(cast)
    (audit,) = held.audits
    other = Chosen(of=From.HOLDERS, since=date(2029, 1, 1), until=date(2029, 12, 31))
    strata = (Stratum(name="ep", says="EP", percent=Fraction(50)),)
    own: dict[str, Any] = {"strata": strata, "clause": "", "edition": ""}
    again = prepared(cast, title="The next", chosen=replace(other, spare_cycles=1), **own)
    assert [line.spared for line in preview_of(again).lines] == [""]  # open for another cycle
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.PASSED)
    assert [line.spared for line in preview_of(again).lines] == ["audited-lately"]
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.FAILED)
    Draw.objects.filter(pk=again.pk).update(chosen=again.chosen | {"take_failed": True})
    again.refresh_from_db()
    assert [line.taken for line in preview_of(again).lines] == ["failed-before"]
    same = prepared(cast, title="The same")
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.NOTIFIED)
    assert [line.spared for line in preview_of(same).lines] == ["under-audit"]


def test_what_nobody_looks_back_at_is_not_on_the_list(cast: Cast) -> None:
    renewed(cast, "ep", "one")
    found = prepared(cast)
    assert len(preview_of(found).lines) == 1
    late = (LATER + timedelta(days=1)).date().isoformat()
    Draw.objects.filter(pk=found.pk).update(chosen=found.chosen | {"renewed_since": late})
    found.refresh_from_db()
    assert not preview_of(found).lines


def test_only_credit_that_others_reported_makes_anybody_weigh_less(cast: Cast) -> None:
    reported, own, empty, more = (
        renewed(cast, "ep", name) for name in ("one", "two", "three", "four")
    )
    entries = Activity.objects.filter
    for each in (reported, more):
        person = each.certification.person
        entries(person=person).update(reported_by=Reporter.PROVIDER.value)
    entries(person=own.certification.person, title__startswith="Summit").update(
        reported_by=Reporter.PROVIDER.value
    )
    entries(person=empty.certification.person).update(withdrawn_at=NOW)
    Renewal.objects.filter(pk=reported.pk).update(declared={"total": "60"})
    Renewal.objects.filter(pk=more.pk).update(declared={"total": "61"})
    light = Fraction(1, 4)
    found = prepared(cast, chosen=replace(plan().chosen, light=light))
    weights = {line.renewal: line.weight for line in preview_of(found).lines}
    assert weights == {reported.pk: light, own.pk: 1, empty.pk: 1, more.pk: 1}


def test_before_a_renewal_they_weigh_less_by_the_cycle_they_are_in(cast: Cast) -> None:
    reported, own = (applied(cast, "ep", name).certification for name in ("one", "two"))
    Activity.objects.filter(person=reported.person).update(reported_by=Reporter.PROVIDER.value)
    chosen = Chosen(
        of=From.HOLDERS,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        credentials=("ep",),
        light=Fraction(1, 2),
    )
    strata = (Stratum(name="ep", says="EP", percent=Fraction(50)),)
    found = prepared(cast, chosen=chosen, strata=strata, clause="", edition="")
    weights = {line.certification: line.weight for line in preview_of(found).lines}
    assert (weights[reported.pk], weights[own.pk]) == (Fraction(1, 2), Fraction(1))
