"""Telling: a notice to one person, in that person's language and in the body's own words.

Whoever tells of something brings our own words for it (`letter`), and by name what a body's
own words may want to mention (`values`). Where the body has words of its own they are filled
in; where it has none, ours are sent as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from recert.notices.actions import queue_notice
from recert.notices.kinds import KINDS
from recert.notices.markup import in_html, in_plain
from recert.notices.models import Notice
from recert.notices.placeholders import HEADLINE, WORDS
from recert.notices.queries import wording_of
from recert.people.models import Body, Person

Letter = Callable[[], tuple[str, str]]
"""Makes a subject and a text. Not the words themselves: whoever acts may read another language."""

Values = Mapping[str, "str | int | date"]
"""What to call things by name: days are written out in the reader's language."""


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words; `html` is empty where the words are ours and have no markup."""

    subject: str
    text: str
    html: str
    language: str


def tell(
    *,
    at: datetime,
    person: Person,
    kind: str,
    letter: Letter,
    key: str,
    body_slug: str = "",
    values: Values | None = None,
) -> Notice:
    """Queue a notice in its reader's language, once a key.

    `values` must name what the kind `tells` (see `notices.kinds`): `ValueError` if not.
    """
    missing = {each.name for each in KINDS[kind].tells} - set(values or {})
    if missing:
        raise ValueError(f"a notice of kind {kind} must tell {', '.join(sorted(missing))}")
    said = in_words_of(
        body_slug, kind, person.name or person.email, person.language, letter, values or {}
    )
    return queue_notice(
        at=at,
        recipient_id=person.public_id,
        email=person.email,
        kind=kind,
        subject=said.subject,
        text=said.text,
        html=said.html,
        language=said.language,
        key=key,
        body_slug=body_slug,
    )


def in_words_of(
    body_slug: str, kind: str, name: str, language: str, letter: Letter, values: Values
) -> Said:
    """What is said to a reader: as the body words it in their language, else in ours."""
    ours = language_of_ours(language)
    with translation.override(ours):
        subject, text = letter()
    languages = (language, settings.LANGUAGE_CODE)
    wording = wording_of(body_slug, kind, languages) if body_slug else None
    if wording is None:
        return Said(subject, text, "", ours)
    body = Body.objects.only("name").get(slug=body_slug)
    filled = values_for(name, body.name, values, (subject, text), wording.language)
    return fill(wording.subject, wording.text, filled, wording.language)


def fill(subject: str, text: str, values: Mapping[str, str], language: str) -> Said:
    """A body's words with these values filled in."""
    line = " ".join(in_plain(subject, values).split())
    return Said(line, in_plain(text, values), in_html(text, values), language)


def values_for(
    name: str, body: str, values: Values, ours: tuple[str, str], language: str
) -> dict[str, str]:
    """Everything a body's words may leave open, as it is written in a language."""
    with translation.override(language):
        told = {key: _written(value) for key, value in values.items()}
    return {
        **told,
        "name": name,
        "body": body,
        HEADLINE.name: ours[0],
        WORDS.name: ours[1],
        "sign_in": settings.SITE_URL + reverse("account_login"),
    }


def language_of_ours(language: str) -> str:
    """The language our own words are in for this reader: theirs, or that of the pages."""
    ours = {code for code, _name in settings.LANGUAGES}
    return language if language in ours else settings.LANGUAGE_CODE


def _written(value: str | int | date) -> str:
    if not isinstance(value, date):
        return str(value)
    # Ours is 31 December 2026; other languages have a custom of their own.
    is_english = (translation.get_language() or "").startswith("en")
    return date_format(value, "j F Y" if is_english else "DATE_FORMAT")
