"""Telling: a notice to one person, put into words in that person's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import translation

from recert.notices.actions import queue_notice
from recert.notices.models import Notice
from recert.people.models import Person

Letter = Callable[[], tuple[str, str]]
"""Makes a subject and a text. Not the words themselves: whoever acts may read another language."""


def tell(
    *, at: datetime, person: Person, kind: str, letter: Letter, key: str, body_slug: str = ""
) -> Notice:
    """Queue a notice in its reader's language, once a key."""
    with translation.override(person.language):
        subject, text = letter()
    return queue_notice(
        at=at,
        recipient_id=person.public_id,
        email=person.email,
        kind=kind,
        subject=subject,
        text=text,
        key=key,
        body_slug=body_slug,
    )
