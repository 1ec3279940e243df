"""A year of renewals at ACSM's four levels, and a draw from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from recert.audits.actions import (
    advance_audits,
    draw,
    freeze,
    name_source,
    prepare_draw,
)
from recert.audits.framing import Chosen, From
from recert.audits.models import Audit, Draw
from recert.audits.plans import Plan
from recert.audits.terms import Terms
from recert.credentials.actions import register_certification
from recert.people.models import Person
from recert.renewals.actions import approve
from recert.renewals.models import Renewal
from recert.rules.facts import DocumentKind
from recert.rules.rulebook import Failing, Length, Strata
from recert.rules.sampling.frame import Stratum
from recert.transcript.actions import add_evidence, attach_evidence
from tests.cast import NOW, Cast, card, course, log, person
from tests.web.staff.scene import apply, picture

SLUG = "acsm"
LATER = NOW + timedelta(days=20)
DRAWN = NOW + timedelta(days=22)
LEVELS = {"gei": "45", "cpt": "45", "ep": "60", "cep": "60"}

TERMS = Terms(
    answer=Length(days=30),
    replace=True,
    replace_within=Length(days=60),
    failing=Failing.INACTIVE,
    cure=Length(years=1),
    appeal=Length(days=30),
    stops_clock=True,
)
"""What ACSM says (30 days, replacement, inactive with a year), and what its officer adds."""


def renewed(cast: Cast, credential: str, name: str) -> Renewal:
    """Somebody new with what the level asks for, in three courses, renewed and approved."""
    return approved(cast, applied(cast, credential, name))


def applied(cast: Cast, credential: str, name: str) -> Renewal:
    """The same, not approved yet; the first course has its certificate."""
    whom = person(name)
    held = register_certification(
        by=cast.hal,
        at=NOW,
        person=whom,
        body=cast.acsm,
        credential=credential,
        certified=date(2020, 6, 15),
        expires=date(2026, 12, 31),
        number=f"N-{name}",
    )
    part = str(Fraction(LEVELS[credential]) / 3)
    for at, title in enumerate(("Summit", "Workshop", "Webinar")):
        entry = log(whom, course(f"{title} of {name}", date(2025, 3 + at, 7), part))
        if not at:
            proof = add_evidence(
                by=whom, at=NOW, name=f"{name}.png", content=picture(_colour(name))
            )
            attach_evidence(by=whom, at=NOW, public_id=proof.public_id, activity_id=entry.public_id)
    card(whom)
    card(whom, DocumentKind.AED)
    return apply(whom, held)


def _colour(name: str) -> str:
    return f"#{abs(hash(name)) % 0xFFFFFF:06x}"


def approved(cast: Cast, renewal: Renewal) -> Renewal:
    """Paid for and approved by Dan, whose own it is not."""
    Renewal.objects.filter(pk=renewal.pk).update(fee_cents=0, fee_reason="A test.")
    return approve(by=cast.dan, at=LATER, body_slug=SLUG, public_id=renewal.public_id)


def plan(**changes: Any) -> Plan:
    """A tenth, at least one, of each level renewed for the cycle that ends in 2026."""
    whole = Plan(
        title="Audit of 2026",
        chosen=Chosen(
            of=From.APPROVED,
            since=date(2026, 1, 1),
            until=date(2026, 12, 31),
            strata=Strata.CREDENTIAL,
            renewed_since=date(2025, 11, 21),
        ),
        strata=tuple(
            Stratum(name=name, says=name.upper(), percent=Fraction(10)) for name in LEVELS
        ),
        terms=TERMS,
        as_of=NOW.date(),
        clause="audit",
        edition="2025",
        reason="The committee decided on 4 November.",
    )
    return replace(whole, **changes)


@dataclass(frozen=True, slots=True)
class Held:
    """A draw that was held, with its cases."""

    draw: Draw
    audits: tuple[Audit, ...]


def prepared(cast: Cast, **changes: Any) -> Draw:
    """A draw whose chance comes from a secret that is committed to."""
    found = prepare_draw(by=cast.hal, at=DRAWN, body_slug=SLUG, plan=plan(**changes))
    return name_source(by=cast.hal, at=DRAWN, body_slug=SLUG, draw_id=found.public_id, secret=True)


def hold_draw(cast: Cast, **changes: Any) -> Held:
    """A draw from preparing to the letters."""
    found = prepared(cast, **changes)
    at: dict[str, Any] = {"by": cast.hal, "body_slug": SLUG, "draw_id": found.public_id}
    freeze(at=DRAWN, **at)
    found = draw(at=DRAWN, **at)
    advance_audits(at=DRAWN)
    audits = Audit.objects.filter(candidate__draw=found).select_related(
        "certification__person", "certification__body"
    )
    return Held(found, tuple(audits.order_by("certification__credential")))


def days(many: int) -> datetime:
    """So many days after the draw."""
    return DRAWN + timedelta(days=many)


def holder(audit: Audit) -> Person:
    """Whose case it is."""
    return audit.certification.person
