"""Documents: what a learning system keeps here for itself, so that no two writers lose a word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from recert.catalogue.models import Source
from recert.lib.refusals import NotFound
from recert.statements.checking import Fault, read_json
from recert.statements.models import Document, Shelf

JSON = "application/json"

MOST_DOCUMENT = 1024 * 1024
"""So many bytes may a document have."""


class Changed(Exception):
    """The document is not what the writer last saw (412)."""


class TooBig(Exception):
    """The document, or both together, has more bytes than `MOST_DOCUMENT`."""


class Unseen(Exception):
    """There is one already, and the writer did not say what they last saw (409)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document lies; which of these are given depends on the shelf."""

    shelf: Shelf
    activity: str = ""
    agent: str = ""
    registration: str = ""


def document_at(source: Source, place: Place, name: str) -> Document:
    """The document of this name at this place."""
    found = _at(source, place).filter(name=name).first()
    if found is None:
        raise NotFound
    return found


def names_at(source: Source, place: Place, since: datetime | None) -> Sequence[str]:
    """The names of all documents at a place, or of those stored after a moment."""
    rows = _any_registration(source, place)
    if since is not None:
        rows = rows.filter(stored_at__gt=since)
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


@transaction.atomic
def put(
    *,
    source: Source,
    at: datetime,
    place: Place,
    name: str,
    media_type: str,
    content: bytes,
    if_match: str = "",
    if_none_match: str = "",
    merges: bool = False,
    blindly: bool = True,
) -> None:
    """Write a document, or merge its properties into the one there is (`merges`).

    `blindly`: the writer need not say what they last saw. Raises `Changed`, `Unseen`, `TooBig`, and
    `Fault` where they say nothing of what they saw, or where two documents cannot be merged.
    """
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    there = _at(source, place).filter(name=name).first()
    _look(there, if_match, if_none_match)
    if not (blindly or merges or if_match or if_none_match):
        if there is not None:
            raise Unseen
        raise Fault("If-None-Match", "must be * for a document that is new")
    if merges and there is not None:
        media_type, content = JSON, _merged(there, media_type, content)
    if len(content) > MOST_DOCUMENT:
        raise TooBig
    Document.objects.update_or_create(
        source=source,
        name=name,
        **asdict(place),
        defaults={
            "media_type": media_type,
            "content": content,
            "etag": etag_of(content),
            "stored_at": at,
        },
    )


@transaction.atomic
def remove(
    *, source: Source, place: Place, name: str = "", if_match: str = "", if_none_match: str = ""
) -> None:
    """Remove a document, or all at a place where no name is given; gone already is no trouble."""
    if not name:
        _any_registration(source, place).delete()
        return
    there = _at(source, place).filter(name=name).first()
    _look(there, if_match, if_none_match)
    if there is not None:
        there.delete()


def etag_of(content: bytes) -> str:
    """The SHA-1 of a document, by which xAPI tells one from another."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def _at(source: Source, place: Place) -> QuerySet[Document]:
    return Document.objects.filter(source=source, **asdict(place))


def _any_registration(source: Source, place: Place) -> QuerySet[Document]:
    """What lies at a place; of every registration where none is named."""
    named = {name: each for name, each in asdict(place).items() if each or name != "registration"}
    return Document.objects.filter(source=source, **named)


def _look(there: Document | None, if_match: str, if_none_match: str) -> None:
    etags = _etags(if_match)
    if etags and (there is None or not ("*" in etags or there.etag in etags)):
        raise Changed
    others = _etags(if_none_match)
    if others and there is not None and ("*" in others or there.etag in others):
        raise Changed


def _etags(header: str) -> set[str]:
    """The tags a header names, without quotes and marks of weakness."""
    found = (each.strip().removeprefix("W/").strip('"') for each in header.split(","))
    return {each for each in found if each}


def _merged(there: Document, media_type: str, content: bytes) -> bytes:
    """Both documents' properties, the new ones first; only the outermost are told apart."""
    if not _is_json(there.media_type) or not _is_json(media_type):
        raise Fault("document", "can only be merged where both are application/json")
    old, new = read_json(bytes(there.content)), read_json(content)
    if not isinstance(old, dict) or not isinstance(new, dict):
        raise Fault("document", "can only be merged where both are objects")
    return json.dumps(old | new).encode()


def _is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() == JSON
