"""Audits: a draw that was held and one that is prepared, a case that is open and one answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from recert.audits.actions import (
    advance_audits,
    declare_conflict,
    draw,
    freeze,
    name_source,
    note_item,
    prepare_draw,
    send_answer,
)
from recert.audits.actions.opening import open_case
from recert.audits.framing import Chosen, From
from recert.audits.models import Audit, AuditItem, Candidate, Draw, Message
from recert.audits.plans import Plan
from recert.audits.terms import Terms
from recert.credentials.models import Certification
from recert.rules.rulebook import Failing, Length
from recert.rules.sampling.frame import Stratum
from recert.transcript.actions import release_entries
from recert.transcript.models import Activity
from tests.cast import NOW, Cast, course, log

PLAN = Plan(
    title="Audit of 2026",
    chosen=Chosen(of=From.HOLDERS, since=date(2026, 1, 1), until=date(2026, 12, 31)),
    strata=tuple(
        Stratum(name=name, says=name.upper(), percent=Fraction(100)) for name in ("ep", "gei")
    ),
    terms=Terms(
        answer=Length(days=30),
        stops_clock=True,
        replace_within=Length(days=60),
        failing=Failing.INACTIVE,
        appeal=Length(days=30),
    ),
    as_of=NOW.date(),
    reason="The committee decided so.",
)


@dataclass(frozen=True, slots=True)
class Draws:
    """At ACSM: Ada is to answer, Carol has answered; another draw is announced."""

    held: Draw
    announced: Draw
    adas: Audit
    carols: Audit
    item: AuditItem  # of Carol's, with a proof


def set_draws(cast: Cast, left_free: Activity) -> Draws:
    """Hal draws everybody; Carol answers; Dan and Hal may look. One entry of Ada's stays free."""
    held = _prepared(cast, PLAN)
    at: dict[str, Any] = {"by": cast.hal, "at": NOW, "body_slug": "acsm"}
    freeze(**at, draw_id=held.public_id)
    held = draw(**at, draw_id=held.public_id)
    advance_audits(at=NOW)
    adas = Audit.objects.get(certification=cast.ada_acsm)
    carols = Audit.objects.get(certification=cast.carol_acsm)
    release_entries(subject=adas.subject, activity_ids=[left_free.pk])
    for item in carols.items.all():
        note_item(by=cast.carol, at=NOW, public_id=carols.public_id, item_id=item.public_id,
                  note="As agreed.")  # fmt: skip
    carols = send_answer(by=cast.carol, at=NOW, public_id=carols.public_id)
    for each in (cast.dan, cast.hal):
        declare_conflict(by=each, at=NOW, body_slug="acsm", public_id=carols.public_id,
                         has_conflict=False)  # fmt: skip
    return Draws(
        held=held,
        announced=_prepared(cast, replace(PLAN, title="Audit of 2027")),
        adas=adas,
        carols=carols,
        item=carols.items.filter(activity__evidence__isnull=False)[0],
    )


def _prepared(cast: Cast, plan: Plan) -> Draw:
    found = prepare_draw(by=cast.hal, at=NOW, body_slug="acsm", plan=plan)
    return name_source(by=cast.hal, at=NOW, body_slug="acsm", draw_id=found.public_id, secret=True)


def grow_draws(draws: Draws, cast: Cast, number: int) -> None:
    """Another draw and another case; Carol's has another activity and another message."""
    _prepared(cast, replace(PLAN, title=f"Audit {number}"))
    held = Certification.objects.filter(body=cast.acsm, number=f"8{number:04}").get()
    candidate = Candidate.objects.create(
        draw=draws.held, certification=held, salt="s", identifier=f"id-{number}", stratum="gei",
        cycle_end=date(2026, 12, 31), is_drawn=True, why="random", probability="1",
    )  # fmt: skip
    open_case(at=NOW, candidate=candidate)
    entry = log(cast.carol, course(f"Another {number}", date(2025, 5, 5), "0.1"))
    AuditItem.objects.create(audit=draws.carols, activity=entry, claimed_grains=1)
    Message.objects.create(audit=draws.carols, by=cast.carol, is_from_body=False, text="?", at=NOW)
