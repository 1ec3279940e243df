"""Keys of machines: opened, narrowed, replaced, closed; known again, and never shown twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from recert.catalogue.actions import (
    close_source,
    map_source,
    note_use,
    open_source,
    rotate_source,
    scope_source,
    secret_of,
    source_by_key,
)
from recert.catalogue.models import Source, SourceKind
from recert.catalogue.queries import source_for_staff
from recert.journal.models import Line
from recert.lib.refusals import NotFound, Refused
from tests.cast import NOW
from tests.teaching import Teaching

LAB = "movement-lab"


def test_a_key_from_its_opening_to_its_end(teaching: Teaching) -> None:
    nia = teaching.nia
    at: dict[str, Any] = {"at": NOW, "provider_slug": LAB}
    source, secret = open_source(by=nia, **at, kind=SourceKind.API, name=" LMS ")
    assert (source.name, secret in source.digest + source.sealed) == ("LMS", False)
    assert source_by_key(SourceKind.API, source.key, secret) == source
    assert source_by_key(SourceKind.STATEMENTS, source.key, secret) is None
    assert source_by_key(SourceKind.API, source.key, "") is None
    with pytest.raises(Refused, match="open already"):
        open_source(by=nia, **at, kind=SourceKind.API, name="lms")

    _source, newer = rotate_source(by=nia, **at, source_id=source.public_id)
    assert source_by_key(SourceKind.API, source.key, secret) is None
    assert source_by_key(SourceKind.API, source.key, newer) == source
    for _twice in range(2):
        scope_source(
            by=nia, **at, source_id=source.public_id, course_ids=[teaching.course.public_id]
        )
    assert list(source.courses.all()) == [teaching.course]
    with pytest.raises(Refused, match="not yours"):
        scope_source(
            by=nia, **at, source_id=source.public_id, course_ids=[teaching.workshop.public_id]
        )
    note_use(source, at=NOW)
    note_use(source, at=NOW + timedelta(seconds=30))
    assert Source.objects.get().last_used_at == NOW

    for _twice in range(2):
        close_source(by=nia, **at, source_id=source.public_id)
    assert source_by_key(SourceKind.API, source.key, newer) is None
    assert source_by_key(SourceKind.API, source.key, "") is None
    with pytest.raises(Refused, match="closed for good"):
        rotate_source(by=nia, **at, source_id=source.public_id)
    codes = list(Line.objects.filter(code__contains=".source-").values_list("code", flat=True))
    assert sorted(codes) == [f"catalogue.source-{what}" for what in
                             ("closed", "opened", "rotated", "scoped")]  # fmt: skip


def test_only_owners_of_that_provider_touch_its_keys(teaching: Teaching) -> None:
    source, _secret = open_source(
        by=teaching.nia, at=NOW, provider_slug=LAB, kind=SourceKind.API, name="LMS"
    )
    for whom in (teaching.oto, teaching.pia, teaching.cast.hal, teaching.cast.ada):
        with pytest.raises(NotFound):
            source_for_staff(whom, LAB, source.public_id)
        with pytest.raises(NotFound):
            open_source(by=whom, at=NOW, provider_slug=LAB, kind=SourceKind.API, name="X")
        with pytest.raises(NotFound):
            close_source(by=whom, at=NOW, provider_slug=LAB, source_id=source.public_id)
    with pytest.raises(NotFound):  # another provider's owner, at their own desk
        source_for_staff(teaching.cast.hal, teaching.own.slug, source.public_id)


def test_a_webhooks_secret_is_sealed_and_outlives_a_new_key_of_the_house(
    teaching: Teaching, settings: Settings
) -> None:
    source, secret = open_source(
        by=teaching.nia, at=NOW, provider_slug=LAB, kind=SourceKind.WEBHOOK, name="Hook"
    )
    assert secret not in source.sealed
    assert secret_of(source) == secret
    old = django_settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 60, [old]
    assert secret_of(source) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert secret_of(source) == ""
    mapping: dict[str, object] = {"courses": {str(each): "ML-101" for each in range(2_001)}}
    with pytest.raises(Refused, match="2000"):
        map_source(
            by=teaching.nia, at=NOW, provider_slug=LAB, source_id=source.public_id,
            mapping=mapping,
        )  # fmt: skip
