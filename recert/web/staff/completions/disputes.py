"""Disputes a body should see: overdue or declined, by its holders, about courses it approved."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from recert.completions.disputes import dispute_for_staff, disputes_before
from recert.completions.models import DisputeState
from recert.completions.reliability import reliability_of
from recert.credentials.models import Register
from recert.credentials.queries import register_of
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import today
from recert.web.components.completion_words import until_words
from recert.web.components.naming import short_name

ON_A_PAGE = 50


@desk_for_staff(Duty.REVIEW)
def disputes(request: DeskRequest) -> HttpResponse:
    """Those the body should see, the longest overdue first."""
    body = request.desk.body
    on = today(request, body.zone)
    page = Paginator(disputes_before(body, on), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "page": page,
        "lines": [
            (each, until_words(each.due_on, on) if each.state == DisputeState.WAITING else "")
            for each in page
        ],
        "may_recall": Duty.POLICY in request.desk.duties,
    }
    return render(request, "staff/completions/disputes.html", context)


@desk_for_staff(Duty.REVIEW)
def dispute(request: DeskRequest, public_id: str) -> HttpResponse:
    """What somebody says, what the provider says, how it keeps its word, and what one may do."""
    body = request.desk.body
    on = today(request, body.zone)
    found = dispute_for_staff(request.user, body.slug, public_id, on)
    held = register_of(body).filter(person=found.person).exclude(register=Register.REJECTED)
    context = {
        "body": body,
        "dispute": found,
        "until": until_words(found.due_on, on) if found.state == DisputeState.WAITING else "",
        "held": [(each, short_name(each)) for each in held],
        "may_extend": Duty.REGISTER in request.desk.duties and found.person_id != request.user.pk,
        "reliability": reliability_of(found.provider, on),
    }
    return render(request, "staff/completions/dispute.html", context)


urlpatterns = [
    path("corrections/disputes/", disputes, name="credit_disputes"),
    path("corrections/disputes/<str:public_id>/", dispute, name="credit_dispute"),
]
