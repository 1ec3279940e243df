"""Answering: what a person tells of themselves because a rulebook turns on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.models import Answer
from recert.credentials.queries import questions_of
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.queries import body_named


@transaction.atomic
def answer(*, by: Person, at: datetime, body_slug: str, name: str, value: str) -> None:
    """Record an answer to a body's question; an empty `value` takes it back.

    The same answer again changes nothing. The journal says that it was answered, not what.
    """
    body = body_named(body_slug)
    asked = questions_of(body_slug).get(name)
    if asked is None:
        raise NotFound
    if value and value not in asked.answers:
        choices = ", ".join(asked.answers)
        raise Refused(_("Choose one of the answers: %(answers)s.") % {"answers": choices}, name)
    given = Answer.objects.filter(person=by, body=body, name=name)
    if given.filter(value=value).exists() or not (value or given.exists()):
        return
    if value:
        Answer.objects.update_or_create(
            person=by, body=body, name=name, defaults={"value": value, "at": at}
        )
    else:
        given.delete()
    write(
        at=at,
        by=id_of(by),
        code="credentials.answered",
        subject=f"person:{by.public_id}",
        body=body.slug,
        person=by.public_id,
        detail={"question": name},
    )
