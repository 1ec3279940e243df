"""Sending: somebody appeals against a decision about them, or complains about anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from recert.appeals.actions.moving import (
    LONGEST,
    journal,
    keep_message,
    move,
    tell_colleague,
    tell_officers,
    tell_sender,
)
from recert.appeals.decisions import decision_for
from recert.appeals.models import OPEN, About, Kind, Matter, State
from recert.appeals.queries import matter_for, practice_of
from recert.lib.days import local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.standing.words import day_words

MOST_A_DAY = 5  # complaints from one address
LONGEST_EMAIL = 254  # of any address there is


@transaction.atomic
def appeal(*, by: Person, at: datetime, kind: str, public_id: str, text: str) -> Matter:
    """Appeal against a decision about oneself; `kind` is a key of `decisions.KINDS`.

    After the last day it is taken all the same, and says that it is late: a person decides
    whether it is heard. The same appeal again, while it is open, is the one there is.
    """
    found = decision_for(by, kind, public_id)
    refuse_all(_text_refusals(text))
    body = found.certification.body
    Body.objects.select_for_update().get(pk=body.pk)  # two clicks, one appeal
    twin = Matter.objects.filter(against=found.subject, state__in=OPEN).first()
    if twin is not None:
        return twin
    today = local_day(at, body.zone)
    matter = Matter.objects.create(
        kind=Kind.APPEAL,
        body=body,
        person=by,
        name=by.name,
        email=by.email,
        certification=found.certification,
        against=found.subject,
        decision=f"{found.says}\n\n{found.reason}".strip(),
        decided_on=found.on,
        appeal_by=found.appeal_by,
        is_late=found.appeal_by is not None and today > found.appeal_by,
        deciders=sorted(found.deciders),
        text=text.strip(),
        sent_at=at,
        answer_by=_answer_by(body, today),
    )
    _received(at, by, matter)
    return matter


@transaction.atomic
def complain(
    *,
    by: Person | None,
    at: datetime,
    body: Body,
    about: str,
    whom: str,
    text: str,
    email: str = "",
    name: str = "",
) -> Matter:
    """Complain to a body; whoever is not signed in gives an e-mail to answer to.

    The same complaint again within the day is the one there is.
    """
    email = (by.email if by else email.strip()).lower()
    refuse_all([*_text_refusals(text), *_about_refusals(about), *_email_refusals(email)])
    Body.objects.select_for_update().get(pk=body.pk)  # two clicks, one complaint
    lately = Matter.objects.filter(
        kind=Kind.COMPLAINT, email=email, sent_at__gt=at - timedelta(days=1)
    )
    twin = lately.filter(body=body, text=text.strip(), person=by).first()
    if twin is not None:
        return twin
    if lately.count() >= MOST_A_DAY:
        raise Refused(_("Five complaints came from this address today. Send the rest tomorrow."))
    matter = Matter.objects.create(
        kind=Kind.COMPLAINT,
        body=body,
        person=by,
        name=by.name if by else name.strip()[:150],
        email=email,
        about=about,
        whom=whom.strip()[:200],
        text=text.strip(),
        sent_at=at,
        answer_by=_answer_by(body, local_day(at, body.zone)),
    )
    _received(at, by, matter)
    return matter


def _answer_by(body: Body, today: date) -> date | None:
    days = practice_of(body).answer_days
    return None if days is None else today + timedelta(days=days)


def _received(at: datetime, by: Person | None, matter: Matter) -> None:
    """Write it down, acknowledge it at once, and tell those who assign it."""
    journal(at, by, "sent", matter, {"kind": matter.kind, "against": matter.against})
    tell_sender(at, matter, "appeal-received", lambda: _acknowledgement(matter), "received")
    tell_officers(
        at,
        matter,
        lambda: (
            _("An appeal waits to be assigned")
            if matter.kind == Kind.APPEAL
            else _("A complaint waits to be assigned"),
            _("Sign in, read it, and choose who decides it."),
        ),
        "received",
    )


def _acknowledgement(matter: Matter) -> tuple[str, str]:
    is_appeal = matter.kind == Kind.APPEAL
    words = {"body": matter.body.name}
    parts = [
        _(
            "%(body)s has received your appeal. Somebody who took no part in the decision "
            "looks at it."
        )
        % words
        if is_appeal
        else _("%(body)s has received your complaint.") % words
    ]
    if matter.answer_by is not None:
        parts.append(_("You have an answer by %(day)s.") % {"day": day_words(matter.answer_by)})
    else:
        parts.append(_("%(body)s has not said by when it answers.") % words)
    if matter.is_late and matter.appeal_by is not None:
        parts.append(
            _(
                "The last day to appeal was %(day)s. Somebody decides whether your appeal is "
                "heard all the same."
            )
            % {"day": day_words(matter.appeal_by)}
        )
    parts.append(_("You wrote:") + f"\n\n{matter.text}")
    subject = _("Your appeal was received") if is_appeal else _("Your complaint was received")
    return subject, "\n\n".join(parts)


def _text_refusals(text: str) -> list[Refusal]:
    if not text.strip():
        return [Refusal(_("Say what is wrong, and what you think should be done."), "text")]
    if len(text) > LONGEST:
        return [Refusal(_("Shorten it to 5,000 letters."), "text")]
    return []


def _about_refusals(about: str) -> list[Refusal]:
    if about in About.values:
        return []
    return [Refusal(_("Choose what your complaint is about."), "about")]


def _email_refusals(email: str) -> list[Refusal]:
    sentence = _("Enter the e-mail address to answer to, such as name@example.org.")
    try:
        validate_email(email)
    except ValidationError:
        return [Refusal(sentence, "email")]
    return [] if len(email) <= LONGEST_EMAIL else [Refusal(sentence, "email")]


@transaction.atomic
def take_back(*, by: Person, at: datetime, public_id: str) -> Matter:
    """Take one's appeal or complaint back before it is decided. Twice is once."""
    matter = matter_for(by, public_id)
    if matter.state == State.WITHDRAWN:
        return matter
    move(matter, OPEN, State.WITHDRAWN, closed_at=at)
    journal(at, by, "withdrawn", matter)
    return matter


@transaction.atomic
def write_message(*, by: Person, at: datetime, public_id: str, text: str, key: str) -> Matter:
    """Write to the body about one's own; whoever decides it is told."""
    matter = matter_for(by, public_id)
    if keep_message(by=by, at=at, matter=matter, text=text, key=key, is_from_body=False):
        tell_reader(at, matter, key)
    return matter


def tell_reader(at: datetime, matter: Matter, key: str) -> None:
    """Tell whoever decides it that its sender wrote; while nobody does, who assigns it."""
    reader = matter.assigned_to

    def letter() -> tuple[str, str]:
        return _("A message about an appeal or a complaint"), _("Sign in to read it.")

    if reader is not None:
        tell_colleague(at, reader, matter, letter, f"message:{key}")
    else:
        tell_officers(at, matter, letter, f"message:{key}")
