"""Reading the facts of one person, as docs/facts.md shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from recert.rules.amounts import NotWholeGrains, to_grains
from recert.rules.facts import Activity, Facts
from recert.rules.reading.binding import Binder, TooMany, Unbound
from recert.rules.reading.files import as_bytes, read_nodes
from recert.rules.reading.nodes import Listing, Node, Table, Text, locate
from recert.rules.reading.problems import Path, Problem, suggest
from recert.rules.reading.within import Fault

_NUMBERED = {"holdings": "holding", "activities": "activity", "documents": "document"}


def read_facts(
    source: str | bytes, *, name: str = "facts"
) -> tuple[Facts | None, tuple[Problem, ...]]:
    """The facts of one person from YAML, or from JSON where the name ends in `.json`.

    Bad input gives problems and never raises. Entries without an id are numbered.
    """
    top, problems = read_nodes(as_bytes(source), name)
    if top is None:
        return None, problems
    binder = Binder(name)
    facts = None
    with suppress(Unbound, TooMany):  # the problems are in the binder
        facts = bind_facts(binder, top, ())
    problems = tuple(sorted({*problems, *binder.problems}))
    return (None if problems else facts), problems


def bind_facts(binder: Binder, node: Node, path: Path, body: str = "") -> Facts:
    """Facts from a node; where a `body` is named, entries that omit theirs are of it."""
    table = _completed(binder.table(node, path), body)
    given = {} if "person" in table.entries else {"person": ""}
    facts: Facts = binder.dataclass(table, Facts, path, given)
    found = list(fact_faults(facts))
    for inner, message in found:
        binder.note(locate(table, inner), (*path, *inner), message)
    if found:
        raise Unbound
    return facts


def _completed(table: Table, body: str) -> Table:
    """The person's table with the ids, and in cases the bodies, that may be left out."""
    for section, noun in _NUMBERED.items():
        table = _with_default(table, section, "id", f"{noun}-{{}}")
    if body:
        for section in ("holdings", "memberships", "decisions"):
            table = _with_default(table, section, "body", body)
        first = _first_holding(table)
        table = _with_default(table, "attestations", "holding", first) if first else table
    return table


def _with_default(table: Table, section: str, key: str, value: str) -> Table:
    """The table with a key in every entry of a section that lacks it; {} is its number."""
    entries = table.entries.get(section)
    if not isinstance(entries, Listing):
        return table
    items = [
        _with_key(item, key, value.replace("{}", str(number))) if isinstance(item, Table) else item
        for number, item in enumerate(entries.items, start=1)
    ]
    changed = Listing(entries.line, entries.column, items)
    return Table(table.line, table.column, {**table.entries, section: changed}, table.keys)


def _with_key(item: Table, key: str, value: str) -> Table:
    if key in item.entries:
        return item
    text = Text(value, True, item.line, item.column)
    entries, keys = {**item.entries, key: text}, {**item.keys, key: text}
    return Table(item.line, item.column, entries, keys)


def _first_holding(table: Table) -> str:
    holdings = table.entries.get("holdings")
    if isinstance(holdings, Listing) and holdings.items and isinstance(holdings.items[0], Table):
        id = holdings.items[0].entries.get("id")
        return id.text if isinstance(id, Text) else ""
    return ""


def fact_faults(facts: Facts) -> Iterator[Fault]:
    """What cannot be so, though each value can be read. The future is not judged here."""
    for section in _NUMBERED:
        yield from _repeated_ids(section, [entry.id for entry in getattr(facts, section)])
    for index, activity in enumerate(facts.activities):
        for path, message in activity_faults(activity):
            yield ("activities", index, *path), message
    for index, holding in enumerate(facts.holdings):
        yield from _backwards(holding.certified, holding.expires, ("holdings", index, "expires"))
    for index, document in enumerate(facts.documents):
        yield from _backwards(document.issued, document.expires, ("documents", index, "expires"))
    for index, member in enumerate(facts.memberships):
        yield from _backwards(member.since, member.until, ("memberships", index, "until"))
    for index, decision in enumerate(facts.decisions):
        yield from _backwards(decision.since, decision.until, ("decisions", index, "until"))
    yield from _reference_faults(facts)


def activity_faults(activity: Activity) -> Iterator[Fault]:
    """What cannot be so of one activity."""
    yield from _backwards(activity.started, activity.completed, ("started",))
    for index, award in enumerate(activity.awards):
        try:
            to_grains(award.amount)
        except NotWholeGrains:
            message = "this amount is too fine; no certificate prints such a part of a credit."
            yield ("awards", index, "amount"), message
    shares = [part.share for part in activity.parts]
    for index, share in enumerate(shares):
        if not 0 < share <= 1:
            yield ("parts", index, "share"), 'a share lies between 0 and 1; half of it is "0.5".'
    if sum(shares) > 1:
        yield ("parts",), "the parts come to more than the whole; correct their shares."


def _repeated_ids(section: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            message = f'"{id}" is the id of an entry above; give this one its own.'
            yield (section, index, "id"), message
        seen.add(id)


def _backwards(first: date | None, last: date | None, path: Path) -> Iterator[Fault]:
    if first and last and last < first:
        yield path, f"{last} is before {first}, when it began; correct one of the dates."


def _reference_faults(facts: Facts) -> Iterator[Fault]:
    """Attestations and decisions about a holding or an activity that is not there."""
    known: Mapping[str, set[str]] = {
        "holding": {holding.id for holding in facts.holdings},
        "activity": {activity.id for activity in facts.activities},
    }
    for section in ("attestations", "decisions"):
        for index, entry in enumerate(getattr(facts, section)):
            for key, ids in known.items():
                id = getattr(entry, key, "")
                if id and id not in ids:
                    message = f'there is no {key} "{id}" here; {suggest(id, ids)}'
                    yield (section, index, key), message
