"""Who opened whose proof at this body: for its owner."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from recert.journal.queries import openings_at
from recert.people.queries import Duty, names_of
from recert.web.access import DeskRequest, desk_for_staff

ON_A_PAGE = 50


@desk_for_staff(Duty.STAFF)
def opened(request: DeskRequest) -> HttpResponse:
    """Every look at proof, the latest first."""
    body = request.desk.body
    page = Paginator(openings_at(body.slug), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    names = names_of({line.actor_id for line in rows} | {line.person_id for line in rows})
    lines = [(line, names.get(line.actor_id, ""), names.get(line.person_id, "")) for line in rows]
    return render(request, "staff/opened.html", {"body": body, "page": page, "lines": lines})


urlpatterns = [path("team/opened", opened, name="opened")]
