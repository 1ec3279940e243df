"""Checking rulebooks against their cases: whether the engine answers as the policy does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from recert.rules.amounts import ZERO, Money, show
from recert.rules.cases import UNSAID, Case, Way
from recert.rules.cycles import local_day
from recert.rules.findings import (
    ActivityFinding,
    FeeStep,
    RequirementFinding,
    RouteFinding,
    StageFinding,
    Standing,
    State,
)
from recert.rules.judging import judge
from recert.rules.reading.folders import read_folder
from recert.rules.reading.problems import Problem
from recert.rules.rulebook import ALWAYS, Audit, Category, Note, Proof, Rulebook

NOTHING = "nothing"
"""What is found where the answer has no such part."""

WORST_FIRST = (State.SHORT, State.SILENT, State.NEEDS_PERSON, State.LATER, State.WAIVED)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing in which the answer is not the expected one."""

    case: str
    line: int
    about: str
    expected: str
    found: str

    def __str__(self) -> str:
        """The mismatch on one line."""
        title = f"line {self.line}, {self.case}"
        return f"{title}: {self.about}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the cases of one edition go through its clauses.

    `unnamed` clauses are in no case; `one_sided` requirements are only ever met, or only
    ever unmet.
    """

    body: str
    edition: str
    clauses: int
    unnamed: tuple[str, ...]
    one_sided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of checking a folder of rulebooks."""

    problems: tuple[Problem, ...]
    mismatches: tuple[tuple[str, Mismatch], ...]  # with the file the case stands in
    cases: int
    coverage: tuple[Coverage, ...]


def check_case(rulebooks: Sequence[Rulebook], case: Case) -> tuple[Mismatch, ...]:
    """Judge the case by a body's rulebooks and list what differs from what is expected."""
    return compare_answer(rulebooks, case, answer(rulebooks, case))


def compare_answer(
    rulebooks: Sequence[Rulebook], case: Case, standing: Standing
) -> tuple[Mismatch, ...]:
    """Everything expected of which the answer has something else."""
    return tuple(_compare(case, standing, rulebooks))


def answer(rulebooks: Sequence[Rulebook], case: Case) -> Standing:
    """The engine's answer to a case; a moment is first put on the body's calendar."""
    books = _under(rulebooks, case.under) if case.under else rulebooks
    return judge(books, case.person, case.of, _day(books or rulebooks, case))


def _under(rulebooks: Sequence[Rulebook], edition: str) -> tuple[Rulebook, ...]:
    """This edition alone, as if it had always been in force and always would be."""
    return tuple(replace(book, in_force=ALWAYS) for book in rulebooks if book.edition == edition)


def check_folder(root: Path) -> Report:
    """Read every edition below a folder and run its cases."""
    problems: list[Problem] = []
    mismatches: list[tuple[str, Mismatch]] = []
    coverage: list[Coverage] = []
    count = 0
    for folder in read_folder(root):
        problems += folder.problems
        if folder.problems or not folder.rulebooks:
            continue
        answered: list[tuple[Case, Standing]] = []
        for edition, cases in folder.cases.items():
            for case in cases:
                standing = answer(folder.rulebooks, case)
                answered.append((case, standing))
                file = f"{folder.body}/{edition}.cases.yaml"
                found = _compare(case, standing, folder.rulebooks)
                mismatches += [(file, mismatch) for mismatch in found]
        count += len(answered)
        coverage += [_coverage(rulebook, answered) for rulebook in folder.rulebooks]
    return Report(tuple(problems), tuple(mismatches), count, tuple(coverage))


def _day(rulebooks: Sequence[Rulebook], case: Case) -> date:
    if not isinstance(case.as_of, datetime):
        return case.as_of
    named = [book for book in rulebooks if book.edition == case.expect.edition]
    return local_day((named or rulebooks)[-1], case.as_of)


