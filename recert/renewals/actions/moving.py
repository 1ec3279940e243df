"""Moving: the one guarded change of state, with its line and its notice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.journal.actions import Plain, write
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.telling import Letter, tell
from recert.renewals.models import Renewal, State
from recert.rulebooks.queries import credential_named


def move(renewal: Renewal, was: Collection[State], now: State, **columns: object) -> None:
    """Change the state if it still is what was seen; otherwise say what it is by now."""
    moved = Renewal.objects.filter(pk=renewal.pk, state__in=was).update(state=now, **columns)
    renewal.refresh_from_db()
    if not moved:
        raise Refused(
            _("This application has moved on: %(state)s. Nothing was changed.")
            % {"state": renewal.get_state_display().lower()}
        )


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    renewal: Renewal,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to an application."""
    write(
        at=at,
        by=id_of(by),
        code=f"renewals.{code}",
        subject=renewal.subject,
        body=renewal.certification.body.slug,
        person=renewal.certification.person.public_id,
        detail=detail,
    )


def tell_of(
    at: datetime, person: Person, renewal: Renewal, kind: str, letter: Letter, key: str
) -> None:
    """Queue a notice about an application, once a key."""
    tell(
        at=at,
        person=person,
        kind=kind,
        letter=letter,
        body_slug=renewal.certification.body.slug,
        key=f"{renewal.subject}:{key}",
        values={"credential": credential_name(renewal.certification)},
    )


def credential_name(certification: Certification) -> str:
    """A credential by its letters, else its name; its id where no edition names it."""
    try:
        found = credential_named(certification.body.slug, certification.credential)
    except NotFound:
        return certification.credential
    return found.letters or found.name
