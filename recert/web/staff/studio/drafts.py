"""Drafts: begun from an edition, every clause at a glance, every version kept."""

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
from recert.rulebooks.actions import discard_draft, open_draft, save_version, take_up_draft
from recert.rulebooks.queries import read_once, versions_of
from recert.rules.comparing import How, compare
from recert.rules.reading.nodes import Table
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in
from recert.web.staff.studio.labels import KIND_WORDS
from recert.web.staff.studio.outline import kind_of, section, top_of, words_of


@dataclass(frozen=True, slots=True)
class Line:
    """A clause in the list."""

    id: str
    kind: str
    says: str
    change: str  # against the base edition
    problems: int


@desk_for_staff(Duty.POLICY)
@require_POST
def start(request: DeskRequest) -> HttpResponse:
    """Begin a draft from an edition."""
    slug = request.desk.body.slug
    draft = open_draft(
        by=request.user, at=now(request), body_slug=slug, edition=request.POST.get("edition", "")
    )
    messages.success(
        request, _("A draft is begun. Nothing changes for anybody until it is published.")
    )
    return redirect("staff:draft", slug, draft.public_id)


@desk_for_staff(Duty.POLICY)
def draft(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Every clause of the draft, in the order of the file."""
    bench = bench_of(request, draft_id)
    top = top_of(bench.version.text)
    context = frame(
        request, bench, "draft",
        lines=_lines(bench) if top else [],
        is_text=top is not None,
        problems=[each for each in bench.read.problems if not each.path.startswith("clauses.")],
    )  # fmt: skip
    return render(request, "staff/studio/draft.html", context)


def _lines(bench: Bench) -> list[Line]:
    top = top_of(bench.version.text)
    changes = changed_clauses(bench)
    return [
        Line(
            id=id,
            kind=_kind(node) if isinstance(node, Table) else "",
            says=words_of(node, "says"),
            change=changes.get(id, ""),
            problems=sum(_about(each.path, id) for each in bench.read.problems),
        )
        for id, node in (section(top, "clauses") if top else {}).items()
    ]


def _kind(clause: Table) -> str:
    kind = kind_of(clause)
    return str(KIND_WORDS[kind][0]) if kind else _("No kind that is known")


def _about(path: str, id: str) -> bool:
    return path == f"clauses.{id}" or path.startswith(f"clauses.{id}.")


def changed_clauses(bench: Bench) -> dict[str, str]:
    """The clauses that differ from the base edition, each with how."""
    base, _problems = read_once(bench.draft.base.text, bench.draft.base.edition)
    if base is None or bench.read.rulebook is None:
        return {}
    words = {How.ADDED: _("New"), How.CHANGED: _("Changed"), How.MOVED: _("Moved")}
    return {
        each.clause: words[each.how]
        for each in compare(base, bench.read.rulebook)
        if each.how in words and each.clause
    }


@desk_for_staff(Duty.POLICY)
def versions(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Every version of a draft, the newest first."""
    bench = bench_of(request, draft_id)
    context = frame(request, bench, "draft_versions", versions=versions_of(bench.draft))
    return render(request, "staff/studio/versions.html", context)


@desk_for_staff(Duty.POLICY)
def version(request: DeskRequest, draft_id: str, number: int) -> HttpResponse:
    """One version as it was saved; sent, it becomes the newest again."""
    bench = bench_of(request, draft_id)
    shown = versions_of(bench.draft).filter(number=number).first()
    if shown is None:
        raise NotFound
    if request.method == "POST":
        with refusals_said(request):
            save_version(
                by=request.user,
                at=now(request),
                body_slug=request.desk.body.slug,
                draft_id=draft_id,
                seen=seen_in(request),
                says=_("Version %(number)s brought back") % {"number": number},
                text=shown.text,
                cases_text=shown.cases_text,
            )
            messages.success(request, _("Version %(number)s stands again.") % {"number": number})
        return redirect(at(request, "draft", bench))
    context = frame(request, bench, "draft_versions", shown=shown)
    return render(request, "staff/studio/version.html", context)


@desk_for_staff(Duty.POLICY)
@require_POST
def discard(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Put a draft away."""
    slug = request.desk.body.slug
    with refusals_said(request):
        discard_draft(by=request.user, at=now(request), body_slug=slug, draft_id=draft_id)
        messages.success(request, _("Put away. You can take it up again."))
    return redirect("staff:policy", slug)


@desk_for_staff(Duty.POLICY)
@require_POST
def take_up(request: DeskRequest, draft_id: str) -> HttpResponse:
    """Take up a draft that was put away."""
    slug = request.desk.body.slug
    take_up_draft(by=request.user, at=now(request), body_slug=slug, draft_id=draft_id)
    return redirect("staff:draft", slug, draft_id)


urlpatterns = [
    path("policy/drafts/start", start, name="draft_start"),
    path("policy/drafts/<str:draft_id>/", draft, name="draft"),
    path("policy/drafts/<str:draft_id>/versions", versions, name="draft_versions"),
    path("policy/drafts/<str:draft_id>/versions/<int:number>", version, name="draft_version"),
    path("policy/drafts/<str:draft_id>/discard", discard, name="draft_discard"),
    path("policy/drafts/<str:draft_id>/take-up", take_up, name="draft_take_up"),
]
