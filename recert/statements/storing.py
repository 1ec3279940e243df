"""Storing: statements of a source are kept all together or not at all, each id once."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from recert.catalogue.models import Source
from recert.statements.attaching import check_attached
from recert.statements.checking import Fault, check_statement, name_of, read_timestamp
from recert.statements.checking.wholes import VOIDED
from recert.statements.describing import describe
from recert.statements.models import Attachment, Mention, Statement
from recert.statements.naming import CONTEXT_KINDS, Said, kind_of, mentions_of

MOST_STATEMENTS = 1000
"""So many statements may come at once."""

_OURS = ("id", "stored", "authority", "version")


class Conflict(Exception):
    """There is a statement with this id already, and it says something else."""


class TooMany(Exception):
    """More came at once than is taken."""


@transaction.atomic
def store(
    *,
    source: Source,
    at: datetime,
    authority: Said,
    sent: Sequence[object],
    attached: Mapping[str, bytes],
) -> tuple[list[str], int]:
    """Keep what a source sent; the ids in its order, and how many statements are new.

    `sent` is JSON as it was read; `attached` the bytes that came along, by their SHA-2. Raises
    `Fault` for what is no statement, `Conflict`, `TooMany`; then nothing is kept.
    """
    if len(sent) > MOST_STATEMENTS:
        raise TooMany
    checked = _checked(sent)
    check_attached(checked, attached)
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)  # one after another
    latest = Statement.objects.filter(source=source).order_by("-stored_at").first()
    stored_at = max(at, latest.stored_at) if latest else at
    all_sent = [_row(source, said, authority, stored_at) for said in checked]
    rows = list({row.statement_id: row for row in reversed(all_sent)}.values())[::-1]
    known = {
        row.statement_id: row
        for row in Statement.objects.filter(
            source=source, statement_id__in=[row.statement_id for row in rows]
        )
    }
    for row in rows:
        if row.statement_id in known and known[row.statement_id].digest != row.digest:
            raise Conflict(str(row.statement_id))
    new = [row for row in rows if row.statement_id not in known]
    _keep(source, new, attached, stored_at)
    return [str(row.content["id"]) for row in all_sent], len(new)


def _checked(sent: Sequence[object]) -> list[Said]:
    found: list[Said] = []
    for number, each in enumerate(sent):
        try:
            found.append(_with_lists(check_statement(each)))
        except Fault as fault:
            place = f"statement {number + 1}: {fault.place}" if len(sent) > 1 else fault.place
            raise Fault(place, fault.rule) from None
    ids = [said["id"].lower() for said in found if "id" in said]
    if len(set(ids)) != len(ids):
        raise Fault("id", "stands on two statements that were sent together")
    return found


def _row(source: Source, said: Said, authority: Said, stored_at: datetime) -> Statement:
    digest = digest_of(said)
    statement_id = _id_of(source, said, digest)
    target = said["object"]
    stored = written(stored_at)
    content = {
        **said,
        "id": said.get("id", str(statement_id)),
        "timestamp": said.get("timestamp", stored),
        "stored": stored,
        "authority": authority,
        "version": said.get("version", "1.0.0"),
    }
    is_activity = kind_of(target) == "Activity"
    registration = said.get("context", {}).get("registration")
    return Statement(
        source=source,
        statement_id=statement_id,
        content=content,
        digest=digest,
        stored_at=stored_at,
        said_at=read_timestamp(said["timestamp"]) if "timestamp" in said else None,
        verb=said["verb"]["id"],
        actor=name_of(said["actor"]),
        activity=target["id"] if is_activity else "",
        activity_type=target.get("definition", {}).get("type", "") if is_activity else "",
        registration=uuid.UUID(registration) if registration else None,
        refers_to=uuid.UUID(target["id"]) if kind_of(target) == "StatementRef" else None,
    )


def _id_of(source: Source, said: Said, digest: str) -> uuid.UUID:
    """The id it came with. Without one, the same words of the same moment have the same id.

    So a sender who never heard our answer may send them again.
    """
    if "id" in said:
        return uuid.UUID(said["id"])
    if "timestamp" in said:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"recert:{source.public_id}:{digest}")
    return uuid.uuid4()


def _keep(
    source: Source, new: Sequence[Statement], attached: Mapping[str, bytes], stored_at: datetime
) -> None:
    Statement.objects.bulk_create(new)
    Mention.objects.bulk_create([each for row in new for each in mentions_of(row)])
    Attachment.objects.bulk_create(
        [
            Attachment(source=source, sha2=sha2, content=content, stored_at=stored_at)
            for sha2, content in attached.items()
        ],
        ignore_conflicts=True,
    )
    describe(source, [row.content for row in new])
    _void(source, new)


def _void(source: Source, new: Sequence[Statement]) -> None:
    """Mark what these void, and what of these was voided before it came. Voiding stays."""
    voiding = [row for row in new if row.verb == VOIDED]
    targets = {row.refers_to for row in voiding}
    own = Statement.objects.filter(source=source, voided_by=None)
    for row in voiding:
        target = own.filter(statement_id=row.refers_to or row.statement_id)
        target.exclude(verb=VOIDED).update(voided_by=row)
    others = {row.statement_id: row for row in new if row.verb != VOIDED}
    early = Statement.objects.filter(
        source=source, verb=VOIDED, refers_to__in=set(others) - targets
    ).order_by("-id")
    for by in early:
        own.filter(statement_id=by.refers_to or by.statement_id).update(voided_by=by)


# ---------------------------------------------------------------- what is compared


def digest_of(said: Said) -> str:
    """The same for statements that say the same, whatever the order of their properties."""
    plain = {name: each for name, each in said.items() if name not in _OURS}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _with_lists(said: Said) -> Said:
    """The statement with its context's activities as lists, as xAPI wants them given back."""
    found = dict(said)
    if kind_of(said["object"]) == "SubStatement":
        found["object"] = _with_lists(said["object"])
    around: Any = said.get("context", {}).get("contextActivities")
    if around:
        lists = {
            kind: around[kind] if isinstance(around[kind], list) else [around[kind]]
            for kind in CONTEXT_KINDS
            if kind in around
        }
        found["context"] = {**said["context"], "contextActivities": lists}
    return found


def written(moment: datetime) -> str:
    """A moment as statements write it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
