"""What may happen to the journal: a line is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from recert.journal.models import Line
from recert.lib.inserting import insert_values

Plain = str | int | bool | None | list[str]


def write(
    *,
    at: datetime,
    code: str,
    subject: str,
    by: str = "",
    body: str = "",
    person: str = "",
    detail: Mapping[str, Plain] | None = None,
) -> Line:
    """Write down that something happened.

    `by` and `person` are public ids, `body` a slug; `detail` holds ids, amounts and
    clauses, never names or addresses. Call it in the transaction of the act itself.
    """
    return Line.objects.create(
        at=at,
        actor_id=by,
        body_slug=body,
        code=code,
        subject=subject,
        person_id=person,
        detail=dict(detail or {}),
    )


def write_many(
    *,
    at: datetime,
    code: str,
    about: Iterable[tuple[str, str, Mapping[str, Plain]]],
    by: str = "",
    body: str = "",
) -> None:
    """Write down that the same thing happened to many: `about` is subject, person, detail."""
    with transaction.atomic(savepoint=False):
        insert_values(
            Line,
            ("at", "actor_id", "body_slug", "code", "subject", "person_id", "detail"),
            ((at, by, body, code, subject, person, detail) for subject, person, detail in about),
        )
