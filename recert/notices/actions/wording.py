"""Wording: a body's own words for what it tells, version after version."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.notices.kinds import KINDS, LETTERS
from recert.notices.languages import LANGUAGES
from recert.notices.markup import markup_problems
from recert.notices.models import Wording
from recert.notices.placeholders import HEADLINE, WORDS
from recert.notices.queries import versions_of_wording

LONGEST = 8000


@transaction.atomic
def save_wording(
    *,
    by: str,
    at: datetime,
    body_slug: str,
    kind: str,
    language: str,
    subject: str,
    text: str,
    seen: int,
) -> Wording:
    """Keep the next version of a body's words; `seen` is the version that was before them.

    `by` is a person's public id; whether they may is asked one floor up (`people.letters`).
    No words at all bring ours back.
    """
    subject, text = subject.strip(), text.replace("\r\n", "\n").strip()
    refuse_all(wording_problems(kind, language, subject, text))
    newest = versions_of_wording(body_slug, kind, language).first()
    if (newest.version if newest else 0) != seen:
        raise Refused(
            _("A colleague has changed this letter since you opened it. Look at theirs first.")
        )
    if newest and (newest.subject, newest.text) == (subject, text):
        return newest
    saved = Wording.objects.create(
        body_slug=body_slug,
        kind=kind,
        language=language,
        version=seen + 1,
        subject=subject,
        text=text,
        saved_by=by,
        saved_at=at,
    )
    write(
        at=at,
        by=by,
        code="notices.worded" if text else "notices.worded-by-us",
        subject=f"letter:{kind}:{language}",
        body=body_slug,
        detail={"version": saved.version},
    )
    return saved


def wording_problems(kind: str, language: str, subject: str, text: str) -> list[Refusal]:
    """What is wrong with these words, all of it at once."""
    if kind not in LETTERS:
        return [Refusal(_("There is no such letter."), "kind")]
    if language not in LANGUAGES:
        return [Refusal(_("Choose one of the languages."), "language")]
    if not subject and not text:
        return []
    found = []
    if not subject:
        found.append(Refusal(_("Write the subject, or empty both fields to use ours."), "subject"))
    if len(subject) > 150 or "\n" in subject:
        found.append(Refusal(_("Shorten the subject to one line of 150 letters."), "subject"))
    if not text:
        found.append(Refusal(_("Write the letter, or empty both fields to use ours."), "text"))
    if len(text) > LONGEST:
        found.append(Refusal(_("Shorten the letter to 8,000 letters."), "text"))
    names = [each.name for each in KINDS[kind].placeholders]
    in_subject = [name for name in names if name != WORDS.name]
    found += markup_problems(subject, in_subject, "subject")
    found += markup_problems(text, names, "text")
    if text and not KINDS[kind].optional and f"{{{WORDS.name}}}" not in text:
        found.append(
            Refusal(
                _("Put {words} somewhere: it is where the reader finds the reason given."), "text"
            )
        )
    return found


def starting_words() -> tuple[str, str]:
    """A subject and a text that say what we say, to begin from."""
    return f"{{{HEADLINE.name}}}", f"{{{WORDS.name}}}\n\n{{sign_in}}"


def offered_languages() -> tuple[tuple[str, str], ...]:
    """The languages letters can be written in, that of the pages first."""
    ours = settings.LANGUAGE_CODE
    return tuple(sorted(LANGUAGES.items(), key=lambda each: (each[0] != ours, each[1])))
