"""Wording: what a body's letters say, by those who keep its policy."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.lib.refusals import refuse_all
from recert.notices.actions import queue_notice, save_wording, wording_problems
from recert.notices.models import Notice, Wording
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.people.telling import fill


@transaction.atomic
def word_letter(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    kind: str,
    language: str,
    subject: str,
    text: str,
    seen: int,
) -> Wording:
    """Keep the next version of a body's words for a letter; no words bring ours back."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    return save_wording(
        by=by.public_id,
        at=at,
        body_slug=body.slug,
        kind=kind,
        language=language,
        subject=subject,
        text=text,
        seen=seen,
    )


@transaction.atomic
def send_test(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    kind: str,
    language: str,
    subject: str,
    text: str,
    values: dict[str, str],
) -> Notice:
    """Send whoever asks the letter as it would go out, filled in with these values."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    refuse_all(wording_problems(kind, language, subject.strip(), text.strip()))
    said = fill(subject, text, values, language)
    return queue_notice(
        at=at,
        recipient_id=by.public_id,
        email=by.email,
        kind="letter-test",
        subject=_("Test: %(subject)s") % {"subject": said.subject},
        text=said.text,
        html=said.html,
        language=language,
        key=f"letter-test:{by.public_id}:{at.isoformat()}",
        body_slug=body.slug,
    )
