"""How often one reader may ask: enough for a person, too little for a copier of registers."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 10 * 60  # seconds


def is_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Count this request, and say whether it is more than `most` within ten minutes.

    Readers are told apart by address; the trusted proxies are taken into account.
    """
    key = f"asked:{what}:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, WINDOW):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it ran out between the two
        return False
