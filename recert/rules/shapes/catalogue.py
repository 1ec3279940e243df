"""The catalogue of shapes: time, amounts, limits, conditions, money, lateness, audits."""

from __future__ import annotations

from dataclasses import dataclass

from recert.rules.shapes import audits, beyond, credit, leaves, time
from recert.rules.shapes.shape import Shape

__all__ = ["CATALOGUE", "LEFT_TO_PEOPLE", "Left", "Shape"]


@dataclass(frozen=True, slots=True)
class Left:
    """What no clause decides, and why it is left to a person or to another part."""

    rows: str
    said: str
    why: str


CATALOGUE: tuple[Shape, ...] = (
    *time.SHAPES,
    *credit.SHAPES,
    *beyond.SHAPES,
    *leaves.SHAPES,
    *audits.SHAPES,
)

LEFT_TO_PEOPLE: tuple[Left, ...] = (
    Left("fitness P2", "whether a subject is in the scope of a certification",
         "It is a matter of meaning. A judgement clause asks a reviewer, and says whether the "
         "credit counts meanwhile."),
    Left("fitness P6", "whether a presenter is qualified",
         "Nobody records it as a fact about the learner; a reviewer of the course decides."),
    Left("fitness P7", "a conference with many sessions under one number",
         "One activity with the total, or one for each session with the same course; both are "
         "facts, and no rule is needed."),
    Left("fitness T17, L11", "a last day moved for a group, only if it has not been moved before",
         "An act of the body about people: an extension decided for each, with its reason. The "
         "rule only honours the decision."),
    Left("fitness L13, A11", "a certificate withheld while a debt or an audit is open",
         "A hold is decided by the body and lifted by it; the standing shows it."),
    Left("fitness P8", "appeals of petitions in a window of their own",
         "They are dealt with case by case at the body's desk, which keeps the days."),
    Left("fitness V14", "minutes that do not count: breaks, lunch, promotion",
         "Facts hold minutes of instruction; whoever enters them leaves the rest out."),
    Left("professions T10", "a deadline counted from an event such as starting a job",
         "No fact holds that day. A gate asks whoever it concerns, by what the rulebook asks."),
    Left("fitness F9", "a fee that is kept whether or not the renewal is granted",
         "It concerns refunds, which payments decide; the rulebook notes it."),
    Left("fitness A4", "the day by which an audit must be answered",
         "The clause says how many days; they are counted from a letter, which is no fact about "
         "what was learned. The desk that sent it keeps the day."),
    Left("fitness A8, professions S3", "whether an audit is passed",
         "A reviewer recommends and another person may decide; the clause says what follows."),
    Left("fitness L12", "a certification that is retired, or folded into another",
         "Its last edition stays and answers for its days. Granting the other certification is "
         "an act of the body; what it asks of whoever converts is a clause."),
    Left("fitness V16", "a unit counted anew, fifteen become one and a half",
         "Facts keep the number as it was printed and who printed it. Each edition has its own "
         "unit and says what the older number is worth."),
    Left("professions S5", "nobody may ask once an audit has begun",
         "That somebody is audited is no fact about what was learned. The clause says so, and the "
         "desk that takes the request knows."),
    Left("professions S5", "what is decided for one person where no clause says by what",
         "A decision of the body, with its reason and its scope, which the law honours: it is "
         "shown as waived or extended and never as met."),
)  # fmt: skip
