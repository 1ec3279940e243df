"""Accounting: items back to activities. What each claimed, counted, lost to limits, and serves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from recert.rules.admitting import Admitted
from recert.rules.amounts import ZERO
from recert.rules.carrying import Brought, carried_by
from recert.rules.counting import Counted
from recert.rules.findings import ActivityFinding, Code, Reason, Serves
from recert.rules.requiring import Tally
from recert.rules.spanning import clause_of


def account(admitted: Sequence[Admitted], counted: Tally) -> list[ActivityFinding]:
    """Items back to activities: what each claimed, counted, lost to limits, and serves."""
    items: dict[str, list[Counted]] = {}
    for item in counted.count.items:
        items.setdefault(item.item.activity, []).append(item)
    found = [_activity(each, items.get(each.activity.id, []), counted) for each in admitted]
    return found + [_brought(each, items.get(each.id, []), counted) for each in counted.brought]


def _activity(each: Admitted, items: Sequence[Counted], counted: Tally) -> ActivityFinding:
    """What an activity came to; what is early counts for nothing but the needs it serves."""
    here = ZERO if each.early else sum((item.counted for item in items), ZERO)
    carried = sum((item.carried for item in items), ZERO)
    lost = each.worth.claimed - here - carried
    aside = each.early or any(reason.code is Code.TOO_SHORT for reason in each.reasons)
    serves = _serves(items)
    return ActivityFinding(
        activity=each.activity.id,
        claimed=each.worth.claimed,
        counted=here,
        carried=carried,
        over_limit=ZERO if aside else lost,
        not_eligible=lost if aside else ZERO,
        categories=counted.categories.get(each.activity.id, ()),
        serves=serves,
        reasons=each.reasons
        + (_over(items, counted) if each.early is None else _looked_back(serves, each.early))
        + _passing(items),
    )


def _brought(each: Brought, items: Sequence[Counted], counted: Tally) -> ActivityFinding:
    """What credit carried in came to."""
    return ActivityFinding(
        activity=each.id,
        claimed=each.amount,
        counted=sum((item.counted for item in items), ZERO),
        carried=sum((item.carried for item in items), ZERO),
        over_limit=sum((item.over for item in items), ZERO),
        categories=counted.categories.get(each.id, ()),
        serves=_serves(items),
        reasons=(
            Reason(code=Code.CARRIED_IN, amount=each.amount),
            *_over(items, counted),
            *_passing(items),
        ),
    )


def _serves(items: Sequence[Counted]) -> tuple[Serves, ...]:
    serves: dict[str, Fraction] = {}
    for item in items:
        for key, amount in item.serves:
            clause = clause_of(key)
            serves[clause] = serves.get(clause, ZERO) + amount
    return tuple(Serves(clause=key, amount=serves[key]) for key in sorted(serves))


def _looked_back(serves: Sequence[Serves], outside: Reason) -> tuple[Reason, ...]:
    """The needs that look back so far and are served; else why nothing is."""
    return tuple(
        Reason(code=Code.LOOKED_BACK, clause=each.clause, amount=each.amount) for each in serves
    ) or (outside,)


def _passing(items: Sequence[Counted]) -> tuple[Reason, ...]:
    """What of it passes into the next cycle, and by which clauses."""
    passing: dict[str, Fraction] = {}
    for item in items:
        for clause in filter(None, map(carried_by, item.item.sets)) if item.carried else ():
            passing[clause] = passing.get(clause, ZERO) + item.carried
    return tuple(
        Reason(code=Code.CARRIED, clause=clause, amount=passing[clause])
        for clause in sorted(passing)
    )


def _over(items: Sequence[Counted], counted: Tally) -> tuple[Reason, ...]:
    """The full limits that credit of this activity was lost to; else that it is a surplus."""
    touched = {clause_of(key) for item in items if item.over > 0 for key in item.item.sets}
    if not touched:
        return ()
    full = tuple(
        Reason(code=Code.OVER_LIMIT, clause=limit.clause, amount=limit.at_most)
        for limit in counted.limits
        if limit.clause in touched and limit.over and limit.counted >= limit.at_most
    )
    return full or tuple(Reason(code=Code.SURPLUS, clause=clause) for clause in counted.carries[:1])
