"""Recalls by a body: drafted, looked at, declared, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.catalogue.models import APPROVED, Course, CourseApproval
from recert.completions.models import RecallState
from recert.completions.recalled import (
    counts_of,
    preview_of,
    recall_for_staff,
    recalls_by_body,
)
from recert.completions.recalling import declare_recall, draft_recall_by_body, undo_recall
from recert.people.models import Body
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.recalls import (
    TONES,
    RecallForm,
    far_rows,
    held_rows,
    preview_rows,
    recall_rows,
)

ON_A_PAGE = 50


@desk_for_staff(Duty.POLICY)
def recalls(request: DeskRequest) -> HttpResponse:
    """What the body recalled, the newest first."""
    body = request.desk.body
    page = Paginator(recalls_by_body(body), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "page": page,
        "lines": [(each, TONES[RecallState(each.state)]) for each in page],
        "may_recall": True,
    }
    return render(request, "staff/completions/recalls.html", context)


@desk_for_staff(Duty.POLICY)
def draft(request: DeskRequest) -> HttpResponse:
    """Say what is to be recalled; the next page shows whom it would affect."""
    body = request.desk.body
    form = RecallForm(sent(request), courses=_courses(body))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = draft_recall_by_body(
                by=request.user, at=now(request), body_slug=body.slug, draft=form.draft()
            )
            return redirect("staff:recall", body.slug, found.public_id)
    context = {"body": body, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/completions/recall_new.html", context, status=status)


def _courses(body: Body) -> Any:
    """The courses the body ever approved, by title."""
    approved = CourseApproval.objects.filter(body=body, state=APPROVED)
    return Course.objects.filter(pk__in=approved.values("edition__course")).order_by("title")


@desk_for_staff(Duty.POLICY)
def recall(request: DeskRequest, public_id: str) -> HttpResponse:
    """What it says, whom it affects, how far it is."""
    body = request.desk.body
    found = recall_for_staff(request.user, body.slug, public_id)
    context: dict[str, Any] = {
        "body": body,
        "recall": found,
        "tone": TONES[RecallState(found.state)],
        "rows": recall_rows(found),
        "far": far_rows(counts_of(found)),
        "is_draft": found.state == RecallState.DRAFT,
        "may_undo": found.state in (RecallState.RUNNING, RecallState.DONE),
    }
    if context["is_draft"]:
        preview = preview_of(found)
        context |= {"preview": preview_rows(preview), "held": held_rows(preview)}
    return render(request, "staff/completions/recall.html", context)


@desk_for_staff(Duty.POLICY)
@require_POST
def declare(request: DeskRequest, public_id: str) -> HttpResponse:
    """Declare it: everybody affected is treated by the rule, and told."""
    slug = request.desk.body.slug
    found = recall_for_staff(request.user, slug, public_id)
    with refusals_said(request):
        declare_recall(by=request.user, at=now(request), recall=found)
        messages.success(request, _("Declared. It is carried out now, part by part."))
    return redirect("staff:recall", slug, public_id)


@desk_for_staff(Duty.POLICY)
@require_POST
def undo(request: DeskRequest, public_id: str) -> HttpResponse:
    """Take all of it back."""
    slug = request.desk.body.slug
    found = recall_for_staff(request.user, slug, public_id)
    with refusals_said(request):
        undo_recall(by=request.user, at=now(request), recall=found)
        messages.success(request, _("It is taken back now, and everybody affected is told."))
    return redirect("staff:recall", slug, public_id)


urlpatterns = [
    path("corrections/recalls/", recalls, name="recalls"),
    path("corrections/recalls/new", draft, name="recall_new"),
    path("corrections/recalls/<str:public_id>/", recall, name="recall"),
    path("corrections/recalls/<str:public_id>/declare", declare, name="recall_declare"),
    path("corrections/recalls/<str:public_id>/undo", undo, name="recall_undo"),
]
