"""Weighing: what a bulk act would do to each certification, from before to after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from recert.credentials.models import Certification, Ruling
from recert.credentials.words import ruling_against
from recert.people.impartiality import kept_out
from recert.register.bulk.choosing import Choice
from recert.register.models import BulkAct, BulkKind, BulkLine, LineState
from recert.rulebooks.queries import rulebooks_of
from recert.rules.facts import Decision, DecisionKind, Facts
from recert.rules.findings import Standing
from recert.rules.judging import judge
from recert.standing.gathering import facts_of_many
from recert.standing.queries import with_holding

DECIDES = {
    BulkKind.EXTEND: DecisionKind.EXTEND,
    BulkKind.HOLD: DecisionKind.HOLD,
    BulkKind.SUSPEND: DecisionKind.SUSPEND,
}
"""The decision that is made about everybody on the list."""

LEFT = (DecisionKind.RETIRE, DecisionKind.WITHDRAW)
"""Who has retired, or lost the certification, gets no more time and is not suspended."""

BURDENS = (BulkKind.HOLD, BulkKind.SUSPEND)

Standing_ = dict[int, list[Ruling]]


def lines_for(act: BulkAct, rows: Sequence[Certification]) -> list[BulkLine]:
    """A line for each whose status is meant; those the act would not change are left out."""
    choice = Choice.from_plain(act.choice)
    books = rulebooks_of(act.body.slug)
    facts = facts_of_many(tuple({row.person_id: row.person for row in rows}.values()))
    rulings, barred = rulings_in_force(rows, act.as_of), barred_in(act, rows)
    found = []
    for row in rows:
        known = with_holding(facts[row.person_id], row)
        was = judge(books, known, row.public_id, act.as_of)
        if choice.statuses and was.status not in choice.statuses:
            continue
        then = judge(books, _after(act, known, row), row.public_id, act.as_of)
        why = barred.get(row.pk) or why_not(act, row, rulings[row.pk], _end(was))
        found.append(
            BulkLine(
                act=act,
                certification=row,
                state=LineState.LEFT_OUT if why else LineState.CHOSEN,
                why=why,
                was=was.status.value,
                was_until=_end(was),
                then=(was if why else then).status.value,
                then_until=_end(was if why else then),
            )
        )
    return found


def rulings_in_force(rows: Sequence[Certification], on: date) -> Standing_:
    """What the body has decided about these and not ended, in one question.

    More time that was given for the cycle is there also when it is used up.
    """
    found: Standing_ = defaultdict(list)
    printed = {row.pk: row.expires for row in rows}
    standing = Ruling.objects.filter(certification__in=rows, ended_on=None)
    for ruling in standing.order_by("at", "pk"):
        until, last = ruling.until, printed[ruling.certification_id]
        used_up = ruling.kind == DecisionKind.EXTEND and until and last and until > last
        if until is None or until >= on or used_up:
            found[ruling.certification_id].append(ruling)
    return found


def barred_in(act: BulkAct, rows: Sequence[Certification]) -> dict[int, str]:
    """Those about whom whoever asks for the act, or runs it, has no part, in one question."""
    if act.kind == BulkKind.LETTER:
        return {}
    staff = [each for each in (act.asked_by_id, act.confirmed_by_id) if each is not None]
    persons, subjects = kept_out(
        staff,
        persons=[row.person_id for row in rows],
        subjects=[ruling_against(row) for row in rows] if act.kind in BURDENS else (),
    )
    return {
        row.pk: "apart"
        for row in rows
        if row.person_id in persons or ruling_against(row) in subjects
    }


def why_not(act: BulkAct, row: Certification, rulings: Sequence[Ruling], end: date | None) -> str:
    """Why somebody who is meant is left out, as a word; empty where nothing speaks against it.

    `end` is the last day as it stands.
    """
    if row.person_id in (act.asked_by_id, act.confirmed_by_id):
        return "own"
    choice, kinds = Choice.from_plain(act.choice), {ruling.kind for ruling in rulings}
    if BulkKind(act.kind) in DECIDES and not kinds.isdisjoint(LEFT):
        return "gone"
    match BulkKind(act.kind):
        case BulkKind.EXTEND:
            if choice.once and DecisionKind.EXTEND in kinds:
                return "extended"
            return "later" if end is not None and act.until and end >= act.until else ""
        case BulkKind.HOLD | BulkKind.SUSPEND:
            return "already" if DECIDES[BulkKind(act.kind)] in kinds else ""
        case BulkKind.END:
            return "" if choice.ends in kinds else "nothing"
    return ""


def _after(act: BulkAct, facts: Facts, row: Certification) -> Facts:
    """The facts as they would be once it was done."""
    kind = DECIDES.get(BulkKind(act.kind))
    if kind is not None:
        made = Decision(
            kind=kind,
            body=act.body.slug,
            on=act.as_of,
            reason=act.reason,
            holding=row.public_id,
            until=act.until,
        )
        return replace(facts, decisions=(*facts.decisions, made))
    if act.kind != BulkKind.END:
        return facts
    ends = Choice.from_plain(act.choice).ends
    kept = (
        each
        for each in facts.decisions
        if not (each.kind == ends and each.holding == row.public_id and each.ended is None)
    )
    return replace(facts, decisions=tuple(kept))


def _end(standing: Standing) -> date | None:
    return standing.cycle.end if standing.cycle else None
