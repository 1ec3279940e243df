"""What was done, as one body accounts for it: what counts, and what does not, by reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.findings import ActivityFinding, Code, Reason
from recert.rules.rulebook import Rulebook
from recert.standing.words import reason_sentence
from recert.transcript.models import Activity
from recert.web.components.clauses import ClauseView
from recert.web.components.worth import OUTSIDE, Why

Rows = Mapping[str, Activity]
Clauses = Mapping[str, ClauseView]

WORTH = (Code.COUNTED, Code.DECIDED)
"""Reasons that only say what it is worth: the figure itself opens to their clause."""


@dataclass(frozen=True, slots=True)
class Counting:
    """An activity that counts: how much, of how much, by which clause, and why not more."""

    activity: Activity
    counted: Fraction
    claimed: Fraction
    clause: ClauseView | None
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Activities that count for nothing here, all for the same reason."""

    why: Why
    can_ask: bool
    activities: tuple[Activity, ...]


def is_outside(finding: ActivityFinding) -> bool:
    """Whether an entry belongs to another cycle: to the transcript, then, not here."""
    return finding.counted == ZERO and any(each.code in OUTSIDE for each in finding.reasons)


def counting(
    findings: Sequence[ActivityFinding], rows: Rows, rulebook: Rulebook, clauses: Clauses
) -> list[Counting]:
    """The activities that count, in the order given."""
    return [
        Counting(
            activity=rows[each.activity],
            counted=each.counted,
            claimed=each.claimed,
            clause=next(
                (clauses.get(reason.clause) for reason in each.reasons if reason.code in WORTH),
                None,
            ),
            whys=tuple(
                _why(reason, rulebook, clauses)
                for reason in each.reasons
                if reason.code not in WORTH
            ),
        )
        for each in findings
        if each.counted
    ]


def not_counting(
    findings: Sequence[ActivityFinding], rows: Rows, rulebook: Rulebook, clauses: Clauses
) -> list[Idle]:
    """The activities that count for nothing, a group for each reason, largest first."""
    groups: dict[tuple[str, str], tuple[Reason, list[Activity]]] = {}
    for each in findings:
        if each.counted or not each.reasons:
            continue
        reason = next((one for one in each.reasons if one.code not in WORTH), each.reasons[0])
        key = (reason.clause, reason_sentence(reason, rulebook))
        groups.setdefault(key, (reason, []))[1].append(rows[each.activity])
    found = [
        Idle(_why(reason, rulebook, clauses), reason.code in ASKABLE, tuple(activities))
        for reason, activities in groups.values()
    ]
    return sorted(found, key=lambda group: -len(group.activities))


ASKABLE = frozenset({Code.NEEDS_PERSON, Code.NOT_ADMITTED, Code.NOT_MEASURED, Code.SILENT})
"""Reasons that an answer of the body could change."""


def _why(reason: Reason, rulebook: Rulebook, clauses: Clauses) -> Why:
    return Why(sentence=reason_sentence(reason, rulebook), clause=clauses.get(reason.clause))
