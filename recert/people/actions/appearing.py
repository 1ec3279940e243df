"""Appearing: a body's colours and its logo, on its pages, papers and letters."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.colours import NotAColour, passes, readable_shade
from recert.lib.pictures import NotAPicture, TooManyPixels, reopen
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.colours import ON_DARK, ON_LIGHT
from recert.people.models import Body, Logo, Person
from recert.people.queries import Duty, body_for_staff

MOST_BYTES = 2 * 1024 * 1024
LONGEST_SIDE = 480  # twice what is shown, for sharp screens and paper


@transaction.atomic
def colour_body(*, by: Person, at: datetime, body: Body, accent: str, accent_dark: str) -> Body:
    """Set the accent on light pages and on dark ones; empty: ours, and one that fits.

    Both must be readable (WCAG 2.2 AA) on every surface of ours; if not, the nearest shade
    that is stands in the refusal.
    """
    body = body_for_staff(by, body.slug, Duty.POLICY)
    accent, accent_dark = accent.strip().lower(), accent_dark.strip().lower()
    problems = []
    if accent_dark and not accent:
        problems.append(Refusal(_("Choose the colour for light pages first."), "accent"))
    for field, colour, grounds in (
        ("accent", accent, ON_LIGHT),
        ("accent_dark", accent_dark, ON_DARK),
    ):
        if colour:
            problems += _unreadable(field, colour, grounds)
    refuse_all(problems)
    if accent and not accent_dark:
        accent_dark = readable_shade(accent, ON_DARK)
    body.accent, body.accent_dark = accent, accent_dark
    body.save(update_fields=["accent", "accent_dark"])
    _journal(at, by, "people.body-coloured", body)
    return body


def _unreadable(field: str, colour: str, grounds: tuple[str, ...]) -> list[Refusal]:
    try:
        if passes(colour, grounds):
            return []
    except NotAColour:
        return [Refusal(_("Write the colour as # and six digits: #1f6f5c."), field)]
    words = {"colour": colour, "near": readable_shade(colour, grounds)}
    said = (
        _("%(colour)s is too pale for light pages. The nearest shade people can read: %(near)s.")
        if field == "accent"
        else _("%(colour)s is too dim for dark pages. The nearest shade people can read: %(near)s.")
    )
    return [Refusal(said % words, field)]


@transaction.atomic
def set_logo(*, by: Person, at: datetime, body: Body, content: bytes) -> Logo:
    """Keep a logo: decoded and written anew, so that nothing hides in it."""
    body = body_for_staff(by, body.slug, Duty.POLICY)
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 2 MB. Save the logo smaller."), "logo")
    try:
        picture = reopen(content, longest=LONGEST_SIDE, as_png=True)
    except TooManyPixels:
        raise Refused(_("The picture has too many pixels. Save it smaller."), "logo") from None
    except NotAPicture:
        raise Refused(
            _("This is not a picture we can open. Save the logo as PNG; SVG is not taken."), "logo"
        ) from None
    logo, _is_new = Logo.objects.update_or_create(
        body=body,
        defaults={
            "png": picture.content,
            "width": picture.width,
            "height": picture.height,
            "sha256": hashlib.sha256(picture.content).hexdigest(),
        },
    )
    _mark(body, logo.sha256[:8])
    _journal(at, by, "people.logo-set", body)
    return logo


@transaction.atomic
def remove_logo(*, by: Person, at: datetime, body: Body) -> None:
    """Show the name instead."""
    body = body_for_staff(by, body.slug, Duty.POLICY)
    gone, _each = Logo.objects.filter(body=body).delete()
    if gone:
        _mark(body, "")
        _journal(at, by, "people.logo-removed", body)


def _mark(body: Body, mark: str) -> None:
    """Let pages know which logo there is without asking for it."""
    body.logo_mark = mark
    body.save(update_fields=["logo_mark"])


def _journal(at: datetime, by: Person, code: str, body: Body) -> None:
    write(at=at, by=by.public_id, code=code, subject=f"body:{body.slug}", body=body.slug)