def _compare(case: Case, standing: Standing, rulebooks: Sequence[Rulebook]) -> Iterator[Mismatch]:
    """Everything expected of which something else was found."""
    for about, expected, found in _pairs(case, standing):
        if expected != found:
            yield Mismatch(case.case, case.line, about, expected, found)
    known = {
        clause.id
        for book in rulebooks
        if book.edition == standing.edition
        for clause in book.clauses
    }
    grounds = grounds_of(standing)
    for clause in case.expect.because:
        if clause not in grounds:
            found = ", ".join(sorted(grounds)) if clause in known else "no such clause"
            yield Mismatch(case.case, case.line, "because", clause, found)
    for clause in case.expect.silent:
        if clause not in standing.silences:
            found = ", ".join(standing.silences) or NOTHING
            yield Mismatch(case.case, case.line, "silent", clause, found)


Pair = tuple[str, str, str]
"""What is compared, what was expected, what was found."""


def _pairs(case: Case, standing: Standing) -> Iterator[Pair]:
    expect = case.expect
    for name in ("verdict", "status", "edition"):
        expected = getattr(expect, name)
        if expected:
            yield name, str(expected), str(getattr(standing, name)) or NOTHING
    for name in ("counted", "claimed"):
        amount = getattr(expect, name)
        if amount is not None:
            yield name, show(amount), show(getattr(standing, name))
    yield from _date_pairs(case, standing)
    yield from _requirement_pairs(case, standing)
    yield from _activity_pairs(case, standing)
    if expect.fee:
        yield "fee today", expect.fee.today, due_on(standing.fee_today)
    others = {line.clause: line for line in standing.other_fees}
    for clause, money in expect.fees.items():
        line = others.get(clause)
        yield f"fee {clause}", money, _money(line.money) if line else NOTHING
    for name in expect.questions:
        yield "questions", name, name if name in standing.questions else NOTHING
    routes = {route.clause: route for route in standing.routes}
    for clause, way in expect.routes.items():
        yield f"route {clause}", str(way), way_of(routes.get(clause))
    asked = {each.clause: str(each.may) for each in standing.may_ask}
    for clause, may in expect.leave.items():
        yield f"leave {clause}", str(may), asked.get(clause, NOTHING)


def _date_pairs(case: Case, standing: Standing) -> Iterator[Pair]:
    expect, cycle = case.expect, standing.cycle
    if expect.cycle:
        wanted = f"{expect.cycle.start} to {expect.cycle.end}"
        yield "cycle", wanted, f"{cycle.start} to {cycle.end}" if cycle else NOTHING
    if expect.stage:
        stage = stage_of(standing)
        yield "stage", expect.stage, stage.name if stage else NOTHING
    if expect.next_end:
        following = standing.next_cycle
        yield "next-end", str(expect.next_end), str(following[1]) if following else NOTHING


def _requirement_pairs(case: Case, standing: Standing) -> Iterator[Pair]:
    findings = _by_clause(standing.requirements)
    expect = case.expect
    for clause, state in expect.needs.items():
        yield f"need {clause}", str(state), _state(findings.get(clause, []))
    for about, amounts, name in (
        ("required", expect.required, "need"),
        ("short", expect.short, "short"),
    ):
        for clause, amount in amounts.items():
            found = findings.get(clause)
            total = sum((getattr(each, name) for each in found or ()), ZERO)
            yield f"{about} {clause}", show(amount), show(total) if found else NOTHING


def _activity_pairs(case: Case, standing: Standing) -> Iterator[Pair]:
    findings = {finding.activity: finding for finding in standing.activities}
    for id, came in case.expect.activities.items():
        finding = findings.get(id)
        for name in ("counted", "over_limit", "not_eligible", "carried"):
            amount = getattr(came, name)
            if amount is not None:
                found = show(getattr(finding, name)) if finding else NOTHING
                yield f"activity {id} {name.replace('_', '-')}", show(amount), found
        codes = {reason.code for reason in finding.reasons} if finding else set()
        for code in sorted(came.reasons - codes):
            found = ", ".join(sorted(codes)) or NOTHING
            yield f"activity {id} reasons", str(code), found


def _by_clause(
    requirements: Iterable[RequirementFinding],
) -> Mapping[str, list[RequirementFinding]]:
    """The findings of each clause; a need judged window by window has several."""
    findings: dict[str, list[RequirementFinding]] = defaultdict(list)
    for finding in requirements:
        findings[finding.clause].append(finding)
    return findings


