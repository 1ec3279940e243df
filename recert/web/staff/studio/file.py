"""The draft as a file: edited, uploaded, downloaded; saved even while it cannot be read."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty
from recert.rulebooks.actions import save_version
from recert.rulebooks.drafts import CASES_FILE, RULEBOOK_FILE
from recert.rules.reading.files import decode
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.staff.studio.desk import Bench, at, bench_of, frame, seen_in


@desk_for_staff(Duty.POLICY)
def file(request: DeskRequest, draft_id: str) -> HttpResponse:
    """The rulebook's text."""
    return _file(request, bench_of(request, draft_id), is_cases=False)


@desk_for_staff(Duty.POLICY)
def cases_file(request: DeskRequest, draft_id: str) -> HttpResponse:
    """The text of its cases."""
    return _file(request, bench_of(request, draft_id), is_cases=True)


def _file(request: DeskRequest, bench: Bench, *, is_cases: bool) -> HttpResponse:
    text = bench.version.cases_text if is_cases else bench.version.text
    refusals: list[str] = []
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        try:
            text = _uploaded(request, text)
            return _saved(request, bench, text, is_cases=is_cases)
        except Refused as refused:
            refusals = list(refused.sentences)
            bench = bench_of(request, bench.draft.public_id)
    context = frame(
        request, bench, "draft_cases" if is_cases else "draft_file",
        text=text, is_cases=is_cases, problems=refusals,
        faults=bench.read.case_problems if is_cases else bench.read.problems,
        download=at(request, "draft_download", bench, CASES_FILE if is_cases else RULEBOOK_FILE),
    )  # fmt: skip
    return render(request, "staff/studio/file.html", context, status=422 if refusals else 200)


def _uploaded(request: DeskRequest, typed: str) -> str:
    """The text of the file that was chosen, or what was typed where none was."""
    chosen = request.FILES.get("upload")
    if not isinstance(chosen, UploadedFile):
        return typed
    text, problems = decode(chosen.read(), chosen.name or RULEBOOK_FILE)
    if text is None:
        raise Refused(" ".join(problem.message for problem in problems), "upload")
    return text


def _saved(request: DeskRequest, bench: Bench, text: str, *, is_cases: bool) -> HttpResponse:
    save_version(
        by=request.user,
        at=now(request),
        body_slug=request.desk.body.slug,
        draft_id=bench.draft.public_id,
        seen=seen_in(request),
        says=_("Cases edited as a file") if is_cases else _("Edited as a file"),
        text=None if is_cases else text,
        cases_text=text if is_cases else None,
    )
    messages.success(request, _("Saved."))
    return redirect(at(request, "draft_cases_file" if is_cases else "draft_file", bench))


@desk_for_staff(Duty.POLICY)
def download(request: DeskRequest, draft_id: str, name: str) -> HttpResponse:
    """One of the two files, as it stands."""
    bench = bench_of(request, draft_id)
    texts = {RULEBOOK_FILE: bench.version.text, CASES_FILE: bench.version.cases_text}
    if name not in texts:
        raise NotFound
    answer = HttpResponse(texts[name], content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


urlpatterns = [
    path("policy/drafts/<str:draft_id>/file", file, name="draft_file"),
    path("policy/drafts/<str:draft_id>/cases/file", cases_file, name="draft_cases_file"),
    path("policy/drafts/<str:draft_id>/download/<str:name>", download, name="draft_download"),
]
