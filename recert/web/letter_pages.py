"""A letter's HTML as a page for a frame: nothing in it runs, and nothing is fetched for it."""

from __future__ import annotations

import base64

from django.http import HttpResponse

from recert.notices.models import Notice
from recert.people.posting import letter_of
from recert.people.queries import bodies, logo_of

FRAMED = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""Mail programs know no stylesheets: a letter carries its styles in its elements. The frame that
shows it is a sandbox besides."""


def letter_page(notice: Notice) -> HttpResponse:
    """The letter a notice goes out as. Show it in a frame of our own pages only."""
    body = bodies().filter(slug=notice.body_slug).first()
    logo = logo_of(body) if body else None
    at = f"data:image/png;base64,{base64.b64encode(logo.png).decode()}" if logo else ""
    response = HttpResponse(letter_of(notice, at).html)
    response["Content-Security-Policy"] = FRAMED
    response["Cache-Control"] = "private, no-store"
    return response
