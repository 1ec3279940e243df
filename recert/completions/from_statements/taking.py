"""Taking: the worker looks at each statement once, and reports what means credit and is linked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recert.catalogue.models import Source
from recert.completions.from_statements.meaning import (
    Credits,
    courses_of,
    credits_of,
    is_credit,
    line_of,
    named_in,
    takes_back,
)
from recert.completions.from_statements.retracting import notice_retraction
from recert.completions.lines import Line
from recert.completions.models import ReportWay
from recert.completions.receiving import receive
from recert.lib.public_ids import new_public_id
from recert.statements.models import Statement
from recert.statements.queries import untaken

AT_A_TIME = 500


@transaction.atomic
def advance_statements(*, at: datetime) -> int:
    """Look at the oldest nobody looked at, of one source; returns at how many, 0 when at all.

    In one transaction with what is reported, so that nothing is looked at in vain or twice.
    """
    first = Statement.objects.filter(taken_at=None).order_by("taken_at", "id").first()
    if first is None:
        return 0
    source = Source.objects.select_related("provider").get(pk=first.source_id)
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    rows = untaken(source.pk, AT_A_TIME)
    Statement.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=at)
    if source.closed_at is None and source.provider.closed_at is None:
        _report(source, rows, at)
    return len(rows)


def _report(source: Source, rows: Sequence[Statement], at: datetime) -> None:
    meant = credits_of(source)
    lines = _lines(source, rows, meant)
    if lines:
        receive(
            by=None,
            at=at,
            provider=source.provider,
            way=ReportWay.STATEMENTS,
            key=f"xapi:{new_public_id()}",  # a statement's own id tells it from another
            lines=lines,
            source=source,
            name=source.name,
        )
    for row in rows:
        kind = takes_back(row, meant)
        if kind is not None:
            notice_retraction(row, kind, at)


def _lines(
    source: Source, rows: Sequence[Statement], meant: tuple[Credits, ...]
) -> tuple[Line, ...]:
    linked = courses_of(source)
    found: list[Line] = []
    for row in rows:
        course, named = linked.get(row.activity), named_in(row)
        if course and named and row.voided_by is None and is_credit(row, meant):
            line = line_of(row, len(found) + 1, named, course, source.provider.zone)
            found.append(line)
    return tuple(found)
