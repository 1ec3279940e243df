"""The grid: activities by requirements. One glance shows which hour fills what.

An hour that stands in two columns serves both; what stands in the last column counts for
nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.findings import ActivityFinding
from recert.web.components.clauses import ClauseView
from recert.web.member.requirements import RequirementView


@dataclass(frozen=True, slots=True)
class Column:
    """One requirement: its name, its clause, what is needed and what serves it."""

    clause: ClauseView
    title: str
    need: Fraction
    counted: Fraction
    is_met: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One activity: how much of it serves each column, in the columns' order."""

    id: str
    title: str
    cells: tuple[Fraction, ...]
    counted: Fraction
    lost: Fraction


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    counted: Fraction
    lost: Fraction


def grid_of(
    requirements: Sequence[RequirementView],
    findings: Sequence[ActivityFinding],
    titles: Mapping[str, str],
) -> Grid | None:
    """The grid of a standing; None where nothing was done, or one need holds everything."""
    columns = _columns(requirements)
    lines = tuple(
        _line(finding, titles[finding.activity], columns)
        for finding in findings
        if finding.activity in titles and (finding.counted or finding.over_limit)
    )
    if len(columns) < 2 or not lines:
        return None
    return Grid(
        columns=columns,
        lines=lines,
        counted=sum((line.counted for line in lines), ZERO),
        lost=sum((line.lost for line in lines), ZERO),
    )


def _columns(requirements: Sequence[RequirementView]) -> tuple[Column, ...]:
    """One column a clause: the windows of a yearly need stand together."""
    found: dict[str, Column] = {}
    for view in requirements:
        finding = view.finding
        if finding.kind != "need" or not view.has_figures:
            continue
        before = found.get(finding.clause)
        found[finding.clause] = Column(
            clause=view.clause,
            title=before.title if before else view.title.partition(", ")[0],
            need=finding.need + (before.need if before else ZERO),
            counted=finding.counted + (before.counted if before else ZERO),
            is_met=not finding.short and (before.is_met if before else True),
        )
    return tuple(found.values())


def _line(finding: ActivityFinding, title: str, columns: Sequence[Column]) -> Line:
    serves = {each.clause: each.amount for each in finding.serves}
    return Line(
        id=finding.activity,
        title=title,
        cells=tuple(serves.get(column.clause.id, ZERO) for column in columns),
        counted=finding.counted,
        lost=finding.claimed - finding.counted - finding.carried,
    )
