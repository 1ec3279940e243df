"""Queueing: what happened to completions is put down for every address that is told of it.

In the transaction of the act itself, so that nothing is told that did not happen. A batch of a
report is one message, however long the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from recert.completions.models import Completion, Hook, HookEvent, Posting
from recert.transcript.models import Award

MOST_IN_ONE = 500


def tell_hooks(
    event: HookEvent,
    rows: Sequence[Completion],
    *,
    at: datetime,
    before: Completion | None = None,
) -> None:
    """Queue a message about these completions of one provider; one query where nobody asked.

    `before`: what the one told of takes the place of, where a body's credit may have been.
    The caller holds the transaction.
    """
    if not rows:
        return
    asking = Hook.objects.filter(
        Q(provider=rows[0].provider_id) | Q(body__isnull=False), closed_at=None
    ).select_related("body")
    hooks = [each for each in asking if event.value in each.events]
    if not hooks:
        return
    credited: dict[int, set[str]] = {}
    if any(each.body_id for each in hooks):
        credited = _credited_by(rows, before)
    Posting.objects.bulk_create(
        Posting(
            hook=hook,
            event=event,
            completions=ids[start : start + MOST_IN_ONE],
            happened_at=at,
            not_before=at,
        )
        for hook in hooks
        if (ids := _of_interest(hook, rows, credited))
        for start in range(0, len(ids), MOST_IN_ONE)
    )


def _of_interest(
    hook: Hook, rows: Sequence[Completion], credited: dict[int, set[str]]
) -> list[str]:
    """A provider's all; a body's where its credit is in it."""
    if hook.body is None:
        return [row.public_id for row in rows]
    slug = hook.body.slug
    return [row.public_id for row in rows if slug in credited.get(row.pk, ())]


def _credited_by(rows: Sequence[Completion], before: Completion | None) -> dict[int, set[str]]:
    """Whose credit each has, or had before, by the completion's row; one query."""
    entries: dict[int, list[int]] = {}
    for row in rows:
        for each in (row, before):
            if each is not None and each.activity_id is not None:
                entries.setdefault(each.activity_id, []).append(row.pk)
    found: dict[int, set[str]] = {}
    awards = Award.objects.filter(activity__in=list(entries)).exclude(by="")
    for activity, body in awards.values_list("activity_id", "by"):
        for pk in entries[activity]:
            found.setdefault(pk, set()).add(body)
    return found
