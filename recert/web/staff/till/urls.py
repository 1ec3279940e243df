"""The addresses of a body's till."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern

from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.components.till.addresses import Page, addresses
from recert.web.components.till.desk import TillDesk
from recert.web.staff.telling import story
from recert.web.staff.till import terms


def _door(page: Page) -> Page:
    """A page of the till, for those who take the body's money."""

    @desk_for_staff(Duty.MONEY)
    def opened(request: DeskRequest, /, **parts: str) -> HttpResponse:
        body = request.desk.body
        till = TillDesk(
            space="staff",
            frame="staff/page.html",
            seller=body,
            context={"body": body},
            story=lambda lines: story(body, lines),
        )
        return page(request, till, **parts)

    return opened


urlpatterns: list[URLPattern] = addresses(_door, (*terms.urlpatterns,))
