"""Proof: uploaded first and filed later, looked at, taken off, deleted. Only its owner's."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recert.lib.intake import PDF
from recert.rules.facts import DocumentKind
from recert.standing.words import capital
from recert.standing.words.vocabulary import word
from recert.transcript.actions import attach_evidence, delete_evidence
from recert.transcript.models import Activity, Document, Evidence
from recert.transcript.queries import documents_of, evidence_for, evidence_of, transcript_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_said
from recert.web.member.uploads import ACCEPTED, take_uploads
from recert.web.private_files import private_file

A_PAGE = 25
MOST_MATCHES = 20


@signed_in
def inbox(request: MemberRequest) -> HttpResponse:
    """Every file: what waits to be filed first, then what proves something."""
    if request.method == "POST":
        return _upload(request)
    files = evidence_of(request.user)
    unfiled = [each for each in files if not proves(each)]
    filed = [(each, _titles(proves(each))) for each in files if proves(each)]
    page = Paginator(filed, A_PAGE).get_page(request.GET.get("page"))
    context = {"unfiled": unfiled, "page": page, "accepted": ACCEPTED}
    return render(request, "member/evidence.html", context)


def proves(evidence: Evidence) -> list[Activity | Document]:
    """What a file proves today; versions that were replaced are left out."""
    activities = [each for each in evidence.activities.all() if each.is_standing]
    documents = [each for each in evidence.documents.all() if each.withdrawn_at is None]
    return [*activities, *documents]


def _titles(things: list[Activity | Document]) -> str:
    return "; ".join(
        each.title if isinstance(each, Activity) else document_word(each) for each in things
    )


def _upload(request: MemberRequest) -> HttpResponse:
    uploads = take_uploads(request)
    for mistake in uploads.mistakes:
        messages.error(request, mistake)
    if uploads.kept:
        many = len(uploads.kept)
        kept = ngettext("%(n)s file is kept.", "%(n)s files are kept.", many) % {"n": many}
        messages.success(request, kept)
    elif not uploads.mistakes:
        messages.warning(request, _("Choose a file first."))
    return redirect("member:proof")


@signed_in
def one(request: MemberRequest, public_id: str) -> HttpResponse:
    """One file: what it is, what it proves, and what else it could prove."""
    evidence = evidence_for(request.user, public_id)
    attached = proves(evidence)
    text = request.GET.get("text", "").strip()[:200]
    context = {
        "file": evidence,
        "activities": [each for each in attached if isinstance(each, Activity)],
        "documents": [
            (each, document_word(each)) for each in attached if isinstance(each, Document)
        ],
        "text": text,
        "matches": _matches(request, attached, text),
        "is_picture": evidence.media_type != PDF,
    }
    return render(request, "member/evidence_one.html", context)


def document_word(document: Document) -> str:
    """What a document is, in one word, as a title of its own."""
    return capital(word(DocumentKind(document.kind)))


def _matches(
    request: MemberRequest, attached: list[Activity | Document], text: str
) -> list[tuple[str, Activity | Document, str, date]]:
    """Entries to file it under: those searched for, else the latest. With the form's word."""
    activities = transcript_of(request.user)
    if text:
        activities = activities.filter(title__icontains=text)
    papers = [] if text else documents_of(request.user)[:MOST_MATCHES]
    return [
        *(
            ("document", each, document_word(each), each.issued)
            for each in papers
            if each not in attached
        ),
        *(
            ("activity", each, each.title, each.completed)
            for each in activities[:MOST_MATCHES]
            if each not in attached
        ),
    ]


@signed_in
@require_POST
def file_under(request: MemberRequest, public_id: str) -> HttpResponse:
    """File it: say which activity or document it proves."""
    with refusals_said(request):
        attach_evidence(
            by=request.user,
            at=now(request),
            public_id=public_id,
            activity_id=request.POST.get("activity", ""),
            document_id=request.POST.get("document", ""),
        )
        messages.success(request, _("Filed."))
    return redirect("member:proof_one", public_id)


@signed_in
@require_POST
def delete(request: MemberRequest, public_id: str) -> HttpResponse:
    """Delete a file that proves nothing; this cannot be undone."""
    with refusals_said(request):
        delete_evidence(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("The file is deleted."))
        return redirect("member:proof")
    return redirect("member:proof_one", public_id)


@signed_in
def content(request: MemberRequest, public_id: str) -> HttpResponse:
    """The file itself, which the browser shows or saves and never runs."""
    evidence = evidence_for(request.user, public_id)
    return private_file(evidence, is_download="download" in request.GET)


urlpatterns = [
    path("activities/proof/", inbox, name="proof"),
    path("activities/proof/<str:public_id>/", one, name="proof_one"),
    path("activities/proof/<str:public_id>/file", file_under, name="proof_file"),
    path("activities/proof/<str:public_id>/delete", delete, name="proof_delete"),
    path("activities/proof/<str:public_id>/content", content, name="proof_content"),
]
