"""Running: the worker tries what is many, and enters what staff let run.

Each batch is one transaction with the mark of how far it came, so that whoever is killed leaves
whole batches, and whoever goes on neither repeats nor leaves out a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty, body_for_staff
from recert.register.importing.columns import Column
from recert.register.importing.keeping import table_of
from recert.register.importing.outcomes import (
    GOOD,
    LETTERS,
    OUTCOMES,
    UNTRIED,
    Outcome,
    Weighed,
)
from recert.register.importing.reading import Problem, Reader, Rule
from recert.register.importing.trying import TRIED_IN_A_TURN, groups_of, keep_problems, try_on
from recert.register.importing.ways import AnEntry, Way, way_of
from recert.register.models import Import, ImportState

ENTERED_AT_ONCE = 250
A_TURN = 5_000
"""So many rows the worker enters before it looks after others."""


def advance_imports(*, at: datetime) -> bool:
    """Try or enter the next rows of the import that waits longest; False when none waits."""
    found = _next()
    if found is None:
        return False
    try:
        body_for_staff(found.by, found.body.slug, Duty.REGISTER)
    except NotFound:
        _end(found, ImportState.STOPPED, at, _("Whoever began it no longer keeps this register."))
        return True
    if UNTRIED in found.file.tried:
        if not try_on(found, at, TRIED_IN_A_TURN) and found.state == ImportState.RUNNING:
            _stop_if_bad(found, at)
        return True
    _enter_a_turn(found, at)
    return True


def _next() -> Import | None:
    waiting = Import.objects.filter(state__in=(ImportState.TRYING, ImportState.RUNNING))
    rows = waiting.select_related("body", "by", "file")
    return rows.order_by("started_at", "pk").first()


def give_up_import(*, at: datetime) -> None:
    """Stop the one that waits longest: it cannot go on, and others wait behind it."""
    found = _next()
    if found is not None:
        sentence = _("Something went wrong; whoever runs the installation finds it in the log.")
        _end(found, ImportState.STOPPED, at, sentence)


def _stop_if_bad(found: Import, at: datetime) -> None:
    """All rows were to be good, and were tried once more before the first: one is not."""
    bad = found.counts.get(Outcome.BAD, 0) + found.counts.get(Outcome.CONFLICT, 0)
    if bad:
        sentence = _("Not all rows are good any more: the register has changed since they were.")
        _end(found, ImportState.STOPPED, at, sentence)


def _enter_a_turn(found: Import, at: datetime) -> None:
    way, table = way_of(found, at), table_of(found)
    reader = way.reader(found, table)
    places = [place for place, (row, _cells) in enumerate(table.rows) if row > found.last_row]
    turn = places[:A_TURN]
    for start in range(0, len(turn), ENTERED_AT_ONCE):
        if not _enter_batch(found, way, reader, turn[start : start + ENTERED_AT_ONCE], at):
            return
    if len(places) == len(turn):
        _end(found, ImportState.DONE, at, _said_of(found))


def _said_of(found: Import) -> str:
    """What to say where all rows were to be good, and the register was changed under way."""
    bad = found.did.get(Outcome.BAD, 0) + found.did.get(Outcome.CONFLICT, 0)
    if not (found.only_whole and bad):
        return ""
    return _(
        "All rows were good when it began, but the register was changed meanwhile: the rows "
        "below could not be entered, all others are."
    )


def _enter_batch(
    found: Import, way: Way, reader: Reader[AnEntry], places: Sequence[int], at: datetime
) -> bool:
    """Enter the good ones of some rows, unless somebody else has, or the import was stopped.

    Where the register was changed this very moment, each is entered by itself, and the one
    that cannot be is told.
    """
    try:
        return _enter(found, way, reader, places, at, None)
    except (IntegrityError, Refused) as refused:
        if len(places) == 1:
            return _enter(found, way, reader, places, at, refused)
    return all(_enter_batch(found, way, reader, [place], at) for place in places)


@transaction.atomic
def _enter(
    found: Import,
    way: Way,
    reader: Reader[AnEntry],
    places: Sequence[int],
    at: datetime,
    refused: IntegrityError | Refused | None,
) -> bool:
    last = reader.rows[places[-1]][0]
    mine = Import.objects.filter(
        pk=found.pk, state=ImportState.RUNNING, last_row=found.last_row
    ).update(last_row=last)
    if not mine:
        return False
    tried = found.file.tried
    good = [place for place in places if tried[place] in GOOD]
    read = [(place, reader.entry(place)[0]) for place in good]
    clear = [(place, entry) for place, entry in read if entry is not None]
    did = Counter(found.did)
    did.update(OUTCOMES[tried[place]] for place in places if tried[place] not in GOOD)
    if refused is None:
        told = way.enter(found, [entry for _place, entry in clear], at)
    else:
        told = [_refusal(entry.row, refused) for _place, entry in clear]
    did.update(outcome for outcome, _problem in told)
    _keep_news(found, [place for place, _entry in clear], told)
    Import.objects.filter(pk=found.pk).update(did=dict(did))
    found.last_row, found.did = last, dict(did)
    return True


def _refusal(row: int, refused: IntegrityError | Refused) -> Weighed:
    if isinstance(refused, Refused):
        sentence = " ".join(refused.sentences)
    else:
        sentence = _("Somebody else has recorded this person or number this very moment.")
    return Outcome.BAD, Problem(row, Column.NUMBER, Rule.REFUSED, "", sentence)


def _keep_news(found: Import, places: Sequence[int], told: Sequence[Weighed]) -> None:
    """Write down what is wrong with rows that were good when they were tried."""
    news = [
        (place, outcome, problem)
        for place, (outcome, problem) in zip(places, told, strict=True)
        if problem is not None
    ]
    if not news:
        return
    letters = list(found.file.tried)
    for place, outcome, _problem in news:
        letters[place] = LETTERS[outcome]
    found.file.tried = "".join(letters)
    found.file.save(update_fields=["tried"])
    keep_problems(found, [problem for _place, _outcome, problem in news])
    Import.objects.filter(pk=found.pk).update(groups=groups_of(found))


def _end(found: Import, state: ImportState, at: datetime, why: str) -> None:
    with transaction.atomic():
        going = (ImportState.TRYING, ImportState.RUNNING)
        if not Import.objects.filter(pk=found.pk, state__in=going).update(
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
