"""A small register in columns: people of the National Strength and Conditioning Association."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from recert.rules.facts import (
    Activity,
    Award,
    Delivery,
    Document,
    DocumentKind,
    Facts,
    Holding,
    Kind,
    Skills,
    Topic,
    Unit,
)
from recert.rules.population import to_columns
from recert.rules.reading.folders import read_body
from recert.rules.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[3]
RULEBOOKS = ROOT / "rulebooks"
AS_OF = date(2026, 11, 21)


def nsca() -> tuple[Rulebook, ...]:
    """Every edition of the body."""
    return read_body(RULEBOOKS / "nsca").rulebooks


def person(number: int) -> tuple[Facts, str]:
    """Somebody with up to a dozen activities; the same for the same number."""
    dice = random.Random(number)  # noqa: S311 - seeded, so that it comes again
    card = Document(
        id="card", kind=DocumentKind.CPR, issued=AS_OF - timedelta(days=90),
        expires=AS_OF + timedelta(days=dice.randrange(-30, 600)), skills=Skills.HANDS_ON,
    )  # fmt: skip
    held = Holding(
        id=f"h{number}", body="nsca", credential=dice.choice(("cscs", "nsca-cpt")),
        certified=AS_OF - timedelta(days=dice.randrange(200, 4000)),
    )  # fmt: skip
    return (
        Facts(
            person=f"p{number}",
            holdings=(held,),
            activities=tuple(_activity(place, dice) for place in range(dice.randrange(12))),
            documents=(card,),
        ),
        held.id,
    )


def _activity(place: int, dice: random.Random) -> Activity:
    return Activity(
        id=f"a{place}",
        title="Course",
        kind=dice.choice((Kind.COURSE, Kind.CONFERENCE, Kind.QUIZ, Kind.PRESENTING)),
        delivery=dice.choice((Delivery.IN_PERSON, Delivery.SELF_PACED)),
        completed=AS_OF - timedelta(days=dice.randrange(1200)),
        provider="nsca",
        awards=(Award(amount=Fraction(dice.randrange(1, 16), 10), unit=Unit.CEU, by="nsca"),),
        topics=frozenset({dice.choice((Topic.NUTRITION, Topic.ETHICS, Topic.EXERCISE_SCIENCE))}),
    )


def write(path: Path, people: range) -> Path:
    """These people as a Parquet file."""
    pq.write_table(columns(people), path)
    return path


def columns(people: range) -> pa.Table:
    """These people in columns."""
    return to_columns(person(number) for number in people)
