"""Saying: what a message to a hook holds, put together when it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from recert.completions.models import Completion, Hook, Posting
from recert.credentials.models import Certification, Register
from recert.people.models import Body
from recert.rules.amounts import from_grains, show


def content_of(posting: Posting, hook: Hook) -> dict[str, Any]:
    """What is sent: the event, when it happened, and the completions as they stand now."""
    rows = (
        Completion.objects.filter(public_id__in=posting.completions)
        .select_related("provider", "course", "edition", "superseded_by", "report")
        .prefetch_related("activity__awards")
        .order_by("id")
    )
    found = list(rows)
    numbers = _numbers(found, hook.body) if hook.body else {}
    return {
        "id": posting.public_id,
        "type": posting.event,
        "at": _moment(posting.happened_at),
        "completions": [
            _to_body(row, hook.body, numbers) if hook.body else _to_provider(row) for row in found
        ],
    }


def _to_provider(row: Completion) -> dict[str, Any]:
    """What the provider said itself, with what became of it."""
    return {**_either(row), "report": row.report.public_id, "person": dict(row.named)}


def _to_body(row: Completion, body: Body, numbers: dict[int, list[str]]) -> dict[str, Any]:
    """Whose of the body's own numbers, and how much of its own credit; nobody's name."""
    awards = row.activity.awards.all() if row.activity else ()
    return {
        **_either(row),
        "provider": row.provider.slug,
        "numbers": numbers.get(row.person_id or 0, []),
        "awards": [
            {
                "amount": show(from_grains(each.amount_grains)),
                "unit": each.unit,
                "number": each.number,
            }
            for each in awards
            if each.by == body.slug
        ],
    }


def _either(row: Completion) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "state": row.state,
        "external_id": row.external_id,
        "course": row.course.number if row.course else "",
        "title": row.edition.title if row.edition else "",
        "completed": row.completed.isoformat() if row.completed else None,
        "role": row.role,
        "reason": row.reason,
        "superseded_by": row.superseded_by.public_id if row.superseded_by else "",
    }


def _numbers(rows: list[Completion], body: Body) -> dict[int, list[str]]:
    """The numbers the body itself confirmed, by the person's row."""
    held = Certification.objects.filter(
        body=body,
        person__in={row.person_id for row in rows if row.person_id},
        register=Register.CONFIRMED,
    ).exclude(number="")
    found: dict[int, list[str]] = {}
    for person, number in held.order_by("id").values_list("person_id", "number"):
        found.setdefault(person, []).append(number)
    return found


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
