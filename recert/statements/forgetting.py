"""Forgetting: statements about somebody who is forgotten keep that something was said, not of whom.

Read while the house opens, so it asks for its models only when it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from recert.statements.called import name_of

NOBODY = {"objectType": "Agent", "account": {"homePage": "urn:recert:forgotten", "name": "0"}}
"""Who stands where somebody stood."""

_KEPT = ("id", "verb", "stored", "timestamp", "authority", "version")

AT_A_TIME = 500

A_YEAR = timedelta(days=365)


def forget_old(*, at: datetime) -> int:
    """Forget of whom statements were that are older than their provider keeps them.

    What they were credited as stands in the completion for ever. Returns how many of them.
    """
    is_old = _is_old(at)
    stale = apps.get_model("statements", "Statement")._default_manager.filter(is_old)
    document = apps.get_model("statements", "Document")
    document._default_manager.filter(is_old).exclude(agent="").delete()
    mention = apps.get_model("statements", "Mention")
    named = mention._default_manager.filter(is_activity=False, statement=OuterRef("pk"))
    oldest = stale.filter(Exists(named)).order_by("stored_at", "pk").values_list("pk", flat=True)
    ids = list(oldest[:AT_A_TIME])
    return forget_said(stale.filter(pk__in=ids), ())


def _is_old(at: datetime) -> Q:
    """What was stored so long ago that its provider, or else we, keep it no longer."""
    keeping = apps.get_model("statements", "Keeping")
    usual = keeping._meta.get_field("years").default
    chosen = defaultdict(list)
    for provider, years in keeping._default_manager.values_list("provider", "years"):
        chosen[years].append(provider)
    others = [provider for providers in chosen.values() for provider in providers]
    found = Q(stored_at__lt=at - usual * A_YEAR) & ~Q(source__provider__in=others)
    for years, providers in chosen.items():
        found |= Q(stored_at__lt=at - years * A_YEAR, source__provider__in=providers)
    return found


def forget_said(said: QuerySet[Any], names: Collection[str]) -> int:
    """Empty these statements and drop the documents kept under these names; returns how many."""
    model = apps.get_model("statements", "Statement")
    mention = apps.get_model("statements", "Mention")
    document = apps.get_model("statements", "Document")
    ids = list(said.values_list("pk", flat=True))
    sources = set(said.values_list("source", flat=True))
    document._default_manager.filter(source__in=sources, agent__in=names).delete()
    for start in range(0, len(ids), AT_A_TIME):
        rows = list(model._default_manager.filter(pk__in=ids[start : start + AT_A_TIME]))
        for row in rows:
            row.content = {
                "actor": NOBODY,
                "object": {"objectType": "Activity", "id": row.activity or "urn:recert:forgotten"},
                **{name: row.content[name] for name in _KEPT if name in row.content},
            }
            row.actor, row.registration = "", None
        model._default_manager.bulk_update(rows, ("content", "actor", "registration"))
        mention._default_manager.filter(
            statement__in=[row.pk for row in rows], is_activity=False
        ).delete()
    return len(ids)


def take_out_of(said: QuerySet[Any], names: Collection[str]) -> int:
    """Put nobody where these stood in what others did; the rest of it stays. Returns how many.

    Whoever taught somebody, was of their team or spoken of is gone; what the learner did is not.
    """
    model = apps.get_model("statements", "Statement")
    mention = apps.get_model("statements", "Mention")
    ids = list(said.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_A_TIME):
        rows = list(model._default_manager.filter(pk__in=ids[start : start + AT_A_TIME]))
        for row in rows:
            row.content = _without(row.content, names)
        model._default_manager.bulk_update(rows, ("content",))
        mention._default_manager.filter(
            statement__in=[row.pk for row in rows], is_activity=False, name__in=names
        ).delete()
    return len(ids)


def _without(said: Any, names: Collection[str]) -> Any:
    """The same, with nobody instead of these, however deep they stand."""
    if isinstance(said, list):
        return [_without(each, names) for each in said]
    if not isinstance(said, dict):
        return said
    if name_of(said) in names:
        return dict(NOBODY)
    return {key: _without(value, names) for key, value in said.items()}
