"""Moving: the one guarded change of a case or a draw, with its line and its notice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from recert.audits.models import Audit, AuditState, Draw, DrawState
from recert.journal.actions import Plain, write
from recert.lib.refusals import Refused
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.telling import Letter, tell


def move(audit: Audit, was: Collection[AuditState], now: AuditState, **columns: object) -> None:
    """Change a case if it still is what was seen; otherwise say what it is by now."""
    moved = Audit.objects.filter(pk=audit.pk, state__in=was).update(state=now, **columns)
    audit.refresh_from_db()
    if not moved:
        raise Refused(
            _("This audit has moved on: %(state)s. Nothing was changed.")
            % {"state": audit.get_state_display().lower()}
        )


def move_draw(draw: Draw, was: Collection[DrawState], now: DrawState, **columns: object) -> None:
    """Change a draw if it still is what was seen; otherwise say what it is by now."""
    moved = Draw.objects.filter(pk=draw.pk, state__in=was).update(state=now, **columns)
    draw.refresh_from_db()
    if not moved:
        raise Refused(
            _("This draw has moved on: %(state)s. Nothing was changed.")
            % {"state": draw.get_state_display().lower()}
        )


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    audit: Audit,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to a case."""
    write(
        at=at,
        by=id_of(by),
        code=f"audits.{code}",
        subject=audit.subject,
        body=audit.certification.body.slug,
        person=audit.certification.person.public_id,
        detail=detail,
    )


def journal_draw(
    at: datetime, by: Person | None, code: str, draw: Draw, detail: dict[str, Plain] | None = None
) -> None:
    """Write down what happened to a draw."""
    write(
        at=at,
        by=id_of(by),
        code=f"audits.{code}",
        subject=draw.subject,
        body=draw.body.slug,
        detail=detail,
    )


def tell_of(
    at: datetime, person: Person, audit: Audit, kind: str, letter: Letter, key: str
) -> None:
    """Queue a notice about a case, once a key."""
    tell(
        at=at,
        person=person,
        kind=kind,
        letter=letter,
        body_slug=audit.certification.body.slug,
        key=f"{audit.subject}:{key}",
    )
