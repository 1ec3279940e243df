"""Handing out a private file: shown or saved under its own name, never run, never cached.

Every desk that has been given a piece of evidence by a query or an action hands it out so.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from recert.lib.intake import PDF
from recert.transcript.actions import read_evidence
from recert.transcript.models import Evidence

SEALED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""Browsers lay a picture out with a style of their own; nothing else is let in."""
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers show a PDF in a viewer of their own, which a sandbox would keep from starting."""


def private_file(evidence: Evidence, *, is_download: bool = False) -> HttpResponse:
    """A file that proves something; see `sealed`."""
    content = read_evidence(evidence)
    return sealed(content, evidence.name, evidence.media_type, is_download=is_download)


def sealed(
    content: bytes, name: str, media_type: str, *, is_download: bool = False
) -> HttpResponse:
    """An answer in which nothing can run, whatever the file tries to be."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(is_download, name) or "inline"
    response["Content-Security-Policy"] = VIEWER if media_type == PDF else SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def private_paper(content: bytes, name: str, media_type: str = PDF) -> HttpResponse:
    """A paper made for its reader just now, to be saved under a name of its own."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
