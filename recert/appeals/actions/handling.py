"""Handling: an officer says who decides; that person writes, or stands back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.appeals.actions.moving import (
    journal,
    keep_message,
    move,
    tell_colleague,
    tell_officers,
    tell_sender,
)
from recert.appeals.models import OPEN, Matter, Practice, State
from recert.appeals.queries import matter_for_staff, may_decide
from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.impartiality import declare_apart
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff

LONGEST_PROMISE = 365  # days


@transaction.atomic
def assign(*, by: Person, at: datetime, body_slug: str, public_id: str, to: str) -> Matter:
    """Say who decides; `to` is the public id of somebody who took no part in the decision.

    Somebody else may be chosen until it is decided. The same choice twice is one.
    """
    matter = matter_for_staff(by, body_slug, public_id, Duty.DRAW)
    chosen = next((each for each in may_decide(matter) if each.public_id == to), None)
    if chosen is None:
        raise Refused(
            _("Choose somebody who took no part in the decision and has no conflict of interest."),
            "to",
        )
    if matter.state == State.ASSIGNED and matter.assigned_to_id == chosen.pk:
        return matter
    move(matter, OPEN, State.ASSIGNED, assigned_to=chosen, assigned_by=by)
    journal(at, by, "assigned", matter, {"to": chosen.public_id})
    tell_colleague(
        at,
        chosen,
        matter,
        lambda: (
            _("You are asked to decide an appeal or a complaint"),
            _("Sign in to read it. If you have a conflict of interest, say so there."),
        ),
        f"assigned:{at.isoformat()}",
    )
    return matter


@transaction.atomic
def declare_conflict(
    *, by: Person, at: datetime, body_slug: str, public_id: str, says: str
) -> Matter:
    """Declare a conflict of interest: one does not decide it, and an officer chooses again."""
    matter = matter_for_staff(by, body_slug, public_id)
    if not matter.is_open:
        raise Refused(_("This is closed. Nothing was changed."))
    declare_apart(
        by=by,
        at=at,
        body_slug=body_slug,
        person=matter.person,
        says=says,
        subject=matter.subject,
    )
    if Matter.objects.filter(pk=matter.pk, assigned_to=by, state=State.ASSIGNED).update(
        state=State.RECEIVED, assigned_to=None
    ):
        tell_officers(
            at,
            matter,
            lambda: (
                _("An appeal or a complaint has to be assigned again"),
                _("Whoever was to decide it declared a conflict of interest."),
            ),
            f"again:{at.isoformat()}",
        )
    matter.refresh_from_db()
    return matter


@transaction.atomic
def write_from_desk(
    *, by: Person, at: datetime, body_slug: str, public_id: str, text: str, key: str
) -> Matter:
    """Write to whoever appealed or complained; it goes out by e-mail."""
    matter = matter_for_staff(by, body_slug, public_id)
    if keep_message(by=by, at=at, matter=matter, text=text, key=key, is_from_body=True):
        tell_sender(
            at,
            matter,
            "appeal-news",
            lambda: (
                _("%(body)s wrote about your appeal or complaint") % {"body": matter.body.name},
                text.strip(),
            ),
            f"message:{key}",
        )
    return matter


@transaction.atomic
def promise(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    answer_days: int | None,
    appeal_days: int | None,
    who_decides: str,
    how_to_reach: str,
) -> Practice:
    """Say in public how the body deals with appeals and complaints; None: it does not say.

    It speaks of what comes from now on. What came before keeps the day it was told.
    """
    body = body_for_staff(by, body_slug, Duty.POLICY)
    refuse_all(
        Refusal(_("Give a number of days from 1 to 365, or none."), name)
        for name, days in (("answer_days", answer_days), ("appeal_days", appeal_days))
        if days is not None and not 1 <= days <= LONGEST_PROMISE
    )
    found, _is_new = Practice.objects.update_or_create(
        body=body,
        defaults={
            "answer_days": answer_days,
            "appeal_days": appeal_days,
            "who_decides": who_decides.strip(),
            "how_to_reach": how_to_reach.strip(),
        },
    )
    write(
        at=at,
        by=by.public_id,
        code="appeals.promised",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"answer-days": answer_days, "appeal-days": appeal_days},
    )
    return found
