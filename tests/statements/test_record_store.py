"""What xAPI asks of a record store's resources, gone through one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from recert.statements.models import Statement
from tests.statements.requirements import CASES
from tests.statements.resources import ALL, NOT_HELD, NOT_TRIED, RESOURCES, SAME_AS
from tests.statements.resources.sheet import Reply, Sheet
from tests.teaching import Teaching
from tests.web.api.saying import Door, door_of, error_of

pytestmark = pytest.mark.django_db

JSON = "application/json"
DOCS = Path(__file__).parents[2] / "docs" / "xapi.md"


@pytest.fixture
def sheet(teaching: Teaching) -> Sheet:
    return sheet_of(door_of(teaching))


def sheet_of(door: Door) -> Sheet:
    """A sheet that is filled in at this door."""

    def ask(
        method: str,
        where: str,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        **headers: str | None,
    ) -> Reply:
        plain = {
            key: v if isinstance(v, str) else json.dumps(v) for key, v in (query or {}).items()
        }
        path = where if where.startswith("/") else f"/xapi/{where}"
        head = {**door.headers(), **headers}
        kind = head.pop("Content-Type", None) or JSON
        answer = door.client.generic(
            method,
            f"{path}?{urlencode(plain)}" if plain else path,
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body),
            content_type=kind,
            headers={name: each for name, each in head.items() if each is not None},
        )
        named = {name.lower(): each for name, each in answer.headers.items()}
        return Reply(answer.status_code, named, answer.content)

    return Sheet(ask, door.headers()["Authorization"])


def test_each_requirement_holds_and_the_figure_is_what_the_docs_say(sheet: Sheet) -> None:
    for resource in RESOURCES:
        resource(sheet)
    failed = [f"{row.number}: {row.words}: {row.saw}" for row in sheet.rows if not row.holds]
    assert failed == []
    tried = {row.number for row in sheet.rows} | {case.number for case in CASES}
    assert ALL - tried - set(SAME_AS) == NOT_TRIED | NOT_HELD
    assert set(SAME_AS.values()) <= tried
    cases, held = len(sheet.rows) + len(CASES), len(tried | set(SAME_AS))
    assert f"**{held} of {len(ALL)}** requirements, in {cases:,} cases" in DOCS.read_text()


def test_all_that_is_taken_is_kept_and_a_refusal_is_a_sentence(teaching: Teaching) -> None:
    door = door_of(teaching)
    taken = [case.statement for case in CASES if case.taken and "id" not in case.statement]
    for start in range(0, len(taken), 200):
        assert door.post(taken[start : start + 200]).status_code == 200
    assert Statement.objects.filter(source=door.source).count() == len(taken)
    for case in [case for case in CASES if not case.taken][::40]:
        answer = door.post(case.statement)
        assert answer.status_code == 400, case
        assert error_of(answer)
