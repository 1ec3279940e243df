"""The body's policy as it is published: each edition, and where its clauses are explained."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from recert.lib.days import local_day
from recert.rulebooks.queries import rulebooks_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.naming import rulebook_url


@desk_for_staff()
def policy(request: DeskRequest) -> HttpResponse:
    """Every edition, the newest first, with what it holds."""
    body = request.desk.body
    on = local_day(now(request), body.zone)
    editions = [
        {
            "book": book,
            "url": rulebook_url(book),
            "is_current": book.in_force.holds(on),
            "clauses": len(book.clauses),
            "holes": sum(clause.silent for clause in book.clauses),
        }
        for book in reversed(rulebooks_of(body.slug))
    ]
    return render(request, "staff/policy.html", {"body": body, "editions": editions})


urlpatterns = [path("policy", policy, name="policy")]
