"""Itemising: credit put into items, each with every need, limit and carry rule it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from recert.rules.admitting import Admitted, order_of
from recert.rules.amounts import ZERO
from recert.rules.carrying import Brought, Outward
from recert.rules.counting import Item
from recert.rules.facts import Activity
from recert.rules.matching import Matter, categories_of
from recert.rules.rulebook import ALWAYS, EVERYTHING, Each, Limit, Need, Span
from recert.rules.spanning import Window, name_of


@dataclass(frozen=True, slots=True)
class Touch:
    """What credit must be, to touch the key: of a category, on a day, of one name."""

    key: str
    of: frozenset[str]
    span: Span = ALWAYS
    need: str = ""  # the clause, where it is a need
    wide: bool = False
    each: Each | None = None
    name: str | None = None
    onward: bool = False  # a carry rule: only for what may still pass on


def touches_of(
    needs: Iterable[Window], limits: Iterable[Window], carries: Iterable[Outward]
) -> list[Touch]:
    """Everything that credit may touch."""
    found = []
    for window in needs:
        assert isinstance(window.rule, Need)  # need windows are made from needs
        id, wide = window.clause.id, window.wide
        found += [
            Touch(key, frozenset(of), window.span, need=id, wide=wide) for key, of in window.options
        ]
        found += [
            Touch(key, frozenset({category}), need=id, wide=wide)
            for category, key in window.accepts.items()
        ]
    for window in limits:
        assert isinstance(window.rule, Limit)  # limit windows are made from limits
        of, each = frozenset(window.rule.of), window.rule.each
        found.append(Touch(window.key, of, window.span, each=each, name=window.each))
    found += [Touch(each.key, frozenset(each.of), each.span, onward=True) for each in carries]
    return found


def items_of(
    matter: Matter,
    admitted: Sequence[Admitted],
    brought: Sequence[Brought],
    touches: Sequence[Touch],
) -> tuple[list[Item], dict[str, tuple[str, ...]]]:
    """One item per part of an activity and per credit carried in; and the categories of each."""
    decided = _decided(matter)
    items: list[Item] = []
    categories: dict[str, tuple[str, ...]] = {}
    for each in admitted:
        belongs, mine = decided.get(each.activity.id, set()), set()
        for item, names in _parts(each, matter, belongs, touches):
            items.append(item)
            mine |= names
        categories[each.activity.id] = tuple(sorted(mine))
    for credit in brought:
        items.append(_carried(credit, matter, touches))
        categories[credit.id] = tuple(sorted(credit.categories))
    return items, categories


def _parts(
    each: Admitted, matter: Matter, decided: set[str], touches: Sequence[Touch]
) -> Iterable[tuple[Item, set[str]]]:
    """The parts of an activity that have topics of their own, and what is left of it."""
    activity = each.activity
    day = activity.completed
    if each.worth.clipped:
        day = min(day, matter.cycle.end)
    early = each.early is not None
    seen = [touch for touch in touches if _speaks(touch, activity, day, early=early)]
    for number, (value, as_part) in enumerate(_shares(activity, each.worth.value)):
        names = {*decided, *categories_of(as_part, matter)}
        belongs = names | {EVERYTHING}
        sets = frozenset(touch.key for touch in seen if not touch.of.isdisjoint(belongs))
        order = (*order_of(activity), str(number))
        yield Item(activity.id, value, order, sets, early), names


def _shares(activity: Activity, value: Fraction) -> list[tuple[Fraction, Activity]]:
    """What each part is worth, and the activity as if it were about that part alone."""
    if not activity.parts:
        return [(value, activity)]
    parts = [(value * part.share, replace(activity, topics=part.topics)) for part in activity.parts]
    rest = 1 - sum((part.share for part in activity.parts), ZERO)
    return [*parts, (value * rest, activity)] if rest > 0 else parts


def _speaks(touch: Touch, activity: Activity, day: date, *, early: bool) -> bool:
    """Whether a touch is about this day and name; of early credit only wide needs are."""
    if early and not touch.wide:
        return False
    if touch.each is not None and name_of(touch.each, activity) != touch.name:
        return False
    return touch.span.holds(day)


def _carried(credit: Brought, matter: Matter, touches: Sequence[Touch]) -> Item:
    """Credit carried in counts from the first day; for passing on, from when it was earned."""
    belongs = credit.categories | {EVERYTHING}
    first = matter.cycle.credit_since
    sets = frozenset(
        touch.key
        for touch in touches
        if not touch.of.isdisjoint(belongs)
        and touch.each is None
        and touch.need not in credit.barred
        and (
            credit.onward and touch.span.holds(credit.earned or first)
            if touch.onward
            else touch.span.holds(first)
        )
    )
    return Item(credit.id, credit.amount, credit.order, sets)


def _decided(matter: Matter) -> Mapping[str, set[str]]:
    """Categories the body has put each activity in by decision."""
    found: dict[str, set[str]] = {}
    for decision in matter.facts.decisions:
        if decision.body == matter.holding.body and decision.on <= matter.as_of:
            found.setdefault(decision.activity, set()).update(decision.categories)
    return found
