"""What the draft changes, clause by clause, in words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from recert.people.queries import Duty
from recert.rulebooks.queries import read_once
from recert.rules.comparing import compare
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.staff.studio.change_words import ChangeView, change_view
from recert.web.staff.studio.desk import Bench, bench_of, frame


@desk_for_staff(Duty.POLICY)
def changes(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Every difference to the edition the draft was begun from."""
    bench = bench_of(request, draft_id)
    context = frame(request, bench, "draft_changes", changes=_changes(bench))
    return render(request, "staff/studio/changes.html", context)


def _changes(bench: Bench) -> list[ChangeView]:
    old, _problems = read_once(bench.draft.base.text, bench.draft.base.edition)
    new = bench.read.rulebook
    if old is None or new is None:
        return []
    return [change_view(old, new, each) for each in compare(old, new)]


urlpatterns = [path("policy/drafts/<str:draft_id>/changes", changes, name="draft_changes")]
