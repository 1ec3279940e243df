"""What may be asked of statements: always of one source, which reads its own and no other's."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from recert.catalogue.models import Source
from recert.lib.refusals import NotFound
from recert.statements.models import Attachment, KnownActivity, Mention, Statement
from recert.statements.naming import Said

MOST_A_PAGE = 100
"""So many statements one page of an answer holds at most."""

FAR = 3
"""So many steps a reference to a statement that matches is followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which statements are asked for; what is empty or None is not asked."""

    agent: str = ""  # as `name_of` names them
    verb: str = ""
    activity: str = ""
    registration: str = ""
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    limit: int = 0  # none: as many as a page holds
    after: int = 0  # the last row of the page before


def statement_of(source: Source, statement_id: str, *, is_voided: bool = False) -> Statement:
    """One statement of a source: a voided one only where a voided one is asked for."""
    found = Statement.objects.filter(
        source=source, statement_id=uuid.UUID(statement_id), voided_by__isnull=not is_voided
    ).first()
    if found is None:
        raise NotFound
    return found


def page_of(source: Source, wanted: Wanted) -> tuple[list[Statement], bool]:
    """A page of what is asked for, the newest first unless ascending; whether there is more."""
    rows = _asked(source, wanted)
    if wanted.since is not None:
        rows = rows.filter(stored_at__gt=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(stored_at__lte=wanted.until)
    if wanted.after:
        rows = rows.filter(Q(pk__gt=wanted.after) if wanted.ascending else Q(pk__lt=wanted.after))
    most = min(wanted.limit or MOST_A_PAGE, MOST_A_PAGE)
    order = ("stored_at", "pk") if wanted.ascending else ("-stored_at", "-pk")
    found = list(rows.order_by(*order)[: most + 1])
    return found[:most], len(found) > most


def _asked(source: Source, wanted: Wanted) -> QuerySet[Statement]:
    """What stands and matches, or refers to what matches, voided or not."""
    own = Statement.objects.filter(source=source)
    condition = _matches(wanted)
    if not condition:
        return own.filter(voided_by=None)
    found, meant = condition, own.filter(condition)
    for _step in range(FAR):
        found |= Q(refers_to__in=meant.values("statement_id"))
        meant = own.filter(refers_to__in=meant.values("statement_id"))
    return own.filter(found, voided_by=None)


def _matches(wanted: Wanted) -> Q:
    condition = Q()
    if wanted.verb:
        condition &= Q(verb=wanted.verb)
    if wanted.registration:
        condition &= Q(registration=uuid.UUID(wanted.registration))
    if wanted.agent:
        condition &= _named(wanted.agent, is_activity=False, related=wanted.related_agents)
    if wanted.activity:
        condition &= _named(wanted.activity, is_activity=True, related=wanted.related_activities)
    return condition


def _named(name: str, *, is_activity: bool, related: bool) -> Q:
    found = Mention.objects.filter(statement=OuterRef("pk"), name=name, is_activity=is_activity)
    return Q(Exists(found if related else found.filter(is_direct=True)))


def attachments_with(source: Source, sha2s: Collection[str]) -> dict[str, bytes]:
    """The bytes kept under these hashes, where there are any."""
    rows = Attachment.objects.filter(source=source, sha2__in=sha2s)
    return {row.sha2: bytes(row.content) for row in rows}


def activity_of(source: Source, activity_id: str) -> Said:
    """An activity with all this source ever said of it; only its id where it said nothing."""
    known = KnownActivity.objects.filter(source=source, activity=activity_id).first()
    definition = {"definition": known.definition} if known else {}
    return {"objectType": "Activity", "id": activity_id, **definition}


def agent_names_of(source: Source, agent: str) -> list[str]:
    """Under which names a source's newest statements speak of somebody."""
    said = Statement.objects.filter(source=source, actor=agent).order_by("-pk")
    names = (row.content["actor"].get("name") for row in said[:20])
    return list(dict.fromkeys(name for name in names if name))


def untaken(source_id: int, most: int) -> Sequence[Statement]:
    """Statements of a source nobody looked at for credit yet, the oldest first."""
    rows = Statement.objects.filter(source=source_id, taken_at=None)
    return list(rows.select_related("voided_by").order_by("pk")[:most])
