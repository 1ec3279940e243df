"""Answers: what was found out, as columns; and one person's standing as the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from recert.rules.amounts import GRAINS_PER_CREDIT, show
from recert.rules.findings import Code, Standing, State, Status, Verdict
from recert.rules.population.columns import ANSWERS, REQUIREMENTS
from recert.rules.population.credit import Sorts
from recert.rules.population.editions import Edition, Judgement
from recert.rules.population.holders import People
from recert.rules.population.papers import ASKS, MET, Papers, done
from recert.rules.population.rows import number_of
from recert.rules.population.settling import Settled
from recert.rules.population.sheets import UNKNOWN_DAY, Codes, Flags, Ints
from recert.rules.population.terms import STATES, VERDICTS, Line
from recert.rules.rulebook import Gate

_STATE = {state: place for place, state in enumerate(STATES)}
_MET, _SHORT, _SILENT, _ASKS = (
    _STATE[each] for each in (State.MET, State.SHORT, State.SILENT, State.NEEDS_PERSON)
)
_NONE = -1
_AMOUNTS = ("claimed", "counted", "over_limit", "carried", "not_eligible")

Stands = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Lines:
    """The requirements of all people, a row each: as many as anybody has, `there` or not."""

    there: Flags
    clause: Codes
    since: npt.NDArray[np.int32]
    until: npt.NDArray[np.int32]
    state: Stands
    need: Ints  # in the edition's units
    counted: Ints
    short: Ints


# ---------------------------------------------------------------- the lines


class Table:
    """What the lines of each of the terms look up: from which numbers, with which states."""

    def __init__(self, sorts: Sorts, amounts: tuple[int, int], unit: int) -> None:
        self.sorts = sorts
        needs, breadths = amounts
        starts = {"need": 0, "breadth": needs, "gate": needs + breadths}
        lines = [each.lines for each in sorts.terms]
        wide = max((len(each) for each in lines), default=0)
        self.clauses: list[str] = []
        numbers: dict[str, int] = {}

        def row(line: Line) -> tuple[int, ...]:
            finding = line.finding
            clause = numbers.setdefault(finding.clause, len(numbers))
            return (
                clause,
                UNKNOWN_DAY if finding.since is None else number_of(finding.since),
                UNKNOWN_DAY if finding.until is None else number_of(finding.until),
                starts[finding.kind] + line.place,
                _NONE if line.state is None else _STATE[line.state],
                _STATE[line.unmet],
                int(finding.need * unit),
                int(finding.kind == "gate"),
            )

        rows = [[row(line) for line in each] for each in lines]
        nothing = (_NONE,) * 8
        self.rows = np.array(
            [each + [nothing] * (wide - len(each)) for each in rows], np.int64
        ).reshape(len(rows), wide, 8)
        self.clauses = list(numbers)


def lines_of(table: Table, settled: Settled, gates: Stands, unit: int) -> Lines:
    """Every requirement of everybody."""
    rows = table.rows[table.sorts.places]
    clause, since, until, source, fixed, unmet, need, gate = np.moveaxis(rows, 2, 0)
    met = np.where(gates == MET, unit, 0)
    numbers = np.concatenate((settled.reached, settled.breadths * unit, met), axis=1)
    there = clause != _NONE
    counted = np.take_along_axis(numbers, np.where(there, source, 0), 1)
    short = np.maximum(need - counted, 0)
    state = np.where(short > 0, unmet, _MET)
    asked = np.zeros_like(numbers, np.bool_)
    asked[:, numbers.shape[1] - gates.shape[1] :] = gates == ASKS
    asks = np.take_along_axis(asked, np.where(there, source, 0), 1)
    state = np.where(asks & (gate == 1), _ASKS, state)
    state = np.where(fixed != _NONE, fixed, state)
    counted = np.where((gate == 1) & (fixed != _NONE), np.where(fixed == _MET, unit, 0), counted)
    return Lines(
        there=there,
        clause=clause.astype(np.int32),
        since=since.astype(np.int32),
        until=until.astype(np.int32),
        state=state.astype(np.int8),
        need=need,
        counted=counted,
        short=np.where(state == _SHORT, np.where(gate == 1, unit, short), 0),
    )


def gates_of(judgement: Judgement, edition: Edition) -> Stands:
    """How everybody stands at every gate that papers or deeds decide."""
    people, cycles = judgement.people, judgement.cycles
    gates = edition.rulebook.of_kind(Gate)
    found = np.full((people.sheet.length, len(gates)), MET, np.int8)
    if not gates or not judgement.sorts.terms:
        return found
    papers, sample = Papers(people, edition.words), judgement.sorts.terms[0].matter
    day = number_of(edition.as_of)
    for place, (_, gate) in enumerate(gates):
        if gate.documents:
            days = cycles.start, np.minimum(cycles.end, day).astype(np.int32)
            found[:, place] = papers.stands(gate, sample, days)
        elif gate.attests:
            held = papers.attested(gate.attests, cycles.start, day)
            found[:, place] = np.where(held, MET, 0)
        elif gate.done is not None:
            record = judgement.record
            flags = record.table.done[record.codes, place]
            often = done(gate, record.many, flags, record.completed, sample, cycles)
            found[:, place] = np.where(often, MET, 0)
    return found


def verdicts_of(
    judgement: Judgement, lines: Lines, sure: Lines, surely: Flags
) -> tuple[Codes, Flags]:
    """The verdict on everybody; and whose rests on what must still be looked at."""
    sorts = judgement.sorts
    table = np.array(
        [[VERDICTS.index(verdict) for verdict in each.verdicts] for each in sorts.terms], np.int32
    ).reshape(-1, 8)
    uncertain = np.array([each.uncertain for each in sorts.terms], np.bool_)[sorts.places]
    found = table[sorts.places, _states(lines)]
    ready, asks = VERDICTS.index(Verdict.READY), VERDICTS.index(Verdict.NEEDS_PERSON)
    looked = (found == ready) & surely
    doubtful = looked & (table[sorts.places, _states(sure)] != ready)
    found = np.where(doubtful | ((found == ready) & uncertain), asks, found)
    return found, looked


def _states(lines: Lines) -> Ints:
    """Which of the states that decide a verdict occur, as the place in `Terms.verdicts`."""
    found = np.zeros(len(lines.state), np.int64)
    for bit, state in ((4, _SHORT), (2, _SILENT), (1, _ASKS)):
        found += bit * (lines.there & (lines.state == state)).any(1)
    return found


# ---------------------------------------------------------------- columns


def answer(judgement: Judgement, edition: Edition) -> tuple[pa.RecordBatch, Flags]:
    """The answers to everybody, and whose must be asked of the whole law instead."""
    settled, record, unit = judgement.settled, judgement.record, edition.unit
    gates = gates_of(judgement, edition)
    counts = settled.reached.shape[1], settled.breadths.shape[1]
    table = Table(judgement.sorts, counts, unit)
    lines = lines_of(table, settled, gates, unit)
    sure = lines_of(table, judgement.sure, gates, unit)
    verdict, looked = verdicts_of(judgement, lines, sure, record.many.any_of(record.provisional))
    aside = judgement.aside | (looked & judgement.sure.open)
    claimed = _sums(record.worths.claimed, record.many.offsets)
    counting = record.admitted & ~record.worths.too_short
    eligible = _sums(np.where(counting, record.worths.claimed, 0), record.many.offsets)
    amounts = {
        "claimed": claimed,
        "counted": settled.counted,
        "over_limit": eligible - settled.counted - settled.carried,
        "carried": settled.carried,
        "not_eligible": claimed - eligible,
    }
    standings = [each.standing for each in judgement.sorts.terms]
    places = judgement.sorts.places
    columns = {
        "person": _own(judgement.people, "person"),
        "holding": _own(judgement.people, "holding"),
        "edition": _word([each.edition for each in standings], places),
        "verdict": _word([str(each) for each in VERDICTS], verdict),
        "status": _word([str(each.status) for each in standings], places),
        "start": pa.array(judgement.cycles.start).view(pa.date32()),
        "end": pa.array(judgement.cycles.end).view(pa.date32()),
        "stage": _word([_stage(each) for each in standings], places),
        "fee": pa.array([_fee(each) for each in standings], pa.int64()).take(pa.array(places)),
        "questions": pa.array(record.many.count_of(record.review), pa.int32()),
        "requirements": _requirements(lines, table.clauses, unit),
        "exact": _exact(amounts, lines, unit),
    }
    columns |= {name: _grains(units, unit) for name, units in amounts.items()}
    return pa.RecordBatch.from_arrays(
        [columns[each.name] for each in ANSWERS], schema=ANSWERS
    ), aside


def _own(people: People, name: str) -> pa.Array:
    sheet = people.sheet
    return sheet.columns[name] if name in sheet.columns else pa.array([""] * sheet.length)


def _sums(values: Ints, offsets: Ints) -> Ints:
    return np.diff(np.concatenate(([0], np.cumsum(values)))[offsets])


def _word(words: Sequence[str], places: Codes) -> pa.Array:
    found = pa.DictionaryArray.from_arrays(
        pa.array(places, pa.int32()), pa.array(words, pa.string())
    )
    return found if len(set(words)) == len(words) else found.cast(pa.string()).dictionary_encode()


def _stage(standing: Standing) -> str:
    return standing.fee_today.stage if standing.fee_today else ""


def _fee(standing: Standing) -> int | None:
    today = standing.fee_today
    return today.total.cents if today is not None and today.total is not None else None


def _grains(units: Ints, unit: int) -> pa.Array:
    per = unit // GRAINS_PER_CREDIT
    if per == 1:
        return pa.array(units)
    whole, rest = np.divmod(units, per)
    return pa.array(whole, mask=rest != 0)


def _requirements(lines: Lines, clauses: Sequence[str], unit: int) -> pa.Array:
    there = lines.there
    offsets = np.zeros(len(there) + 1, np.int32)
    np.cumsum(there.sum(1), out=offsets[1:])
    days = {
        name: pa.array(each[there], mask=each[there] == UNKNOWN_DAY).view(pa.date32())
        for name, each in (("since", lines.since), ("until", lines.until))
    }
    fields = {
        "clause": _word(clauses, lines.clause[there]),
        **days,
        "state": _word([str(each) for each in STATES], lines.state[there].astype(np.int32)),
        "need": _grains(lines.need[there], unit),
        "counted": _grains(lines.counted[there], unit),
        "short": _grains(lines.short[there], unit),
    }
    record = REQUIREMENTS.value_type
    names = [record.field(place).name for place in range(record.num_fields)]
    values = pa.StructArray.from_arrays([fields[name] for name in names], fields=list(record))
    return pa.ListArray.from_arrays(pa.array(offsets), values, type=REQUIREMENTS)


def _exact(amounts: dict[str, Ints], lines: Lines, unit: int) -> pa.Array:
    """The amounts that are no whole grains, by person."""
    per = unit // GRAINS_PER_CREDIT
    people, type = len(lines.there), ANSWERS.field("exact").type
    nothing = _empty_lists(people, type)
    if per == 1:
        return nothing
    found: dict[int, list[dict[str, str]]] = {}
    for name, units in amounts.items():
        for row in np.flatnonzero(units % per).tolist():
            found.setdefault(row, []).append(_one(name, Fraction(int(units[row]), unit)))
    for name in ("need", "counted", "short"):
        units = getattr(lines, name)
        order = np.cumsum(lines.there, 1) - 1
        for row, column in np.argwhere(lines.there & (units % per != 0)).tolist():
            field = f"{name} of {order[row, column]}"
            amount = Fraction(int(units[row, column]), unit)
            found.setdefault(row, []).append(_one(field, amount))
    return pa.array([found.get(row, []) for row in range(people)], type) if found else nothing


def _one(field: str, amount: Fraction) -> dict[str, str]:
    return {"field": field, "amount": show(amount)}


def not_covered(people: People) -> pa.RecordBatch:
    """The answers to people whom no edition covers on the day: none."""
    rows = people.sheet.length
    nothing = pa.array(np.zeros(rows, np.int64))
    known = {
        "person": _own(people, "person"),
        "holding": _own(people, "holding"),
        "edition": _word([""], np.zeros(rows, np.int32)),
        "verdict": _word([str(Verdict.NOT_COVERED)], np.zeros(rows, np.int32)),
        "status": _word([str(Status.SILENT)], np.zeros(rows, np.int32)),
        "stage": _word([""], np.zeros(rows, np.int32)),
        "questions": nothing.cast(pa.int32()),
        **dict.fromkeys(_AMOUNTS, nothing),
        "requirements": _empty_lists(rows, REQUIREMENTS),
        "exact": _empty_lists(rows, ANSWERS.field("exact").type),
    }
    columns = [known.get(each.name, pa.nulls(rows, each.type)) for each in ANSWERS]
    return pa.RecordBatch.from_arrays(columns, schema=ANSWERS)


def _empty_lists(rows: int, type: pa.DataType) -> pa.Array:
    offsets = pa.array(np.zeros(rows + 1, np.int32))
    return pa.ListArray.from_arrays(offsets, pa.array([], type.value_type), type=type)


# ---------------------------------------------------------------- one standing


def answer_row(standing: Standing) -> dict[str, Any]:
    """One standing as a row of answers."""
    exact: list[dict[str, str]] = []

    def grains(field: str, amount: Fraction) -> int | None:
        found = amount * GRAINS_PER_CREDIT
        if found.denominator == 1:
            return found.numerator
        exact.append(_one(field, amount))
        return None

    row: dict[str, Any] = {
        "person": standing.person,
        "holding": standing.holding,
        "edition": standing.edition,
        "verdict": str(standing.verdict),
        "status": str(standing.status),
        "start": standing.cycle.start if standing.cycle else None,
        "end": standing.cycle.end if standing.cycle else None,
        "stage": _stage(standing),
        "fee": _fee(standing),
        "questions": sum(_needs_person(each.reasons) for each in standing.activities),
    }
    for name in _AMOUNTS:
        row[name] = grains(name, getattr(standing, name))
    lines: list[dict[str, Any]] = [
        {
            "clause": each.clause, "since": each.since, "until": each.until,
            "state": str(each.state),
        }
        for each in standing.requirements
    ]  # fmt: skip
    for name in ("need", "counted", "short"):
        for place, (line, each) in enumerate(zip(lines, standing.requirements, strict=True)):
            line[name] = grains(f"{name} of {place}", getattr(each, name))
    return row | {"requirements": lines, "exact": exact}


def _needs_person(reasons: Sequence[Any]) -> bool:
    return any(each.code is Code.NEEDS_PERSON for each in reasons)
