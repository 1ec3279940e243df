"""Who may do what at this desk, in words, for everybody who works here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from recert.people.roles import NOBODY, ROLES, table
from recert.web.access import DeskRequest, desk_for_staff


@desk_for_staff()
def roles(request: DeskRequest) -> HttpResponse:
    """The table of duties and roles."""
    context = {
        "body": request.desk.body,
        "roles": [role.label for role in ROLES],
        "rows": table(),
        "nobody": NOBODY,
    }
    return render(request, "staff/roles.html", context)


urlpatterns = [path("roles", roles, name="roles")]
