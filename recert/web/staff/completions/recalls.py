"""Recalls by a body: drafted, looked at, declared, taken back."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from recert.catalogue.models import APPROVED, Course, CourseApproval
from recert.completions.recalled import recall_for_staff, recalls_by_body
from recert.completions.recalling import draft_recall_by_body
from recert.people.models import Body
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components import recall_pages
from recert.web.components.recall_pages import RecallDesk


@desk_for_staff(Duty.POLICY)
def recalls(request: DeskRequest) -> HttpResponse:
    """What the body recalled, the newest first."""
    body = request.desk.body
    lines = recall_pages.list_page(request, recalls_by_body(body))
    context = {"body": body, "may_recall": True, **lines}
    return render(request, "staff/completions/recalls.html", context)


@desk_for_staff(Duty.POLICY)
def draft(request: DeskRequest) -> HttpResponse:
    """Say what is to be recalled; the next page shows whom it would affect."""
    body = request.desk.body
    return recall_pages.draft_page(
        request,
        _desk(request),
        _courses(body),
        lambda draft: draft_recall_by_body(
            by=request.user, at=now(request), body_slug=body.slug, draft=draft
        ),
    )


def _courses(body: Body) -> QuerySet[Course]:
    """The courses the body ever approved, by title."""
    approved = CourseApproval.objects.filter(body=body, state=APPROVED)
    return Course.objects.filter(pk__in=approved.values("edition__course")).order_by("title")


@desk_for_staff(Duty.POLICY)
def recall(request: DeskRequest, public_id: str) -> HttpResponse:
    """What it says, whom it affects, how far it is."""
    return recall_pages.recall_page(request, _desk(request), public_id)


@desk_for_staff(Duty.POLICY)
@require_POST
def declare(request: DeskRequest, public_id: str) -> HttpResponse:
    """Declare it: everybody affected is treated by the rule, and told."""
    return recall_pages.declare(request, _desk(request), public_id)


@desk_for_staff(Duty.POLICY)
@require_POST
def undo(request: DeskRequest, public_id: str) -> HttpResponse:
    """Take all of it back."""
    return recall_pages.undo(request, _desk(request), public_id)


def _desk(request: DeskRequest) -> RecallDesk:
    body = request.desk.body
    return RecallDesk(
        space="staff",
        slug=body.slug,
        frame="staff/page.html",
        context={"body": body},
        find=lambda public_id: recall_for_staff(request.user, body.slug, public_id),
        is_own=lambda _found: True,
    )


urlpatterns = [
    path("corrections/recalls/", recalls, name="recalls"),
    path("corrections/recalls/new", draft, name="recall_new"),
    path("corrections/recalls/<str:public_id>/", recall, name="recall"),
    path("corrections/recalls/<str:public_id>/declare", declare, name="recall_declare"),
    path("corrections/recalls/<str:public_id>/undo", undo, name="recall_undo"),
]
