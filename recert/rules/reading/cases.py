"""Reading the cases that stand beside an edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from recert.rules.cases import UNSAID, Case, Expected
from recert.rules.reading.binding import Binder, TooMany, Unbound
from recert.rules.reading.files import as_bytes, read_nodes
from recert.rules.reading.nodes import Listing, Node, Table, Text, locate
from recert.rules.reading.people import bind_facts
from recert.rules.reading.problems import Path, Problem, suggest
from recert.rules.reading.within import Fault

_OWN = {"person", "of", "as-of", "expect"}


def read_cases(
    source: str | bytes, *, name: str, body: str = ""
) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """The cases of a file that can be read, and what is wrong with the others.

    `body` is whose rulebook they try: holdings, memberships and decisions that name no
    body are of it.
    """
    top, problems = read_nodes(as_bytes(source), name)
    if top is None:
        return (), problems
    binder = Binder(name)
    if not isinstance(top, Listing):
        binder.note(top, (), 'a file of cases is a list; begin each with "- case: its title".')
        return (), tuple(sorted({*problems, *binder.problems}))
    cases: list[Case] = []
    with suppress(TooMany):
        for index, node in enumerate(top.items):
            with suppress(Unbound):
                cases.append(_case(binder, node, (index,), body))
        _refuse_repeats(binder, top, cases)
    return tuple(cases), tuple(sorted({*problems, *binder.problems}))


def _case(binder: Binder, node: Node, path: Path, body: str) -> Case:
    table = binder.table(node, path)
    person = _part(table, "person", binder, path)
    facts = bind_facts(binder, person, (*path, "person"), body)
    if not facts.holdings:
        raise binder.fail(person, (*path, "person"), "no holding is listed; add one to ask about.")
    expected = _part(table, "expect", binder, path)
    expect: Expected = binder.dataclass(expected, Expected, (*path, "expect"))
    given = {
        "person": facts,
        "expect": expect,
        "as_of": _moment(binder, _part(table, "as-of", binder, path), (*path, "as-of")),
        "of": facts.holdings[0].id,
        "line": table.line,
    }
    if "of" in table.entries:
        given["of"] = binder.bind(table.entries["of"], str, (*path, "of"))
    case = Case(**binder.fields(table, Case, path, given, also=_OWN))  # type: ignore[arg-type]
    for inner, message in _faults(case):
        binder.note(locate(table, inner), (*path, *inner), message)
    return case


def _part(table: Table, key: str, binder: Binder, path: Path) -> Node:
    if key not in table.entries:
        raise binder.fail(table, path, f'"{key}" is missing; add it.')
    return table.entries[key]


def _moment(binder: Binder, node: Node, path: Path) -> date | datetime:
    """A day, or a moment with its offset from UTC."""
    if isinstance(node, Text) and "T" in node.text:
        try:
            moment = datetime.fromisoformat(node.text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            message = "write a moment with its offset, such as 2026-01-01T00:30:00-05:00."
            raise binder.fail(node, path, message)
        return moment
    day: date = binder.bind(node, date, path)
    return day


def _faults(case: Case) -> Iterator[Fault]:
    holdings = {holding.id for holding in case.person.holdings}
    if case.of not in holdings:
        yield ("of",), f'the person has no holding "{case.of}"; {suggest(case.of, holdings)}'
    if case.expect == Expected():
        yield ("expect",), "nothing is expected; write at least one thing that must come out."
    activities = {activity.id for activity in case.person.activities}
    for id in case.expect.activities:
        if id not in activities:
            message = f'the person has no activity "{id}"; {suggest(id, activities)}'
            yield ("expect", "activities", id), message
    due = case.expect.fee
    if due and due.today != UNSAID and not re.fullmatch(r"\d+\.\d\d", due.today):
        yield ("expect", "fee", "today"), f'write an amount such as "140.00", or {UNSAID}.'


def _refuse_repeats(binder: Binder, top: Listing, cases: list[Case]) -> None:
    """Two cases of one title cannot be told apart in a report."""
    titles = Counter(case.case for case in cases)
    for case in cases:
        if titles[case.case] > 1:
            titles[case.case] = 0
            place = next(item for item in top.items if item.line == case.line)
            message = f'more than one case is called "{case.case}"; give each its own title.'
            binder.note(place, (), message)
