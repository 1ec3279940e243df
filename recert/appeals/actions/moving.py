"""Moving: the one guarded change of state, its line in the journal, and its letters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from recert.appeals.links import address_of
from recert.appeals.models import Matter, Message, State
from recert.journal.actions import Plain, write
from recert.lib.refusals import Refused
from recert.notices.actions import queue_notice
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.queries import Duty, colleagues
from recert.people.telling import Letter, Said, in_words_of, tell

LONGEST = 5_000


def move(matter: Matter, was: Collection[State], now: State, **columns: object) -> None:
    """Change the state if it still is what was seen; otherwise say what it is by now."""
    moved = Matter.objects.filter(pk=matter.pk, state__in=was).update(state=now, **columns)
    matter.refresh_from_db()
    if not moved:
        raise Refused(
            _("This has moved on: %(state)s. Nothing was changed.")
            % {"state": matter.get_state_display().lower()}
        )


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    matter: Matter,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to an appeal or a complaint."""
    write(
        at=at,
        by=id_of(by),
        code=f"appeals.{code}",
        subject=matter.subject,
        body=matter.body.slug,
        person=id_of(matter.person),
        detail=detail,
    )


def tell_sender(at: datetime, matter: Matter, kind: str, letter: Letter, key: str) -> None:
    """Write to whoever sent it, signed in or not, once a key."""
    person = matter.person
    said = in_words_of(
        matter.body.slug,
        kind,
        matter.name or matter.email,
        person.language if person else settings.LANGUAGE_CODE,
        letter,
        {},
    )
    if person is None and matter.is_open:
        said = _with_link(matter, said)
    queue_notice(
        at=at,
        recipient_id=id_of(person),
        email=person.email if person else matter.email,
        kind=kind,
        subject=said.subject,
        text=said.text,
        html=said.html,
        language=said.language,
        body_slug=matter.body.slug,
        key=f"{matter.subject}:{key}",
    )


def _with_link(matter: Matter, said: Said) -> Said:
    """What is said to somebody who cannot sign in, and the link by which they may answer."""
    address = address_of(matter)
    with translation.override(said.language):
        says = _("To see how far it is, or to answer, open this link. It is for you alone:")
    text = f"{said.text}\n\n{says}\n{address}"
    paragraph = format_html('<p>{}<br><a href="{}">{}</a></p>', says, address, address)
    return replace(said, text=text, html=said.html and said.html + paragraph)


def tell_officers(at: datetime, matter: Matter, letter: Letter, key: str) -> None:
    """Tell those who assign it, but never its own sender."""
    for officer in colleagues(matter.body, Duty.DRAW):
        if officer.pk != matter.person_id:
            tell_colleague(at, officer, matter, letter, key)


def tell_colleague(at: datetime, person: Person, matter: Matter, letter: Letter, key: str) -> None:
    """Tell one member of staff that it waits for them."""
    tell(
        at=at,
        person=person,
        kind="work-waiting",
        letter=letter,
        body_slug=matter.body.slug,
        key=f"{matter.subject}:{key}:{person.public_id}",
    )


def keep_message(
    *, by: Person | None, at: datetime, matter: Matter, text: str, key: str, is_from_body: bool
) -> bool:
    """Keep a message while it is open; the same form again is the same message: False."""
    if not text.strip():
        raise Refused(_("Write something first."), "text")
    if len(text) > LONGEST:
        raise Refused(_("Shorten it to 5,000 letters."), "text")
    if not matter.is_open:
        raise Refused(_("This is closed, so nothing more can be written."))
    try:
        with transaction.atomic():
            Message.objects.create(
                matter=matter, by=by, at=at, text=text.strip(), key=key, is_from_body=is_from_body
            )
    except IntegrityError:
        return False
    journal(at, by, "message" if by else "message-by-link", matter)
    return True
