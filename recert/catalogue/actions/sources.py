"""Sources: keys for machines are opened, narrowed, replaced, closed, and known again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.catalogue.actions.providers import journal
from recert.catalogue.models import Course, Provider, Source, SourceKind
from recert.catalogue.queries import ProviderDuty, provider_for_staff, source_for_staff
from recert.lib.refusals import Refused
from recert.lib.sealing import CannotUnseal, seal, unseal
from recert.people.models import Person

MOST_NAME = 100
MOST_OPEN = 50
MOST_MAPPED = 2_000

USED_EVERY = timedelta(minutes=1)
"""The last use is noted to the minute, so that a busy system does not write at each call."""

_PURPOSE = "source"


@transaction.atomic
def open_source(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    kind: SourceKind,
    name: str,
    course_ids: Collection[str] = (),
) -> tuple[Source, str]:
    """Open a door for one system: the source, and its secret, which nobody can show again.

    `course_ids`: the courses it may report for; none means all, those entered later too.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    Provider.objects.select_for_update().get(pk=provider.pk)  # one at a time
    if provider.closed_at is not None:
        raise Refused(_("This provider is closed, so no system reports for it any more."))
    name = _checked_name(provider, name)
    courses = _courses(provider, course_ids)
    source = Source(provider=provider, kind=kind, name=name, opened_by=by, opened_at=at)
    secret = _give_secret(source)
    source.save()
    source.courses.set(courses)
    _write(at, by, "source-opened", source)
    return source, secret


@transaction.atomic
def rotate_source(
    *, by: Person, at: datetime, provider_slug: str, source_id: str
) -> tuple[Source, str]:
    """Give a source a new secret; the old one opens nothing from this moment on."""
    source = _open(by, provider_slug, source_id)
    secret = _give_secret(source)
    source.save(update_fields=("digest", "sealed"))
    _write(at, by, "source-rotated", source)
    return source, secret


@transaction.atomic
def scope_source(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    source_id: str,
    course_ids: Collection[str],
) -> Source:
    """Say for which courses a source may report; none means all. The same again writes nothing."""
    source = _open(by, provider_slug, source_id)
    courses = _courses(source.provider, course_ids)
    if {each.pk for each in courses} != set(source.courses.values_list("pk", flat=True)):
        source.courses.set(courses)
        _write(at, by, "source-scoped", source)
    return source


@transaction.atomic
def map_source(
    *, by: Person, at: datetime, provider_slug: str, source_id: str, mapping: dict[str, object]
) -> Source:
    """Say what of what a system says is a completion, and of which course."""
    source = _open(by, provider_slug, source_id)
    if any(isinstance(each, dict) and len(each) > MOST_MAPPED for each in mapping.values()):
        raise Refused(
            _("Link at most %(most)s of its courses here.") % {"most": MOST_MAPPED}, "links"
        )
    if source.mapping != mapping:
        source.mapping = mapping
        source.save(update_fields=("mapping",))
        _write(at, by, "source-mapped", source)
    return source


@transaction.atomic
def close_source(*, by: Person, at: datetime, provider_slug: str, source_id: str) -> Source:
    """Close a source for good; what it reported stays. Twice is once."""
    source = source_for_staff(by, provider_slug, source_id)
    closed = Source.objects.filter(pk=source.pk, closed_at=None)
    if closed.update(closed_at=at, sealed="", digest=""):
        _write(at, by, "source-closed", source)
    source.refresh_from_db()
    return source


# ---------------------------------------------------------------- known again


def source_by_key(kind: SourceKind, key: str, secret: str) -> Source | None:
    """The open source of this kind that has this key and secret; None says no more than no."""
    found = open_source_with(kind, key)
    digest = found.digest if found is not None and found.digest else _digest("")
    is_right = hmac.compare_digest(digest, _digest(secret))
    return found if found is not None and is_right else None


def open_source_with(kind: SourceKind, key: str) -> Source | None:
    """The open source a key names, whoever says it: what it brings has yet to be proved."""
    if not 0 < len(key) <= 24 or "\x00" in key:
        return None
    return (
        Source.objects.filter(kind=kind, key=key, closed_at=None, provider__closed_at=None)
        .select_related("provider")
        .first()
    )


def secret_of(source: Source) -> str:
    """The secret a webhook's signatures are made with; empty where it cannot be read any more."""
    try:
        return unseal(source.sealed, _keys(), _PURPOSE)
    except CannotUnseal:
        return ""


def note_use(source: Source, *, at: datetime) -> None:
    """Remember when a source was used last."""
    if source.last_used_at is None or source.last_used_at < at - USED_EVERY:
        source.last_used_at = at
        unused = Q(last_used_at=None) | Q(last_used_at__lt=at - USED_EVERY)
        Source.objects.filter(unused, pk=source.pk).update(last_used_at=at)


# ---------------------------------------------------------------- inside


def _open(by: Person, provider_slug: str, source_id: str) -> Source:
    source = source_for_staff(by, provider_slug, source_id)
    Source.objects.select_for_update().get(pk=source.pk)
    source.refresh_from_db()
    if source.closed_at is not None:
        raise Refused(_("This one is closed for good. Open another."))
    return source


def _checked_name(provider: Provider, name: str) -> str:
    name = name.strip()
    there = Source.objects.filter(provider=provider, closed_at=None)
    if not name:
        raise Refused(_("Name the system, so that you know its reports again."), "name")
    if len(name) > MOST_NAME:
        raise Refused(_("Shorten the name to 100 letters."), "name")
    if there.filter(name__iexact=name).exists():
        raise Refused(_("A system of this name is open already. Choose another name."), "name")
    if there.count() >= MOST_OPEN:
        raise Refused(_("Fifty systems are open. Close one that is not used any more."))
    return name


def _courses(provider: Provider, ids: Collection[str]) -> list[Course]:
    wanted = set(ids)
    found = list(Course.objects.filter(provider=provider, public_id__in=wanted))
    if len(found) != len(wanted):
        raise Refused(_("One of these courses is not yours."), "courses")
    return found


def _give_secret(source: Source) -> str:
    """A new secret: 192 bits of chance, so that a plain digest is enough to know it by."""
    secret = f"rsk_{secrets.token_hex(24)}"
    source.digest = _digest(secret)
    is_signed_with = source.kind == SourceKind.WEBHOOK
    source.sealed = seal(secret, _keys(), _PURPOSE) if is_signed_with else ""
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _write(at: datetime, by: Person, code: str, source: Source) -> None:
    journal(at, by, code, source.provider, source=source.public_id, kind=source.kind)
