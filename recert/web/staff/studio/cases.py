"""The cases of a draft: each tried, what was expected and what came out, and taking one out."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.rulebooks.actions import drop_case, save_version
from recert.rulebooks.actions.approving import missing_cases
from recert.rulebooks.drafts import ruling_with, try_case, try_cases
from recert.rulebooks.models import DroppedCase
from recert.rules.cases import Basis
from recert.rules.checking import Mismatch
from recert.rules.writing import write_cases
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.staff.studio.case_writing import with_expectation
from recert.web.staff.studio.choice_words import choice_word
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in
from recert.web.staff.studio.expecting import accepted


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list."""

    number: int
    title: str
    basis: str
    judged_by: str  # the edition that answered
    mismatches: tuple[Mismatch, ...]


@desk_for_staff(Duty.POLICY)
def cases(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Every case with how it comes out, those that come out otherwise first."""
    bench = bench_of(request, draft_id)
    lines = _lines(bench)
    failing = [line for line in lines if line.mismatches]
    context = frame(
        request, bench, "draft_cases",
        failing=failing,
        passing=[line for line in lines if not line.mismatches],
        many=len(lines),
        faults=bench.read.case_problems,
        missing=missing_cases(bench.version),
        dropped=DroppedCase.objects.filter(draft=bench.draft).select_related("by"),
    )  # fmt: skip
    return render(request, "staff/studio/cases.html", context)


def _lines(bench: Bench) -> list[Line]:
    rulebook = bench.read.rulebook
    if rulebook is None:
        return []
    tried = try_cases(ruling_with(rulebook), bench.read.cases)
    return [
        Line(
            number=number,
            title=each.case.case,
            basis=choice_word(Basis(each.case.basis)),
            judged_by=each.standing.edition,
            mismatches=each.mismatches,
        )
        for number, each in enumerate(tried, start=1)
    ]


@desk_for_staff(Duty.POLICY)
@require_POST
def drop(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Leave a case out, with the reason."""
    bench = bench_of(request, draft_id)
    with refusals_said(request):
        drop_case(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            draft_id=draft_id,
            seen=seen_in(request),
            title=request.POST.get("title", ""),
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("Left out. The reason is kept."))
    return redirect(at(request, "draft_cases", bench))


@desk_for_staff(Duty.POLICY)
@require_POST
def accept(request: DeskRequest, draft_id: str, number: int) -> HttpResponse:
    """Expect of a case what comes out now."""
    bench = bench_of(request, draft_id)
    rulebook, found = bench.read.rulebook, [*bench.read.cases]
    if rulebook is None or not 0 < number <= len(found):
        raise NotFound
    case = found[number - 1]
    with refusals_said(request):
        expect = accepted(try_case(ruling_with(rulebook), case).standing, case)
        found[number - 1] = with_expectation(bench, case, expect)
        save_version(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            draft_id=draft_id,
            seen=seen_in(request),
            says=_("Case changed: %(title)s") % {"title": case.case},
            cases_text=write_cases(found, body=bench.draft.body.slug),
        )
        messages.success(request, _("Saved. The case expects this from now on."))
    return redirect(at(request, "draft_cases", bench))


urlpatterns = [
    path(
        "policy/drafts/<str:draft_id>/cases/<int:number>/accept", accept, name="draft_case_accept"
    ),
    path("policy/drafts/<str:draft_id>/cases", cases, name="draft_cases"),
    path("policy/drafts/<str:draft_id>/cases/drop", drop, name="draft_case_drop"),
]
