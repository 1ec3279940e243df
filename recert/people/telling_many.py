"""Telling many the same thing, each in their own language and in the body's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from recert.notices.actions import ToQueue, queue_notices
from recert.notices.queries import wordings_of
from recert.people.models import Body, Person
from recert.people.queries import Duty, colleagues
from recert.people.telling import Letter, fill, language_of_ours, values_for


@dataclass(frozen=True, slots=True)
class ToTell:
    """Whom to tell, what makes our own words for it, and once a key."""

    person: Person
    letter: Letter
    key: str


def tell_many(*, at: datetime, kind: str, body: Body, letters: Iterable[ToTell]) -> None:
    """Queue notices of a kind that tells nothing by name; constant queries, however many."""
    wordings = wordings_of(body.slug)
    found = []
    for each in letters:
        person = each.person
        ours = language_of_ours(person.language)
        with translation.override(ours):
            subject, text = each.letter()
        html, language = "", ours
        own = next(
            (
                wordings[kind, code]
                for code in (person.language, settings.LANGUAGE_CODE)
                if (kind, code) in wordings
            ),
            None,
        )
        if own is not None:
            name = person.name or person.email
            filled = values_for(name, body.name, {}, (subject, text), own.language)
            said = fill(own.subject, own.text, filled, own.language)
            subject, text, html, language = said.subject, said.text, said.html, said.language
        found.append(
            ToQueue(person.public_id, person.email, subject, text, each.key, html, language)
        )
    queue_notices(at=at, kind=kind, letters=found, body_slug=body.slug)


def tell_colleagues(
    *, at: datetime, body: Body, duty: Duty, letter: Letter, key: str, but: int | None = None
) -> None:
    """Tell everybody whose role allows the duty that work waits for them, each once a key.

    `but` is the id of the person whose matter it is: nobody decides a matter of their own.
    """
    tell_many(
        at=at,
        kind="work-waiting",
        body=body,
        letters=[
            ToTell(each, letter, f"{key}:{each.public_id}")
            for each in colleagues(body, duty)
            if each.pk != but
        ],
    )
