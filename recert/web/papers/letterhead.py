"""The head of a paper: whose it is, in which language it speaks, what stands at its foot."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider
from recert.lib.typesetting import Plain
from recert.people.models import Body
from recert.people.queries import logo_of

LETTER = frozenset({"CAD", "USD"})
"""Where people pay in these, printers hold sheets of letter size."""


def headed(sender: Body | Provider, title: str, at: datetime) -> dict[str, Plain]:
    """What `letterhead.typ` needs for a paper of a body's or a provider's, made at `at`.

    Colours and logos are a body's.
    """
    own: dict[str, Plain] = {}
    if isinstance(sender, Body):
        own = {"accent": sender.accent, "logo": _logo(sender)}
    return {
        **plain_head(sender.name, title, made_on(at, sender.zone)),
        **own,
        "page": "us-letter" if sender.currency in LETTER else "a4",
    }


def _logo(body: Body) -> list[Plain]:
    """The bytes of a body's logo; none where it has none."""
    logo = logo_of(body) if body.logo_mark else None
    return list(logo.png) if logo else []


def plain_head(sender: str, title: str, foot: str) -> dict[str, Plain]:
    """The same for a paper that is not a body's."""
    return {
        "from": sender,
        "title": title,
        "foot": foot,
        "language": (get_language() or "en").partition("-")[0],
    }


def made_on(at: datetime, zone: str) -> str:
    """When the paper was made, as people in that zone say it."""
    moment = date_format(at.astimezone(ZoneInfo(zone)), "j F Y, H:i")
    return _("Made on %(moment)s (%(zone)s)") % {
        "moment": moment,
        "zone": zone.rpartition("/")[2].replace("_", " "),
    }


def public_address(path: str) -> str:
    """A page of this installation as it is written on paper."""
    return f"{settings.SITE_URL}{path}"


def square_of(address: str) -> str:
    """An address as a square to scan: an SVG drawing, for `square` in `letterhead.typ`."""
    drawing = BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=0, xmldecl=False)
    return drawing.getvalue().decode()
