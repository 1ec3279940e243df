"""Who may see what, at the door of every desk.

Fetching is permission: inside a view, a thing is got only by a room's `thing_for(person, id)`,
whose `NotFound` is a 404. Here are the doors before that. Somebody who is not signed in is
asked to sign in; somebody who is, and has no business here, learns nothing: what is forbidden
and what is missing look alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, provider_duties_of, provider_for_staff
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff, duties_of
from recert.reporting.queries.practice import clock_may_move
from recert.web.clock import is_read_only, kept_day
from recert.web.read_only import only_looking

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Desk:
    """The staff desk a request is at: the body, and what the reader may do there."""

    body: Body
    duties: frozenset[Duty]
    may_move_clock: bool = False  # real data, seen as of another day: the owner allows it


class MemberRequest(HttpRequest):
    """A request by somebody signed in."""

    user: Person  # nobody anonymous comes through `signed_in`


class DeskRequest(MemberRequest):
    """A request by a member of staff, at their body's desk."""

    desk: Desk


@dataclass(frozen=True, slots=True)
class ProviderDesk:
    """The provider's desk a request is at, and what the reader may do there."""

    provider: Provider
    duties: frozenset[ProviderDuty]


class ProviderRequest(MemberRequest):
    """A request by somebody who works for a provider, at its desk."""

    at_provider: ProviderDesk


MemberView = Callable[Concatenate[MemberRequest, P], HttpResponse]
DeskView = Callable[Concatenate[DeskRequest, P], HttpResponse]
ProviderView = Callable[Concatenate[ProviderRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: MemberView[P]) -> View[P]:
    """Only for somebody signed in; others are asked to, and come back here afterwards."""
    return login_required(view)  # type: ignore[return-value]


def desk_for_staff(duty: Duty = Duty.ENTER) -> Callable[[DeskView[P]], Callable[..., HttpResponse]]:
    """Only for staff of the body named by the address's `slug`, whose role allows the duty.

    The view is called without the slug: it finds the body on `request.desk`.
    """

    def guard(view: DeskView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def guarded(
            request: DeskRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            body = body_for_staff(request.user, slug, duty)
            if lacks_second_factor(request.user, body):
                return _to_set_up(request, body)
            moved = kept_day(request) is not None and clock_may_move(body)
            request.desk = Desk(body, duties_of(request.user, body), moved)
            with timezone.override(ZoneInfo(body.zone)):  # a desk's moments are its body's
                if is_read_only(request):
                    return only_looking(request, lambda: view(request, *args, **kwargs))
                return view(request, *args, **kwargs)

        guarded.duty = duty  # type: ignore[attr-defined]  # so that it can be asked and tested
        return guarded

    return guard


def desk_for_provider(
    duty: ProviderDuty = ProviderDuty.ENTER,
) -> Callable[[ProviderView[P]], Callable[..., HttpResponse]]:
    """Only for those who work at the provider named by `slug`, whose role allows the duty.

    The view is called without the slug: it finds the provider on `request.at_provider`.
    """

    def guard(view: ProviderView[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def guarded(
            request: ProviderRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            provider = provider_for_staff(request.user, slug, duty)
            request.at_provider = ProviderDesk(provider, provider_duties_of(request.user, provider))
            with timezone.override(ZoneInfo(provider.zone)):
                return view(request, *args, **kwargs)

        guarded.provider_duty = duty  # type: ignore[attr-defined]  # so that it can be asked
        return guarded

    return guard


def lacks_second_factor(person: Person, body: Body) -> bool:
    """Whether somebody would come to a desk with a password alone that asks for more.

    The installation may demand it of all staff (RECERT_STAFF_SECOND_FACTOR), a body of its
    own. A passkey counts as well as codes from an app.
    """
    is_demanded = settings.STAFF_SECOND_FACTOR or body.demands_second_factor
    return is_demanded and not is_mfa_enabled(person)


def _to_set_up(request: MemberRequest, body: Body) -> HttpResponse:
    said = _("%(body)s asks for a passkey or a second factor. Set one up here, then come back.")
    messages.warning(request, said % {"body": body.name})
    return redirect("mfa_index")
