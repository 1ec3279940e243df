"""Frames and draws for the tests of sampling, small enough to be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from recert.rules.sampling.frame import Candidate, Frame, Stratum
from recert.rules.sampling.recording import Draw, announce
from recert.rules.sampling.seeding import PublicRandomness, Revealed, commitment_to

SECRET = "5e" * 32

LOTTERY = PublicRandomness(
    what="the state lottery's Wednesday draw",
    when=datetime(2026, 12, 2, 18, 0, tzinfo=UTC),
    how="the six figures in rising order, then the extra figure",
)


def frame(*candidates: Candidate, strata: tuple[Stratum, ...] = ()) -> Frame:
    return Frame(
        title="Audit of 2026",
        body="acsm",
        as_of=date(2026, 12, 1),
        clause="audit",
        edition="2026",
        strata=strata or (Stratum(name="cpt", percent=Fraction(10)),),
        candidates=candidates,
    )


def many(number: int, *, stratum: str = "cpt") -> list[Candidate]:
    return [Candidate(id=f"{stratum}-{at:04}", stratum=stratum) for at in range(number)]


def two_strata() -> Frame:
    """Forty in one stratum, seven of other weights in another, some targeted, one spared."""
    heavy = [
        Candidate(id=f"cep-{at}", stratum="cep", weight=Fraction(1 + at, 2)) for at in range(7)
    ]
    return frame(
        *many(40),
        *heavy,
        Candidate(id="late-1", stratum="cpt", taken="late"),
        Candidate(id="spared-1", stratum="cep", spared="audited-before"),
        strata=(
            Stratum(name="cpt", says="Personal trainers", percent=Fraction(17, 2)),
            Stratum(name="cep", says="Clinical exercise physiologists", number=3),
        ),
    )


def held(drawn_from: Frame, *, said: str = "3, 17, 22", secret: str = SECRET) -> Draw:
    announcement = announce(
        drawn_from,
        frozen_at=datetime(2026, 12, 1, 12, 0, tzinfo=UTC),
        public=LOTTERY if said else None,
        commitment=commitment_to(secret) if secret else "",
    )
    return Draw(drawn_from, announcement, Revealed(said=said, secret=secret))