def _state(findings: Sequence[RequirementFinding]) -> str:
    states = {finding.state for finding in findings}
    worst = next((state for state in WORST_FIRST if state in states), None)
    return str(worst or State.MET) if states else NOTHING


def due_on(step: FeeStep | None) -> str:
    """A sum as a case writes it: `140.00`, `policy-silent`, or nothing."""
    if step is None:
        return NOTHING
    return _money(step.total)


def _money(money: Money | None) -> str:
    return UNSAID if money is None else f"{money.cents // 100}.{money.cents % 100:02}"


def way_of(route: RouteFinding | None) -> str:
    """A route as a case writes it: open, refused, taken, or nothing."""
    if route is None:
        return NOTHING
    if route.taken:
        return str(Way.TAKEN)
    return str(Way.OPEN if route.open else Way.REFUSED)


def stage_of(standing: Standing) -> StageFinding | None:
    """The stage the day asked about lies in."""
    for stage in standing.stages:
        if stage.since <= standing.as_of and (stage.until is None or standing.as_of <= stage.until):
            return stage
    return None


def grounds_of(standing: Standing) -> set[str]:
    """Every clause the answer rests on, apart from what is simply met."""
    stage = stage_of(standing)
    grounds = {*standing.silences, standing.next_cycle_clause}
    grounds |= {stage.clause} if stage else set()
    grounds |= {missing.clause for missing in standing.missing}
    grounds |= {limit.clause for limit in standing.limits if limit.over}
    if standing.fee_today:
        grounds |= {line.clause for line in standing.fee_today.lines}
    grounds |= {line.clause for line in standing.other_fees}
    speaking: list[ActivityFinding | RequirementFinding | RouteFinding] = [
        *standing.activities,
        *standing.requirements,
        *standing.routes,
    ]
    grounds |= {reason.clause for finding in speaking for reason in finding.reasons}
    grounds |= {each.clause for each in standing.requirements if each.state is not State.MET}
    grounds |= {each.clause for each in standing.routes if each.taken or not each.open}
    grounds |= {each.clause for each in standing.leaves}
    if standing.cycle:
        grounds |= {standing.cycle.clause, *(each.clause for each in standing.cycle.reasons)}
    return grounds - {""}


def _coverage(rulebook: Rulebook, answered: Sequence[tuple[Case, Standing]]) -> Coverage:
    """Which clauses the cases judged by this edition name, and which only one way."""
    named: dict[str, set[bool]] = defaultdict(set)
    for case, standing in answered:
        if standing.edition == rulebook.edition:
            for clause, met in _named(case, standing):
                named[clause].add(met)
    deciding = [
        clause
        for clause in rulebook.clauses
        if not isinstance(clause.rule, Note | Audit | Proof | Category)
    ]
    return Coverage(
        body=rulebook.body,
        edition=rulebook.edition,
        clauses=len(deciding),
        unnamed=tuple(clause.id for clause in deciding if clause.id not in named),
        one_sided=tuple(
            clause.id
            for clause in deciding
            if clause.kind in ("need", "breadth", "gate")
            and not clause.silent
            and len(named.get(clause.id, ())) == 1
        ),
    )


def _named(case: Case, standing: Standing) -> Iterator[tuple[str, bool]]:
    """Each clause a case is about, and whether the case has it met."""
    expect = case.expect
    for clause, state in expect.needs.items():
        yield clause, state is State.MET
    for clause, amount in expect.short.items():
        yield clause, amount == ZERO
    for clause in (*expect.because, *expect.silent, *expect.routes, *expect.leave):
        yield clause, False
    summed = expect.counted is not None or expect.claimed is not None
    for finding in standing.activities:
        if summed or finding.activity in expect.activities:
            for reason in finding.reasons:
                yield reason.clause, True
    if expect.cycle and standing.cycle:
        yield standing.cycle.clause, True
    if expect.next_end:
        yield standing.next_cycle_clause, True
    stage = stage_of(standing)
    if expect.stage and stage:
        yield stage.clause, True
    if expect.fee and standing.fee_today:
        for line in standing.fee_today.lines:
            yield line.clause, True
