"""Trying: what a file would do, row by row and group by group; and then doing it.

Staff try as often as they like, and nothing is written to the register; the worker enters.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.days import latest_day
from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty, body_for_staff
from recert.people.unclaimed import is_claimed
from recert.register.importing.checking import SKIP, Checker, Entry, Problem, Rule
from recert.register.importing.columns import Column
from recert.register.importing.deciding import Outcome, plan_of
from recert.register.importing.entering import enter
from recert.register.importing.known import known_about
from recert.register.importing.tables import Table, read_table
from recert.register.models import Entered, Import, ImportProblem, ImportState
from recert.rulebooks.queries import credentials_of

TRIED_AT_ONCE = 1_000
ENTERED_AT_ONCE = 100
A_TURN = 2_000
"""So many rows the worker enters before it looks after others."""
MOST_KEPT = 10_000
"""So many problems are kept one by one; all are counted."""
MOST_GROUPS = 200
FIRST_ROWS = 5

Row = tuple[int, Entry | None, list[Problem]]


def table_of(found: Import) -> Table:
    """The file as it came, read again."""
    return read_table(zlib.decompress(bytes(found.file.content)), found.name)


def checker_of(found: Import, table: Table, at: datetime) -> Checker:
    """What reads its rows, with the fixes that stand."""
    fixes = {
        (fix.column, fix.value): SKIP if fix.leaves_out else fix.becomes
        for fix in found.fixes.filter(undone_at=None)
    }
    return Checker(
        table,
        found.mapped,
        fixes=fixes,
        orders=found.orders,
        offered=credentials_of(found.body.slug),
        today=latest_day(at),
    )


def try_out(found: Import, at: datetime) -> None:
    """Try every row on the register as it is, and keep what would become of them."""
    checker = checker_of(found, table_of(found), at)
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    rows = checker.entries()
    while batch := list(islice(rows, TRIED_AT_ONCE)):
        _try_batch(found, batch, seen, counts, problems)
    found.problems.all().delete()
    ImportProblem.objects.bulk_create(
        (_row_of(found, each) for each in problems[:MOST_KEPT]), batch_size=1_000
    )
    found.counts, found.groups = dict(counts), _groups(problems)
    found.asks = list(checker.asks_order_of())
    found.state = ImportState.CHECKED
    found.save(update_fields=["mapped", "orders", "counts", "groups", "asks", "state"])


def _try_batch(
    found: Import,
    batch: list[Row],
    seen: dict[tuple[str, str], int],
    counts: Counter[str],
    problems: list[Problem],
) -> None:
    known = known_about(found.body, (entry for _row, entry, _wrong in batch if entry))
    for _row, entry, wrong in batch:
        if entry is None:
            counts[Outcome.BAD if wrong else Outcome.LEFT_OUT] += 1
            problems += wrong
            continue
        plan = plan_of(entry, known, found.by)
        problem = plan.problem or _twice(entry, seen)
        counts[plan.outcome if problem is plan.problem else Outcome.BAD] += 1
        if problem is not None:
            problems.append(problem)


def _twice(entry: Entry, seen: dict[tuple[str, str], int]) -> Problem | None:
    """The same certificate on two rows, unless the second only adds an earlier cycle."""
    if not entry.number or not entry.certifies:
        return None
    first = seen.setdefault((entry.credential, entry.number.upper()), entry.row)
    if first == entry.row or entry.cycle_end is not None:
        return None
    return Problem(entry.row, Column.NUMBER, Rule.TWICE, entry.number, str(first))


def _row_of(found: Import, problem: Problem) -> ImportProblem:
    return ImportProblem(
        of=found,
        row=problem.row,
        column=problem.column,
        rule=problem.rule,
        value=problem.value,
        detail=problem.detail,
    )


def _groups(problems: list[Problem]) -> list[dict[str, object]]:
    """Alike problems together, the commonest first, with the first rows they stand in."""
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for each in problems:
        same = each.detail if each.rule is not Rule.TWICE else ""
        rows.setdefault((each.column, each.rule, each.value, same), []).append(each.row)
    found = sorted(rows.items(), key=lambda item: (-len(item[1]), item[1][0]))
    return [
        {
            "column": column,
            "rule": rule,
            "value": value,
            "detail": detail,
            "many": len(numbers),
            "first": numbers[:FIRST_ROWS],
        }
        for (column, rule, value, detail), numbers in found[:MOST_GROUPS]
    ]


# ---------------------------------------------------------------- the worker's part


def advance_imports(*, at: datetime) -> bool:
    """Enter the next rows of the import that waits longest; False when none waits.

    Each batch is one transaction with the mark of how far it came, so that whoever is killed
    leaves whole batches behind, and the next goes on after them.
    """
    found = _next()
    if found is None:
        return False
    try:
        body_for_staff(found.by, found.body.slug, Duty.REGISTER)
    except NotFound:
        _end(found, ImportState.STOPPED, at, _("Whoever began it no longer keeps this register."))
        return True
    rows = islice(checker_of(found, table_of(found), at).entries(found.last_row), A_TURN)
    entered = 0
    while batch := list(islice(rows, ENTERED_AT_ONCE)):
        entered += len(batch)
        if not _enter_batch(found, batch, at):
            return True
    if entered < A_TURN:
        _end(found, ImportState.DONE, at, "")
    return True


def _next() -> Import | None:
    running = Import.objects.filter(state=ImportState.RUNNING)
    return running.select_related("body", "by", "file").order_by("started_at", "pk").first()


def give_up_import(*, at: datetime) -> None:
    """Stop the one that waits longest: it cannot go on, and others wait behind it."""
    found = _next()
    if found is not None:
        sentence = _("Something went wrong; whoever runs the installation finds it in the log.")
        _end(found, ImportState.STOPPED, at, sentence)


class _Refusal(Exception):
    """Carries a row that was refused, and undoes its batch."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _enter_batch(found: Import, batch: list[Row], at: datetime) -> bool:
    """Enter some rows, unless somebody else has, or the import was stopped meanwhile."""
    last = batch[-1][0]
    try:
        with transaction.atomic():
            mine = Import.objects.filter(
                pk=found.pk, state=ImportState.RUNNING, last_row=found.last_row
            ).update(last_row=last)
            if not mine:
                return False
            did = Counter(found.did)
            for outcome in _entered(found, batch, at):
                did[outcome] += 1
            Import.objects.filter(pk=found.pk).update(did=dict(did))
    except _Refusal as refusal:
        _row_of(found, refusal.problem).save()
        sentence = _("Row %(row)s was refused, and all rows were to be good.")
        _end(found, ImportState.STOPPED, at, sentence % {"row": refusal.problem.row})
        return False
    found.last_row, found.did = last, dict(did)
    return True


