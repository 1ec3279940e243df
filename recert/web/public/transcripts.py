"""The page behind a transcript's code: what it said when its holder handed it out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from recert.transcript.queries import issued_transcript
from recert.web.clock import now
from recert.web.papers.transcript import shown, transcript_name, transcript_paper
from recert.web.private_files import private_paper
from recert.web.public.limits import is_too_often

MOST_CHECKS = 30


def transcript_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the transcript with this code says, to compare with the paper."""
    if is_too_often(request, "transcript", MOST_CHECKS):
        return render(request, "public/transcript.html", {"too_often": True}, status=429)
    issued = issued_transcript(code)
    if issued is None:
        return render(request, "public/transcript.html", {}, status=404)
    return render(request, "public/transcript.html", {"shown": shown(issued), "code": code})


def transcript_file(request: HttpRequest, code: str) -> HttpResponse:
    """The paper itself, made anew from what was handed out."""
    if is_too_often(request, "transcript", MOST_CHECKS):
        return render(request, "public/transcript.html", {"too_often": True}, status=429)
    issued = issued_transcript(code)
    if issued is None:
        raise Http404
    return private_paper(transcript_paper(issued, now(request)), transcript_name(issued))
