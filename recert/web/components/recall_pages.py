"""Recall pages: what the desk of a body and the desk of a provider show and do alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from recert.catalogue.models import Course
from recert.completions.models import Recall, RecallState
from recert.completions.recalled import counts_of, preview_of
from recert.completions.recalling import RecallDraft, declare_recall, undo_recall
from recert.lib.refusals import NotFound
from recert.web.access import MemberRequest
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

UNDOABLE = (RecallState.RUNNING, RecallState.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallDesk:
    """A desk that recalls courses. What is found through it is what the reader may see."""

    space: str  # of its addresses: staff or provider
    slug: str
    frame: str  # the page its pages extend
    context: Mapping[str, object]  # what the frame is filled with
    find: Callable[[str], Recall]
    is_own: Callable[[Recall], bool]  # others are only read

    def to(self, page: str, *more: str) -> HttpResponse:
        """Go to one of its pages."""
        return redirect(f"{self.space}:{page}", self.slug, *more)

    def filled(self, **more: object) -> dict[str, Any]:
        """What its pages are filled with."""
        said = {"frame": self.frame, "space": self.space, "slug": self.slug}
        return {**self.context, **said, **more}


def list_page(request: MemberRequest, rows: QuerySet[Recall]) -> dict[str, Any]:
    """What was recalled, the newest first, as the pages of both desks list it."""
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": [(each, TONES[RecallState(each.state)]) for each in page]}


def draft_page(
    request: MemberRequest,
    desk: RecallDesk,
    courses: Iterable[Course],
    draft: Callable[[RecallDraft], Recall],
) -> HttpResponse:
    """Say what is to be recalled; the next page shows whom it would affect."""
    form = RecallForm(sent(request), courses=courses)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return desk.to("recall", draft(form.draft()).public_id)
    status = 422 if form.errors else 200
    return render(request, "components/recall_new.html", desk.filled(form=form), status=status)


def recall_page(request: MemberRequest, desk: RecallDesk, public_id: str) -> HttpResponse:
    """What it says, whom it affects, how far it is."""
    found = desk.find(public_id)
    context = desk.filled(
        recall=found,
        tone=TONES[RecallState(found.state)],
        rows=recall_rows(found),
        far=far_rows(counts_of(found)),
        is_draft=found.state == RecallState.DRAFT,
        may_undo=desk.is_own(found) and found.state in UNDOABLE,
    )
    if context["is_draft"]:
        preview = preview_of(found)
        context |= {"preview": preview_rows(preview), "held": held_rows(preview)}
    return render(request, "components/recall.html", context)


def declare(request: MemberRequest, desk: RecallDesk, public_id: str) -> HttpResponse:
    """Declare it: everybody affected is treated by the rule, and told."""
    found = desk.find(public_id)
    with refusals_said(request):
        declare_recall(by=request.user, at=now(request), recall=found)
        messages.success(request, _("Declared. It is carried out now, part by part."))
    return desk.to("recall", public_id)


def undo(request: MemberRequest, desk: RecallDesk, public_id: str) -> HttpResponse:
    """Take all of one's own recall back."""
    found = desk.find(public_id)
    if not desk.is_own(found):
        raise NotFound  # whoever declared it takes it back
    with refusals_said(request):
        undo_recall(by=request.user, at=now(request), recall=found)
        messages.success(request, _("It is taken back now, and everybody affected is told."))
    return desk.to("recall", public_id)
