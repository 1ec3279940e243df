"""Filling: how much one course would do of what is still short.

Told for very many courses at once, so nothing is assigned anew: a course is held against what
is short and against the room that limits leave. What it truly comes to `judge` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Decision, Facts
from recert.rules.findings import RequirementFinding, Standing
from recert.rules.planning.drafting import NOTHING_TO_PLAN, SETTLED
from recert.rules.planning.ledgers import Ledger, ledger_of
from recert.rules.planning.offering import Books
from recert.rules.planning.proving import left

ONE = Fraction(1)


def ledgers_short(books: Books, facts: Facts, standings: Sequence[Standing]) -> tuple[Ledger, ...]:
    """The certifications that learning can bring on, laid open."""
    short = (
        standing
        for standing in standings
        if standing.verdict not in NOTHING_TO_PLAN
        and standing.status not in SETTLED
        and any(map(left, standing.requirements))
    )
    found = (ledger_of(books, facts, standing) for standing in short)
    return tuple(ledger for ledger in found if ledger is not None)


def fills(
    ledger: Ledger, activity: Activity, decisions: tuple[Decision, ...] = ()
) -> dict[str, Fraction]:
    """By clause, how much of what is short the activity may fill; empty where nothing."""
    if activity.completed > ledger.until:
        return {}
    _, items = ledger.alone(activity, decisions)
    keys: dict[str, Fraction] = {}
    for item in items:
        value = min([item.value, *(ledger.room[key] for key in item.sets if key in ledger.room)])
        for key in item.sets & ledger.short if value > ZERO else ():
            keys[key] = keys.get(key, ZERO) + value
    found: dict[str, Fraction] = {}
    for finding in filter(left, ledger.standing.requirements) if keys else ():
        amount = min(finding.short, _of(finding, keys))
        if amount:
            found[finding.clause] = max(amount, found.get(finding.clause, ZERO))
    return found


def share_filled(ledger: Ledger, filled: Mapping[str, Fraction]) -> Fraction:
    """How much of all that is short that is: each requirement weighs the same; 0 to 1."""
    short = list(filter(left, ledger.standing.requirements))
    parts = (min(ONE, filled.get(each.clause, ZERO) / each.short) for each in short)
    return sum(parts, ZERO) / len(short)


def _of(finding: RequirementFinding, keys: Mapping[str, Fraction]) -> Fraction:
    """What of these keys is this requirement's: for a breadth, one for each new category."""
    own = list(_own(finding, keys))
    if finding.kind == "breadth":
        return Fraction(len(own))
    return max((keys[key] for key in own), default=ZERO)


def _own(finding: RequirementFinding, keys: Mapping[str, Fraction]) -> Iterator[str]:
    names = {finding.clause, f"{finding.clause} from {finding.since}"}
    for key in keys:
        if key in names or key.split(" in ")[0].split(" across ")[0] in names:
            yield key
