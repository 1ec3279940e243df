"""The demo's audit: personal trainers drawn by an invented lottery, Ada among them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from recert.audits.actions import (
    advance_audits,
    draw,
    freeze,
    name_source,
    note_item,
    prepare_draw,
    send_answer,
)
from recert.audits.framing import Chosen, From
from recert.audits.models import Audit, Candidate, Draw
from recert.audits.plans import Plan
from recert.audits.queries import announcement_of, frame_of
from recert.audits.terms import Terms
from recert.cli.demo_people import years_since
from recert.people.models import Person
from recert.rules.rulebook import Failing, Length, Strata
from recert.rules.sampling import recording
from recert.rules.sampling.frame import Stratum
from recert.rules.sampling.seeding import Revealed

BODY = "acsm"
LEVELS = {"cpt": 40, "ep": 25}
TERMS = Terms(
    answer=Length(days=30),
    replace=True,
    replace_within=Length(days=60),
    failing=Failing.INACTIVE,
    cure=Length(years=1),
    appeal=Length(days=30),
    stops_clock=True,
)
ANSWERS = "The studio that held it has closed; I have asked its owner for a letter."


def hold(people: dict[str, Person], at: datetime) -> None:
    """Draw by lot, in public; most of the drawn have answered, Ada has not."""
    ada, hal = people["ada@example.org"], people["hal@example.org"]
    begun = at - timedelta(days=11)
    held = prepare_draw(by=hal, at=begun, body_slug=BODY, plan=_plan(at))
    known = at - timedelta(days=9)
    name_source(
        by=hal,
        at=begun,
        body_slug=BODY,
        draw_id=held.public_id,
        secret=True,
        what="The lottery of an invented town",
        when=known,
        how="its three numbers in rising order",
    )
    held = freeze(by=hal, at=begun + timedelta(hours=1), body_slug=BODY, draw_id=held.public_id)
    drawn_at = known + timedelta(hours=2)
    said = _lot_that_draws(ada, held)
    held = draw(by=hal, at=drawn_at, body_slug=BODY, draw_id=held.public_id, said=said)
    advance_audits(at=drawn_at)
    kept_back = {ada.pk, *(each.pk for each in people.values())}
    opened = Audit.objects.filter(candidate__draw=held).select_related("certification__person")
    for audit in opened.order_by("pk"):
        if audit.certification.person_id not in kept_back:
            _answer(audit, drawn_at + timedelta(days=3))


def _plan(at: datetime) -> Plan:
    year = date(2026, 1, 1) + years_since(at)
    return Plan(
        title=f"Audit of the cycle that ends in {year.year}",
        chosen=Chosen(
            of=From.HOLDERS,
            since=year,
            until=year.replace(month=12, day=31),
            strata=Strata.CREDENTIAL,
        ),
        strata=tuple(
            Stratum(name=name, says=name.upper(), percent=Fraction(percent))
            for name, percent in LEVELS.items()
        ),
        terms=TERMS,
        as_of=at.date(),
        reason="An audit before the cycle ends, so that whoever is short can still earn it.",
    )


def _lot_that_draws(whom: Person, held: Draw) -> str:
    """What the lottery says. The town is invented, and its lottery is kind to the story."""
    theirs = Candidate.objects.get(draw=held, certification__person=whom).identifier
    frame = frame_of(held)
    announcement = announcement_of(held, len(frame.candidates))
    for turn in range(10_000):
        said = f"{3 + turn}, {17 + turn}, {29 + turn}"
        whole = recording.Draw(frame, announcement, Revealed(said=said, secret=held.secret))
        if theirs in {each.id for each in recording.drawn_in(whole)}:
            return said
    raise ValueError(f"No outcome draws {whom.name}.")


def _answer(audit: Audit, at: datetime) -> None:
    """Note why there is no certificate, and send it."""
    holder = audit.certification.person
    for item in audit.items.filter(activity__evidence=None):
        note_item(by=holder, at=at, public_id=audit.public_id, item_id=item.public_id, note=ANSWERS)
    send_answer(by=holder, at=at, public_id=audit.public_id)
