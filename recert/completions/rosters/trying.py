"""Trying: what a roster would come to, row by row and alike problems together. Nothing is posted.

Whether somebody is found is told as long as the provider may ask so (`checking`); after that a
row that is right is only said to be right.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from recert.catalogue.models import CourseClass, Provider
from recert.completions.checking import MOST_TRIED, count_misses, refuse_guessing
from recert.completions.lines import Answer, Line, Problem, answer_of
from recert.completions.models import CompletionState, Roster, RosterFile, RosterState
from recert.completions.receiving.resolving import batches
from recert.completions.receiving.weighing import Scales
from recert.completions.rosters.reading import Reader, as_ranges, reader_of
from recert.lib.refusals import Refused
from recert.people.models import Person

S = CompletionState
TRIED_IN_A_REQUEST = 1_000
"""So many rows are tried while somebody waits; more by the worker."""
A_TURN = 5_000
AT_ONCE = 500
MOST_GROUPS = 100
RIGHT = "right"
"""A row that is right, where it is not said whether somebody was found."""

Tried = tuple[int, str, tuple[Problem, ...]]
"""A row, what would become of it, and what is wrong with it."""


def try_all(roster: Roster, at: datetime) -> None:
    """Have every row tried: at once where they are few, else by the worker."""
    Roster.objects.filter(pk=roster.pk).update(
        state=RosterState.TRYING, tried_rows=0, counts={}, groups=[], started_at=at
    )
    RosterFile.objects.filter(of=roster).update(answers=b"")
    roster.refresh_from_db()
    roster.file.refresh_from_db()
    if roster.rows <= TRIED_IN_A_REQUEST:
        try_on(roster, at, roster.rows)


def try_on(roster: Roster, at: datetime, most: int, reader: Reader | None = None) -> bool:
    """Try the next rows, at most so many; False if somebody else has, and nothing happens."""
    reader, begin = reader_of(roster) if reader is None else reader, roster.tried_rows
    end = min(begin + most, len(reader))
    told = _tried(roster, reader, begin, end, at)
    kept = bytes(roster.file.answers) + _packed(told)
    with transaction.atomic():
        mine = Roster.objects.filter(
            pk=roster.pk, state=RosterState.TRYING, tried_rows=begin
        ).update(tried_rows=end)
        if not mine:
            return False
        RosterFile.objects.filter(of=roster).update(answers=kept)
        roster.tried_rows, roster.file.answers = end, kept
        if end == len(reader):
            _finish(roster, reader, answers_of(roster))
    return True


def has_problem(roster: Roster, reader: Reader, at: datetime) -> bool:
    """Whether any row needs attention by now; gone through once more before the first is posted."""
    scales = _scales(roster, at)
    return any(
        each.row.state == S.PROBLEM
        for batch in batches(reader.lines(), AT_ONCE)
        for each in scales.weigh(batch)
    )


def problems_by_row(
    lines: Iterable[Line],
    *,
    provider: Provider,
    by: Person,
    at: datetime,
    course_class: CourseClass | None = None,
) -> dict[int, tuple[Problem, ...]]:
    """What is wrong with lines somebody typed, by row; nothing of who is found. None is posted."""
    scales = Scales(provider=provider, at=at, by=by, course_class=course_class, source=None)
    return {
        each.row.row: answer_of(each.row).problems
        for batch in batches(lines, AT_ONCE)
        for each in scales.weigh(batch)
        if each.row.state == S.PROBLEM
    }


def _scales(roster: Roster, at: datetime) -> Scales:
    return Scales(
        provider=roster.provider, at=at, by=roster.by, course_class=roster.course_class, source=None
    )


def _tried(roster: Roster, reader: Reader, begin: int, end: int, at: datetime) -> list[Tried]:
    scales = _scales(roster, at)
    says_who = _may_ask(roster, at)
    told: list[Tried] = []
    missed = 0
    for batch in batches(reader.lines(begin, end), AT_ONCE):
        for each in scales.weigh(batch):
            answer = answer_of(each.row)
            missed += answer.state == S.UNMATCHED
            told.append((answer.row, _state(answer, says_who), answer.problems))
    if says_who:
        count_misses(roster.provider, missed, at)
    return told


def _may_ask(roster: Roster, at: datetime) -> bool:
    try:
        refuse_guessing(roster.provider, at, MOST_TRIED)
    except Refused:
        return False
    return True


def _state(answer: Answer, says_who: bool) -> str:
    if not says_who and answer.state in (S.ACCEPTED, S.UNMATCHED):
        return RIGHT
    return str(answer.state)


def _finish(roster: Roster, reader: Reader, told: Sequence[Tried]) -> None:
    counts = Counter(state for _row, state, _problems in told)
    left_out = len(reader) - len(told)
    roster.counts = {**counts, **({"left-out": left_out} if left_out else {})}
    roster.groups = groups_of(told)
    roster.asks = reader.asks()
    roster.state = RosterState.CHECKED
    roster.save(update_fields=["counts", "groups", "asks", "state"])


# ---------------------------------------------------------------- what is kept


def _packed(told: Sequence[Tried]) -> bytes:
    plain = [
        [row, state, [[each.field, each.value, each.rule, each.fix] for each in problems]]
        for row, state, problems in told
    ]
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 6)


def answers_of(roster: Roster) -> list[Tried]:
    """What would become of each row that was tried."""
    return [
        (row, state, tuple(Problem(field=f, value=v, rule=r, fix=x) for f, v, r, x in problems))
        for part in _parts(bytes(roster.file.answers))
        for row, state, problems in json.loads(part)
    ]


def _parts(content: bytes) -> Iterator[bytes]:
    """What was kept turn by turn, each packed by itself."""
    while content:
        unpacking = zlib.decompressobj()
        yield unpacking.decompress(content)
        content = unpacking.unused_data


@dataclass(slots=True)
class _Alike:
    problem: Problem
    rows: list[int]


def groups_of(told: Iterable[Tried]) -> list[dict[str, object]]:
    """Alike problems together, the commonest first."""
    alike: dict[tuple[str, str, str], _Alike] = {}
    for row, state, problems in told:
        for each in problems if state == S.PROBLEM else ():
            key = (each.field, each.value, each.rule)
            alike.setdefault(key, _Alike(each, [])).rows.append(row)
    commonest = sorted(alike.values(), key=lambda each: (-len(each.rows), each.rows[0]))
    return [
        {
            "field": each.problem.field,
            "value": each.problem.value,
            "rule": each.problem.rule,
            "fix": each.problem.fix,
            "many": len(each.rows),
            "rows": _shown(each.rows),
        }
        for each in commonest[:MOST_GROUPS]
    ]


def _shown(rows: Sequence[int]) -> str:
    ranges = as_ranges(rows)
    return ranges if len(ranges) <= 40 else f"{ranges[:40].rpartition(',')[0]} …"