def _entered(found: Import, batch: list[Row], at: datetime) -> Iterator[str]:
    known = known_about(found.body, (entry for _row, entry, _wrong in batch if entry))
    for _row, entry, wrong in batch:
        if entry is None:
            yield Outcome.BAD if wrong else Outcome.LEFT_OUT
            continue
        plan = plan_of(entry, known, found.by)
        problem = plan.problem
        if problem is None and plan.news:
            try:
                person = enter(plan, known, by=found.by, at=at)
                if not is_claimed(person):
                    Entered.objects.get_or_create(of=found, person=person)
            except Refused as refused:
                text = " ".join(refused.sentences)
                problem = Problem(entry.row, Column.NUMBER, Rule.REFUSED, entry.number, text)
        if problem is not None:
            if found.only_whole:
                raise _Refusal(problem)
            if problem.rule is Rule.REFUSED:
                _row_of(found, problem).save()
        yield plan.outcome if problem is plan.problem else Outcome.BAD


def _end(found: Import, state: ImportState, at: datetime, why: str) -> None:
    with transaction.atomic():
        if not Import.objects.filter(pk=found.pk, state=ImportState.RUNNING).update(
            state=state, ended_at=at, why_stopped=why
        ):
            return
        write(
            at=at,
            by=found.by.public_id,
            code="register.import-ended",
            subject=f"import:{found.public_id}",
            body=found.body.slug,
            detail={"state": str(state), "last-row": found.last_row},
        )
