"""Guessing: how many wrong codes somebody may type before they have to wait.

Only misses count, so a whole room behind one address may claim at once.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 10 * 60  # seconds
MOST_MISSES = 20


def has_guessed_too_often(request: HttpRequest) -> bool:
    """Whether somebody typed so many wrong codes in ten minutes that none is looked up."""
    return bool(cache.get(_key(request), 0) >= MOST_MISSES)


def count_miss(request: HttpRequest) -> None:
    """Count a code that was none."""
    if not cache.add(_key(request), 1, WINDOW):
        try:
            cache.incr(_key(request))
        except ValueError:  # it ran out between the two
            return


def _key(request: HttpRequest) -> str:
    """An account counts by itself; whoever has not signed in, by their address."""
    if request.user.is_authenticated:
        return f"misses:person:{request.user.pk}"
    return f"misses:address:{get_adapter().get_client_ip(request)}"
