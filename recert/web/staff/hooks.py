"""Hooks of a body: its own systems are told what became of its credit; for owners."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from recert.completions.hooks import hook_of_body, hooks_of_body, open_hook_for_body
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components import hook_pages
from recert.web.components.hook_pages import HookDesk


@desk_for_staff(Duty.STAFF)
def hooks(request: DeskRequest) -> HttpResponse:
    """The addresses that are told, and another one."""
    return hook_pages.hooks_page(request, _desk(request))


@desk_for_staff(Duty.STAFF)
def hook(request: DeskRequest, public_id: str) -> HttpResponse:
    """One address, what it was told, and its end."""
    return hook_pages.hook_page(request, _desk(request), public_id)


def _desk(request: DeskRequest) -> HookDesk:
    body = request.desk.body
    return HookDesk(
        space="staff",
        slug=body.slug,
        frame="staff/page.html",
        context={"body": body},
        hooks=hooks_of_body(body),
        find=lambda public_id: hook_of_body(request.user, body.slug, public_id),
        open=lambda address, events: open_hook_for_body(
            by=request.user,
            at=now(request),
            body_slug=body.slug,
            address=address,
            events=events,
        ),
    )


urlpatterns = [
    path("hooks", hooks, name="hooks"),
    path("hooks/<str:public_id>", hook, name="hook"),
]
