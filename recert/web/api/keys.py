"""Keys: which system calls, how often it may, and for whom it acts."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from recert.catalogue.actions import note_use, source_by_key
from recert.catalogue.models import Source, SourceKind
from recert.catalogue.queries import ProviderDuty, owners_of, provider_duties_of
from recert.people.models import Person
from recert.web.api.problems import NO_KEY, NOT_ALLOWED, TOO_OFTEN, Halted
from recert.web.clock import outside_now, true_now

A_MINUTE = 60
MOST_A_MINUTE = 1_200
"""Requests of one key. Each may carry five hundred completions."""

MOST_STRANGERS, STRANGERS_FOR = 300, 600
"""Requests without a good key from one place, and within how many seconds."""


class KeyRequest(HttpRequest):
    """A request by a system whose key was good."""

    auth: Source


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key may still do this minute."""

    left: int
    seconds: int  # until the next minute


class ApiKey(HttpBearer):
    """`Authorization: Bearer KEY.SECRET`, as it was shown when the system was entered."""

    def __call__(self, request: HttpRequest) -> Source:
        """The system that calls; nothing is said of why a key is not good."""
        source: Source | None = super().__call__(request)
        if source is None:
            address = get_adapter().get_client_ip(request)
            many = counted(f"api-stranger:{address}", STRANGERS_FOR)
            raise Halted(TOO_OFTEN if many > MOST_STRANGERS else NO_KEY)
        count(request, source)
        note_use(source, at=true_now())
        return source

    def authenticate(self, request: HttpRequest, token: str) -> Source | None:
        """The open system with this key and secret."""
        key, _dot, secret = token.strip().partition(".")
        return source_by_key(SourceKind.API, key, secret)


def shown_token(source: Source, secret: str) -> str:
    """What a system sends to be known."""
    return f"{source.key}.{secret}"


def count(request: HttpRequest, source: Source) -> None:
    """Count a request of this key; refuse it when there were too many this minute."""
    minute, second = divmod(int(outside_now().timestamp()), A_MINUTE)
    many = counted(f"api:{source.pk}:{minute}", 2 * A_MINUTE)
    allowance = Allowance(max(0, MOST_A_MINUTE - many), A_MINUTE - second)
    request._allowance = allowance  # type: ignore[attr-defined]  # our own note on it
    if many > MOST_A_MINUTE:
        raise Halted(TOO_OFTEN, _("At most 1,200 requests a minute are taken from one key."))


def counted(key: str, seconds: int) -> int:
    """How often this was asked, this time with it, within so many seconds of the first."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it was thrown out between the two
        return 1


def say_allowance(request: HttpRequest, answer: HttpResponse) -> None:
    """Tell the caller what is left, and when there is more."""
    allowance: Allowance | None = getattr(request, "_allowance", None)
    if allowance is None:
        return
    answer.headers["RateLimit-Limit"] = str(MOST_A_MINUTE)
    answer.headers["RateLimit-Remaining"] = str(allowance.left)
    answer.headers["RateLimit-Reset"] = str(allowance.seconds)
    if answer.status_code == TOO_OFTEN.status:
        answer.headers["Retry-After"] = str(allowance.seconds)


def acting_for(source: Source) -> Person:
    """Who enters courses by this key: whoever opened it, or else who runs the provider now."""
    if ProviderDuty.COURSES in provider_duties_of(source.opened_by, source.provider):
        return source.opened_by
    owner = owners_of(source.provider).order_by("id").first()
    if owner is None:
        raise Halted(NOT_ALLOWED, _("Nobody runs this provider who could enter courses."))
    return owner


def refuse_narrow(source: Source) -> None:
    """Refuse what only a key for all courses may do."""
    if source.courses.exists():
        raise Halted(NOT_ALLOWED, _("This key is for some courses only and enters no others."))
