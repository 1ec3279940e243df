"""Trying: what a file would do, row by row and group by group. Nothing is written to the register.

What became of each row is kept as a letter, so that a fix tries only the rows it touched and
those they have something in common with: few at once, many by the worker, which goes on where
it was when it is killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from recert.register.importing.keeping import table_of
from recert.register.importing.outcomes import GOOD, LETTERS, OUTCOMES, UNTRIED, Outcome
from recert.register.importing.reading import Key, Problem, Reader, Rule
from recert.register.importing.ways import AnEntry, Claimed, Way, way_of
from recert.register.models import Import, ImportFile, ImportProblem, ImportState

TRIED_IN_A_REQUEST = 2_000
"""So many rows are tried while somebody waits; more by the worker."""
TRIED_IN_A_TURN = 5_000
TRIED_AT_ONCE = 1_000
MOST_GROUPS = 200
FIRST_ROWS = 5
Row = tuple[AnEntry | None, list[Problem]]
OF_OTHER_ROWS = (Rule.TWICE, Rule.HELD_TWICE, Rule.SAME_DEED)
"""Rules whose detail is another row: it does not make two rows unlike."""


def try_all(found: Import, at: datetime, *, in_turns: bool = False) -> None:
    """Have every row tried on the register as it is."""
    _mark(found, None)
    if found.state != ImportState.RUNNING:
        Import.objects.filter(pk=found.pk).update(state=ImportState.TRYING)
        found.state = ImportState.TRYING
    if not in_turns and found.rows <= TRIED_IN_A_REQUEST:
        try_on(found, at, found.rows)


def try_touched(
    found: Import, at: datetime, column: str, value: str, before: Reader[AnEntry]
) -> None:
    """Have the rows tried that a fix of this value touches, or that they may clash with.

    `before` reads them without the fix: what they had in common with others then counts too.
    """
    table = table_of(found)
    after = way_of(found, at).reader(found, table)
    places = _with_those_alike(set(after.standing_in(column, value)), before, after)
    if not places:
        return
    _mark(found, [(place, table.rows[place][0]) for place in sorted(places)])
    Import.objects.filter(pk=found.pk).update(state=ImportState.TRYING)
    found.state = ImportState.TRYING
    if len(places) <= TRIED_IN_A_REQUEST:
        try_on(found, at, len(places))


def _with_those_alike(
    touched: set[int], before: Reader[AnEntry], after: Reader[AnEntry]
) -> set[int]:
    """These rows, and all that have something in common with them, step by step."""
    having: dict[Key, list[int]] = {}
    for place in range(len(after.rows)):
        for key in after.keys(place):
            having.setdefault(key, []).append(place)
    found, seen = set(touched), set[Key]()
    asked = [key for place in touched for key in (*before.keys(place), *after.keys(place))]
    while asked:
        key = asked.pop()
        if key in seen:
            continue
        seen.add(key)
        for place in having.get(key, ()):
            if place not in found:
                found.add(place)
                asked += after.keys(place)
    return found


def _mark(found: Import, places: Sequence[tuple[int, int]] | None) -> None:
    """Forget what became of these rows (place, number), or of all."""
    if places is None:
        found.problems.all().delete()
        tried = UNTRIED * found.rows
    else:
        letters = list(found.file.tried)
        for place, _row in places:
            letters[place] = UNTRIED
        tried = "".join(letters)
        _forget_problems(found, [row for _place, row in places])
    ImportFile.objects.filter(of=found).update(tried=tried)
    found.file.tried = tried
    found.tried_rows = found.rows - tried.count(UNTRIED)
    Import.objects.filter(pk=found.pk).update(tried_rows=found.tried_rows)


def _forget_problems(found: Import, rows: Sequence[int]) -> None:
    for start in range(0, len(rows), 500):
        found.problems.filter(row__in=rows[start : start + 500]).delete()


def try_on(found: Import, at: datetime, most: int) -> bool:
    """Try the next rows that are marked, at most so many; whether any is left.

    Nothing happens if somebody else has tried them, or the import was stopped meanwhile.
    """
    way, letters = way_of(found, at), list(found.file.tried)
    reader = way.reader(found, table_of(found))
    places = [place for place, letter in enumerate(letters) if letter == UNTRIED][:most]
    claims = _claims_of_others(way, reader, places, letters)
    problems: list[Problem] = []
    for start in range(0, len(places), TRIED_AT_ONCE):
        some = places[start : start + TRIED_AT_ONCE]
        told = _tried(found, way, [reader.entry(place) for place in some], claims)
        for place, (outcome, wrong) in zip(some, told, strict=True):
            letters[place] = LETTERS[outcome]
            problems += wrong
    tried = "".join(letters)
    with transaction.atomic():
        mine = Import.objects.filter(
            pk=found.pk, state=found.state, tried_rows=found.tried_rows
        ).update(tried_rows=found.rows - tried.count(UNTRIED))
        if not mine:
            return False
        ImportFile.objects.filter(of=found).update(tried=tried)
        keep_problems(found, problems)
        found.file.tried, found.tried_rows = tried, found.rows - tried.count(UNTRIED)
        if UNTRIED not in tried:
            _finish(found, reader)
    return UNTRIED in tried


def _claims_of_others(
    way: Way, reader: Reader[AnEntry], places: Sequence[int], letters: Sequence[str]
) -> Claimed:
    """What good rows have said already that have something in common with these."""
    claims = way.claims()
    keys = {key for place in places for key in reader.keys(place)}
    for place, letter in enumerate(letters):
        if letter in GOOD and any(key in keys for key in reader.keys(place)):
            entry, _wrong = reader.entry(place)
            if entry is not None:
                claims.add(entry)
    return claims


def _tried(
    found: Import, way: Way, read: Sequence[Row], claims: Claimed
) -> list[tuple[Outcome, list[Problem]]]:
    """What becomes of each of some rows, and what is wrong with it."""
    weighed = iter(way.weigh(found, [entry for entry, _wrong in read if entry is not None]))
    told: list[tuple[Outcome, list[Problem]]] = []
    for entry, wrong in read:
        if entry is None:
            told.append((Outcome.BAD if wrong else Outcome.LEFT_OUT, wrong))
            continue
        outcome, problem = next(weighed)
        if problem is None and (problem := claims.clash(entry)) is not None:
            outcome = Outcome.BAD
        if problem is None:
            claims.add(entry)
        told.append((outcome, [problem] if problem else []))
    return told


def keep_problems(found: Import, problems: Iterable[Problem]) -> None:
    """Write down what is wrong, a row for each."""
    rows = (
        ImportProblem(
            of=found,
            row=each.row,
            column=each.column,
            rule=each.rule,
            value=each.value,
            detail=each.detail,
        )
        for each in problems
    )
    ImportProblem.objects.bulk_create(rows, batch_size=1_000)


def _finish(found: Import, reader: Reader[AnEntry]) -> None:
    """All rows have been tried: say what came of it."""
    counts = Counter(found.file.tried)
    found.counts = {str(OUTCOMES[letter]): many for letter, many in counts.items()}
    found.groups = groups_of(found)
    found.asks = list(reader.asks_order_of())
    if found.state == ImportState.TRYING:
        found.state = ImportState.CHECKED
    found.save(update_fields=["counts", "groups", "asks", "state"])


def groups_of(found: Import) -> list[dict[str, object]]:
    """Alike problems together, the commonest first, with the first rows they stand in."""
    many: Counter[tuple[str, str, str, str]] = Counter()
    first: dict[tuple[str, str, str, str], list[int]] = {}
    rows = found.problems.order_by("row", "pk").values_list(
        "column", "rule", "value", "detail", "row"
    )
    for column, rule, value, detail, row in rows.iterator():
        alike = (column, rule, value, "" if rule in OF_OTHER_ROWS else detail)
        many[alike] += 1
        if many[alike] <= FIRST_ROWS:
            first.setdefault(alike, []).append(row)
    commonest = sorted(many, key=lambda alike: (-many[alike], first[alike][0]))
    return [
        {
            "column": column,
            "rule": rule,
            "value": value,
            "detail": detail,
            "many": many[column, rule, value, detail],
            "first": first[column, rule, value, detail],
        }
        for column, rule, value, detail in commonest[:MOST_GROUPS]
    ]
