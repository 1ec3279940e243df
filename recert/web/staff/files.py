"""Handing out a private file: never cached, never sniffed, under its own name."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from recert.transcript.actions import read_evidence
from recert.transcript.models import Evidence


def private_file(evidence: Evidence) -> HttpResponse:
    """The file itself, for a reader an action has just given it to."""
    response = HttpResponse(read_evidence(evidence), content_type=evidence.media_type)
    response["Content-Disposition"] = content_disposition_header(False, evidence.name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
