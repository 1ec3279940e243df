"""Doing: what a bulk act does to one part of its list, and how that is taken back.

Decisions, lines and letters are written together, by as many questions for two hundred as
for one. The caller holds the transaction and has taken the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.credentials.models import Ruling
from recert.credentials.words import letter_of
from recert.journal.actions import write_many
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.telling_many import ToTell, tell_many
from recert.register.bulk.choosing import Choice
from recert.register.bulk.weighing import DECIDES, Standing_, barred_in, rulings_in_force, why_not
from recert.register.models import BulkAct, BulkKind, BulkLine, LineState
from recert.rules.facts import DecisionKind

Words = Callable[[BulkLine], Callable[[], tuple[str, str]]]


def do_to(act: BulkAct, lines: Sequence[BulkLine], at: datetime, today: date) -> None:
    """Do it to these; what has changed since the list was made is left alone."""
    rulings = rulings_in_force([line.certification for line in lines], today)
    barred = barred_in(act, [line.certification for line in lines])
    still = [line for line in lines if not _changed(act, line, rulings, barred)]
    assert act.confirmed_by is not None  # it runs only once somebody has
    match BulkKind(act.kind):
        case BulkKind.LETTER:
            _tell(act, still, at, "body-letter", "letter", lambda _line: _letter(act))
            _write(act, still, at, "register.letter-sent", act.confirmed_by)
        case BulkKind.END:
            _end(act, still, rulings, at, today)
        case _:
            _rule(act, still, at, today)
    BulkLine.objects.bulk_update((line for line in lines if line.why), ("state", "why"))
    BulkLine.objects.bulk_update((line for line in still if line.ruling), ("ruling",))


def _changed(act: BulkAct, line: BulkLine, rulings: Standing_, barred: dict[int, str]) -> bool:
    row = line.certification
    end = _end_since(line, rulings[row.pk])
    line.why = barred.get(row.pk) or why_not(act, row, rulings[row.pk], end)
    line.state = LineState.SKIPPED if line.why else LineState.DONE
    return bool(line.why)


def _end_since(line: BulkLine, rulings: Sequence[Ruling]) -> date | None:
    """The last day as it stands: a renewal or an extension may have moved it since the list."""
    given = [each.until for each in rulings if each.kind == DecisionKind.EXTEND]
    days = [day for day in (line.was_until, line.certification.expires, *given) if day]
    return max(days, default=None)


def _rule(act: BulkAct, lines: Sequence[BulkLine], at: datetime, today: date) -> None:
    kind = DECIDES[BulkKind(act.kind)]
    _decide(act, lines, at, [_ruling(act, line, kind, at, today) for line in lines])


def _ruling(act: BulkAct, line: BulkLine, kind: DecisionKind, at: datetime, today: date) -> Ruling:
    assert act.confirmed_by is not None  # it runs only once somebody has
    return Ruling(
        certification=line.certification,
        kind=kind.value,
        reason=act.reason,
        until=act.until,
        decided_on=min(today, act.until or today),  # a part may be done after midnight
        decided_by=act.confirmed_by,
        at=at,
    )


def _decide(
    act: BulkAct, lines: Sequence[BulkLine], at: datetime, rulings: Sequence[Ruling]
) -> None:
    """Keep these decisions, one for each line, with their lines in the journal and letters."""
    made = Ruling.objects.bulk_create(rulings)
    for line, ruling in zip(lines, made, strict=True):
        line.ruling = ruling
    _write(act, lines, at, "credentials.ruled", act.undone_by or act.confirmed_by)
    _tell(act, lines, at, "register-changed", "ruled", _decided)


def _end(
    act: BulkAct, lines: Sequence[BulkLine], rulings: Standing_, at: datetime, today: date
) -> None:
    ends = Choice.from_plain(act.choice).ends
    for line in lines:
        line.ruling = next(
            each for each in reversed(rulings[line.certification_id]) if each.kind == ends
        )
    gone = Ruling.objects.filter(
        certification__in=[line.certification_id for line in lines], kind=ends, ended_on=None
    )
    gone.update(ended_on=today, ended_by=act.confirmed_by)
    _write(act, lines, at, "credentials.ruling-ended", act.confirmed_by)
    _tell(act, lines, at, "register-changed", "ended", lambda line: _ended(act, line))


def undo_to(act: BulkAct, lines: Sequence[BulkLine], at: datetime, today: date) -> None:
    """Take it back for these: what was decided ends, what was ended is decided again.

    What is over already, ended by hand or by a renewal, and what somebody has decided anew, is
    left alone and not counted; nothing is said about it.
    """
    rulings = rulings_in_force([line.certification for line in lines], today)
    for line in lines:
        line.why = _not_to_undo(act, line, rulings[line.certification_id], today)
        line.state = LineState.SKIPPED if line.why else LineState.UNDONE
    left = [line for line in lines if not line.why]
    if act.kind == BulkKind.END:
        _decide(act, left, at, [_again(act, line, at, today) for line in left])
    else:
        standing = Ruling.objects.filter(pk__in=[line.ruling_id for line in left])
        standing.update(ended_on=today, ended_by=act.undone_by)
        _write(act, left, at, "credentials.ruling-ended", act.undone_by)
        _tell(act, left, at, "register-changed", "undone", lambda line: _ended(act, line))
    BulkLine.objects.bulk_update(lines, ("state", "why", "ruling"))


def _not_to_undo(act: BulkAct, line: BulkLine, rulings: Sequence[Ruling], today: date) -> str:
    """Why there is nothing to take back for one, as a word; empty where there is."""
    was = line.ruling
    assert was is not None  # it was done by one, or ended one
    if act.kind != BulkKind.END:
        return "" if was.ended_on is None else "over"
    if was.until is not None and was.until < today:
        return "over"
    return "already" if was.kind in {each.kind for each in rulings} else ""


def _again(act: BulkAct, line: BulkLine, at: datetime, today: date) -> Ruling:
    was = line.ruling
    assert was is not None  # it ended one
    assert act.undone_by is not None  # and somebody asked
    return Ruling(
        certification=line.certification,
        kind=was.kind,
        clause=was.clause,
        reason=was.reason,
        until=was.until,
        stays=was.stays,
        decided_on=today,
        decided_by=act.undone_by,
        at=at,
    )


# ---------------------------------------------------------------- lines and letters


def _write(
    act: BulkAct, lines: Sequence[BulkLine], at: datetime, code: str, by: Person | None
) -> None:
    write_many(
        at=at,
        code=code,
        by=id_of(by),
        body=act.body.slug,
        about=(
            (
                f"certification:{line.certification.public_id}",
                line.certification.person.public_id,
                {"kind": line.ruling.kind if line.ruling else act.kind, "bulk": act.public_id},
            )
            for line in lines
        ),
    )


def _tell(
    act: BulkAct, lines: Sequence[BulkLine], at: datetime, kind: str, what: str, words: Words
) -> None:
    tell_many(
        at=at,
        kind=kind,
        body=act.body,
        letters=(
            ToTell(
                line.certification.person,
                words(line),
                f"bulk:{act.public_id}:{what}:{line.certification.public_id}",
            )
            for line in lines
        ),
    )


def _letter(act: BulkAct) -> Callable[[], tuple[str, str]]:
    return lambda: (act.subject, act.reason)


def _decided(line: BulkLine) -> Callable[[], tuple[str, str]]:
    ruling = line.ruling
    assert ruling is not None  # it was made just now
    return lambda: (_("A decision about your certification"), letter_of(ruling))


def _ended(act: BulkAct, line: BulkLine) -> Callable[[], tuple[str, str]]:
    def words() -> tuple[str, str]:
        text = _("%(body)s ended a decision about your certification. Sign in to see it.") % {
            "body": line.certification.body.name
        }
        return _("A decision about your certification ended"), f"{text}\n\n{act.reason}"

    return words
