"""Rolling: each application is drawn, or not, when it is sent or paid for.

The chance comes from a secret whose commitment was published before the first of them; it is
revealed with the record when the period is closed. No application is forgotten: each waits,
and cannot be approved, until the draw has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.actions.moving import journal, journal_draw, move_draw
from recert.audits.framing import Line, lines_of, strata_in
from recert.audits.models import (
    CLOSED_CASES,
    Audit,
    Candidate,
    Draw,
    DrawState,
    Moment,
)
from recert.audits.queries.draws import draw_for_staff
from recert.audits.terms import from_plain
from recert.lib.refusals import Refused
from recert.payments.models import Invoice, InvoiceState
from recert.people.models import Person
from recert.renewals.actions import hold, hold_back, release, stop_holding_back
from recert.renewals.models import Renewal, State
from recert.rules.sampling.drawing import RANDOM, drawn_at_once
from recert.rules.sampling.filings import Filing, Filings, chance_at_once, filings_text
from recert.rules.sampling.frame import salted


@transaction.atomic
def start_rolling(*, by: Person, at: datetime, body_slug: str, draw_id: str) -> Draw:
    """From now on every application that is sent waits until this draw has looked at it."""
    draw = draw_for_staff(by, body_slug, draw_id)
    if draw.state == DrawState.RUNNING:
        return draw
    _start(by, at, draw)
    return draw


def _start(by: Person, at: datetime, draw: Draw) -> None:
    if draw.moment == Moment.AT_ONCE:
        raise Refused(_("This draw is made from a list. Freeze the list instead."))
    if draw.named_at is None:
        raise Refused(_("Let the secret be made and its commitment be published first."))
    move_draw(draw, (DrawState.PREPARED,), DrawState.RUNNING, frozen_at=at)
    hold_back(at=at, body=draw.body, subject=draw.subject)
    journal_draw(at, by, "rolling-started", draw, {"commitment": draw.commitment})


def look_at_held(*, at: datetime) -> int:
    """Look at every application that waits for a running draw and is ripe. Returns how many."""
    running = Draw.objects.filter(state=DrawState.RUNNING).select_related("body")
    return sum(look_at(at=at, draw=draw) for draw in running)


def look_at(*, at: datetime, draw: Draw, all_of_them: bool = False) -> int:
    """Look at those that wait for one draw; where it draws at payment, at those paid for."""
    held = Renewal.objects.filter(held_for=draw.subject, state__in=(State.SUBMITTED,))
    unripe = set() if all_of_them or draw.moment == Moment.FILING else _unpaid(held)
    lines = {line.renewal: line for line in lines_of(draw, held=True)}
    looked = 0
    for renewal in held.select_related("certification__body", "certification__person"):
        if renewal.pk not in unripe:
            _look(at, draw, renewal, lines.get(renewal.pk))
            looked += 1
    return looked


def _unpaid(held: Iterable[Renewal]) -> set[int]:
    """The applications with a bill that is open, or a fee nobody has set yet; in one query."""
    rows = {f"renewal:{each.public_id}": each for each in held}
    bills = Invoice.objects.filter(subject__in=rows).exclude(state=InvoiceState.CANCELLED)
    states: dict[str, set[str]] = {}
    for subject, state in bills.values_list("subject", "state"):
        states.setdefault(subject, set()).add(state)
    return {
        each.pk
        for subject, each in rows.items()
        if InvoiceState.OPEN in states.get(subject, set())
        or (subject not in states and each.fee_cents is None and _costs(each))
    }


def _costs(renewal: Renewal) -> bool:
    """Whether the answer it was sent with asks for money, or does not say how much."""
    step = renewal.answer.findings["fee-today"] if renewal.answer else None
    return step is None or step["total"] is None or step["total"]["cents"] > 0


@transaction.atomic
def _look(at: datetime, draw: Draw, renewal: Renewal, line: Line | None) -> None:
    """Draw one application, once. Whoever is under audit for the cycle already stays so."""
    under = (
        Audit.objects.filter(certification_id=renewal.certification_id, cycle_end=renewal.cycle_end)
        .exclude(state__in=CLOSED_CASES)
        .first()
    )
    if under is not None:
        _follow(at, under, renewal, draw)
        return
    if line is None or Candidate.objects.filter(draw=draw, renewal=renewal).exists():
        if not Candidate.objects.filter(draw=draw, renewal=renewal, is_drawn=True).exists():
            release(by=None, at=at, renewal=renewal, subject=draw.subject)
        return
    candidate = _drawn(draw, line, renewal)
    candidate.save()
    if not candidate.is_drawn:
        release(by=None, at=at, renewal=renewal, subject=draw.subject)


def _follow(at: datetime, under: Audit, renewal: Renewal, draw: Draw) -> None:
    """An application sent anew goes with the case that is open about its cycle."""
    if under.renewal_id != renewal.pk:
        Audit.objects.filter(pk=under.pk).update(renewal=renewal)
        under.refresh_from_db()
        journal(at, None, "application-sent-anew", under)
    if from_plain(under.terms).waits:
        hold(by=None, at=at, renewal=renewal, subject=under.subject, instead_of=draw.subject)
    else:
        release(by=None, at=at, renewal=renewal, subject=draw.subject)


def _drawn(draw: Draw, line: Line, renewal: Renewal) -> Candidate:
    """The line of one application, with its chance and whether it was drawn.

    Its identifier follows from the draw, the certification and the cycle: nobody chooses it,
    and who takes an application back and sends another is drawn the same.
    """
    identifier = identifier_of(draw, line.public_id, line.cycle_end.isoformat())
    chance = _chance(draw, line)
    is_drawn = bool(line.taken) or (
        not line.spared and drawn_at_once(draw.secret, identifier, chance)
    )
    return Candidate(
        draw=draw,
        certification_id=line.certification,
        renewal=renewal,
        salt=draw.public_id,
        identifier=identifier,
        stratum=line.stratum,
        weight=str(line.weight),
        taken=line.taken,
        spared=line.spared,
        cycle_end=line.cycle_end,
        is_drawn=is_drawn,
        why=(line.taken or RANDOM) if is_drawn else "",
        probability=str(chance),
    )


def identifier_of(draw: Draw, certification_id: str, cycle_end: str) -> str:
    """Under which name a certification stands in a draw of applications as they come."""
    return salted(draw.public_id, f"{certification_id} {cycle_end}")


def _chance(draw: Draw, line: Line) -> Fraction:
    stratum = next(each for each in strata_in(draw) if each.name == line.stratum)
    return chance_at_once(stratum, line.weight, line.taken, line.spared)


@transaction.atomic
def close_rolling(
    *, by: Person, at: datetime, body_slug: str, draw_id: str, follower_id: str = ""
) -> Draw:
    """End the period: look at all that still wait, reveal the secret, publish the record.

    `follower_id`: a draw that takes over in the same moment, so that none slips between.
    """
    draw = draw_for_staff(by, body_slug, draw_id)
    if draw.state == DrawState.DRAWN:
        return draw
    if draw.state != DrawState.RUNNING:
        raise Refused(_("This draw is not running. Nothing was changed."))
    look_at(at=at, draw=draw, all_of_them=True)
    move_draw(draw, (DrawState.RUNNING,), DrawState.DRAWN, drawn_at=at, drawn_by=by)
    Draw.objects.filter(pk=draw.pk).update(record=filings_text(filings_of(draw)))
    stop_holding_back(at=at, subject=draw.subject)
    journal_draw(at, by, "rolling-closed", draw)
    if follower_id:
        _start(by, at, draw_for_staff(by, body_slug, follower_id))
    draw.refresh_from_db()
    return draw


def filings_of(draw: Draw) -> Filings:
    """What a period drew, as it is published once the secret is revealed."""
    assert draw.frozen_at is not None
    assert draw.drawn_at is not None
    rows = {row.identifier: row for row in draw.candidates.all()}
    return Filings(
        title=draw.title,
        body=draw.body.slug,
        clause=draw.clause,
        edition=draw.edition,
        commitment=draw.commitment,
        secret=draw.secret,
        since=draw.frozen_at,
        until=draw.drawn_at,
        strata=strata_in(draw),
        filings=tuple(
            Filing(
                id=row.identifier,
                stratum=row.stratum,
                weight=Fraction(row.weight),
                taken=row.taken,
                spared=row.spared,
                probability=Fraction(row.probability),
                drawn=row.is_drawn,
            )
            for row in rows.values()
        ),
    )
